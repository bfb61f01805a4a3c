import { sql } from 'kysely';
import type { ErasureRepository } from '../ports/store.ts';
import { rehearsalKey } from './rehearsal.ts';
import type { Database } from './schema.ts';
import type { Scope } from './scope.ts';

type TableOfOrg = {
  [Table in keyof Database]: 'org_key' extends keyof Database[Table] ? Table : never;
}[keyof Database];

/**
 * What each table with an organisation's rows is part of; a new table does not compile until it is named here.
 * `pairs` outlive a deletion for 30 days (S88); `people`: who works and who is signed in, no customer's data.
 */
const PART_OF: Readonly<Record<TableOfOrg, 'pairs' | 'people' | 'rest'>> = {
  integration: 'pairs',
  link: 'pairs',
  lane: 'people',
  session: 'people',
  credential: 'rest',
  subscription: 'rest',
  module_config: 'rest',
  match_key: 'rest',
  inbox: 'rest',
  intent: 'rest',
  staging: 'rest',
  run: 'rest',
  run_module: 'rest',
  run_count: 'rest',
  history: 'rest',
  conflict: 'rest',
  open_conflict: 'rest',
  waiting_reference: 'rest',
  failure: 'rest',
  cursor: 'rest',
  profile_permission: 'rest',
  panel_cache: 'rest',
  panel_action: 'rest',
  audit: 'rest',
  legacy_import: 'rest',
};
const TABLES = Object.keys(PART_OF) as readonly TableOfOrg[];

export function erasureRepository({ db, orgKey }: Scope): ErasureRepository {
  async function erase(tables: readonly TableOfOrg[], key = orgKey): Promise<void> {
    for (const table of tables) {
      // All of them have the column; the query builder cannot say so of a union of tables.
      await db
        .deleteFrom(table as 'link')
        .where('org_key', '=', key)
        .execute();
    }
  }
  async function eraseOfRuns(
    table: 'history' | 'run' | 'run_module' | 'run_count',
    column: 'run_id' | 'id',
    ids: readonly string[],
  ): Promise<void> {
    await sql`delete from ${sql.table(table)}
      where org_key = ${orgKey} and ${sql.ref(column)} = any(${ids}::text[])`.execute(db);
  }
  return {
    async everything() {
      await erase(TABLES);
      await erase(TABLES, rehearsalKey(orgKey));
    },
    async allButPairs() {
      await erase(TABLES.filter((table) => PART_OF[table] === 'rest'));
      await erase(TABLES, rehearsalKey(orgKey));
    },
    pairs: () => erase(['link']),
    async historyBefore(at) {
      const old = await db
        .selectFrom('run')
        .select(['id', 'kind'])
        .where('org_key', '=', orgKey)
        .where('state', '=', 'done')
        .where('started_at', '<', at)
        .execute();
      const latest = await db
        .selectFrom('run')
        .select('id')
        .where('org_key', '=', orgKey)
        .where('kind', '=', 'first-sync')
        .orderBy('started_at', 'desc')
        .orderBy('seq', 'desc')
        .limit(1)
        .executeTakeFirst();
      const ids = old.map(({ id }) => id);
      const gone = ids.filter((id) => id !== latest?.id);
      await eraseOfRuns('history', 'run_id', ids);
      await eraseOfRuns('run_module', 'run_id', gone);
      await eraseOfRuns('run_count', 'run_id', gone);
      await eraseOfRuns('run', 'id', gone);
      await db.deleteFrom('conflict').where('org_key', '=', orgKey).where('at', '<', at).execute();
    },
  };
}
