import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, before, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { Ambiguous } from '../../server/contract/ambiguous.ts';
import type { Deletions } from '../../server/contract/deletions.ts';
import type { Failures } from '../../server/contract/failures.ts';
import type { ModuleMapping } from '../../server/contract/mapping.ts';
import type { Module, Side } from '../../server/core/record.ts';
import type { Session } from '../support/administrator.ts';
import {
  configureModules,
  connectProducts,
  signIn,
  startSync,
  waitForFirstSync,
} from '../support/administrator.ts';
import type { Row } from '../support/scenario.ts';
import type { SettingsPage, SetupWorld } from '../support/setup-world.ts';
import { ADMIN, startSetupWorld } from '../support/setup-world.ts';
import { until } from '../support/until.ts';

const PEOPLE = 60;
/** A spreadsheet would take it for a formula. */
const FORMULA = '=HYPERLINK("http://evil.example","Bill")';
/** CRM takes 30 characters. */
const TOO_LONG = '0'.repeat(31);
const LONG = ['Long One and all', 'Long Two and others'];

/** Desk's "Places" is a text, CRM's "Seats" an integer; CRM has two accounts that could be Desk's Harbour. */
const SEED = {
  'desk-accounts': [{ accountName: 'Harbour' }],
  'crm-accounts': [
    { Account_Name: 'Harbour', Billing_City: 'Bergen' },
    { Account_Name: 'harbour', Billing_City: 'Bremen' },
  ],
  'desk-contacts': [{ lastName: 'Seats One', email: 'one@care.example', cf_places: 'a few' }],
  'crm-contacts': Array.from({ length: PEOPLE }, (_, index) => ({
    Last_Name: `Person ${index}`,
    Email: `person${index}@care.example`,
    Title: 'Buyer',
    Seats: '12',
  })),
};

