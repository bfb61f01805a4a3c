import type { Integration } from '../../../server/contract/integration.ts';
import type { FlightPlan } from '../../../server/contract/plan.ts';
import type { Preflight, PreflightCheck } from '../../../server/contract/preflight.ts';
import type { Status } from '../../../server/contract/status.ts';

export const OWN_EMAIL = 'ada.admin@zylker.example';
const AT = '2026-11-25T09:30:00.000Z';

type Connection = Integration['connections'][number];
export function connectionOf(product: 'desk' | 'crm', change: Partial<Connection> = {}): Connection {
  return {
    product,
    status: 'valid',
    accountEmail: OWN_EMAIL,
    dataCenter: 'eu',
    organizationId: product === 'desk' ? '600100001' : '700200002',
    ...change,
  };
}
const UNCONNECTED = { status: 'none', accountEmail: null, dataCenter: null, organizationId: null } as const;

type ModuleState = Integration['modules'][number];
export function moduleOf(module: ModuleState['module'], change: Partial<ModuleState> = {}): ModuleState {
  return { module, state: 'unset', configVersion: 0, syncType: null, ...change };
}
const MODULES = ['accounts', 'contacts', 'products'] as const;

/** Not integrated; `change` is what differs. */
export function integrationOf(change: Partial<Integration> = {}): Integration {
  return {
    state: 'none',
    step: 'integrate',
    connections: [connectionOf('desk', UNCONNECTED), connectionOf('crm', UNCONNECTED)],
    modules: MODULES.map((module) => moduleOf(module)),
    problems: [],
    legacyImports: [],
    switchedAt: null,
    suggestedCrmAccount: OWN_EMAIL,
    suggestedCrmAccounts: [OWN_EMAIL],
    ...change,
  };
}
export const CONNECTED: Integration['connections'] = [connectionOf('desk'), connectionOf('crm')];
const SET = { state: 'configured', configVersion: 1, syncType: 'two-way' } as const;

export function connectedIntegration(change: Partial<Integration> = {}): Integration {
  return integrationOf({
    state: 'configured',
    step: 'contacts-accounts',
    connections: CONNECTED,
    ...change,
  });
}
/** Contacts and accounts are mapped. */
export function mappedIntegration(change: Partial<Integration> = {}): Integration {
  return connectedIntegration({
    step: 'products',
    modules: [moduleOf('accounts', SET), moduleOf('contacts', SET), moduleOf('products')],
    ...change,
  });
}
export function runningIntegration(change: Partial<Integration> = {}): Integration {
  const synced = { ...SET, state: 'synced' } as const;
  return connectedIntegration({
    state: 'active',
    step: 'running',
    modules: [moduleOf('accounts', synced), moduleOf('contacts', synced), moduleOf('products')],
    ...change,
  });
}
export function legacyIntegration(change: Partial<Integration> = {}): Integration {
  return connectedIntegration({
    state: 'legacy',
    step: 'legacy',
    legacyImports: [
      { module: 'contacts', viewId: '1', viewName: 'All Contacts', everyMinutes: 120, importedAt: AT },
      { module: 'accounts', viewId: '2', viewName: 'Key Accounts', everyMinutes: 1440, importedAt: null },
    ],
    ...change,
  });
}

