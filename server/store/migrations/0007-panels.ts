import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';

const STATEMENTS = [
  `create table panel_cache (
    org_key text, subject text, value text not null, read_at timestamptz not null, fresh boolean not null,
    primary key (org_key, subject))`,
  `create index panel_cache_age on panel_cache (org_key, read_at)`,
  `create table panel_action (
    org_key text, agent_id text, key text, kind text not null, fingerprint text not null, at timestamptz not null,
    called_at timestamptz not null, claimed_until timestamptz not null, result_id text, result_url text,
    primary key (org_key, agent_id, key))`,
  `create index panel_action_result on panel_action (org_key, result_id) where result_id is not null`,
  `create index panel_action_age on panel_action (org_key, at)`,
];

/** Last known data of the panels and the board (S120), and what agents did from them, once per click. */
export const panels: Migration = {
  async up(db: Kysely<unknown>): Promise<void> {
    for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
  },
};
