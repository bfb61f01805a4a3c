import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  `create table profile_permission (
    org_key text, profile_id text, version integer not null, permissions jsonb not null,
    primary key (org_key, profile_id))`,
  `create table audit (
    seq bigint generated always as identity primary key, org_key text not null, at timestamptz not null,
    agent_id text not null, action text not null, details jsonb not null)`,
  `create index audit_org on audit (org_key, seq)`,
];

/** What each Desk profile may see of CRM (S53), and who changed it (S60). */
export const permissions: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
