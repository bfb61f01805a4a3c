import type { Module, Side } from '../core/record.ts';
import type { Link, Presence } from '../ports/store.ts';
import type { SyncContext } from './context.ts';
import { wakeRivals } from './wake-rivals.ts';

/** A record that an event or a pair named, and that is not there (any more). */
export interface Absence {
  readonly side: Side;
  readonly id: string;
  readonly inRecycleBin: boolean;
  readonly link: Link | undefined;
  /** What was found out about it beyond the read, when anything was. */
  readonly state?: 'bin' | 'purged';
}

/**
 * Remembers that records are gone. Deletions are never propagated (S40–S43): the pair only notes the state of that
 * side. `missing` is a suspicion until a deleted listing confirms it (P10).
 */
export async function noteAbsence(
  context: SyncContext,
  module: Module,
  absences: readonly Absence[],
): Promise<void> {
  if (absences.length === 0) return;
  const links = absences.flatMap(({ side, inRecycleBin, link, state }) => {
    if (!link) return [];
    const presence: Presence =
      state ?? (inRecycleBin ? 'bin' : link.presence[side] === 'purged' ? 'purged' : 'missing');
    return [{ ...link, presence: { ...link.presence, [side]: presence } }];
  });
  await context.org.transaction(async (repositories) => {
    await wakeRivals(repositories, module, absences, context.clock.now());
    if (links.length > 0) await repositories.links.updateMany(links, context.clock.now());
    for (const side of ['desk', 'crm'] as const) {
      const ids = absences.filter((absence) => absence.side === side).map((absence) => absence.id);
      if (ids.length === 0) continue;
      await repositories.keys.delete(module, side, ids);
      await repositories.failures.clear(module, side, ids);
      await repositories.waitingReferences.clear(module, side, ids);
    }
  });
}
