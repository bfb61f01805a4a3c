import type { HttpClient, HttpRequest } from '../http-client.ts';
import { parseAnswer } from '../parse-answer.ts';
import type { CoqlRow } from './wire.ts';
import { CoqlAnswer } from './wire.ts';

/** `in` takes 50 values (zoho-crm-api §2.4). */
export const COQL_VALUES = 50;
/** Up to 200 rows cost one credit. */
export const COQL_ROWS = 200;

/** A COQL text literal. */
export function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

/** `field in ('a', 'b')`; at most {@link COQL_VALUES} values. */
export function isOneOf(field: string, values: readonly string[]): string {
  return `${field} in (${values.map(quoted).join(', ')})`;
}

export interface CoqlPage {
  readonly rows: readonly CoqlRow[];
  readonly hasMore: boolean;
}

/** Runs one query. COQL reads the database, not the search index, so fresh records are found. */
export async function coql(
  http: HttpClient,
  select: string,
  how: Pick<HttpRequest, 'signal'> = {},
): Promise<CoqlPage> {
  const { data } = await http.request({
    method: 'POST',
    path: '/coql',
    data: { select_query: select },
    heavy: true,
    idempotent: true,
    ...how,
  });
  if (data === null) return { rows: [], hasMore: false };
  const { data: rows, info } = parseAnswer(CoqlAnswer, data, 'POST /coql');
  return { rows, hasMore: info.more_records };
}

/** All rows of a query that has no limit of its own. */
export async function coqlAll(
  http: HttpClient,
  select: string,
  how: Pick<HttpRequest, 'signal'> = {},
): Promise<readonly CoqlRow[]> {
  const rows: CoqlRow[] = [];
  for (let offset = 0; ; offset += COQL_ROWS) {
    const page = await coql(http, `${select} limit ${offset}, ${COQL_ROWS}`, how);
    rows.push(...page.rows);
    if (!page.hasMore) return rows;
  }
}
