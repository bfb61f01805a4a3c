import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  `alter table link add column desk_absent_since timestamptz, add column crm_absent_since timestamptz`,
  `create index link_absent on link (org_key, module, desk_id)
    where desk_absent_since is not null or crm_absent_since is not null`,
];

/** When each side of a pair was first found gone: the tombstones of P10, and what P17 counts. */
export const absences: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
