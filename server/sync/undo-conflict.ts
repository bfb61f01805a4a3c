import { otherSide } from '../core/record.ts';
import { rowKey } from '../core/mapping/field-mapping.ts';
import type { Module } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Store } from '../ports/store.ts';
import type { AgentIdentity } from './desk-identity.ts';
import { Refusal } from './refusal.ts';

export interface UndoConflictDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly newId: () => string;
  readonly wake: (orgKey: string) => Promise<void>;
}

/** A choice that waits, or a conflict that is settled. */
export type ConflictUndo =
  | { readonly module: Module; readonly deskId: string; readonly key: string; readonly version: number }
  | { readonly settledId: string };

/**
 * Takes a decision about a conflict back (S96). Before it was carried out, it is withdrawn. Afterwards the value that
 * lost is written back to where it stood, as if somebody had typed it there again, and syncs from there: `pending-edits`.
 *
 * @throws Refusal `conflict-unknown`, `stale-version`, `nothing-to-undo`
 */
export function createUndoConflict({ store, clock, newId, wake }: UndoConflictDeps) {
  return async function undoConflict(
    admin: AgentIdentity,
    undo: ConflictUndo,
  ): Promise<'withdrawn' | 'scheduled'> {
    const outcome = 'settledId' in undo ? await putBack(admin, undo.settledId) : await withdraw(admin, undo);
    await wake(admin.orgKey);
    return outcome;
  };

  async function withdraw(
    { orgKey, agentId }: AgentIdentity,
    undo: Exclude<ConflictUndo, { settledId: string }>,
  ): Promise<'withdrawn'> {
    const { module, deskId, key, version } = undo;
    await store.forOrg(orgKey).transaction(async ({ openConflicts, audit }) => {
      const open = await openConflicts.ofPairs(module, [deskId]);
      const known = open.find((conflict) => conflict.key === key);
      if (!known) throw new Refusal('conflict-unknown', 'This conflict is settled or was never there');
      if (!(await openConflicts.choose(undo, null))) {
        throw new Refusal('stale-version', 'A side changed meanwhile; look at the values again', {
          expectedVersion: version,
        });
      }
      const details = { module, deskId, row: key, chosen: known.choice };
      if (known.choice !== null)
        await audit.append({ at: clock.now(), agentId, action: 'conflict-choice-withdrawn', details });
    });
    return 'withdrawn';
  }

  async function putBack({ orgKey, agentId }: AgentIdentity, id: string): Promise<'scheduled'> {
    await store.forOrg(orgKey).transaction(async ({ history, configs, pendingEdits, audit }) => {
      const conflict = await history.conflict(id);
      if (!conflict) throw new Refusal('conflict-unknown', 'There is no such conflict');
      const { module, deskId, crmId, field, winner } = conflict;
      const rows = (await configs.current(module))?.mappings ?? [];
      const row = rows.find(({ desk }) => desk === field);
      if (winner === null || !row)
        throw new Refusal('nothing-to-undo', 'The field is not mapped any more, or nothing was overwritten');
      const at = clock.now();
      if (!(await history.markUndone(id, at))) return;
      const side = otherSide(winner);
      const [expected, value] = [conflict[winner], conflict[side]];
      await pendingEdits.put({ id: newId(), module, deskId, crmId, key: rowKey(row), side, expected, value });
      const details = { module, deskId, crmId, field, side, value };
      await audit.append({ at, agentId, action: 'conflict-undone', details });
    });
    return 'scheduled';
  }
}
export type UndoConflict = ReturnType<typeof createUndoConflict>;