type StatusModule = Status['modules'][number];
export function statusModule(
  module: StatusModule['module'],
  change: Partial<StatusModule> = {},
): StatusModule {
  return {
    ...moduleOf(module, { ...SET, state: 'synced' }),
    progress: null,
    waiting: 0,
    lagSeconds: 0,
    failures: 0,
    lastSuccessAt: '2026-11-25T09:29:00.000Z',
    ...change,
  };
}
/** All is well; products are not set up. */
export function statusOf(change: Partial<Status> = {}): Status {
  return {
    at: AT,
    state: 'active',
    pausedSince: null,
    modules: [
      statusModule('accounts'),
      statusModule('contacts'),
      statusModule('products', { state: 'unset', syncType: null, configVersion: 0, lastSuccessAt: null }),
    ],
    waiting: 0,
    connections: CONNECTED.map((connection) => ({ ...connection, tokenExpiresAt: AT })),
    channels: [
      { side: 'desk', state: 'live', expiresAt: null, lastEventAt: AT },
      { side: 'crm', state: 'live', expiresAt: '2026-11-30T00:00:00.000Z', lastEventAt: null },
    ],
    usage: [
      {
        side: 'desk',
        calls: 420,
        creditsUsed: 9000,
        creditsLeft: 41_000,
        forecastLeft: 30_000,
        knownAt: AT,
      },
      { side: 'crm', calls: 77, creditsUsed: null, creditsLeft: null, forecastLeft: null, knownAt: null },
    ],
    problems: [],
    ...change,
  };
}
export function problemOf(
  action: Status['problems'][number]['action'],
  change: Partial<Status['problems'][number]> = {},
): Status['problems'][number] {
  return {
    severity: 'warning',
    code: 'failures',
    subject: null,
    action,
    details: { count: 3 },
    since: null,
    ...change,
  };
}
/** The first session, with contacts being written. */
export function importingStatus(): Status {
  const progress = { done: 1200, total: 4800, ratePerSecond: 12.5, secondsLeft: 288 };
  return statusOf({
    modules: [
      statusModule('accounts', {
        progress: {
          module: 'accounts',
          phase: 'done',
          done: 36,
          total: 36,
          ratePerSecond: null,
          secondsLeft: null,
        },
      }),
      statusModule('contacts', {
        state: 'syncing',
        lastSuccessAt: null,
        progress: { module: 'contacts', phase: 'writing', ...progress },
      }),
      statusModule('products', { state: 'unset', syncType: null, lastSuccessAt: null }),
    ],
  });
}
/** Everything that can be wrong, at once. */
export function troubledStatus(): Status {
  const ok = statusOf();
  return statusOf({
    modules: ok.modules.map((module) =>
      module.module === 'contacts' ? { ...module, waiting: 240, lagSeconds: 1900, failures: 3 } : module,
    ),
    connections: ok.connections.map((connection) =>
      connection.product === 'crm' ? { ...connection, status: 'reauthorization-required' } : connection,
    ),
    channels: ok.channels.map((channel) =>
      channel.side === 'crm' ? { ...channel, state: 'expired' } : { ...channel, state: 'none' },
    ),
    usage: ok.usage.map((usage) => ({
      ...usage,
      creditsUsed: 49_500,
      creditsLeft: 500,
      forecastLeft: -800,
    })),
    problems: [
      problemOf('reconnect-crm', {
        severity: 'error',
        code: 'authorisation-ended',
        subject: 'crm',
        details: {},
        since: AT,
      }),
      problemOf('decide-deletions', {
        severity: 'error',
        code: 'mass-deletion',
        subject: 'contacts',
        details: { lost: 900 },
      }),
      problemOf('save-credits', {
        severity: 'error',
        code: 'credits-used-up',
        subject: 'desk',
        details: { creditsLeft: 500, reserve: 1000 },
      }),
      problemOf('edit-mapping', { code: 'mapping-broken', subject: 'accounts', details: {} }),
      problemOf('check-address', { code: 'some-new-code', subject: 'desk', details: {} }),
      problemOf('open-failures'),
      problemOf('open-ambiguous', { code: 'ambiguous-matches', details: { count: 2 } }),
      problemOf('open-conflicts', { code: 'open-conflicts', details: { count: 1 } }),
    ],
  });
}

export function checkOf(
  check: PreflightCheck['check'],
  change: Partial<PreflightCheck> = {},
): PreflightCheck {
  return { check, ok: true, blocking: true, cause: null, remedy: null, details: {}, ...change };
}
export function preflightOf(...checks: PreflightCheck[]): Preflight {
  return { ready: checks.every(({ ok, blocking }) => ok === true || !blocking), checks };
}
export const ALL_WELL: Preflight = preflightOf(
  checkOf('desk-administrator'),
  checkOf('desk-connected'),
  checkOf('edition', { details: { edition: 'ENTERPRISE' } }),
  checkOf('webhooks', {
    ok: false,
    blocking: false,
    cause: 'webhooks-used-up',
    remedy: 'free-a-webhook',
    details: { enabled: 5, limit: 5 },
  }),
  checkOf('crm-connected'),
  checkOf('crm-organisation'),
);
export const NOT_CONNECTED: Preflight = preflightOf(
  checkOf('desk-administrator'),
  checkOf('desk-connected', { ok: false, cause: 'not-connected', remedy: 'connect-desk' }),
  checkOf('edition', { ok: null, cause: 'desk-not-connected', remedy: 'connect-desk' }),
  checkOf('webhooks', { ok: null, blocking: false, cause: 'desk-not-connected', remedy: 'connect-desk' }),
);

export function planOf(change: Partial<FlightPlan> = {}): FlightPlan {
  return {
    id: 'plan-1',
    kind: 'first-sync',
    state: 'ready',
    startedAt: AT,
    finishedAt: AT,
    summary: {
      modules: [
        {
          module: 'accounts',
          creates: { desk: 12, crm: 3 },
          updates: { desk: 4, crm: 0 },
          restores: { desk: 0, crm: 0 },
          pairs: 20,
          skips: { desk: 5, crm: 7 },
          conflicts: 2,
          failures: { 'ambiguous-match': 2, 'brand-new-code': 1 },
          fields: [
            { target: 'desk', field: 'phone', records: 4 },
            { target: 'crm', field: 'Account_Name', records: 3 },
          ],
        },
      ],
      cost: { desk: { calls: 16, credits: 16 }, crm: { calls: 1, credits: 2 } },
      estimatedSeconds: 150,
    },
    problem: null,
    ...change,
  };
}
export const PLAN_CHANGES = {
  changes: [
    {
      module: 'accounts',
      target: 'desk',
      action: 'added',
      deskId: 'planned-1',
      crmId: '7',
      recordKey: 'Cobalt Pumps',
      at: AT,
      fields: [{ field: 'accountName', from: null, to: 'Cobalt Pumps', rule: 'created' }],
    },
    {
      module: 'accounts',
      target: 'crm',
      action: 'updated',
      deskId: '1',
      crmId: '8',
      recordKey: null,
      at: AT,
      fields: [{ field: 'Phone', from: '1', to: '2', rule: 'desk-changed' }],
    },
  ],
  next: null,
} as const;
