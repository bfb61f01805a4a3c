import { SyncError } from '../../core/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { MadeRecord } from '../../ports/customer-writer.ts';
import type { OrgRepositories, OrgStore, PanelAction } from '../../ports/store.ts';
import type { AgentIdentity } from '../desk-identity.ts';
import { Refusal } from '../refusal.ts';

export interface ActionSpec {
  readonly org: OrgStore;
  readonly agent: AgentIdentity;
  /** Made by the browser once per click. */
  readonly key: string;
  /** For the audit, e.g. `add-notes`. */
  readonly kind: string;
  /** All that is asked for, to tell a repeated click from another action. */
  readonly asked: unknown;
  /** Does it, once. @throws SyncError, Refusal */
  readonly perform: () => Promise<MadeRecord>;
  /** What an earlier attempt may have made since (ISO 8601 UTC); null when doing it twice is the same as once. */
  readonly lookUp: ((since: string) => Promise<readonly MadeRecord[]>) | null;
  /** What is stored together with the outcome. @throws Refusal when that cannot be */
  readonly confirm?: (repositories: OrgRepositories, made: MadeRecord, at: string) => Promise<void>;
  /** Names the records concerned, for the audit; no customer's data. */
  readonly details: Readonly<Record<string, unknown>>;
}

export interface ActionDeps {
  readonly clock: Clock;
  /** Digest of any text. */
  readonly digest: (text: string) => string;
  /** How long an unanswered write may still be under way at Zoho. */
  readonly graceMs: number;
}

/** Longer than a write may last: then its process is gone. */
const CLAIM_MS = 75_000;
/** Browsers do not repeat older clicks. */
const KEEP_MS = 2 * 24 * 3_600_000;
/** Zoho's clock and ours may differ by this much (P20). */
const CLOCK_SKEW_MS = 15 * 60_000;

/**
 * Carries an agent's action out once per key: intent → call → result, each committed (P5). A key that is sent again gets
 * the first one's answer; after an answer that never came, what it made is looked up before anything is done again.
 *
 * @throws Refusal `action-running`, `key-reused`, `crm-refused`, `crm-unavailable`, `outcome-unknown`
 */
export function createRunAction({ clock, digest, graceMs }: ActionDeps) {
  const running = new Map<string, Promise<MadeRecord>>();
  const later = (at: string, ms: number) => new Date(Date.parse(at) + ms).toISOString();

  async function run(spec: ActionSpec): Promise<MadeRecord> {
    const { org, key, kind } = spec;
    const { agentId } = spec.agent;
    const at = clock.now();
    await org.panelActions.prune(later(at, -KEEP_MS));
    const fingerprint = digest(JSON.stringify([kind, spec.asked]));
    const action = await org.panelActions.begin({ agentId, key, kind, fingerprint, at }, later(at, CLAIM_MS));
    if (action.fingerprint !== fingerprint) {
      throw new Refusal('key-reused', 'This key belongs to another action');
    }
    if (action.result) return action.result;
    if (!action.isMine) throw new Refusal('action-running', 'The same action is under way');
    const made = (action.isNew ? null : await madeBefore(spec, action)) ?? (await perform(spec));
    await confirm(spec, made);
    return made;
  }

  async function confirm({ org, agent, key, kind, details, ...spec }: ActionSpec, made: MadeRecord) {
    const { agentId } = agent;
    try {
      await org.transaction(async (repositories) => {
        const at = clock.now();
        await spec.confirm?.(repositories, made, at);
        await repositories.panelActions.finish(agentId, key, made);
        const facts = { ...details, made: made.id };
        await repositories.audit.append({ at, agentId, action: `panel-${kind}`, details: facts });
      });
    } catch (error) {
      if (error instanceof Refusal) await org.panelActions.forget(agentId, key);
      throw error;
    }
  }

  /** Null when nothing was made, and nothing can be under way any more. */
  async function madeBefore({ org, agent, key, lookUp }: ActionSpec, { at, calledAt }: PanelAction) {
    if (lookUp === null) return null;
    let found: readonly MadeRecord[];
    try {
      found = await lookUp(later(at, -CLOCK_SKEW_MS));
    } catch (error) {
      await org.panelActions.release(agent.agentId, key);
      throw error instanceof SyncError ? unknownOutcome(error) : error;
    }
    const taken = await org.panelActions.madeAlready(found.map(({ id }) => id));
    const mine = found.find(({ id }) => !taken.has(id));
    if (mine) return mine;
    const now = clock.now();
    if (Date.parse(now) - Date.parse(calledAt) >= graceMs) {
      await org.panelActions.noteCall(agent.agentId, key, now);
      return null;
    }
    await org.panelActions.release(agent.agentId, key);
    throw unknownOutcome();
  }

  async function perform({ org, agent, key, perform: call }: ActionSpec): Promise<MadeRecord> {
    try {
      return await call();
    } catch (error) {
      const isUnknown = error instanceof SyncError && error.code === 'unknown-outcome';
      if (isUnknown) await org.panelActions.release(agent.agentId, key);
      else await org.panelActions.forget(agent.agentId, key);
      if (!(error instanceof SyncError)) throw error;
      throw isUnknown ? unknownOutcome(error) : asRefusal(error);
    }
  }

  /** A second click waits for the first one's answer. */
  return async function runOnce(spec: ActionSpec): Promise<MadeRecord> {
    const name = JSON.stringify([spec.org.orgKey, spec.agent.agentId, spec.key, spec.kind, spec.asked]);
    const known = running.get(name);
    if (known) return await known;
    const mine = run(spec).finally(() => running.delete(name));
    running.set(name, mine);
    return await mine;
  };
}
export type RunAction = ReturnType<typeof createRunAction>;

function unknownOutcome(cause?: SyncError): Refusal {
  const options = cause === undefined ? {} : { cause };
  return new Refusal('outcome-unknown', 'Zoho CRM did not answer; send the same key again', {}, options);
}

const PASSING = new Set<SyncError['code']>(['unavailable', 'rate-limited', 'reauthorization-required']);

export function asRefusal(error: SyncError): Refusal {
  const facts = { reason: error.code, ...(error.field === undefined ? {} : { field: error.field }) };
  const cause = { cause: error };
  return PASSING.has(error.code)
    ? new Refusal('crm-unavailable', 'Zoho CRM cannot be reached at the moment', facts, cause)
    : new Refusal('crm-refused', 'Zoho CRM does not take this', facts, cause);
}
