import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Ambiguous } from '../../server/contract/ambiguous.ts';
import { startPanelWorld, type PanelWorld } from '../support/panel-world.ts';

describe('two records that an agent took apart', () => {
  let world: PanelWorld;
  before(async () => (world = await startPanelWorld()));
  after(() => world.stop());

  const partnerOf = (deskId: string) => world.scenario.partnerId('contacts', 'desk', deskId);
  const edit = (deskId: string, title: string) =>
    world.scenario.human.update('desk', 'contacts', deskId, { title });
  const titleInCrm = (crmId: string) => world.scenario.human.record('crm', 'contacts', crmId)?.['Title'];

  /** A synced pair, unlinked from the contact's panel. */
  async function parted(lastName: string) {
    const email = `${lastName.toLowerCase()}@parted.example`;
    const deskId = await world.scenario.human.create('desk', 'contacts', { lastName, email });
    await world.scenario.sync('contacts', 'desk', deskId);
    const crmId = (await partnerOf(deskId)) ?? '';
    const { status } = await world.act('contacts', deskId, 'unlink', { entity: 'contacts', crmId });
    assert.equal(status, 200);
    return { deskId, crmId };
  }

  it('P11, S36: stay apart whichever of them is edited, and no double is made', async () => {
    const { deskId, crmId } = await parted('Apart');
    await edit(deskId, 'Edited in Desk');
    await world.scenario.human.update('crm', 'contacts', crmId, { Title: 'Edited in CRM' });
    const writes = await world.scenario.writesDuring(async () => {
      await world.scenario.sync('contacts', 'desk', deskId);
      await world.scenario.sync('contacts', 'crm', crmId);
    });
    assert.deepEqual(writes, []);
    assert.equal(await partnerOf(deskId), undefined);
    assert.equal(titleInCrm(crmId), 'Edited in CRM');
  });

  it('S36: another first session does not join them either', async () => {
    const { deskId } = await parted('Again');
    await world.scenario.engine.firstSync();
    assert.equal(await partnerOf(deskId), undefined);
  });

  it('S36: the one whose e-mail becomes another goes over like any newcomer', async () => {
    const { deskId, crmId } = await parted('Renamed');
    await world.scenario.human.update('desk', 'contacts', deskId, { email: 'other@parted.example' });
    await world.scenario.sync('contacts', 'desk', deskId);
    const partner = await partnerOf(deskId);
    assert.ok(partner !== undefined && partner !== crmId);
  });

  it('S36: sync again once an agent links them', async () => {
    const { deskId, crmId } = await parted('Joined');
    await world.act('contacts', deskId, 'link', { entity: 'contacts', crmId });
    await edit(deskId, 'Once more');
    await world.scenario.sync('contacts', 'desk', deskId);
    assert.equal(await partnerOf(deskId), crmId);
    assert.equal(titleInCrm(crmId), 'Once more');
  });

  it('S36: are shown to administrators, and one who takes it back lets the e-mail decide again', async () => {
    const { deskId, crmId } = await parted('Cleared');
    const token = String((await world.connector.signIn('ada.admin@zylker.example')).body['token']);
    const { body } = await world.connector.call('/v1/ambiguous', { token });
    const id = `contacts.crm.${crmId}`;
    const shown = (body as unknown as Ambiguous).decisions.find((decision) => decision.id === id);
    assert.deepEqual([shown?.choice, shown?.candidateId, shown?.undoable], ['leave', deskId, true]);
    const undone = await world.connector.call(`/v1/ambiguous/${id}/undo`, { method: 'POST', token });
    assert.equal(undone.status, 200, JSON.stringify(undone.body));
    await world.scenario.engine.settle();
    assert.equal(await partnerOf(deskId), crmId);
  });
});
