import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Seed, SeedField, SeedRecord } from '../kernel/types.ts';
import { loadSeed } from './load-seed.ts';

const NOW = Date.parse('2026-11-20T12:00:00.000Z');
const YEAR_MS = 365 * 86_400_000;
const context = { nowMs: NOW, random: 1 };
const fold = (value: unknown): string =>
  (typeof value === 'string' ? value : '').normalize('NFC').trim().replace(/\s+/g, ' ').toLowerCase();
const column = (records: readonly SeedRecord[], name: string): string[] =>
  records.map(({ values }) => fold(values[name]));
const isOld = ({ createdAt }: SeedRecord): boolean => NOW - Date.parse(createdAt) > YEAR_MS;
const repeated = (values: readonly string[]): string[] =>
  values.filter((value, index) => value !== '' && values.indexOf(value) !== index);

describe('the small company', async () => {
  const { desk, crm } = await loadSeed('small', context);

  it('has about forty accounts', () => {
    const names = new Set([
      ...column(desk.records.accounts, 'accountName'),
      ...column(crm.records.accounts, 'Account_Name'),
    ]);
    assert.ok(names.size >= 35 && names.size <= 45, `${names.size}`);
  });
  it('has contacts with the same e-mail in another case', () => {
    const emails = new Set(crm.records.contacts.map(({ values }) => values['Email']));
    const other = desk.records.contacts.filter(({ values }) => !emails.has(values['email']));
    assert.ok(
      other.some(({ values }) => column(crm.records.contacts, 'Email').includes(fold(values['email']))),
    );
  });
  it('has contacts without e-mail, and with a second one', () => {
    assert.ok(column(desk.records.contacts, 'email').includes(''));
    assert.ok(column(crm.records.contacts, 'Email').includes(''));
    assert.ok(desk.records.contacts.some(({ values }) => values['secondaryEmail'] !== undefined));
  });
  it('has doubles on each side', () => {
    assert.ok(repeated(column(desk.records.accounts, 'accountName')).length > 0);
    assert.ok(repeated(column(crm.records.accounts, 'Account_Name')).length > 0);
    assert.ok(repeated(column(crm.records.contacts, 'Email')).length > 0);
  });
  it('has records older than a year on each side, and young contacts of old accounts', () => {
    for (const [side, name] of [
      [desk, 'accountName'],
      [crm, 'Account_Name'],
    ] as const) {
      const old = new Set(side.records.accounts.filter(isOld).map(({ values }) => values[name]));
      assert.ok(old.size > 0 && side.records.contacts.some(isOld) && side.records.products.some(isOld));
      assert.ok(side.records.contacts.some((contact) => !isOld(contact) && old.has(contact.accountName)));
    }
  });
  it('has custom fields of every kind, filled, under the same label on both sides', () => {
    const kinds: readonly SeedField['kind'][] = ['text', 'textarea', 'integer', 'decimal', 'currency', 'percent', 'boolean', 'date', 'datetime', 'picklist', 'multiselect', 'email', 'phone', 'url']; // prettier-ignore
    for (const side of [desk, crm]) {
      assert.deepEqual(new Set(side.customFields.contacts.map(({ kind }) => kind)), new Set(kinds));
      for (const { apiName } of side.customFields.contacts) {
        assert.ok(
          side.records.contacts.some(({ values }) => values[apiName] !== undefined),
          apiName,
        );
      }
    }
    const labels = (side: Seed['desk'] | Seed['crm']) => side.customFields.contacts.map(({ label }) => label);
    assert.deepEqual(labels(desk), labels(crm));
  });
  it('names only accounts, contacts and departments that exist', () => {
    for (const [side, name] of [
      [desk, 'accountName'],
      [crm, 'Account_Name'],
    ] as const) {
      const names = new Set(side.records.accounts.map(({ values }) => values[name]));
      for (const { accountName } of side.records.contacts)
        assert.ok(accountName === undefined || names.has(accountName), accountName);
    }
    const people = new Set(
      desk.records.contacts.map(({ values }) => [values['firstName'], values['lastName']].join(' ')),
    );
    for (const ticket of desk.tickets ?? []) {
      assert.ok(people.has(String(ticket['contactName'])), String(ticket['contactName']));
      assert.ok(desk.departments.includes(String(ticket['department'])));
    }
    const crmPeople = new Set(
      crm.records.contacts.map(({ values }) => [values['First_Name'], values['Last_Name']].join(' ')),
    );
    for (const deal of crm.related?.Deals ?? []) assert.ok(crmPeople.has(String(deal['Contact_Name'])));
  });
  it('shows open, won and lost deals, and every kind of activity', () => {
    const stages = new Set(crm.related?.Deals.map((deal) => deal['Stage']));
    assert.ok(stages.has('Closed Won') && stages.has('Closed Lost') && stages.has('Qualification'));
    for (const list of Object.values(crm.related ?? {})) assert.ok(list.length > 0);
  });
});

describe('a generated company', () => {
  it('has as many contacts in the union of both sides as were asked for', async () => {
    const { desk, crm } = await loadSeed('1000', context);
    const number = (records: readonly SeedRecord[], name: string) =>
      records.map(({ values }) => values[name]);
    const union = new Set([
      ...number(desk.records.contacts, 'cf_customer_number'),
      ...number(crm.records.contacts, 'Customer_Number'),
    ]);
    assert.equal(union.size, 1000);
    assert.ok(desk.records.contacts.length < 1000 && crm.records.contacts.length < 1000);
    assert.ok(desk.records.contacts.length + crm.records.contacts.length > 1500, 'partly overlapping');
  });
  it('never repeats a match key on one side', async () => {
    const { desk, crm } = await loadSeed('medium', context);
    for (const [records, name] of [
      [desk.records.accounts, 'accountName'],
      [crm.records.accounts, 'Account_Name'],
      [desk.records.contacts, 'email'],
      [crm.records.contacts, 'Email'],
      [desk.records.products, 'productName'],
      [crm.records.products, 'Product_Name'],
    ] as const) {
      const keys = column(records, name).filter((key) => key !== '');
      assert.equal(new Set(keys).size, keys.length, name);
    }
  });
  it('is the same for the same seed and time, another for another seed', async () => {
    const first = JSON.stringify(await loadSeed('60', context));
    assert.equal(JSON.stringify(await loadSeed(60, context)), first);
    assert.notEqual(JSON.stringify(await loadSeed('60', { ...context, random: 2 })), first);
  });
  it('may be empty', async () => {
    const { desk, crm } = await loadSeed(0, context);
    assert.deepEqual([desk.records.contacts, crm.records.products], [[], []]);
  });
});
