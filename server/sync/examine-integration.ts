import { SyncError } from '../core/errors.ts';
import { SIDES } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { OpenOrg, OrgConnections } from '../ports/org-connections.ts';
import type { FailureCount, Integration, OrgStore, Store, ZohoProduct } from '../ports/store.ts';
import { note, ok, problem } from './finding.ts';
import type { Finding } from './finding.ts';
import { installationOf } from './installation.ts';
import { AMBIGUOUS_CODES } from './status-problems.ts';
import { standingProblems } from './standing-problems.ts';

export interface ExamineDeps {
  readonly store: Store;
  readonly openOrg: OpenOrg;
  readonly clock: Clock;
}

const CONNECT_AGAIN = 'let an administrator connect it again in the extension’s settings';
const RENEWED_HOURLY =
  'the running connector renews it at its start and every hour; check that Zoho reaches PUBLIC_URL';

/**
 * Looks at one organisation as an operator would: are both products still open to us, do they call us, what waits,
 * what failed. Asks Zoho a handful of questions and changes nothing but the access tokens that ran out.
 */
export async function examineIntegration(
  deps: ExamineDeps,
  integration: Integration,
): Promise<readonly Finding[]> {
  const { orgKey, state } = integration;
  const org = deps.store.forOrg(orgKey);
  const subject = `organisation ${orgKey}`;
  if (state === 'deleted' || state === 'connecting') return [note(subject, `its integration is ${state}`)];
  const installation = await installationOf(org.cursors);
  return [
    ok(subject, `its integration is ${state}`),
    ...(installation
      ? [ok(subject, `the extension is installed since ${installation.installedAt ?? 'before'}`)]
      : []),
    ...(await tokens(deps, org)),
    ...(state === 'active' ? await subscriptions(deps, org) : []),
    ...(await standing(org)),
    ...(await work(org)),
    await calls(org, deps.clock),
  ];
}

async function tokens({ openOrg }: ExamineDeps, org: OrgStore): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const product of ['desk', 'crm'] as const) {
    const subject = `${product} of ${org.orgKey}`;
    const seen = await accessTo(org, product);
    if (seen) {
      findings.push(problem(subject, seen.text, seen.remedy));
      continue;
    }
    try {
      const connections = await openOrg(org.orgKey);
      await (product === 'desk' ? connections.deskPeople.myInfo() : connections.fields('accounts'));
      findings.push(ok(subject, 'answers with the stored access'));
    } catch (error) {
      findings.push(refused(subject, error));
    }
  }
  return findings;
}

/** What the store says of a connection; null when it is worth asking Zoho. */
async function accessTo(org: OrgStore, product: ZohoProduct) {
  try {
    const credential = await org.credentials.get(product);
    if (!credential) return { text: 'is not connected', remedy: CONNECT_AGAIN };
    if (credential.status === 'valid') return null;
    return { text: 'its access was withdrawn', remedy: CONNECT_AGAIN };
  } catch (error) {
    if (!isSecretError(error)) throw error;
    return { text: error.message, remedy: 'put the key of that name back into ENCRYPTION_KEYS' };
  }
}

/** The store's own class, known here by its name alone. */
function isSecretError(error: unknown): error is Error {
  return error instanceof Error && error.name === 'SecretError';
}

function refused(subject: string, error: unknown): Finding {
  if (!(error instanceof SyncError)) throw error;
  if (error.code === 'reauthorization-required') return problem(subject, error.message, CONNECT_AGAIN);
  if (error.code === 'unavailable') {
    return problem(subject, error.message, 'look at the network and at Zoho’s status page; try again later');
  }
  if (error.code === 'rate-limited') {
    return problem(subject, error.message, 'wait; raise the organisation’s API credits if it comes often');
  }
  return problem(subject, error.message, 'compare the scopes of the client with the table in docs/set-up.md');
}

async function subscriptions({ openOrg, clock }: ExamineDeps, org: OrgStore): Promise<readonly Finding[]> {
  let connections: OrgConnections;
  try {
    connections = await openOrg(org.orgKey);
    return [await webhook(connections, org), await channel(connections, org, clock)];
  } catch (error) {
    // A product that does not let us in, and a secret that does not open, have a line of their own already.
    if (error instanceof SyncError || isSecretError(error)) return [];
    throw error;
  }
}

async function webhook({ webhooks }: OrgConnections, org: OrgStore): Promise<Finding> {
  const subject = `Desk webhook of ${org.orgKey}`;
  const stored = new Set((await org.subscriptions.list('desk')).map(({ externalId }) => externalId));
  const ours = (await webhooks.list()).filter(({ id }) => stored.has(id));
  if (ours.some(({ isEnabled }) => isEnabled !== false)) return ok(subject, 'stands and is enabled');
  const text = ours.length > 0 ? 'was disabled by Desk' : 'is not there; changes are found by polling only';
  return problem(subject, text, RENEWED_HOURLY);
}

async function channel({ channels }: OrgConnections, org: OrgStore, clock: Clock): Promise<Finding> {
  const subject = `CRM channel of ${org.orgKey}`;
  for (const { externalId } of await org.subscriptions.list('crm')) {
    const found = await channels.find(externalId);
    if (found && found.expiresAt > clock.now()) return ok(subject, `stands until ${found.expiresAt}`);
  }
  return problem(subject, 'is not there; changes are found by polling only', RENEWED_HOURLY);
}

async function standing(org: OrgStore): Promise<readonly Finding[]> {
  return (await standingProblems(org.cursors)).map(({ topic, code, message, since }) =>
    problem(
      `${topic} of ${org.orgKey}`,
      `${message} (${code}, since ${since})`,
      'see the extension’s settings page',
    ),
  );
}

async function work(org: OrgStore): Promise<readonly Finding[]> {
  const waiting = await org.inbox.count();
  const failures = await org.failures.tally();
  const unsettled = (await org.intents.pending()).length;
  const subject = `work of ${org.orgKey}`;
  const failed = sum(failures);
  const text = `${waiting} records wait, ${unsettled} writes are unconfirmed, ${failed} records failed`;
  const ambiguous = sum(failures.filter(({ code }) => AMBIGUOUS_CODES.has(code)));
  const conflicts = (await org.openConflicts.list()).length;
  const decisions = `${ambiguous} ambiguous matches and ${conflicts} conflicts wait for an administrator`;
  return [
    failed > 0 ? note(subject, text, 'the Failure Log gives each one’s reason and fix') : ok(subject, text),
    ...(ambiguous + conflicts > 0
      ? [note(`decisions of ${org.orgKey}`, decisions, 'see the inboxes of the extension’s settings')]
      : []),
  ];
}

function sum(failures: readonly FailureCount[]): number {
  return failures.reduce((total, { count }) => total + count, 0);
}

/** What all processes together used up today, and what was left of it when a product last said so. */
async function calls({ usage, orgKey }: OrgStore, clock: Clock): Promise<Finding> {
  const told: string[] = [];
  for (const side of SIDES) {
    const today = await usage.get(side, clock.now().slice(0, 10));
    const left = today?.left ?? null;
    told.push(`${today?.calls ?? 0} to ${side}${left === null ? '' : ` (${left} credits left)`}`);
  }
  return ok(`calls of ${orgKey}`, `today ${told.join(', ')}`);
}
