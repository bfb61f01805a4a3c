import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/** Fields that wait for a person's decision (S96): one row per pair and mapping row. */
export const openConflicts: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    await sql
      .raw(
        `create table open_conflict (
          org_key text, module text, desk_id text, row_key text, crm_id text not null, version integer not null,
          base jsonb not null, desk jsonb not null, crm jsonb not null, choice text, since timestamptz not null,
          primary key (org_key, module, desk_id, row_key))`,
      )
      .execute(db);
  },
};
