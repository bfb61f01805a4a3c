import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Database } from './schema.ts';

/** What tells a rehearsal's rows from an organisation's. */
export const REHEARSAL_SUFFIX = ':plan';

/** Where an organisation's flight plan is worked out; Desk organisation ids are digits, so no other key is like it. */
export function rehearsalKey(orgKey: string): string {
  return `${orgKey}${REHEARSAL_SUFFIX}`;
}

/** What the engine starts from, and which columns of it. Who may call Zoho, and what happened so far, is not copied. */
const COPIED: readonly (keyof Database)[] = [
  'module_config',
  'link',
  'match_key',
  'inbox',
  'failure',
  'cursor',
  'open_conflict',
  'waiting_reference',
  'match_decision',
];

/** Copies the state that the sync starts from; the target must be empty. Call inside a transaction. */
export async function copyForRehearsal(db: Kysely<Database>, orgKey: string): Promise<void> {
  const tables = await db.introspection.getTables();
  for (const name of COPIED) {
    const columns = (tables.find((table) => table.name === name)?.columns ?? [])
      .filter((column) => !column.isAutoIncrementing && column.name !== 'org_key')
      .map((column) => sql.ref(column.name));
    await sql`insert into ${sql.table(name)} (org_key, ${sql.join(columns)})
      select ${rehearsalKey(orgKey)}, ${sql.join(columns)} from ${sql.table(name)} where org_key = ${orgKey}`.execute(
      db,
    );
  }
}
