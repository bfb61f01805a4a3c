import { SyncError } from '../core/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { OpenOrg } from '../ports/org-connections.ts';
import type { DeskPersonFacts } from '../ports/people.ts';
import type { Store } from '../ports/store.ts';

/** An agent who was deactivated, and a changed rank, count within this time also when no event told; one call pays for all agents. */
const FRESH_MS = 60_000;
/** When Desk last told that an agent changed: whatever a process read before counts no more, in all processes. */
export const AGENTS_CHANGED = 'agents-changed-at';

export interface AgentDirectoryDeps {
  readonly store: Store;
  readonly openOrg: OpenOrg;
  readonly clock: Clock;
}

/** Agents as Desk shows them now, through the organisation's own connection. */
export function createAgentDirectory({ store, openOrg, clock }: AgentDirectoryDeps) {
  const kept = new Map<
    string,
    { readonly at: number; readonly agents: ReadonlyMap<string, DeskPersonFacts> }
  >();

  /** Null when Desk has no such agent; undefined when Desk cannot be asked. */
  return async function findAgent(
    orgKey: string,
    agentId: string,
  ): Promise<DeskPersonFacts | null | undefined> {
    const now = Date.parse(clock.now());
    const changedAt = Date.parse((await store.forOrg(orgKey).cursors.get(AGENTS_CHANGED)) ?? '');
    const known = kept.get(orgKey);
    const isFresh = known !== undefined && now - known.at < FRESH_MS && !(known.at <= changedAt);
    if (isFresh && known.agents.has(agentId)) return known.agents.get(agentId);
    try {
      const list = await (await openOrg(orgKey)).deskPeople.agents();
      const agents = new Map(list.map((agent) => [agent.id, agent]));
      kept.set(orgKey, { at: now, agents });
      return agents.get(agentId) ?? null;
    } catch (error) {
      if (error instanceof SyncError) return undefined;
      throw error;
    }
  };
}
