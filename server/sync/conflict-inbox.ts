import type { CompiledMapping } from '../core/mapping/compile-mapping.ts';
import { sameValue } from '../core/mapping/same-value.ts';
import type { Module, RemoteRecord, Side } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { OpenConflict, OpenConflictRepository, Store } from '../ports/store.ts';
import type { AgentIdentity } from './desk-identity.ts';
import { Refusal } from './refusal.ts';

/** A field of a pair that both sides changed; `choice` is null under the policy `ask`, until somebody decides. */
export type FoundConflict = Pick<
  OpenConflict,
  'module' | 'deskId' | 'crmId' | 'key' | 'base' | 'desk' | 'crm' | 'choice'
>;

/**
 * Brings the inbox in line with what planning a pair found: new conflicts are opened, further edits raise the
 * version and take a choice back, and what is no conflict any more closes by itself (S96).
 */
export async function reconcileConflicts(
  repository: OpenConflictRepository,
  module: Module,
  deskIds: readonly string[],
  found: readonly FoundConflict[],
  at: string,
): Promise<void> {
  const open = await repository.ofPairs(module, deskIds);
  for (const conflict of found) {
    const known = open.find(({ deskId, key }) => deskId === conflict.deskId && key === conflict.key);
    const isKnown = known && sameValue(known.desk, conflict.desk) && sameValue(known.crm, conflict.crm);
    if (isKnown && (known.choice !== null || conflict.choice === null)) continue;
    const version = (known?.version ?? 0) + 1;
    await repository.put({ ...conflict, version, since: known?.since ?? at });
  }
  for (const { deskId, key } of open) {
    const isStill = found.some((conflict) => conflict.deskId === deskId && conflict.key === key);
    if (!isStill) await repository.close(module, deskId, [key]);
  }
}

/** Names one open conflict, as the administrator saw it. */
export interface ConflictChoice {
  readonly module: Module;
  readonly deskId: string;
  readonly key: string;
  readonly version: number;
  readonly choose: Side;
}

/**
 * An administrator's decision. It is stored and carried out by the sync: after a pause, and once more after a crash,
 * until the losing side confirmed it.
 *
 * @throws Refusal `conflict-unknown`; `stale-version` when a side changed after the administrator looked
 */
export function createResolveConflict(deps: {
  readonly store: Store;
  readonly clock: Clock;
  readonly wake: (orgKey: string) => Promise<void>;
}) {
  const { store, clock, wake } = deps;
  return async function resolveConflict(admin: AgentIdentity, choice: ConflictChoice): Promise<void> {
    const { module, deskId, key, version, choose } = choice;
    await store.forOrg(admin.orgKey).transaction(async ({ openConflicts, inbox, audit }) => {
      const open = await openConflicts.ofPairs(module, [deskId]);
      const known = open.find((conflict) => conflict.key === key);
      if (!known) throw new Refusal('conflict-unknown', 'This conflict is settled or was never there');
      if (!(await openConflicts.choose(choice, choose))) {
        throw new Refusal('stale-version', 'A side changed meanwhile; look at the values again', {
          expectedVersion: version,
        });
      }
      const at = clock.now();
      const { crmId, desk, crm } = known;
      const reason = 'retry' as const;
      const sides = [
        { module, side: 'desk' as const, recordId: deskId, reason },
        { module, side: 'crm' as const, recordId: crmId, reason },
      ];
      await inbox.mark(sides, at);
      const { agentId } = admin;
      const details = { module, deskId, crmId, row: key, choose, desk, crm };
      await audit.append({ at, agentId, action: 'conflict-resolved', details });
    });
    await wake(admin.orgKey);
  };
}
export type ResolveConflict = ReturnType<typeof createResolveConflict>;

/** Whether the field still holds what the conflict says it does; a product that leaves it out tells nothing new (P15). */
export function isSeen(
  mapping: CompiledMapping,
  side: Side,
  record: RemoteRecord,
  conflict: Pick<OpenConflict, 'key' | Side>,
): boolean {
  const row = mapping.rows.find(({ key }) => key === conflict.key);
  const raw = row && record.values[row[side].apiName];
  return row === undefined || raw === undefined || sameValue(row.decode(side, raw), conflict[side]);
}
