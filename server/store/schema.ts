import type { ColumnType, Generated } from 'kysely';
import type { ModuleConfig } from '../core/mapping/field-mapping.ts';
import type { ProfilePermissions } from '../core/permissions/profile-permissions.ts';
import type { MappingDraft, MatchDecision } from '../ports/administration-store.ts';
import type { FieldValue, Module, RawValue, RemoteRecord, Side } from '../core/record.ts';
import type { SyncErrorCode } from '../core/errors.ts';
import type {
  Base,
  HistoryRow,
  InboxRow,
  Intent,
  IntegrationState,
  ModuleProgress,
  Presence,
  Run,
  ZohoProduct,
} from '../ports/store.ts';
import type { Wrapped } from './json.ts';

/** A `jsonb` column: written with `toJson`, read with `fromJson`. */
type Json<T> = ColumnType<T | Wrapped, string, string>;
/** `timestamptz`: both drivers are set up to hand out ISO 8601 UTC with milliseconds. */
type Instant = string;

/** Tables as they are after the last migration. Every table with an organisation's data starts its keys with `org_key`. */
export interface Database {
  integration: {
    org_key: string;
    state: IntegrationState;
    desk_org_id: string;
    crm_org_id: string | null;
    desk_data_center: string;
    crm_data_center: string | null;
    created_at: Instant;
    updated_at: Instant;
    switched_at: Generated<Instant | null>;
  };
  credential: {
    org_key: string;
    product: ZohoProduct;
    refresh_token: string;
    access_token: string | null;
    access_expires_at: Instant | null;
    version: number;
    scopes: Json<readonly string[]>;
    data_center: string;
    api_domain: string | null;
    account_email: string | null;
    status: 'valid' | 'reauthorization-required';
    refresh_lease_until: Instant | null;
  };
  subscription: {
    org_key: string;
    product: ZohoProduct;
    external_id: string;
    path_token_hash: string;
    secret: string | null;
    expires_at: Instant | null;
  };
  module_config: {
    org_key: string;
    module: Module;
    version: number;
    config: Json<ModuleConfig>;
    created_at: Instant;
  };
  link: {
    org_key: string;
    module: Module;
    desk_id: string;
    crm_id: string;
    base: Json<Base>;
    config_version: number;
    desk_presence: Presence;
    crm_presence: Presence;
    /** When the side was first found gone; null while it lives. */
    desk_absent_since: Instant | null;
    crm_absent_since: Instant | null;
    desk_modified_at: string | null;
    crm_modified_at: string | null;
    created_at: Instant;
    updated_at: Instant;
  };
  match_key: {
    org_key: string;
    module: Module;
    side: Side;
    record_id: string;
    key: string | null;
    created_at: string | null;
  };
  inbox: {
    org_key: string;
    module: Module;
    side: Side;
    record_id: string;
    generation: Generated<number>;
    attempts: Generated<number>;
    reason: InboxRow['reason'];
    due_at: Instant;
    seq: Generated<number>;
  };
  intent: {
    org_key: string;
    id: string;
    module: Module;
    kind: Intent['kind'];
    target: Side;
    source_id: string;
    target_id: string | null;
    values: Json<Readonly<Record<string, RawValue>>>;
    run_id: string;
    at: string;
    seq: Generated<number>;
  };
  lane: { org_key: string; owner: string; lease_until: Instant };
  staging: {
    org_key: string;
    module: Module;
    side: Side;
    record_id: string;
    created_at: Instant | null;
    record: Json<RemoteRecord>;
  };
  run: {
    org_key: string;
    id: string;
    kind: Run['kind'];
    state: Run['state'];
    started_at: Instant;
    finished_at: Instant | null;
    cutoff: string | null;
    seq: Generated<number>;
  };
  run_module: { org_key: string; run_id: string; module: Module; progress: Json<ModuleProgress> };
  run_count: {
    org_key: string;
    run_id: string;
    module: Module;
    target: Side;
    added: number;
    updated: number;
    failed: number;
  };
  history: {
    seq: Generated<number>;
    org_key: string;
    run_id: string;
    module: Module;
    target: Side;
    action: HistoryRow['action'];
    desk_id: string;
    crm_id: string;
    fields: Json<HistoryRow['fields']>;
    at: string;
  };
  waiting_reference: {
    org_key: string;
    module: Module;
    side: Side;
    record_id: string;
    to_module: Module;
    to_id: string;
  };
  open_conflict: {
    org_key: string;
    module: Module;
    desk_id: string;
    row_key: string;
    crm_id: string;
    version: number;
    base: Json<{ readonly desk: FieldValue; readonly crm: FieldValue } | null>;
    desk: Json<{ readonly value: FieldValue }>;
    crm: Json<{ readonly value: FieldValue }>;
    choice: Side | null;
    since: Instant;
  };
  conflict: {
    seq: Generated<number>;
    org_key: string;
    module: Module;
    desk_id: string;
    crm_id: string;
    field: string;
    base: Json<{ readonly desk: FieldValue; readonly crm: FieldValue } | null>;
    desk: Json<{ readonly value: FieldValue }>;
    crm: Json<{ readonly value: FieldValue }>;
    winner: Side | null;
    at: string;
    undone_at: Generated<Instant | null>;
  };
  failure: {
    org_key: string;
    module: Module;
    side: Side;
    record_id: string;
    record_name: string | null;
    code: SyncErrorCode;
    field: string | null;
    message: string;
    provider_code: string | null;
    failed_at: Instant;
    modified_at: string | null;
  };
  legacy_import: {
    org_key: string;
    module: Module;
    view_id: string;
    view_name: string;
    department_ids: Json<readonly string[]>;
    every_minutes: number;
    imported_at: Instant | null;
  };
  profile_permission: {
    org_key: string;
    profile_id: string;
    version: number;
    permissions: Json<ProfilePermissions>;
  };
  panel_cache: {
    org_key: string;
    subject: string;
    /** Envelope, see `secrets.ts`. */
    value: string;
    read_at: Instant;
    expired_at: Instant | null;
  };
  panel_action: {
    org_key: string;
    agent_id: string;
    key: string;
    kind: string;
    fingerprint: string;
    at: Instant;
    called_at: Instant;
    claimed_until: Instant;
    result_id: string | null;
    result_url: string | null;
  };
  audit: {
    seq: Generated<number>;
    org_key: string;
    at: Instant;
    agent_id: string;
    action: string;
    details: Json<Readonly<Record<string, unknown>>>;
  };
  cursor: { org_key: string; name: string; value: string };
  mapping_draft: { org_key: string; module: Module; agent_id: string; draft: Json<MappingDraft> };
  usage_day: {
    org_key: string;
    side: Side;
    day: string;
    calls: number;
    most_left: number | string | null;
    left: number | string | null;
    known_at: Instant | null;
  };
  match_decision: {
    org_key: string;
    module: Module;
    side: Side;
    record_id: string;
    choice: MatchDecision['choice'];
    candidate_id: string | null;
    at: Instant;
    agent_id: string;
  };
  pending_edit: {
    org_key: string;
    id: string;
    seq: Generated<number>;
    module: Module;
    desk_id: string;
    crm_id: string;
    row_key: string;
    side: Side;
    edit: Json<{ readonly expected: FieldValue; readonly value: FieldValue }>;
  };
  /** Belongs to a CRM administrator; `used_by` is the Desk organisation that was connected with it. */
  zsc_key: {
    id: string;
    secret_hash: string;
    crm_org_id: string;
    crm_user_id: string;
    email: string;
    data_center: string;
    api_domain: string | null;
    scopes: Json<readonly string[]>;
    refresh_token: string | null;
    created_at: Instant;
    revoked_at: Generated<Instant | null>;
    used_by: Generated<string | null>;
  };
  oauth_state: { state_hash: string; payload: string; expires_at: Instant };
  session: {
    kind: 'claim' | 'handle';
    secret_hash: string;
    org_key: string | null;
    agent_id: string | null;
    payload: string;
    expires_at: Instant;
  };
}
