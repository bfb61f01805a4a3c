import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  `create table zsc_key (
    id text primary key, secret_hash text not null, crm_org_id text not null, crm_user_id text not null,
    email text not null, data_center text not null, api_domain text, scopes jsonb not null, refresh_token text,
    created_at timestamptz not null, revoked_at timestamptz, used_by text)`,
  // One living key per CRM administrator: a new one kills the old.
  `create unique index zsc_key_living on zsc_key (crm_org_id, crm_user_id) where revoked_at is null`,
  `create index zsc_key_used_by on zsc_key (used_by) where used_by is not null`,
  `create table mapping_draft (
    org_key text, module text, agent_id text, draft jsonb not null, primary key (org_key, module, agent_id))`,
  `create table usage_day (
    org_key text, side text, day text, calls integer not null, most_left bigint, "left" bigint, known_at timestamptz,
    primary key (org_key, side, day))`,
  `create table match_decision (
    org_key text, module text, side text, record_id text, choice text not null, candidate_id text,
    at timestamptz not null, agent_id text not null, primary key (org_key, module, side, record_id))`,
  `create table pending_edit (
    org_key text, id text, seq bigint generated always as identity, module text not null, desk_id text not null,
    crm_id text not null, row_key text not null, side text not null, edit jsonb not null,
    primary key (org_key, id))`,
  `alter table conflict add column undone_at timestamptz`,
];

/** Keys for connecting CRM (S14), and what the settings page keeps: drafts, usage, decisions and their undoing. */
export const administration: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
