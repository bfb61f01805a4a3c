import type { Module } from '../../core/record.ts';
import { mapBounded } from '../bounded.ts';
import type { DeskCalls } from './desk-calls.ts';
import type { DeskRecord } from './wire.ts';

const GETS_AT_ONCE = 8;

function missing(row: DeskRecord, fields: readonly string[]): string[] {
  return fields.filter((field) => (field.startsWith('cf_') ? row.cf?.[field] : row[field]) === undefined);
}

/**
 * Completes search rows that lack wanted fields by reading those records by id. Search leaves out fields here and
 * there (empty ones of products, for instance), and absent does not mean empty (P15). A field that the full record
 * lacks as well is hidden from the token's profile: it is not asked for again.
 */
export function createCompleter(calls: DeskCalls) {
  const hidden = new Map<Module, Set<string>>();

  return async function complete(
    module: Module,
    rows: readonly DeskRecord[],
    fields: readonly string[],
    signal?: AbortSignal,
  ): Promise<readonly DeskRecord[]> {
    const unseen = hidden.get(module) ?? new Set<string>();
    hidden.set(module, unseen);
    return await mapBounded(rows, GETS_AT_ONCE, async (row) => {
      if (missing(row, fields).every((field) => unseen.has(field))) return row;
      const full = await calls.get(module, row.id, signal);
      if (full === null) return row;
      for (const field of missing(full, fields)) unseen.add(field);
      return full;
    });
  };
}
