import type { Ambiguous, AmbiguousCase } from '../../../server/contract/ambiguous.ts';
import type { Conflicts } from '../../../server/contract/conflicts.ts';
import type { Deletions } from '../../../server/contract/deletions.ts';
import type { CorrectableFields, Failures } from '../../../server/contract/failures.ts';
import type { History, HistoryChanges, HistoryDaily } from '../../../server/contract/history.ts';
import type { RecordPages } from '../../../server/contract/record-pages.ts';

/** What the connector answers to the settings page's Sync History, Failure Log and inboxes. */

export type Entry = History['entries'][number];
export type Failure = Failures['failures'][number];

export const PAGES: RecordPages = {
  desk: pagesOf('https://desk.example.com/support/zylker/ShowHomePage.do#', '/dv/'),
  crm: pagesOf('https://crm.example.com/crm/org5/tab/', '/'),
};
function pagesOf(before: string, after: string): NonNullable<RecordPages['desk']> {
  const page = (tab: string) => `${before}${tab}${after}`;
  return { accounts: page('Accounts'), contacts: page('Contacts'), products: page('Products') };
}

/** What the fields of the records are called; the rest of a field does not matter to these parts. */
export const FIELDS = {
  desk: [
    { apiName: 'phone', label: 'Phone' },
    { apiName: 'lastName', label: 'Last Name' },
    { apiName: 'cf_places', label: 'Seats' },
  ],
  crm: [
    { apiName: 'Phone', label: 'Telephone' },
    { apiName: 'Last_Name', label: 'Surname' },
    { apiName: 'Seats', label: 'Number of seats' },
  ],
};

export function entry(change: Partial<Entry> = {}): Entry {
  return {
    runId: 'r1',
    kind: 'continuous',
    startedAt: '2026-11-20T23:30:00Z',
    finishedAt: '2026-11-20T23:31:00Z',
    module: 'contacts',
    source: 'desk',
    target: 'crm',
    added: 3,
    updated: 12,
    failed: 1,
    ...change,
  };
}
export const HISTORY: History = {
  entries: [
    entry(),
    entry({ source: 'crm', target: 'desk', added: 0, updated: 4, failed: 0 }),
    entry({ runId: 'r2', module: 'accounts', kind: 'retry', startedAt: '2026-11-19T08:00:00Z', failed: 0 }),
    entry({
      runId: 'r3',
      module: 'products',
      kind: 'first-sync',
      startedAt: '2026-11-18T08:00:00Z',
      added: 1204,
      finishedAt: null,
    }),
  ],
};
export const DAILY: HistoryDaily = {
  zone: 'UTC',
  days: [
    { date: '2026-11-14', added: 0, updated: 0, failed: 0 },
    { date: '2026-11-15', added: 2, updated: 9, failed: 0 },
    { date: '2026-11-16', added: 14, updated: 21, failed: 1 },
    { date: '2026-11-17', added: 5, updated: 30, failed: 4 },
    { date: '2026-11-18', added: 120, updated: 12, failed: 9 },
    { date: '2026-11-19', added: 8, updated: 44, failed: 0 },
    { date: '2026-11-20', added: 3, updated: 16, failed: 1 },
  ],
};
export const CHANGES: HistoryChanges = {
  changes: [
    {
      module: 'contacts',
      target: 'crm',
      action: 'updated',
      deskId: '11',
      crmId: '22',
      recordKey: 'maria@example.com',
      at: '2026-11-20T23:30:10Z',
      fields: [
        { field: 'Phone', from: '030 1', to: '030 2', rule: 'changed' },
        { field: 'Last_Name', from: null, to: 'Anders', rule: 'filled' },
      ],
    },
    {
      module: 'contacts',
      target: 'crm',
      action: 'suppressed',
      deskId: '12',
      crmId: '23',
      recordKey: null,
      at: '2026-11-20T23:30:20Z',
      fields: [],
    },
  ],
  next: null,
};

export function failure(recordId: string, change: Partial<Failure> = {}): Failure {
  return {
    module: 'contacts',
    side: 'desk',
    recordId,
    recordName: `Person ${recordId}`,
    partnerId: null,
    code: 'type-mismatch',
    reason: 'Text value is given for an Integer field',
    fix: 'Enter a number in the field, or map it to a text field, then try again.',
    field: 'cf_places',
    details: '"a dozen" is no whole number',
    providerCode: null,
    failedAt: `2026-11-20T10:0${recordId.slice(-1)}:00Z`,
    ...change,
  };
}
/** A log with the groups that the connector would make of these entries. */
export function logOf(failures: readonly Failure[]): Failures {
  const groups = Map.groupBy(failures, ({ module, code, providerCode }) =>
    JSON.stringify([module, code, providerCode]),
  );
  return {
    groups: [...groups.values()].flatMap((group) => {
      const [first] = group;
      if (!first) return [];
      const { module, code, providerCode, reason } = first;
      return [{ module, code, providerCode, reason, count: group.length }];
    }),
    failures: [...failures],
  };
}
export const TAKEN: Partial<Failure> = {
  code: 'already-linked',
  reason: 'CRM ID is already mapped with another Support Entity',
  fix: 'Two records stand for one customer.',
  field: null,
};
export const LOG = logOf([
  failure('1'),
  failure('2', { partnerId: '92' }),
  failure('3', TAKEN),
  failure('4', {
    module: 'accounts',
    side: 'crm',
    recordName: 'Vintage Vinyl',
    code: 'provider',
    providerCode: 'LOCKED',
    reason: 'The record is locked by an approval',
    fix: 'Approve or reject it in CRM, then try again.',
    field: null,
  }),
]);

