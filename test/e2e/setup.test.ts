import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { widgetFrame } from '../support/desk-page.ts';
import type { SettingsPage, SetupWorld } from '../support/setup-world.ts';
import { ADMIN, AGENT, CRM_ADMIN, startSetupWorld } from '../support/setup-world.ts';
import { until } from '../support/until.ts';

/** CRM account names that Desk has too, or the other way round. */
function shared(world: SetupWorld): string[] {
  const names = (side: 'desk' | 'crm', field: string) =>
    new Set(world.human.records(side, 'accounts').map((record) => String(record[field])));
  const desk = names('desk', 'accountName');
  return [...names('crm', 'Account_Name')].filter((name) => desk.has(name));
}
const accountId = (world: SetupWorld, side: 'desk' | 'crm', name: string) => {
  const field = side === 'desk' ? 'accountName' : 'Account_Name';
  return String(world.human.records(side, 'accounts').find((record) => record[field] === name)?.['id']);
};

describe('setting the integration up as the article says, 1(A), two-way', () => {
  let world: SetupWorld;
  let admin: SettingsPage;
  before(async () => {
    world = await startSetupWorld();
    admin = await world.settings(ADMIN);
  });
  after(() => world.stop());

  it('S7: an agent who is no administrator sees no settings', async () => {
    const agent = await world.settings(AGENT);
    await agent.signIn();
    await agent.sees('Only an administrator of Zoho Desk can see and change these settings.');
    assert.equal(await agent.frame().getByRole('button', { name: 'Integrate' }).count(), 0);
    await agent.page.context().close();
  });

  it('S10, S11, S13: Integrate, the matching account is offered, Authenticate, step 2', async () => {
    await admin.signIn();
    await admin.click('Integrate');
    const offered = admin.frame().getByRole('radio', { name: ADMIN });
    await offered.waitFor();
    assert.equal(await offered.isChecked(), true);
    await admin.click('Authenticate');
    await admin.sees('Standard fields are mapped already.');
  });

  it('S16, S18, S20: with the defaults, six clicks lead from the installed extension to a synced record', async () => {
    const twoWay = admin
      .frame()
      .getByRole('radio', { name: /Two-way/ })
      .first();
    await twoWay.waitFor();
    assert.equal(await twoWay.isChecked(), true);
    await admin.frame().getByText('Zoho Desk Fields').filter({ visible: true }).first().waitFor();
    const before = shared(world).length;
    await admin.click('Start Sync');
    await admin.sees('What Start Sync will do');
    await admin.frame().locator('crm-planned-module').first().waitFor();
    assert.equal(world.crmMutations(), 0, 'a flight plan writes nothing');
    await admin.frame().getByRole('button', { name: 'Start Sync', exact: true }).dblclick();
    await until(() => shared(world).length > before, 60_000);
    // The double click above is one click more.
    assert.ok(admin.clicks() + 1 <= 6, `${admin.clicks() + 1} clicks`);
  });

  it('S27: the status shows the modules and, when the first session is over, that they are in sync', async () => {
    await admin.sees('Sync Settings');
    await until(
      async () => (await admin.frame().getByText('In sync', { exact: true }).count()) === 2,
      60_000,
    );
    await admin.sees('Not set up');
  });

  it('S22–S26: Configure next to Products under Sync Settings, departments, Start Sync', async () => {
    await admin.click('Configure');
    await admin.sees('Configure Product Sync');
    await admin.click('Start Sync');
    await admin.sees('Select at least one department.');
    await admin.frame().getByRole('checkbox', { name: 'Support' }).check();
    await admin.click('Start Sync');
    await admin.frame().locator('crm-planned-module').first().waitFor();
    await admin.click('Start Sync');
    await until(
      async () => (await admin.frame().getByText('In sync', { exact: true }).count()) === 3,
      60_000,
    );
  });

  it('S79, S80, S82: Pause Sync, an edit waits, Resume brings it over', async () => {
    const [name = ''] = shared(world);
    await admin.click('Pause Sync');
    await admin.frame().getByRole('button', { name: 'Resume' }).first().waitFor();
    const before = world.crmMutations();
    await world.human.update('desk', 'accounts', accountId(world, 'desk', name), {
      website: 'paused.example',
    });
    await admin.sees(/1 change waits for Resume/);
    assert.equal(world.crmMutations(), before);
    await admin.click('Resume');
    const crmId = accountId(world, 'crm', name);
    await until(() => world.human.record('crm', 'accounts', crmId)?.['Website'] === 'paused.example', 30_000);
    await admin.frame().getByRole('button', { name: 'Pause Sync' }).waitFor();
  });

  it('S21: Edit under Configuration Details changes the sync type later', async () => {
    await admin.click('Edit');
    await admin.choose('One-way');
    await admin.click('Save');
    await until(async () => (await admin.frame().getByText('Saved').count()) > 0, 20_000);
    await admin.click('Close');
    await admin.sees('Configuration Details');
    await admin.sees('One-way, Zoho CRM to Zoho Desk');
  });

  for (const [tab, element] of [
    ['Permissions', 'crm-permissions'],
    ['Sync History', 'crm-sync-history'],
    ['Failure Log', 'crm-failure-log'],
    ['Decisions', 'crm-inboxes'],
  ] as const) {
    it(`opens ${tab}`, async () => {
      await admin.tab(tab);
      await admin.frame().locator(`${element} :is(h2, table)`).first().waitFor();
    });
  }

  it('S84, S86: More, Delete Integration, Cancel changes nothing; Delete deletes', async () => {
    await admin.click('More');
    await admin.click('Delete Integration');
    await admin.sees('No further data sync will take place between Zoho CRM and Zoho Desk.');
    await admin.click('Cancel');
    await admin.tab('Status');
    await admin.sees('Sync Settings');
    await admin.click('More');
    await admin.click('Delete Integration');
    await admin.click('Delete');
    await admin.sees('The integration was deleted.');
    await admin.frame().getByRole('button', { name: 'Integrate' }).waitFor();
  });

  it('S86: agents see nothing of CRM any more', async () => {
    const { data } = (await world.human.call('desk', 'GET', '/tickets?limit=1')) as {
      data: { id: string }[];
    };
    const page = await admin.page.context().newPage();
    await page.goto(`${world.sandbox.urls.deskPage}/#/tickets/${data[0]?.id ?? ''}`);
    // Signed in already: pages of one browser share the session.
    const panel = await widgetFrame(page, 'crm-ticket-panel');
    await panel.getByText('Zoho CRM is not connected to this Zoho Desk.').waitFor();
    await page.close();
  });

  it('every page kept to the strict policy', () => {
    assert.deepEqual(world.sandbox.deskPage.cspReports(), []);
  });
});

