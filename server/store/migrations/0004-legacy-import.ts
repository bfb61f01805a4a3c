import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  `alter table integration add column switched_at timestamptz`,
  `create table legacy_import (
    org_key text, module text, view_id text not null, view_name text not null, department_ids jsonb not null,
    every_minutes integer not null, imported_at timestamptz,
    primary key (org_key, module))`,
];

/** The scheduled one-way import of CRM custom views, and the switch away from it that has no way back (S89–S95). */
export const legacyImport: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
