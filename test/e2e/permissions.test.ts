import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import type { EntityPermissions } from '../../server/core/permissions/profile-permissions.ts';
import { startAgentWorld, type AgentWorld } from '../support/agent-world.ts';
import { widgetFrame } from '../support/desk-page.ts';
import { itemTexts, refresh, sees } from '../support/agent-view.ts';

const ITEMS = ['information', 'potentials', 'notes', 'calls', 'events', 'tasks'] as const;
const ENTITIES = ['contacts', 'accounts'] as const;
type Entity = (typeof ENTITIES)[number];
const RESTRICTED = 'Your profile may not see this.';
/** Text that only this item of this record holds. */
const markerOf = (entity: Entity, item: string) => `${entity} ${item} 7411`;

/** Bit n: whether item n is allowed. */
function allowed(bits: number): EntityPermissions {
  const [information, potentials, notes, calls, events, tasks] = ITEMS.map((_, n) => (bits & (1 << n)) !== 0);
  assert.ok(information !== undefined && potentials !== undefined && notes !== undefined);
  assert.ok(calls !== undefined && events !== undefined && tasks !== undefined);
  return { shown: true, information, potentials, notes, activities: { calls, events, tasks } };
}

describe('what a profile may see, in the agent’s browser', () => {
  let desk: AgentWorld;
  let page: Page;
  let frame: Frame;
  before(async () => {
    desk = await startAgentWorld();
    await giveMarkers(desk);
    page = await desk.open(`#/contacts/${desk.world.idOf('contacts', 'Berg')}`);
    frame = await desk.signedIn(page, 'crm-contact-panel');
    await sees(frame, markerOf('contacts', 'information'));
  });
  afterEach(() => desk.world.permit((full) => full));
  after(() => desk.stop());

  const held = (text: string) =>
    ENTITIES.flatMap((entity) => ITEMS.map((item) => markerOf(entity, item))).filter((marker) =>
      text.includes(marker),
    );

  it('S54, S58, S59, P21: each of the 64 combinations of items shows what is allowed, and nothing denied arrives', async () => {
    const wrong: string[] = [];
    for (let bits = 0; bits < 64; bits += 1) {
      const may = { contacts: bits, accounts: ~bits & 63 };
      await desk.world.permit((full) => ({
        ...full,
        contacts: allowed(may.contacts),
        accounts: allowed(may.accounts),
      }));
      const wire = await refresh(page, frame);
      const drawn = await itemTexts(frame);
      for (const entity of ENTITIES) {
        for (const [n, item] of ITEMS.entries()) {
          const isAllowed = (may[entity] & (1 << n)) !== 0;
          const marker = markerOf(entity, item);
          const text = drawn[`${entity} ${item}`] ?? 'not drawn';
          const isRight =
            text.includes(marker) === isAllowed &&
            text.includes(RESTRICTED) === !isAllowed &&
            wire.includes(marker) === isAllowed;
          if (!isRight) wrong.push(`${String(bits)} ${entity} ${item}: ${text}`);
        }
      }
      // The type tells whether deals are open or won.
      if (wire.includes('"customerType"') !== allowed(bits).potentials) wrong.push(`${String(bits)} type`);
    }
    assert.deepEqual(wrong, []);
  });

  for (const [shown, hidden] of [ENTITIES, ENTITIES.toReversed()] as [Entity, Entity][]) {
    it(`S56: a profile with ${hidden} off has ${shown} alone, drawn and on the wire`, async () => {
      await desk.world.permit((full) => ({ ...full, [hidden]: { ...full[hidden], shown: false } }));
      const wire = await refresh(page, frame);
      const keys = Object.keys(await itemTexts(frame));
      assert.deepEqual(
        keys,
        ITEMS.map((item) => `${shown} ${item}`),
      );
      assert.deepEqual(
        held(wire),
        ITEMS.map((item) => markerOf(shown, item)),
      );
    });
  }

  const hiding = [
    { when: 'S55: a profile that is not Visible', visible: false, shown: true },
    { when: 'S56: a profile with both off', visible: true, shown: false },
  ];
  for (const { when, visible, shown } of hiding) {
    it(`${when} sees nothing and is sent nothing`, async () => {
      await desk.world.permit(({ contacts, accounts }) => ({
        visible,
        contacts: { ...contacts, shown },
        accounts: { ...accounts, shown },
      }));
      assert.deepEqual(held(await refresh(page, frame)), []);
      await sees(frame, 'Your profile does not show CRM information.');
      assert.deepEqual(await itemTexts(frame), {});
      await desk.world.permit((full) => full);
      await page.reload();
      frame = await widgetFrame(page, 'crm-contact-panel');
      await sees(frame, markerOf('contacts', 'information'));
    });
  }
});

/** Every item of Anna's contact and account gets a text of its own. */
async function giveMarkers({ world }: AgentWorld): Promise<void> {
  const anna = world.idOf('contacts', 'Berg');
  const panel = await world.open('contacts', anna);
  for (const entity of ENTITIES) {
    const id = (entity === 'contacts' ? panel.contact : panel.account)?.record.id ?? '';
    const module = entity === 'contacts' ? 'Contacts' : 'Accounts';
    await world.crm('PUT', `/${module}/${id}`, { data: [{ Phone: markerOf(entity, 'information') }] });
    const lookup = entity === 'contacts' ? 'Contact_Name' : 'Account_Name';
    await world.inCrm('Deals', {
      Deal_Name: markerOf(entity, 'potentials'),
      Stage: 'Qualification',
      Closing_Date: '2030-01-01',
      [lookup]: { id },
    });
    const at = { startsAt: '2030-01-01T09:00:00Z', endsAt: '2030-01-01T10:00:00Z' };
    const texts = {
      notes: { content: markerOf(entity, 'notes') },
      calls: {
        subject: markerOf(entity, 'calls'),
        type: 'Inbound',
        startsAt: '2026-01-01T09:00:00Z',
        durationSeconds: 60,
      },
      events: { title: markerOf(entity, 'events'), ...at },
      tasks: {
        subject: markerOf(entity, 'tasks'),
        status: 'Not Started',
        priority: 'High',
        dueDate: '2030-01-01',
      },
    };
    for (const [item, body] of Object.entries(texts)) {
      const { status, body: answer } = await world.act('contacts', anna, item, { entity, ...body });
      assert.equal(status, 200, JSON.stringify(answer));
    }
  }
}
