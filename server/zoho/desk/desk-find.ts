import type { Module } from '../../core/record.ts';
import { chunksOf } from '../bounded.ts';
import { matchText } from '../match-text.ts';
import type { DeskCalls } from './desk-calls.ts';
import { DESK_KEY_FIELD, DESK_SEARCH } from './modules.ts';
import type { DeskRecord } from './wire.ts';

/** Comma means OR, `*` any text, `${…}` a test for emptiness (zoho-desk-api §2.4); no escape is documented. */
const SPECIAL = /[,*${}]/;
const KEYS_PER_CALL = 20;

/** A search that surely contains the records with this key: what stands before its first special character, and on. */
function cautiousSearch(field: string, key: string): Readonly<Record<string, string>> {
  const pieces = key.split(SPECIAL).map((piece) => piece.trim());
  const head = pieces[0] ?? '';
  if (head !== '') return { [field]: `${head}*` };
  const longest = pieces.toSorted((a, b) => b.length - a.length)[0] ?? '';
  return { _all: `${longest}*` };
}

/**
 * Live records whose match key equals one of `keys`. Search is only asked for candidates; equality is settled here,
 * because its handling of case and of special characters is not documented.
 */
export async function findByDeskKey(
  calls: DeskCalls,
  module: Module,
  keys: readonly string[],
  signal?: AbortSignal,
): Promise<readonly DeskRecord[]> {
  const field = DESK_KEY_FIELD[module];
  const wanted = new Set(keys.map(matchText).filter((key) => key !== ''));
  const spelled = [...new Set(keys.map((key) => key.trim()).filter((key) => key !== ''))];
  const plain = spelled.filter((key) => !SPECIAL.test(key));
  const searches = [
    ...chunksOf(plain, KEYS_PER_CALL).map((chunk) => ({ [field]: chunk.join(',') })),
    ...spelled.filter((key) => SPECIAL.test(key)).map((key) => cautiousSearch(field, key)),
  ];

  const found = new Map<string, DeskRecord>();
  for (const search of searches) {
    for (let from = 0; from <= DESK_SEARCH.maxFrom; from += DESK_SEARCH.limit) {
      const { rows } = await calls.search(module, { ...search, from, limit: DESK_SEARCH.limit }, signal);
      for (const row of rows) if (wanted.has(matchText(row[field]))) found.set(row.id, row);
      if (rows.length < DESK_SEARCH.limit) break;
    }
  }
  return [...found.values()];
}
