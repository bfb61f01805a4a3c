import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { loadCsvFolder } from './csv-folder.ts';
import { guessKind } from './custom-kind.ts';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');
const folders: string[] = [];
after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function folderWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'seed-'));
  folders.push(folder);
  for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content);
  return folder;
}
const load = async (files: Readonly<Record<string, string | Uint8Array>>) =>
  loadCsvFolder(await folderWith(files), NOW);

describe('a seed folder', () => {
  it('places rows in time, keeps spellings and refers to accounts by trimmed name', async () => {
    const { desk } = await load({
      'desk-accounts.csv': '\uFEFFaccountName,createdDaysAgo\n  ALFREDS FUTTERKISTE ,20\n',
      'desk-contacts.csv': 'lastName,accountName,createdDaysAgo\nAnders,ALFREDS FUTTERKISTE,800\n',
    });
    assert.deepEqual(desk.records.accounts, [
      { values: { accountName: '  ALFREDS FUTTERKISTE ' }, createdAt: '2026-10-31T12:00:00.000Z' },
    ]);
    assert.equal(desk.records.contacts[0]?.accountName, '  ALFREDS FUTTERKISTE ');
    assert.equal(desk.records.contacts[0].createdAt, '2024-09-11T12:00:00.000Z');
  });

  it('creates an account that only a contact names', async () => {
    const { crm } = await load({ 'crm-contacts.csv': 'Last_Name,Account_Name\nAnders,New Account\n' });
    assert.deepEqual(crm.records.accounts[0]?.values, { Account_Name: 'New Account' });
  });

  it('makes custom fields of unknown columns, with one kind on both sides', async () => {
    const { desk, crm } = await load({
      'desk-accounts.csv': 'accountName,cf_customer_code,Seats,Since\nA,12,5,2024-01-31\n',
      'crm-accounts.csv': 'Account_Name,Customer_Code,Seats,VIP\nA,ALFKI,7,true\nB,,,\n',
    });
    const fields = (side: typeof desk | typeof crm) =>
      side.customFields.accounts.map(({ apiName, label, kind }) => [apiName, label, kind]);
    assert.deepEqual(fields(desk), [
      ['cf_customer_code', 'Customer Code', 'text'],
      ['cf_seats', 'Seats', 'integer'],
      ['cf_since', 'Since', 'date'],
    ]);
    assert.deepEqual(fields(crm), [
      ['Customer_Code', 'Customer Code', 'text'],
      ['Seats', 'Seats', 'integer'],
      ['VIP', 'VIP', 'boolean'],
    ]);
    assert.deepEqual(desk.records.accounts[0]?.values, {
      accountName: 'A',
      cf_customer_code: '12',
      cf_seats: 5,
      cf_since: '2024-01-31',
    });
    assert.deepEqual(crm.records.accounts[1]?.values, { Account_Name: 'B' });
  });

  it('reads a parent account by name; on Desk, which has none, its column makes a lookup', async () => {
    const { desk, crm } = await load({
      'desk-accounts.csv': 'accountName,parentAccount\nBranch,Root\nRoot,\n',
      'crm-accounts.csv': 'Account_Name,Parent_Account\nStem,Trunk\n',
    });
    assert.deepEqual(desk.customFields.accounts, [
      { apiName: 'cf_parent_account', label: 'Parent Account', kind: 'account' },
    ]);
    assert.deepEqual(crm.customFields.accounts, []);
    const parents = [...desk.records.accounts, ...crm.records.accounts].map(({ parentName }) => parentName);
    assert.deepEqual(parents, ['Root', undefined, 'Trunk']);
  });

  it('creates the departments that products name; the first takes those that name none', async () => {
    const { desk } = await load({
      'desk-products.csv':
        'productName,unitPrice,department\nChai,18.00,Support\nTofu,,Returns; Support\nNone,1,\n',
    });
    assert.deepEqual(desk.departments, ['Support', 'Returns']);
    assert.deepEqual(
      desk.records.products.map(({ departments }) => departments),
      [['Support'], ['Returns', 'Support'], ['Support']],
    );
    assert.equal(desk.records.products[0]?.values['unitPrice'], 18);
  });

  it('takes the header row alone for an empty table', async () => {
    const { crm } = await load({ 'crm-contacts.csv': 'Last_Name,Email\n' });
    assert.deepEqual(crm.records.contacts, []);
  });
});

describe('a damaged seed is a line that names file, line and remedy', () => {
  const cases: { when: string; files: Record<string, string | Uint8Array>; says: RegExp }[] = [
    { when: 'empty file', files: { 'crm-contacts.csv': '' }, says: /crm-contacts\.csv line 1: the file is empty; / },
    { when: 'no header', files: { 'crm-contacts.csv': 'Maria,Anders\nAna,Trujillo\n' }, says: /crm-contacts\.csv line 1: no column Last_Name; / },
    { when: 'ragged row', files: { 'crm-contacts.csv': 'Last_Name,Email\nA,a@b.example\nB\n' }, says: /crm-contacts\.csv line 3: 1 values for 2 columns; / },
    { when: 'no last name', files: { 'desk-contacts.csv': 'lastName,email\nA,\n ,b@c.example\n' }, says: /desk-contacts\.csv line 3: lastName is empty; / },
    { when: 'open quote', files: { 'crm-products.csv': 'Product_Name\n"Chai\n' }, says: /crm-products\.csv line \d+: the quotes do not match; / },
    { when: 'column twice', files: { 'crm-accounts.csv': 'Account_Name,Phone,Phone\nA,1,2\n' }, says: /line 1: column Phone is there twice; / },
    { when: 'nameless column', files: { 'crm-accounts.csv': 'Account_Name,\nA,1\n' }, says: /line 1: column 2 has no name; / },
    { when: 'age in words', files: { 'crm-accounts.csv': 'Account_Name,Created_Days_Ago\nA,old\n' }, says: /line 2: Created_Days_Ago is "old"; / },
    { when: 'price in words', files: { 'crm-products.csv': 'Product_Name,Unit_Price\nA,cheap\n' }, says: /line 2: Unit_Price is "cheap", / },
    { when: 'Latin 1', files: { 'crm-accounts.csv': new Uint8Array([...Buffer.from('Account_Name\nCaf'), 0xe9]) }, says: /crm-accounts\.csv: is not UTF-8 text; / },
    { when: 'no CSV file at all', files: { 'readme.txt': 'x' }, says: /holds no seed; put files such as / },
  ]; // prettier-ignore
  for (const { when, files, says } of cases) {
    it(when, async () => {
      await assert.rejects(load(files), (error: Error) => {
        assert.equal(error.name, 'SandboxError');
        assert.match(error.message, says);
        assert.ok(!error.message.includes('\n'));
        return true;
      });
    });
  }

  it('no such folder', async () => {
    await assert.rejects(loadCsvFolder('nowhere', NOW), /nowhere is no seed; take small, medium, /);
  });
});

describe('guessKind', () => {
  for (const [values, kind] of [
    [['1', ' 20 ', ''], 'integer'],
    [['1', '2.50'], 'decimal'],
    [['05021', '12209'], 'text'],
    [['1234567890'], 'decimal'],
    [['true', 'FALSE'], 'boolean'],
    [['2024-02-29'], 'date'],
    [['2023-02-29'], 'text'],
    [['1', 'one'], 'text'],
    [['', ' '], 'text'],
  ] as const) {
    it(`${JSON.stringify(values)} is ${kind}`, () => assert.equal(guessKind(values), kind));
  }
});
