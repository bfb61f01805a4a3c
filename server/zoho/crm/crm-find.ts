import type { Module } from '../../core/record.ts';
import { chunksOf } from '../bounded.ts';
import type { HttpClient } from '../http-client.ts';
import { matchText } from '../match-text.ts';
import { COQL_VALUES, coqlAll, isOneOf } from './coql.ts';
import { CRM_KEY_FIELD, CRM_MODULE } from './modules.ts';

/**
 * Ids of live records whose match key equals one of `keys`. COQL reads the database, not the search index, so fresh
 * records are found; equality is settled here, since its handling of case is not documented.
 */
export async function findIdsByCrmKey(
  http: HttpClient,
  module: Module,
  keys: readonly string[],
  signal?: AbortSignal,
): Promise<readonly string[]> {
  const field = CRM_KEY_FIELD[module];
  const wanted = new Set(keys.map(matchText).filter((key) => key !== ''));
  const spelled = new Set(keys.flatMap((key) => [key.trim(), matchText(key)]).filter((key) => key !== ''));
  const ids = new Set<string>();
  for (const chunk of chunksOf([...spelled], COQL_VALUES)) {
    const select = `select id, ${field} from ${CRM_MODULE[module]} where ${isOneOf(field, chunk)} order by id asc`;
    for (const row of await coqlAll(http, select, { signal })) {
      if (wanted.has(matchText(row[field]))) ids.add(row.id);
    }
  }
  return [...ids];
}
