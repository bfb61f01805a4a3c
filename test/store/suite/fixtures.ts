import type {
  FailureRow,
  InboxRow,
  Integration,
  Intent,
  KeyRow,
  Link,
  Run,
} from '../../../server/ports/store.ts';
import type { Credential } from '../../../server/ports/store.ts';
import type { RemoteRecord } from '../../../server/core/record.ts';

/** `minute(5)` is five minutes after the tests' beginning of time. */
export function minute(count: number): string {
  return new Date(Date.UTC(2026, 0, 1, 0, count)).toISOString();
}
export const T0 = minute(0);

/** What databases stumble over: quotes, backslashes, the NUL and lone surrogates PostgreSQL refuses, emoji. */
export const NASTY = `'"\\ \0 \ud800 \\u0000 {1,2} 👩‍🚀 ñ $1`;

export function integration(crmOrgId: string | null): Omit<Integration, 'orgKey' | 'switchedAt'> {
  return {
    state: 'active',
    deskOrgId: 'desk',
    crmOrgId,
    deskDataCenter: 'us',
    crmDataCenter: 'eu',
    createdAt: T0,
    updatedAt: T0,
  };
}

export function credential(change: Partial<Credential> = {}): Omit<Credential, 'version'> {
  return {
    product: 'crm',
    refreshToken: 'refresh-1',
    accessToken: 'access-1',
    accessExpiresAt: minute(60),
    scopes: ['ZohoCRM.modules.ALL', 'ZohoCRM.org.READ'],
    dataCenter: 'us',
    apiDomain: 'https://api.example',
    accountEmail: 'admin@example.com',
    status: 'valid',
    ...change,
  };
}

export function link(deskId: string, crmId: string, change: Partial<Link> = {}): Link {
  return {
    module: 'contacts',
    deskId,
    crmId,
    base: { 'lastName=Last_Name': { desk: 'Wu', crm: 'Wu' } },
    configVersion: 1,
    presence: { desk: 'live', crm: 'live' },
    modifiedAt: { desk: '2026-01-01T00:00:00Z', crm: null },
    ...change,
  };
}

export function key(recordId: string, text: string | null, change: Partial<KeyRow> = {}): KeyRow {
  return { module: 'contacts', side: 'crm', recordId, key: text, createdAt: T0, ...change };
}

export function mark(
  recordId: string,
  reason: InboxRow['reason'] = 'event',
): Pick<InboxRow, 'module' | 'side' | 'recordId' | 'reason'> {
  return { module: 'contacts', side: 'desk', recordId, reason };
}

export function intent(id: string, change: Partial<Intent> = {}): Intent {
  return {
    id,
    module: 'contacts',
    kind: 'create',
    target: 'crm',
    sourceId: id,
    targetId: null,
    values: { Last_Name: 'Wu', Tags: ['a', 'b'] },
    runId: 'run',
    at: T0,
    ...change,
  };
}

export function record(id: string, change: Partial<RemoteRecord> = {}): RemoteRecord {
  return {
    id,
    createdAt: T0,
    modifiedAt: T0,
    values: { accountId: `account-${id}`, lastName: 'Wu' },
    ...change,
  };
}

export function run(id: string, change: Partial<Run> = {}): Omit<Run, 'counts' | 'state' | 'finishedAt'> {
  return {
    id,
    kind: 'first-sync',
    startedAt: T0,
    cutoff: '2025-01-01T00:00:00Z',
    modules: [
      {
        module: 'accounts',
        phase: 'reading',
        done: 0,
        total: 7,
        cursors: { desk: 'p2' },
        phaseStartedAt: T0,
      },
      { module: 'contacts', phase: 'waiting', done: 0, total: null, cursors: {}, phaseStartedAt: null },
    ],
    ...change,
  };
}

export function failure(recordId: string, change: Partial<FailureRow> = {}): FailureRow {
  return {
    module: 'contacts',
    side: 'desk',
    recordId,
    recordName: 'Wu',
    code: 'type-mismatch',
    field: 'Age',
    message: 'Text value',
    providerCode: null,
    failedAt: T0,
    modifiedAt: '2026-01-01T00:00:00+01:00',
    ...change,
  };
}
