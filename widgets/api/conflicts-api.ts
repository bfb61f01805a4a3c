import type * as z from 'zod/mini';
import type { ConflictChoice, Conflicts, ConflictUndo } from '../../server/contract/conflicts.ts';
import type { ApiClient } from './api-client.ts';
import { isConflictUndone, isConflicts } from './shapes/conflicts-shape.ts';
import { isDone } from './shapes/value-shape.ts';

export async function listConflicts(api: ApiClient, signal?: AbortSignal): Promise<Conflicts> {
  return api.get('/v1/conflicts', isConflicts, {}, signal);
}

/** @throws ApiError `stale-version` when a side changed after `choice.version` */
export async function resolveConflict(api: ApiClient, choice: z.infer<typeof ConflictChoice>): Promise<void> {
  await api.post('/v1/conflicts/resolve', isDone, choice);
}

/** @returns `withdrawn`: nothing had been written; `scheduled`: the value is written back by the sync */
export async function undoConflict(api: ApiClient, undo: ConflictUndo): Promise<'withdrawn' | 'scheduled'> {
  return (await api.post('/v1/conflicts/undo', isConflictUndone, undo)).outcome;
}
