import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  'alter table panel_cache add column expired_at timestamptz',
  'update panel_cache set expired_at = read_at where not fresh',
  'alter table panel_cache drop column fresh',
];

/** When a view of CRM was overtaken by what an agent did: what was read before that instant is no fresh view (S120). */
export const expiredViews: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