describe('daily care on the settings page', () => {
  let world: SetupWorld;
  let admin: SettingsPage;
  let api: Session;
  before(async () => {
    world = await startSetupWorld({ seed: SEED, env: { POLL_RECONCILE_SECONDS: '3600' } });
    api = await startSyncing(world);
    admin = await world.settings(ADMIN);
    await admin.signIn();
    await admin.sees('Sync Settings');
  });
  after(() => world.stop());

  const rowOf = (side: Side, module: Module, name: string): Row => {
    const key = { contacts: ['lastName', 'Last_Name'], accounts: ['accountName', 'Account_Name'] } as const;
    const field = key[module as keyof typeof key][side === 'desk' ? 0 : 1];
    const row = world.human.records(side, module).find((record) => record[field] === name);
    assert.ok(row, `${side} has ${name}`);
    return row;
  };
  const idOf = (side: Side, module: Module, name: string) => String(rowOf(side, module, name)['id']);
  const button = (words: string) =>
    admin.frame().getByRole('button', { name: words, exact: true }).filter({ visible: true }).first();
  const failing = (name: string, values: Row) =>
    world.human.create('desk', 'contacts', {
      lastName: name,
      email: `${name.length}@care.example`,
      ...values,
    });
  const cells = (row: string) => admin.frame().locator(row).first().locator('td, th').allInnerTexts();

  it('S62–S67: Sync History is narrowed by record type, direction and kind, and its details go down to the field', async () => {
    await world.human.update('crm', 'contacts', idOf('crm', 'contacts', 'Person 1'), { Title: 'Head buyer' });
    await until(() => rowOf('desk', 'contacts', 'Person 1')['title'] === 'Head buyer', 30_000);
    await admin.tab('Sync History');
    const frame = admin.frame();
    const kinds = frame.locator('crm-sync-history td[data-label="Kind"]');
    await kinds.first().waitFor();
    await frame.getByLabel('Record type').selectOption({ label: 'Accounts' });
    await until(
      async () => !(await frame.locator('crm-sync-history > .wide tbody').innerText()).includes('Contacts'),
    );
    await frame.getByLabel('Record type').selectOption({ label: 'Contacts' });
    await frame.getByLabel('Kind').selectOption({ label: 'First sync' });
    await until(async () => (await kinds.allInnerTexts()).every((kind) => kind === 'First sync'));
    await frame.getByLabel('Kind').selectOption({ label: 'Changes' });
    await frame.getByLabel('Source and target').selectOption({ label: 'Zoho CRM → Zoho Desk' });
    await until(async () => (await kinds.allInnerTexts()).join() === 'Changes');
    assert.deepEqual((await cells('crm-sync-history > .wide tbody tr')).slice(1, 7), [
      ...['Zoho CRM → Zoho Desk', 'Contacts', 'Changes'],
      ...['0', '1', '0'],
    ]);
    await frame.getByRole('button', { name: /^Details: / }).click();
    await admin.sees('person1@care.example');
    await frame.getByRole('cell', { name: 'Title', exact: true }).waitFor();
    assert.deepEqual(await cells('crm-run-details tbody tr'), [
      ...['Title', 'Buyer', 'Head buyer'],
      'Changed in Zoho CRM',
    ]);
  });

  it('S68–S70, S73: the Failure Log groups what failed by record type and cause', async () => {
    await failing(FORMULA, { cf: { cf_places: 'a dozen' } });
    await failing('Seats Two!', { cf: { cf_places: 'many' } });
    for (const name of LONG) await failing(name, { mobile: TOO_LONG });
    // The open page looks again every half a minute only.
    await until(
      async () => (await api.get<Failures>('/v1/failures?module=contacts')).failures.length === 5,
      30_000,
    );
    await admin.tab('Failure Log');
    await admin
      .frame()
      .getByRole('button', { name: /^Contacts/ })
      .waitFor();
    assert.deepEqual((await causes()).toSorted(), [
      'Text value is given for an Integer field 3',
      'The value is not allowed in the target field 2',
    ]);
  });
  /** Of contacts, whose list is opened if it is not. */
  async function causes(): Promise<readonly string[]> {
    const contacts = admin.frame().getByRole('button', { name: /^Contacts/, expanded: false });
    if ((await contacts.count()) > 0) await contacts.click();
    return await admin.frame().locator('.cause h4').allInnerTexts();
  }

  it('S70: Export CSV saves the log as a file that no spreadsheet takes for formulas', async () => {
    const saved = admin.page.waitForEvent('download');
    await admin.click('Export CSV');
    const file = await saved;
    assert.equal(file.suggestedFilename(), 'failure-log.csv');
    const text = await readFile(await file.path(), 'utf8');
    assert.ok(text.startsWith('\uFEFF'), 'spreadsheets need the byte order mark to see UTF-8');
    const rows: Row[] = parse(text, { bom: true, columns: true });
    const names = rows.map((row) => String(row['recordName']));
    assert.ok(names.includes(`'${FORMULA}`), names.join());
    assert.equal(rows.filter(({ module }) => module === 'contacts').length, 5);
    const cellsOf = rows.flatMap((row) => Object.values(row).map(String));
    assert.deepEqual(
      cellsOf.filter((cell) => /^[=+\-@\t\r]/.test(cell)),
      [],
    );
  });

  it('S71, S73: a corrected value is written to the record, which is tried again and leaves the log', async () => {
    await admin.click('Edit value: Seats One');
    const dialog = admin.frame().locator('crm-correct-dialog');
    await dialog.getByText('Stored now: a few').waitFor();
    await dialog.getByLabel('New value').fill('3');
    await admin.click('Save and try again');
    await admin.sees('Seats One was synced.');
    assert.equal(rowOf('crm', 'contacts', 'Seats One')['Seats'], 3);
    assert.equal(await button('Edit value: Seats One').count(), 0);
  });

  it('S71: Try Again of one that cannot work yet says so, and the entry stays', async () => {
    await admin.click('Try Again: Seats Two!');
    await admin.sees('Seats Two! failed again.');
    await button('Try Again: Seats Two!').waitFor();
  });

  it('S71: Try Again of a cause brings over its records once they can be, though no event told of it', async () => {
    world.sandbox.setFaults({ seed: 1, events: { lost: 1 } });
    for (const name of LONG) {
      await world.human.update('desk', 'contacts', idOf('desk', 'contacts', name), { mobile: '030 1' });
    }
    await world.sandbox.settled();
    world.sandbox.setFaults({});
    await admin.click('Try Again: The value is not allowed in the target field');
    await admin.sees('2 records were synced.');
    assert.deepEqual(
      LONG.map((name) => rowOf('crm', 'contacts', name)['Mobile']),
      ['030 1', '030 1'],
    );
  });

  it('S71: Try Again for all tries every record type', async () => {
    const times = async () =>
      new Map(
        (await api.get<Failures>('/v1/failures')).failures.map(
          ({ module, recordId, failedAt }) => [`${module} ${recordId}`, failedAt] as const,
        ),
      );
    const before = await times();
    assert.ok([...before.keys()].some((key) => key.startsWith('accounts')));
    await admin.click('Try Again for all');
    await until(async () => {
      const now = await times();
      return now.size === before.size && [...before].every(([key, at]) => (now.get(key) ?? at) > at);
    }, 30_000);
    await admin.sees(/failed again\./);
    assert.deepEqual(await causes(), ['Text value is given for an Integer field 2']);
  });

  it('S79, S80, S82, S96: paused, both sides are edited; Resume shows how many wait, and the conflict waits in Decisions', async () => {
    const ids = { desk: idOf('desk', 'contacts', 'Person 2'), crm: idOf('crm', 'contacts', 'Person 2') };
    const titles = () => [
      world.human.record('desk', 'contacts', ids.desk)?.['title'],
      world.human.record('crm', 'contacts', ids.crm)?.['Title'],
    ];
    await admin.tab('Status');
    await admin.click('Pause Sync');
    await button('Resume').waitFor();
    const before = world.crmMutations();
    await world.human.update('desk', 'contacts', ids.desk, { title: 'Of Desk' });
    await world.human.update('crm', 'contacts', ids.crm, { Title: 'Of CRM' });
    await world.human.update('crm', 'contacts', idOf('crm', 'contacts', 'Person 3'), { Title: 'Waits' });
    await admin.sees(/[23] changes wait for Resume/);
    await admin.click('Resume');
    await until(() => rowOf('desk', 'contacts', 'Person 3')['title'] === 'Waits', 30_000);
    assert.equal(world.crmMutations(), before);
    await admin.tab('Decisions');
    await button('Use Zoho Desk: person2@care.example, Title').waitFor();
    assert.deepEqual(titles(), ['Of Desk', 'Of CRM']);

    await admin.click('Use Zoho Desk: person2@care.example, Title');
    await until(() => titles().join() === 'Of Desk,Of Desk', 30_000);
    await admin.click('Undo');
    await until(() => titles().join() === 'Of CRM,Of CRM', 30_000);
  });

  it('S34: a record that could be one of two is paired by a decision, which can be taken back', async () => {
    await admin.tab('Decisions');
    const waiting = async () => (await api.get<Ambiguous>('/v1/ambiguous')).total;
    const before = await waiting();
    const unclear = '2 records in Zoho CRM could be its partner.';
    const city = () => rowOf('desk', 'accounts', 'Harbour')['city'];
    const entry = admin.frame().locator('crm-match-inbox crm-disclosure', { hasText: unclear });
    await entry.getByRole('button', { name: 'Harbour', exact: true }).click();
    await admin.sees('Bergen');
    await admin.click('These two are the same: Harbour');
    await admin.sees('The two are a pair now, and sync.');
    await entry.waitFor({ state: 'detached' });
    await until(() => city() === 'Bergen', 30_000);
    await admin.click('Undo');
    await admin.sees('The decision is taken back; the record is looked at again.');
    await until(async () => (await waiting()) === before, 30_000);
    await admin.tab('Status');
    await admin.tab('Decisions');
    await entry.waitFor();
  });

  it('S40, S43: contacts that vanish from Desk in great number put the module on hold; accepting it can be undone, and CRM keeps them all', async () => {
    const inCrm = world.human.records('crm', 'contacts').length;
    const gone = Array.from({ length: PEOPLE - 5 }, (_, index) =>
      idOf('desk', 'contacts', `Person ${index + 5}`),
    );
    await world.human.trash('desk', 'contacts', gone.slice(0, 50));
    await world.human.trash('desk', 'contacts', gone.slice(50));
    await until(async () => (await api.get<Deletions>('/v1/deletions/contacts')).held !== null, 30_000);
    await admin.tab('Status');
    await admin.tab('Decisions');
    await admin.sees(/vanished from Zoho Desk within a day\. The sync of Contacts is on hold\./);
    await admin.click('Accept');
    await admin.sees('Contacts: accepted, the sync goes on.');
    await admin.click('Undo');
    await admin.sees('Contacts: on hold again. What was synced meanwhile stays.');
    await button('Accept').waitFor();
    assert.equal(world.human.records('crm', 'contacts').length, inCrm);
  });

  it('every page kept to the strict policy', () => {
    assert.deepEqual(world.sandbox.deskPage.cspReports(), []);
  });
});

/** What an administrator did before: contacts with seats, and a title that nobody decides about but a person. */
async function startSyncing({ connector }: SetupWorld): Promise<Session> {
  const api = await signIn(connector.url, ADMIN);
  await connectProducts(api, ADMIN);
  await configureModules(api, ['accounts']);
  const { mappings, ...suggested } = await api.get<ModuleMapping>('/v1/modules/contacts/mapping');
  const row = { direction: 'both', conflict: 'newest', initialWinner: 'crm' } as const;
  await api.send('PUT', '/v1/modules/contacts/config', {
    syncType: 'two-way',
    mappings: [
      ...mappings.map((each) => (each.desk === 'title' ? { ...each, conflict: 'ask' } : each)),
      { desk: 'cf_places', crm: 'Seats', ...row },
    ],
    departmentIds: [],
    expectedVersion: suggested.version,
  });
  await startSync(api, ['accounts', 'contacts']);
  await waitForFirstSync(api, 60_000);
  return api;
}
