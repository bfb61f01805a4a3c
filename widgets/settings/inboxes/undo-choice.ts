import type { ConflictUndo } from '../../../server/contract/conflicts.ts';
import type { SideName } from '../../../server/contract/common.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { listConflicts, undoConflict } from '../../api/conflicts-api.ts';
import type { OpenConflict } from '../../api/shapes/conflicts-shape.ts';
import { problemCode } from '../../page/problem-text.ts';

/** @param key mapping row, `deskField=crmField` */
export function fieldsOfKey(key: string): Readonly<Record<SideName, string>> {
  const [desk = '', crm = ''] = key.split('=');
  return { desk, crm };
}

/**
 * Takes back what was just chosen. The sync may have carried it out meanwhile; then the conflict is a settled one, and
 * the value that lost is asked back.
 */
export async function undoChoice(
  api: ApiClient,
  { module, deskId, key, version }: OpenConflict,
  chosen: SideName,
): Promise<'withdrawn' | 'scheduled'> {
  try {
    return await undoConflict(api, { module, deskId, key, version });
  } catch (error) {
    if (problemCode(error) !== 'conflict-unknown') throw error;
    const { settled } = await listConflicts(api);
    const field = fieldsOfKey(key).desk;
    const known = settled.find(
      (conflict) =>
        conflict.module === module &&
        conflict.deskId === deskId &&
        conflict.field === field &&
        conflict.winner === chosen,
    );
    if (!known) throw error;
    const undo: ConflictUndo = { settledId: known.id };
    return undoConflict(api, undo);
  }
}
