import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { focusedName, sees, tabTo } from '../support/agent-view.ts';
import { startAgentWorld, type AgentWorld } from '../support/agent-world.ts';
import { widgetFrame } from '../support/desk-page.ts';
import { until } from '../support/until.ts';

const CRM_DOWN = { rules: [{ kind: 'reset' as const, rate: 1, product: 'crm' as const }] };
const PUMP = 'Pump makes a grinding noise';
/** When a customer's record is first drawn, in milliseconds since the frame began to load; for people to read. */
async function contentAfterMs(frame: Frame): Promise<number> {
  const drawn = await frame.waitForFunction(
    () => {
      const within = (root: ParentNode): boolean =>
        [...root.querySelectorAll('*')].some(
          (each) => each.localName === 'crm-record' || (each.shadowRoot !== null && within(each.shadowRoot)),
        );
      return within(document) && Math.round(performance.now());
    },
    undefined,
    { polling: 'raf' },
  );
  return Number(await drawn.jsonValue());
}

describe('an agent in Desk', () => {
  let desk: AgentWorld;
  let ticket: string;
  before(async () => {
    desk = await startAgentWorld();
    ticket = await desk.world.ticketId(PUMP);
  });
  afterEach(async () => {
    desk.world.scenario.sandbox.setFaults({});
    await Promise.all(desk.browser.contexts().map((context) => context.close()));
    assert.deepEqual(desk.world.scenario.sandbox.deskPage.cspReports(), [], 'the strict policy holds');
  });
  after(() => desk.stop());

  it('S4: opens a ticket, signs in by popup, and sees potentials, notes and activities after one request', async () => {
    const page = await desk.open(`#/tickets/${ticket}`);
    desk.asked.length = 0;
    const frame = await desk.signedIn(page, 'crm-ticket-panel');
    await sees(frame, 'Pump renewal');
    await frame.getByRole('button', { name: 'Notes 1' }).first().click();
    await sees(frame, 'Does not read long mails.');
    await frame
      .getByRole('button', { name: /Activities/ })
      .first()
      .click();
    await sees(frame, 'Send offer');
    await sees(frame, 'Prospect');
    const panels = desk.asked.filter((path) => path.startsWith('GET'));
    assert.deepEqual(panels, [`GET /v1/panel/tickets/${ticket}`]);
  });

  it('moves to the next ticket in the same frame, and the panel follows', async () => {
    const page = await desk.open(`#/tickets/${ticket}`);
    const frame = await desk.signedIn(page, 'crm-ticket-panel');
    await sees(frame, 'Pump renewal');
    const next = await desk.world.ticketId('Invoice shows the wrong address');
    await page.evaluate((id) => {
      location.hash = `#/tickets/${id}`;
    }, next);
    await sees(await widgetFrame(page, 'crm-ticket-panel'), 'Anna Berg');
  });

  it('signs in once: the contact’s page of the same browser asks for nothing', async (t) => {
    const page = await desk.open(`#/tickets/${ticket}`);
    await desk.signedIn(page, 'crm-ticket-panel');
    const other = await page.context().newPage();
    const anna = desk.world.idOf('contacts', 'Berg');
    await other.goto(`${desk.world.scenario.sandbox.urls.deskPage}/#/contacts/${anna}`);
    const frame = await widgetFrame(other, 'crm-contact-panel');
    t.diagnostic(`content after at most ${String(await contentAfterMs(frame))} ms of the frame's life`);
    await sees(frame, 'anna.berg@cobalt.example');
    assert.equal(await frame.locator('crm-sign-in').count(), 0);
  });

  it('adds a note from the ticket by a double click, and CRM has it once', async () => {
    const page = await desk.open(`#/tickets/${ticket}`);
    const frame = await desk.signedIn(page, 'crm-ticket-panel');
    await sees(frame, 'Pump renewal');
    await frame.getByRole('button', { name: 'Add a note' }).first().click();
    await frame.getByLabel('Note', { exact: true }).fill('Promised a call\n<b>today</b>');
    const calls = await desk.world.callsDuring(async () => {
      await frame.getByRole('button', { name: 'Add', exact: true }).dblclick();
      await frame.locator('dialog').waitFor({ state: 'detached' });
      await frame.getByRole('button', { name: 'Notes 2' }).first().click();
      await sees(frame, '<b>today</b>');
    });
    const written = calls.filter(({ method, path }) => method === 'POST' && path.includes('Notes'));
    assert.equal(written.length, 1);
  });

  it('S124: works the panel by keyboard alone: sections, form, Escape, and the focus comes back', async () => {
    const page = await desk.open(`#/tickets/${ticket}`);
    const frame = await desk.signedIn(page, 'crm-ticket-panel');
    await sees(frame, 'Pump renewal');
    await frame.getByRole('button', { name: 'Refresh' }).focus();
    await tabTo(page, frame, /Notes/);
    await page.keyboard.press('Enter');
    await sees(frame, 'Does not read long mails.');
    await tabTo(page, frame, /Add a note/);
    await page.keyboard.press('Space');
    await frame.getByLabel('Note', { exact: true }).waitFor();
    await page.keyboard.type('By keyboard');
    assert.equal(await frame.getByLabel('Note', { exact: true }).inputValue(), 'By keyboard');
    await page.keyboard.press('Escape');
    await frame.locator('dialog').waitFor({ state: 'detached' });
    assert.match(await focusedName(frame), /Add a note/);
  });

  it('S55, S61: sees nothing of CRM any more once an administrator hides it, and again when shown', async () => {
    const page = await desk.open(`#/tickets/${ticket}`);
    const frame = await desk.signedIn(page, 'crm-ticket-panel');
    await sees(frame, 'Pump renewal');
    await desk.world.permit((full) => ({ ...full, visible: false }));
    await frame.getByRole('button', { name: 'Refresh' }).click();
    await sees(frame, 'Your profile does not show CRM information.');
    assert.equal(await frame.getByText('Pump renewal').count(), 0);
    await desk.world.permit((full) => full);
  });

  it('S54: sees no potentials when they are denied, and that they are', async () => {
    await desk.world.permit((full) => ({
      ...full,
      contacts: { ...full.contacts, potentials: false },
      accounts: { ...full.accounts, potentials: false },
    }));
    const page = await desk.open(`#/tickets/${ticket}`);
    const frame = await desk.signedIn(page, 'crm-ticket-panel');
    await sees(frame, 'Your profile may not see this.');
    assert.equal(await frame.getByText('Pump renewal').count(), 0);
    await desk.world.permit((full) => full);
  });

  it('S120: sees the last known data with its age while CRM is down', async () => {
    const first = await desk.open(`#/tickets/${ticket}`);
    await sees(await desk.signedIn(first, 'crm-ticket-panel'), 'Pump renewal');
    await desk.world.later(10 * 60_000);
    desk.world.scenario.sandbox.setFaults(CRM_DOWN);
    const page = await desk.open(`#/tickets/${ticket}`);
    const frame = await desk.signedIn(page, 'crm-ticket-panel');
    await frame.getByRole('button', { name: 'Refresh' }).click();
    await sees(frame, 'CRM cannot be reached. This is what it last said.');
    await sees(frame, 'Pump renewal');
  });

  it('S6: works the department’s tickets by customer type, and opens one in Desk', async () => {
    const page = await desk.open('#/topband/crm-handshake');
    const frame = await desk.signedIn(page, 'crm-handshake');
    await sees(frame, 'Prospects');
    await frame.getByRole('link', { name: PUMP }).click();
    await until(() => page.url().includes(ticket));
  });

  it('sees the panel in Arabic, from right to left, in the dark', async () => {
    const page = await desk.open(`?locale=ar&appearance=dark#/tickets/${ticket}`);
    const frame = await desk.signedIn(page, 'crm-ticket-panel');
    await sees(frame, 'Pump renewal');
    const look = await frame.evaluate(() => {
      const { dir, lang, dataset } = document.documentElement;
      return [dir, lang, dataset['appearance']];
    });
    assert.deepEqual(look, ['rtl', 'ar', 'dark']);
  });
});

describe('an agent whose network lets only Desk through', () => {
  let desk: AgentWorld;
  before(async () => (desk = await startAgentWorld('desk')));
  after(() => desk.stop());

  it('sees the same through Desk’s server, and the browser asks the connector nothing', async () => {
    const page = await desk.open(`#/tickets/${await desk.world.ticketId(PUMP)}`);
    const frame = await desk.signedIn(page, 'crm-ticket-panel');
    await sees(frame, 'Pump renewal');
    assert.deepEqual(
      desk.asked.filter((path) => !path.includes('/oauth/')),
      [],
    );
  });
});
