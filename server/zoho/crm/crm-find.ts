import type { Module } from '../../core/record.ts';
import { chunksOf } from '../bounded.ts';
import type { HttpClient } from '../http-client.ts';
import { matchText } from '../match-text.ts';
import { parseAnswer } from '../parse-answer.ts';
import { CRM_KEY_FIELD, CRM_MODULE } from './modules.ts';
import { CoqlAnswer } from './wire.ts';

/** `in` takes 50 values; up to 200 rows cost one credit (zoho-crm-api §2.4). */
const KEYS_PER_QUERY = 50;
const ROWS_PER_QUERY = 200;

/** A COQL text literal. */
function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

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
  for (const chunk of chunksOf([...spelled], KEYS_PER_QUERY)) {
    const where = `${field} in (${chunk.map(quoted).join(', ')})`;
    for (let offset = 0; ; offset += ROWS_PER_QUERY) {
      const select = `select id, ${field} from ${CRM_MODULE[module]} where ${where} order by id asc limit ${offset}, ${ROWS_PER_QUERY}`;
      const { data } = await http.request({
        method: 'POST',
        path: '/coql',
        data: { select_query: select },
        heavy: true,
        idempotent: true,
        signal,
      });
      if (data === null) break;
      const { data: rows, info } = parseAnswer(CoqlAnswer, data, 'POST /coql');
      for (const row of rows) if (wanted.has(matchText(row[field]))) ids.add(row.id);
      if (!info.more_records) break;
    }
  }
  return [...ids];
}
