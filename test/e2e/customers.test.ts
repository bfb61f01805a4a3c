import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import { sees } from '../support/agent-view.ts';
import { startAgentWorld, type AgentWorld } from '../support/agent-world.ts';

describe('an agent at a contact or an account in Desk', () => {
  let desk: AgentWorld;
  before(async () => (desk = await startAgentWorld()));
  afterEach(() => Promise.all(desk.browser.contexts().map((context) => context.close())));
  after(() => desk.stop());

  const contactPanel = async (id: string) => {
    const page = await desk.open(`#/contacts/${id}`);
    return desk.signedIn(page, 'crm-contact-panel');
  };
  const partnerOf = (deskId: string) => desk.world.scenario.partnerId('contacts', 'desk', deskId);

  it('S5, S117, S119: sees in the contact what the ticket shows, with a way to CRM', async () => {
    const frame = await contactPanel(desk.world.idOf('contacts', 'Berg'));
    await sees(frame, 'anna.berg@cobalt.example');
    await sees(frame, 'Pump renewal');
    await sees(frame, 'Prospect');
    const link = frame.getByRole('link', { name: /^Contact: Open in CRM/ });
    assert.match((await link.getAttribute('href')) ?? '', /\/tab\/Contacts\/\d+$/);
  });

  it('S5, S118: sees in the account the account’s own potentials, notes and activities', async () => {
    const page = await desk.open(`#/accounts/${desk.world.idOf('accounts', 'Cobalt Marine')}`);
    const frame = await desk.signedIn(page, 'crm-account-panel');
    await sees(frame, 'Pump renewal');
    await sees(frame, 'Dock lighting');
    await frame.getByRole('button', { name: /^Notes/ }).click();
    await sees(frame, 'Framework contract until the end of next year.');
    await frame.getByRole('button', { name: /^Activities/ }).click();
    await sees(frame, 'Visit at the shipyard');
    assert.equal(await frame.getByText('Does not read long mails.').count(), 0, 'that is the contact’s');
  });

  it('S122: reads a long list page by page, each potential once', async () => {
    const { world } = desk;
    const id = (await world.open('accounts', world.idOf('accounts', 'Vintage Vinyl Vault'))).account?.record
      .id;
    for (let n = 1; n <= 12; n += 1) {
      const name = `Long list ${String(n).padStart(2, '0')}`;
      await world.inCrm('Deals', {
        ...{ Deal_Name: name, Stage: 'Qualification', Closing_Date: '2030-01-01', Account_Name: { id } },
      });
    }
    await world.later(2 * 60_000);
    const page = await desk.open(`#/accounts/${world.idOf('accounts', 'Vintage Vinyl Vault')}`);
    const frame = await desk.signedIn(page, 'crm-account-panel');
    await frame.getByRole('button', { name: 'Refresh' }).click();
    const more = frame.getByRole('button', { name: 'Show more: Potentials' });
    await more.click();
    await more.waitFor({ state: 'detached' });
    const names = await frame.getByText(/^Long list \d\d$/).allTextContents();
    assert.deepEqual([names.length, new Set(names).size], [12, 12]);
  });

  it('S4: a contact that CRM does not know is created there from the panel, once', async () => {
    const id = await desk.world.scenario.human.create('desk', 'contacts', {
      ...{ lastName: 'Fresh', email: 'fresh@fresh.example' },
    });
    const frame = await contactPanel(id);
    await frame.getByRole('button', { name: 'Create in CRM' }).click();
    await frame.getByRole('button', { name: 'Create', exact: true }).dblclick();
    await frame.locator('dialog').waitFor({ state: 'detached' });
    await sees(frame, 'fresh@fresh.example');
    const made = desk.world.scenario.human
      .records('crm', 'contacts')
      .filter((record) => record['Email'] === 'fresh@fresh.example');
    assert.deepEqual(
      made.map((record) => record['id']),
      [await partnerOf(id)],
    );
  });

  it('S4: a contact without partner is linked by search, unlinked, and stays so; its panel offers to link again', async () => {
    const { world } = desk;
    const crmId = await world.inCrm('Contacts', { Last_Name: 'Searchable', Phone: '+49 30 998877' });
    const id = await world.scenario.human.create('desk', 'contacts', { lastName: 'Alone' });
    const frame = await contactPanel(id);
    await sees(frame, 'Link to a CRM record');
    await frame.getByRole('button', { name: 'Link to a CRM record' }).click();
    await frame.getByLabel('Search in CRM').fill('Searchable');
    await frame.getByRole('radio', { name: /Searchable/ }).check();
    await frame.getByRole('button', { name: 'Link', exact: true }).click();
    await frame.locator('dialog').waitFor({ state: 'detached' });
    await sees(frame, '+49 30 998877');
    assert.equal(await partnerOf(id), crmId);

    await frame.getByRole('button', { name: 'Contact: More actions' }).click();
    await frame.getByRole('menuitem', { name: 'End the link' }).click();
    await frame.getByRole('button', { name: 'End the link', exact: true }).last().click();
    await frame.locator('dialog').waitFor({ state: 'detached' });
    await frame.getByRole('button', { name: 'Link to a CRM record' }).waitFor();
    assert.equal(await frame.getByText('+49 30 998877').count(), 0);
    assert.equal(await partnerOf(id), undefined);
    assert.ok(world.scenario.human.record('crm', 'contacts', crmId), 'nothing is deleted');
  });
});