const FACTS = { maxLength: null, options: null };
export const CORRECTABLE: CorrectableFields = {
  fields: [
    {
      field: { name: 'lastName', label: 'Last Name', type: 'text', mandatory: true, ...FACTS, maxLength: 80 },
      target: { name: 'Last_Name', label: 'Surname', type: 'text', mandatory: true, ...FACTS },
      value: 'Anders',
      atFault: false,
    },
    {
      field: { name: 'cf_places', label: 'Seats', type: 'text', mandatory: false, ...FACTS },
      target: { name: 'Seats', label: 'Number of seats', type: 'integer', mandatory: false, ...FACTS },
      value: 'a dozen',
      atFault: true,
    },
    {
      field: {
        name: 'level',
        label: 'Level',
        type: 'picklist',
        mandatory: false,
        ...FACTS,
        options: ['Gold', 'Silver'],
      },
      target: { name: 'Level', label: 'Level', type: 'picklist', mandatory: false, ...FACTS },
      value: 'Gold',
      atFault: false,
    },
  ],
};

export type OpenConflict = Conflicts['open'][number];
export function conflict(deskId: string, change: Partial<OpenConflict> = {}): OpenConflict {
  return {
    module: 'contacts',
    deskId,
    crmId: `9${deskId}`,
    recordKey: `person${deskId}@example.com`,
    key: 'phone=Phone',
    version: 3,
    base: { desk: '030 1', crm: '030 1' },
    desk: '030 2',
    crm: '030 3',
    choice: null,
    since: '2026-11-20T10:00:00Z',
    ...change,
  };
}
export const CONFLICTS: Conflicts = {
  open: [conflict('1'), conflict('2', { base: null, desk: null, crm: '030 7' })],
  settled: [
    {
      id: '77',
      module: 'contacts',
      deskId: '5',
      crmId: '95',
      recordKey: 'settled@example.com',
      field: 'lastName',
      base: { desk: 'Old', crm: 'Old' },
      desk: 'Desk name',
      crm: 'CRM name',
      winner: 'crm',
      at: '2026-11-19T09:00:00Z',
      undoneAt: null,
    },
  ],
};

export const NO_DELETIONS: Deletions = { held: null, acceptedUntil: null, deletions: [], next: null };
export const DELETIONS: Deletions = {
  ...NO_DELETIONS,
  deletions: [
    {
      deskId: '31',
      crmId: '41',
      recordKey: 'gone@example.com',
      desk: 'bin',
      crm: 'live',
      since: '2026-11-18T09:00:00Z',
    },
    { deskId: '32', crmId: '42', recordKey: null, desk: 'purged', crm: 'bin', since: '2026-11-17T09:00:00Z' },
  ],
};
export const HELD: Deletions = {
  ...NO_DELETIONS,
  held: {
    code: 'mass-deletion',
    side: 'desk',
    lost: 240,
    total: 1000,
    field: null,
    since: '2026-11-20T09:00:00Z',
  },
};

export const AMBIGUOUS: Ambiguous = {
  total: 1,
  entries: [
    {
      id: 'contacts.desk.51',
      module: 'contacts',
      side: 'desk',
      recordId: '51',
      recordName: 'Dora Double',
      code: 'ambiguous-match',
      candidateIds: ['61', '62'],
      since: '2026-11-20T09:00:00Z',
    },
  ],
  next: null,
  decisions: [
    {
      id: 'accounts.crm.71',
      choice: 'pair',
      candidateId: '81',
      at: '2026-11-19T09:00:00Z',
      undoable: true,
    },
    {
      id: 'accounts.crm.72',
      choice: 'create',
      candidateId: null,
      at: '2026-11-19T08:00:00Z',
      undoable: false,
    },
  ],
};
const TIMES = { createdAt: '2026-01-01T09:00:00Z', modifiedAt: '2026-11-01T09:00:00Z' };
export const CASE: AmbiguousCase = {
  entry: {
    id: 'contacts.desk.51',
    module: 'contacts',
    side: 'desk',
    recordId: '51',
    recordName: 'Dora Double',
    code: 'ambiguous-match',
    candidateIds: ['61', '62'],
    since: '2026-11-20T09:00:00Z',
  },
  rows: [
    { key: 'lastName=Last_Name', deskLabel: 'Last Name', crmLabel: 'Surname' },
    { key: 'phone=Phone', deskLabel: 'Phone', crmLabel: 'Telephone' },
    { key: 'fax=Fax', deskLabel: 'Fax', crmLabel: 'Fax' },
  ],
  record: {
    id: '51',
    name: 'Dora Double',
    ...TIMES,
    linkedTo: null,
    values: { 'lastName=Last_Name': 'Double', 'phone=Phone': '030 1', 'fax=Fax': null },
  },
  candidates: [
    {
      id: '61',
      name: 'Dora Double-Free',
      ...TIMES,
      linkedTo: null,
      values: { 'lastName=Last_Name': 'Double', 'phone=Phone': '030 2', 'fax=Fax': '' },
    },
    {
      id: '62',
      name: 'Dora Double-Taken',
      ...TIMES,
      linkedTo: '59',
      values: { 'lastName=Last_Name': 'Double', 'phone=Phone': '030 1', 'fax=Fax': null },
    },
  ],
  rivals: [{ id: '59', name: 'Dora the Other', ...TIMES, linkedTo: '62', values: {} }],
};