describe('setting the integration up with a ZSC key, 1(B), one-way, in a tab that is closed at every step', () => {
  let world: SetupWorld;
  let admin: SettingsPage;
  before(async () => {
    // Through Desk's server, which cannot stream: the status is asked for.
    world = await startSetupWorld({ transport: 'desk' });
    admin = await world.settings(ADMIN);
    await admin.signIn();
  });
  after(() => world.stop());

  it('S14: the CRM administrator makes a key on the connector’s page, and the Desk administrator enters it', async () => {
    const crm = await world.pageOf(CRM_ADMIN);
    await crm.goto(`${world.connector.url}/zsc`);
    await crm.getByRole('button', { name: 'Authorize with Zoho' }).click();
    await crm.getByRole('button', { name: 'Generate key' }).click();
    const shown = crm.locator('#key');
    await shown.filter({ hasText: 'zsc.' }).waitFor();
    const key = await shown.innerText();

    await admin.click('Integrate');
    await admin.choose('Somebody else is the CRM administrator');
    await admin.frame().getByLabel('E-mail address of the CRM administrator').fill(ADMIN);
    await admin.frame().getByLabel('ZSC key', { exact: true }).fill(key);
    await admin.click('Authenticate');
    await admin.sees('The ZSC key belongs to another e-mail address.');
    assert.equal(await admin.frame().getByLabel('ZSC key', { exact: true }).inputValue(), '');
    await admin.frame().getByLabel('E-mail address of the CRM administrator').fill(CRM_ADMIN);
    await admin.frame().getByLabel('ZSC key', { exact: true }).fill(key);
    await admin.click('Authenticate');
    await admin.sees('Standard fields are mapped already.');
  });

  it('S17: goes on at step 2 after the tab was closed, and takes one-way sync', async () => {
    await admin.reopen();
    await admin.sees('Standard fields are mapped already.');
    await admin.choose('One-way');
    await admin.click('Continue');
    await admin.sees('Configure Product Sync');
  });

  it('S27: goes on at step 3, which can be skipped, and at the flight plan', async () => {
    await admin.reopen();
    await admin.sees('Configure Product Sync');
    await admin.click('Skip products');
    await admin.frame().locator('crm-planned-module').first().waitFor();
    await admin.reopen();
    await admin.click('Skip products');
    await admin.frame().locator('crm-planned-module').first().waitFor();
    await admin.click('Start Sync');
    await until(
      async () => (await admin.frame().getByText('In sync', { exact: true }).count()) === 2,
      60_000,
    );
  });

  it('S17: nothing was written to CRM, and CRM’s records arrived in Desk', async () => {
    assert.equal(world.crmMutations(), 0);
    const names = new Set(world.human.records('desk', 'accounts').map((record) => record['accountName']));
    await world.human.create('crm', 'accounts', { Account_Name: 'Arrives One Way' });
    await until(
      () => world.human.records('desk', 'accounts').some((row) => row['accountName'] === 'Arrives One Way'),
      30_000,
    );
    assert.ok(!names.has('Arrives One Way'));
    assert.equal(world.crmMutations(), 0);
  });
});
