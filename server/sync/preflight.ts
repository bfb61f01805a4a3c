import { SyncError } from '../core/errors.ts';
import type { Side } from '../core/record.ts';
import { SIDES } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { OpenOrg, OrgConnections } from '../ports/org-connections.ts';
import type { Credential, OrgStore, Store } from '../ports/store.ts';
import type { PreflightCheck } from '../contract/preflight.ts';
import type { AgentIdentity } from './desk-identity.ts';
import { isDeskAdministrator } from './desk-identity.ts';
import { standingProblem } from './standing-problems.ts';

export interface PreflightDeps {
  readonly store: Store;
  readonly openOrg: OpenOrg;
  readonly clock: Clock;
  readonly scopes: Readonly<Record<Side, readonly string[]>>;
  /** S9, upper case. */
  readonly deskEditions: readonly string[];
  /** Credits per day that stay free for people and other integrations. */
  readonly creditReserve: number;
}

/** Enabled webhooks per edition; editions that are not listed have some (zoho-desk-api §5). */
const WEBHOOKS: Readonly<Record<string, number>> = { FREE: 0, STANDARD: 0, EXPRESS: 0, PROFESSIONAL: 5 };
const MOST_WEBHOOKS = 10;
/** More than this and modified times of both products cannot be compared with ours any more. */
const MAX_SKEW_MS = 2 * 60_000;

type Check = PreflightCheck['check'];
type Remedy = NonNullable<PreflightCheck['remedy']>;

const passed = (check: Check, details: PreflightCheck['details'] = {}): PreflightCheck => {
  return { check, ok: true, blocking: true, cause: null, remedy: null, details };
};
const failed = (
  check: Check,
  cause: string,
  remedy: Remedy,
  details: PreflightCheck['details'] = {},
): PreflightCheck => ({ check, ok: false, blocking: !LENIENT.has(check), cause, remedy, details });
const unknown = (check: Check, cause: string, remedy: Remedy): PreflightCheck => {
  return { check, ok: null, blocking: !LENIENT.has(check), cause, remedy, details: {} };
};
/** Without these the sync works all the same: slower, or from tomorrow on. */
const LENIENT: ReadonlySet<Check> = new Set(['webhooks', 'credits-desk', 'credits-crm', 'clock']);

/**
 * The preconditions of the setup, each with cause and remedy (S7–S9, S15), at any step of it. Asks each connected
 * product a call or two; what cannot be told yet says what comes first. Writes nothing.
 */
