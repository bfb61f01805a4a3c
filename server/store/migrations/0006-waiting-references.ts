import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  `create table waiting_reference (
    org_key text, module text, side text, record_id text, to_module text, to_id text,
    primary key (org_key, module, side, record_id, to_module, to_id))`,
  `create index waiting_reference_target on waiting_reference (org_key, to_module, side, to_id)`,
];

/** References that could not be written, because what they name has no partner yet (P9). */
export const waitingReferences: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
