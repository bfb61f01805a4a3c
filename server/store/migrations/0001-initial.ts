import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

/**
 * One statement each, understood by PostgreSQL ≥ 15 and PGlite alike. Ids of Zoho are text: they exceed 2^53.
 * Instants that SQL compares are `timestamptz`; those it only keeps are text, so they come back as they came.
 */
const STATEMENTS: readonly string[] = [
  `create table integration (
    org_key text primary key, state text not null, desk_org_id text not null, crm_org_id text,
    desk_data_center text not null, crm_data_center text,
    created_at timestamptz not null, updated_at timestamptz not null)`,
  // S15: one CRM organisation belongs to one integration; a deleted one gives it free.
  `create unique index integration_crm_org on integration (crm_org_id) where state <> 'deleted'`,
  `create table credential (
    org_key text, product text, refresh_token text not null, access_token text, access_expires_at timestamptz,
    version integer not null, scopes jsonb not null, data_center text not null, api_domain text,
    account_email text, status text not null, refresh_lease_until timestamptz,
    primary key (org_key, product))`,
  `create table subscription (
    org_key text, product text, external_id text, path_token_hash text not null unique, secret text,
    expires_at timestamptz, primary key (org_key, product, external_id))`,
  `create table module_config (
    org_key text, module text, version integer, config jsonb not null, created_at timestamptz not null,
    primary key (org_key, module, version))`,
  // P11: a pair is unique on both ids.
  `create table link (
    org_key text, module text, desk_id text, crm_id text not null, base jsonb not null,
    config_version integer not null, desk_presence text not null, crm_presence text not null,
    desk_modified_at text, crm_modified_at text, created_at timestamptz not null, updated_at timestamptz not null,
    constraint link_desk_unique primary key (org_key, module, desk_id),
    constraint link_crm_unique unique (org_key, module, crm_id))`,
  `create table match_key (
    org_key text, module text, side text, record_id text, key text, created_at text,
    primary key (org_key, module, side, record_id))`,
  // Hashed, because a key may be longer than a B-tree entry (2.7 kB) and is only ever compared for equality.
  `create index match_key_by_key on match_key (org_key, module, side, md5(key)) where key is not null`,
  // Starts far apart, so a row that was settled and marked again never repeats a generation.
  `create sequence inbox_generation increment by 1000000`,
  `create table inbox (
    org_key text, module text, side text, record_id text,
    generation bigint not null default nextval('inbox_generation'), attempts integer not null default 0,
    reason text not null, due_at timestamptz not null, seq bigint generated always as identity,
    primary key (org_key, module, side, record_id))`,
  `create index inbox_due on inbox (org_key, module, due_at, seq)`,
  `create table intent (
    org_key text, id text, module text not null, kind text not null, target text not null,
    source_id text not null, target_id text, "values" jsonb not null, run_id text not null, at text not null,
    seq bigint generated always as identity, primary key (org_key, id))`,
  // P5: one record is never created twice at the same time.
  `create unique index intent_pending_create on intent (org_key, module, target, source_id) where kind = 'create'`,
  `create table lane (org_key text primary key, owner text not null, lease_until timestamptz not null)`,
  `create table staging (
    org_key text, module text, side text, record_id text, created_at timestamptz, record jsonb not null,
    primary key (org_key, module, side, record_id))`,
  `create table run (
    org_key text, id text, kind text not null, state text not null, started_at timestamptz not null,
    finished_at timestamptz, cutoff text, seq bigint generated always as identity, primary key (org_key, id))`,
  // S20: a double click starts one run.
  `create unique index run_running on run (org_key, kind) where state = 'running'`,
  `create index run_started on run (org_key, started_at)`,
  `create table run_module (
    org_key text, run_id text, module text, progress jsonb not null, primary key (org_key, run_id, module))`,
  `create table run_count (
    org_key text, run_id text, module text, target text, added integer not null, updated integer not null,
    failed integer not null, primary key (org_key, run_id, module, target))`,
  `create table history (
    seq bigint generated always as identity primary key, org_key text not null, run_id text not null,
    module text not null, target text not null, action text not null, desk_id text not null,
    crm_id text not null, fields jsonb not null, at text not null)`,
  `create index history_run on history (org_key, run_id, seq)`,
  `create table conflict (
    seq bigint generated always as identity primary key, org_key text not null, module text not null,
    desk_id text not null, crm_id text not null, field text not null, base jsonb not null, desk jsonb not null,
    crm jsonb not null, winner text, at text not null)`,
  `create index conflict_org on conflict (org_key, seq)`,
  `create table failure (
    org_key text, module text, side text, record_id text, record_name text, code text not null, field text,
    message text not null, provider_code text, failed_at timestamptz not null,
    primary key (org_key, module, side, record_id))`,
  `create table cursor (org_key text, name text, value text not null, primary key (org_key, name))`,
  `create table oauth_state (
    state_hash text primary key, payload text not null, expires_at timestamptz not null)`,
  `create table session (
    kind text, secret_hash text, org_key text, agent_id text, payload text not null,
    expires_at timestamptz not null, primary key (kind, secret_hash))`,
  `create index session_agent on session (org_key, agent_id)`,
];

export const initial: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