export function createPreflight(deps: PreflightDeps) {
  const { store, openOrg, clock } = deps;

  return async function preflight(agent: AgentIdentity) {
    const org = store.forOrg(agent.orgKey);
    const credentials = { desk: await org.credentials.get('desk'), crm: await org.credentials.get('crm') };
    const connections = credentials.desk && credentials.crm ? await openOrg(agent.orgKey) : null;
    const desk = await askDesk(agent, credentials.desk, connections);
    const crm = await askCrm(credentials.crm, connections);
    const checks = [
      ...desk,
      crm,
      ...SIDES.map((side) => scopes(side, credentials[side])),
      ...(await Promise.all(SIDES.map((side) => credits(org, side, credentials[side], connections)))),
      await organisation(org, credentials.crm),
      clockCheck(
        clock.now(),
        SIDES.map((side) => connections?.browse[side].serverTime() ?? null),
      ),
    ];
    return { ready: checks.every(({ ok, blocking }) => ok === true || !blocking), checks };
  };

  async function askDesk(
    agent: AgentIdentity,
    credential: Credential | null,
    connections: OrgConnections | null,
  ): Promise<readonly PreflightCheck[]> {
    if (!agent.administrator) {
      return [failed('desk-administrator', 'not-administrator', 'sign-in-as-administrator')];
    }
    const connected = isConnected('desk', credential);
    const signedIn = passed('desk-administrator');
    const waits = (['edition', 'webhooks'] as const).map((check) =>
      unknown(check, connected.ok === true ? 'crm-not-connected' : 'desk-not-connected', 'connect-desk'),
    );
    if (connected.ok !== true) return [signedIn, connected, ...waits];
    // Both sides are opened together; until then the checks of connecting have told what matters.
    if (!connections) {
      return [
        signedIn,
        connected,
        passed('edition'),
        unknown('webhooks', 'crm-not-connected', 'connect-crm'),
      ];
    }
    try {
      const me = await connections.deskPeople.myInfo();
      const organizations = await connections.deskPeople.organizations();
      const edition = organizations.find(({ id }) => id === agent.orgKey)?.edition?.toUpperCase() ?? '';
      const allowed = deps.deskEditions;
      return [
        isDeskAdministrator(me)
          ? signedIn
          : failed('desk-administrator', 'account-not-administrator', 'reconnect-desk', {
              account: me.emailId ?? null,
            }),
        connected,
        allowed.includes(edition)
          ? passed('edition', { edition })
          : failed('edition', 'edition-not-supported', 'upgrade-desk', { edition, allowed }),
        await webhooks(agent.orgKey, edition, connections),
      ];
    } catch (error) {
      return [signedIn, asAnswered('desk-connected', 'reconnect-desk', error), ...waits];
    }
  }

  async function webhooks(
    orgKey: string,
    edition: string,
    connections: OrgConnections,
  ): Promise<PreflightCheck> {
    const limit = WEBHOOKS[edition] ?? MOST_WEBHOOKS;
    if (limit === 0) return failed('webhooks', 'edition-without-webhooks', 'upgrade-desk', { edition });
    try {
      const hooks = await connections.webhooks.list();
      const ours = new Set(
        (await store.forOrg(orgKey).subscriptions.list('desk')).map(({ externalId }) => externalId),
      );
      const enabled = hooks.filter(({ isEnabled }) => isEnabled !== false);
      const isFull = enabled.length >= limit && !enabled.some(({ id }) => ours.has(id));
      const details = { enabled: enabled.length, limit };
      return isFull
        ? failed('webhooks', 'webhooks-used-up', 'free-a-webhook', details)
        : passed('webhooks', details);
    } catch (error) {
      if (!(error instanceof SyncError) || error.code !== 'permission') throw error;
      return failed('webhooks', 'no-webhook-permission', 'give-webhook-permission');
    }
  }

  async function askCrm(
    credential: Credential | null,
    connections: OrgConnections | null,
  ): Promise<PreflightCheck> {
    const connected = isConnected('crm', credential);
    if (connected.ok !== true || !connections) return connected;
    try {
      await connections.browse.crm.find('contacts', null, 1);
      return connected;
    } catch (error) {
      return asAnswered('crm-connected', 'reconnect-crm', error);
    }
  }

  function scopes(side: Side, credential: Credential | null): PreflightCheck {
    const check = `scopes-${side}` as const;
    if (!credential) return unknown(check, `${side}-not-connected`, `connect-${side}`);
    const granted = new Set(credential.scopes.map((scope) => scope.toLowerCase()));
    const missing = deps.scopes[side].filter((scope) => !granted.has(scope.toLowerCase()));
    return missing.length === 0
      ? passed(check)
      : failed(check, 'scopes-missing', `reconnect-${side}`, { missing });
  }

  async function credits(
    org: OrgStore,
    side: Side,
    credential: Credential | null,
    connections: OrgConnections | null,
  ): Promise<PreflightCheck> {
    const check = `credits-${side}` as const;
    if (!credential) return unknown(check, `${side}-not-connected`, `connect-${side}`);
    const told = connections?.creditsLeft(side) ?? null;
    const left = told ?? (await org.usage.get(side, clock.now().slice(0, 10)))?.left ?? null;
    const details = { left, reserve: deps.creditReserve };
    // CRM tells only when half of them is used: silence is good news.
    return left !== null && left <= deps.creditReserve
      ? failed(check, 'credits-low', 'wait-for-credits', details)
      : passed(check, details);
  }

  async function organisation(org: OrgStore, credential: Credential | null): Promise<PreflightCheck> {
    const problem = await standingProblem(org.cursors, 'connect-crm');
    if (problem?.code === 'crm-organisation-taken') {
      return failed('crm-organisation', problem.code, 'delete-other-integration', problem.details);
    }
    const crmOrgId = (await org.integration.get())?.crmOrgId ?? null;
    if (!credential || crmOrgId === null)
      return unknown('crm-organisation', 'crm-not-connected', 'connect-crm');
    return passed('crm-organisation', { crmOrgId });
  }
}
export type RunPreflight = ReturnType<typeof createPreflight>;

/** @param times the products' clocks at their last answers, ISO 8601 UTC; null without one */
export function clockCheck(now: string, times: readonly (string | null)[]): PreflightCheck {
  const known = times.filter((time) => time !== null);
  if (known.length === 0) return unknown('clock', 'not-connected', 'connect-crm');
  const worst = Math.max(...known.map((time) => Math.abs(Date.parse(now) - Date.parse(time))));
  const details = { seconds: Math.round(worst / 1000) };
  return worst > MAX_SKEW_MS
    ? failed('clock', 'clock-skew', 'set-the-clock', details)
    : passed('clock', details);
}

function isConnected(side: Side, credential: Credential | null): PreflightCheck {
  const check = `${side}-connected` as const;
  if (!credential) return failed(check, 'not-connected', `connect-${side}`);
  if (credential.status === 'valid') return passed(check, { account: credential.accountEmail });
  return failed(check, 'authorisation-ended', `reconnect-${side}`);
}

/** A product that refused or did not answer. */
function asAnswered(check: Check, remedy: Remedy, error: unknown): PreflightCheck {
  if (!(error instanceof SyncError)) throw error;
  const { code, providerCode = null } = error;
  const isPassing = code === 'unavailable' || code === 'rate-limited' || code === 'unknown-outcome';
  if (isPassing) return { ...unknown(check, code, 'try-later'), details: { providerCode } };
  const cause = code === 'reauthorization-required' ? 'authorisation-ended' : code;
  return failed(check, cause, remedy, { providerCode });
}
