import type {
  DraftRepository,
  MatchDecisionRepository,
  PendingEditRepository,
  UsageRepository,
  ZscKeyRepository,
} from './administration-store.ts';
import type { ModuleConfig } from '../core/mapping/field-mapping.ts';
import type { ProfilePermissions } from '../core/permissions/profile-permissions.ts';
import type { FieldValue, Module, RawValue, RemoteRecord, Side } from '../core/record.ts';
import type { SyncErrorCode } from '../core/errors.ts';

/**
 * Everything the connector remembers. One accessor per organisation: no query exists that is not scoped by
 * `orgKey` (S105, P8). `orgKey` is the Desk organisation's id.
 *
 * Repositories used outside `transaction` commit one by one; inside, all commit or none. Never call Zoho inside
 * a transaction. All timestamps are ISO 8601 UTC strings handed in by the caller: the store reads no clock.
 */
export interface Store {
  forOrg(orgKey: string): OrgStore;
  /** Where the organisation's flight plan is worked out: a scope of its own, erased with the organisation. */
  rehearsalOf(orgKey: string): OrgStore;
  /** Empties that scope and copies what the sync starts from into it. */
  prepareRehearsal(orgKey: string): Promise<void>;
  /** Integrations in any of the given states, for schedulers. */
  listIntegrations(states: readonly IntegrationState[]): Promise<readonly Integration[]>;
  /** The integration that holds this CRM organisation, whoever owns it (S15); null when free. */
  findByCrmOrg(crmOrgId: string): Promise<Integration | null>;
  /** The subscription behind a callback path; the path token is hashed before it is looked up. */
  findSubscription(pathToken: string): Promise<(Subscription & { readonly orgKey: string }) | null>;
  readonly oauthStates: OAuthStateRepository;
  readonly sessions: SessionRepository;
  readonly zscKeys: ZscKeyRepository;
  /** Answers when the database answers; throws otherwise. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

export interface OrgStore extends OrgRepositories {
  readonly orgKey: string;
  transaction<T>(work: (repositories: OrgRepositories) => Promise<T>): Promise<T>;
  readonly lane: LaneRepository;
}

export interface OrgRepositories {
  readonly integration: IntegrationRepository;
  readonly credentials: CredentialRepository;
  readonly subscriptions: SubscriptionRepository;
  readonly legacyImports: LegacyImportRepository;
  readonly configs: ConfigRepository;
  readonly links: LinkRepository;
  readonly waitingReferences: WaitingReferenceRepository;
  readonly inbox: InboxRepository;
  readonly intents: IntentRepository;
  readonly keys: KeyRepository;
  readonly staging: StagingRepository;
  readonly runs: RunRepository;
  readonly history: HistoryRepository;
  readonly openConflicts: OpenConflictRepository;
  readonly failures: FailureRepository;
  readonly cursors: CursorRepository;
  readonly permissions: PermissionRepository;
  readonly panelCache: PanelCacheRepository;
  readonly panelActions: PanelActionRepository;
  readonly audit: AuditRepository;
  readonly drafts: DraftRepository;
  readonly usage: UsageRepository;
  readonly matchDecisions: MatchDecisionRepository;
  readonly pendingEdits: PendingEditRepository;
  readonly erasure: ErasureRepository;
}

/** Forgets, for good. Call inside a transaction. */
export interface ErasureRepository {
  /** Every row of the organisation, its sessions included (uninstall). */
  everything(): Promise<void>;
  /** All but the integration, its pairs and who is signed in (S86, S88). */
  allButPairs(): Promise<void>;
  pairs(): Promise<void>;
  /**
   * Runs that ended and began before `at`, with their counts and changes, and conflicts settled before. The latest
   * first session stays, because it says which modules are synced; its changes go. Pairs and tombstones stay.
   */
  historyBefore(at: string): Promise<void>;
}

// ---- integration and its secrets ----------------------------------------------------------------------------

/** S106. `configured`: both products connected, sync not started. */
export type IntegrationState =
  'none' | 'connecting' | 'configured' | 'active' | 'paused' | 'deleted' | 'legacy';

export interface Integration {
  readonly orgKey: string;
  readonly state: IntegrationState;
  readonly deskOrgId: string;
  readonly crmOrgId: string | null;
  /** Id in `resources/data-centers.json`. */
  readonly deskDataCenter: string;
  readonly crmDataCenter: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  /** When the scheduled import was given up for the sync; once set, it stays (S91). */
  readonly switchedAt: string | null;
}
export interface IntegrationRepository {
  get(): Promise<Integration | null>;
  /** Inserts or replaces; a CRM org held by another integration throws SyncError `already-linked` with `recordId` = the holder. */
  put(integration: Omit<Integration, 'orgKey' | 'switchedAt'>): Promise<void>;
  /** Sets `switchedAt`; nothing takes it away again but the erasure of everything. */
  markSwitched(at: string): Promise<void>;
  /** Moves `from` → `to` atomically; false when the state was not (any longer) in `from`. */
  transition(from: readonly IntegrationState[], to: IntegrationState, at: string): Promise<boolean>;
}

export type ZohoProduct = 'desk' | 'crm';
export interface Credential {
  readonly product: ZohoProduct;
  readonly refreshToken: string;
  readonly accessToken: string | null;
  readonly accessExpiresAt: string | null;
  /** Rises with every stored access token; lets a waiter see that somebody else refreshed. */
  readonly version: number;
  readonly scopes: readonly string[];
  readonly dataCenter: string;
  readonly apiDomain: string | null;
  readonly accountEmail: string | null;
  readonly status: 'valid' | 'reauthorization-required';
}
/** Tokens are encrypted at rest (AES-256-GCM envelope with key id); callers see plain text. */
export interface CredentialRepository {
  get(product: ZohoProduct): Promise<Credential | null>;
  put(credential: Omit<Credential, 'version'>): Promise<void>;
  /** Single flight across processes: true for the one caller who may refresh until `leaseUntil`. */
  claimRefresh(product: ZohoProduct, version: number, now: string, leaseUntil: string): Promise<boolean>;
  saveAccessToken(product: ZohoProduct, accessToken: string, expiresAt: string): Promise<void>;
  markUnusable(product: ZohoProduct): Promise<void>;
  delete(product: ZohoProduct): Promise<void>;
}

/** A webhook (Desk) or notification channel (CRM) that Zoho calls us on. */
export interface Subscription {
  readonly product: ZohoProduct;
  /** Webhook id or channel id at Zoho. */
  readonly externalId: string;
  /** Random path segment of the callback URL; stored hashed, never logged. */
  readonly pathToken: string;
  /** CRM: token Zoho echoes in every callback. */
  readonly secret: string | null;
  readonly expiresAt: string | null;
}
export interface SubscriptionRepository {
  list(product: ZohoProduct): Promise<readonly Omit<Subscription, 'pathToken'>[]>;
  put(subscription: Subscription): Promise<void>;
  setExpiry(externalId: string, product: ZohoProduct, expiresAt: string): Promise<void>;
  delete(product: ZohoProduct, externalId: string): Promise<void>;
}

export interface OAuthStateRepository {
  /** Keyed by the hash of `state`; `payload` is encrypted at rest. */
  put(state: string, payload: Readonly<Record<string, unknown>>, expiresAt: string): Promise<void>;
  /** Returns and deletes it: a state is good once. Null when unknown or expired. */
  take(state: string, now: string): Promise<Readonly<Record<string, unknown>> | null>;
}
/** One-time claims and rotating refresh handles of signed-in agents; both stored hashed. */
export interface SessionRepository {
  putClaim(claimId: string, payload: Readonly<Record<string, unknown>>, expiresAt: string): Promise<void>;
  takeClaim(claimId: string, now: string): Promise<Readonly<Record<string, unknown>> | null>;
  putHandle(handle: string, payload: Readonly<Record<string, unknown>>, expiresAt: string): Promise<void>;
  takeHandle(handle: string, now: string): Promise<Readonly<Record<string, unknown>> | null>;
  revokeAgent(orgKey: string, agentId: string): Promise<void>;
  /** Whether a session of the agent can still be renewed: false after the last one ended or was revoked. */
  isSignedIn(orgKey: string, agentId: string, now: string): Promise<boolean>;
}

/** One module of the scheduled one-way import: which CRM custom view goes to Desk, and how often (A.11). */
export interface LegacyImport {
  readonly module: Module;
  readonly viewId: string;
  readonly viewName: string;
  /** Products: departments that new Desk products belong to. */
  readonly departmentIds: readonly string[];
  readonly everyMinutes: number;
  readonly importedAt: string | null;
}
export interface LegacyImportRepository {
  /** In the order in which modules refer to each other. */
  list(): Promise<readonly LegacyImport[]>;
  put(entry: LegacyImport): Promise<void>;
  noteImported(module: Module, at: string): Promise<void>;
  clear(): Promise<void>;
}

export interface ConfigRepository {
  /** Newest version of the module's configuration; null when the module is not configured. */
  current(module: Module): Promise<ModuleConfig | null>;
  /** Stores as version `current + 1`; `expectedVersion` (0 = none yet) guards against two admins; throws SyncError `changed-meanwhile`. */
  save(config: Omit<ModuleConfig, 'version'>, expectedVersion: number, at: string): Promise<ModuleConfig>;
}

// ---- pairs ---------------------------------------------------------------------------------------------------

/** Deletion state of one side of a pair (P10): `missing` is a suspicion, `bin` and `purged` are confirmed. */
export type Presence = 'live' | 'missing' | 'bin' | 'purged';

/** Last values both sides held after a successful sync, per mapping row and side (each side may normalise what it stores). */
export type Base = Readonly<Record<string, { readonly desk: FieldValue; readonly crm: FieldValue }>>;

/** Joins one Desk record with one CRM record (P11). */
export interface Link {
  readonly module: Module;
  readonly deskId: string;
  readonly crmId: string;
  readonly base: Base;
  readonly configVersion: number;
  readonly presence: Readonly<Record<Side, Presence>>;
  readonly modifiedAt: Readonly<Record<Side, string | null>>;
}
export interface LinkRepository {
  /** Links whose record on `side` is one of `ids`, keyed by that id. */
  byIds(module: Module, side: Side, ids: readonly string[]): Promise<ReadonlyMap<string, Link>>;
  /** Inserts what violates no uniqueness and returns the links that were inserted; the rest is for the caller to report (S72). */
  insertMany(links: readonly Link[], at: string): Promise<readonly Link[]>;
  /** Replaces base, versions, presence and config version of existing links. */
  updateMany(links: readonly Link[], at: string): Promise<void>;
  delete(module: Module, deskId: string, crmId: string): Promise<void>;
  /** Pages through a module's links by Desk id. */
  page(module: Module, afterDeskId: string | null, limit: number): Promise<readonly Link[]>;
  count(module: Module): Promise<number>;
  /** Pages by Desk id through pairs of which a record is gone. */
  absent(module: Module, afterDeskId: string | null, limit: number): Promise<readonly Tombstone[]>;
  /** How many pairs lost `side`'s record after `since`. */
  countAbsent(module: Module, side: Side, since: string): Promise<number>;
}
/** What is remembered of a deletion (P10): the pair with its presence, and since when a record of it is gone. */
export interface Tombstone {
  readonly link: Link;
  readonly since: string;
}

/** A reference of `side`'s record that cannot be written before what it names on that side has a partner (P9). */
export interface WaitingReference {
  readonly module: Module;
  readonly side: Side;
  readonly recordId: string;
  readonly toModule: Module;
  readonly toId: string;
}
export interface WaitingReferenceRepository {
  add(references: readonly WaitingReference[]): Promise<void>;
  /** Forgets what the records wait for. */
  clear(module: Module, side: Side, ids: readonly string[]): Promise<void>;
  /** Removes and returns what waited for the named records. */
  take(toModule: Module, side: Side, toIds: readonly string[]): Promise<readonly WaitingReference[]>;
  list(): Promise<readonly WaitingReference[]>;
}

/** Match keys of every known record of both sides, linked or not: finds partners without asking Zoho. */
export interface KeyRow {
  readonly module: Module;
  readonly side: Side;
  readonly recordId: string;
  readonly key: string | null;
  readonly createdAt: string | null;
}
export interface KeyRepository {
  upsertMany(rows: readonly KeyRow[]): Promise<void>;
  find(module: Module, side: Side, keys: readonly string[]): Promise<readonly KeyRow[]>;
  /** All rows of a module's side: the join of the first sync. */
  all(module: Module, side: Side): Promise<readonly KeyRow[]>;
  /** Which of the records are known, with the time they were created at. */
  known(module: Module, side: Side, ids: readonly string[]): Promise<ReadonlyMap<string, string | null>>;
  /** Keys of the named records, by id; those without one are left out. */
  ofRecords(module: Module, side: Side, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  delete(module: Module, side: Side, ids: readonly string[]): Promise<void>;
}

// ---- work ----------------------------------------------------------------------------------------------------

/** "Look at this record": keyed by record, so doubled and reordered events coalesce (P5, P6). */
export interface InboxRow {
  readonly module: Module;
  readonly side: Side;
  readonly recordId: string;
  /** Bumped by every new event; a row is settled only if nobody bumped it meanwhile. */
  readonly generation: number;
  readonly attempts: number;
  readonly reason: 'event' | 'poll' | 'dependency' | 'retry' | 'reconcile' | 'send-again';
}
export interface InboxRepository {
  /** New rows are due at `at`; existing rows get generation + 1, attempts 0 and become due. */
  mark(rows: readonly Pick<InboxRow, 'module' | 'side' | 'recordId' | 'reason'>[], at: string): Promise<void>;
  /** Up to `limit` due rows of the module, oldest first. The org's lane is the only reader, so nothing is locked. */
  due(module: Module, limit: number, now: string): Promise<readonly InboxRow[]>;
  /** Deletes rows whose generation is unchanged. */
  settle(rows: readonly InboxRow[]): Promise<void>;
  /** Makes rows due again at `notBefore` with attempts + 1. */
  defer(rows: readonly InboxRow[], notBefore: string): Promise<void>;
  count(module?: Module): Promise<number>;
  /** Which of the ids have a row, due or not. */
  waiting(module: Module, side: Side, ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Earliest due time of the modules' rows, of all rows by default; null when there are none. */
  nextDueAt(modules?: readonly Module[]): Promise<string | null>;
}

/** Written before a call, removed with its confirmation: what a crash leaves behind is looked up before it is repeated (P5, P7). */
export interface Intent {
  readonly id: string;
  readonly module: Module;
  /** `correct`: an administrator's own correction of the record itself; source and target are that one record. */
  readonly kind: 'create' | 'update' | 'restore' | 'correct';
  /** Side that is written. */
  readonly target: Side;
  /** The record on the other side that the write comes from. */
  readonly sourceId: string;
  /** Null for creates. */
  readonly targetId: string | null;
  /** Raw values sent. */
  readonly values: Readonly<Record<string, RawValue>>;
  readonly runId: string;
  readonly at: string;
}
export interface IntentRepository {
  /** Inserts; a pending create for the same source is a programming error and violates a unique key. */
  open(intents: readonly Intent[]): Promise<void>;
  close(ids: readonly string[]): Promise<void>;
  pending(): Promise<readonly Intent[]>;
}

/** Single writer per organisation: whoever holds the lease does its sync work. */
export interface LaneRepository {
  /** True when free, expired or already ours. */
  acquire(owner: string, now: string, leaseUntil: string): Promise<boolean>;
  /** False when another process took it over: stop at once. */
  renew(owner: string, now: string, leaseUntil: string): Promise<boolean>;
  release(owner: string): Promise<void>;
  /** True while anybody's lease runs. */
  isHeld(now: string): Promise<boolean>;
}

/** Full records read by a first sync, kept until it is done so that a restart need not read again. */
export interface StagingRepository {
  put(module: Module, side: Side, records: readonly RemoteRecord[]): Promise<void>;
  get(module: Module, side: Side, ids: readonly string[]): Promise<ReadonlyMap<string, RemoteRecord>>;
  /** Ids with the given API name's raw value, for records created at or after `since` (e.g. the accounts young contacts refer to). */
  valuesOf(
    module: Module,
    side: Side,
    field: string,
    createdSince: string,
  ): Promise<readonly { readonly id: string; readonly value: RawValue }[]>;
  /** Ids of everything staged: what the bulk read saw. */
  ids(module: Module, side: Side): Promise<readonly string[]>;
  count(module: Module, side: Side): Promise<number>;
  clear(module?: Module): Promise<void>;
}

// ---- what happened -------------------------------------------------------------------------------------------

export type RunPhase = 'waiting' | 'reading' | 'matching' | 'writing' | 'done';
export interface ModuleProgress {
  readonly module: Module;
  readonly phase: RunPhase;
  /** Records done and to do in this phase. */
  readonly done: number;
  readonly total: number | null;
  /** Resume points: page cursors of the bulk reads, kept per side. */
  readonly cursors: Readonly<Partial<Record<Side, string | null>>>;
  readonly phaseStartedAt: string | null;
}
export interface Run {
  readonly id: string;
  readonly kind: 'first-sync' | 'continuous' | 'retry' | 'legacy-import';
  readonly state: 'running' | 'done';
  readonly startedAt: string;
  readonly finishedAt: string | null;
  /** First sync: records created at or after this are eligible (S30). */
  readonly cutoff: string | null;
  readonly modules: readonly ModuleProgress[];
  readonly counts: readonly RunCount[];
}
/** S65–S67: one row per direction and module. */
export interface RunCount {
  readonly module: Module;
  readonly target: Side;
  readonly added: number;
  readonly updated: number;
  readonly failed: number;
}
export interface RunRepository {
  /** Starts a run unless one of that kind is running (double click, S20); returns the running one. */
  start(run: Omit<Run, 'counts' | 'state' | 'finishedAt'>): Promise<Run>;
  running(kind: Run['kind']): Promise<Run | null>;
  latest(kind: Run['kind']): Promise<Run | null>;
  saveProgress(runId: string, progress: ModuleProgress): Promise<void>;
  addCounts(runId: string, counts: readonly RunCount[]): Promise<void>;
  finish(runId: string, at: string): Promise<void>;
  list(since: string): Promise<readonly Run[]>;
  /** Counts of runs started at or after `since`, newest run first; rows that count nothing are left out (S62–S67). */
  counted(since: string): Promise<readonly CountedRun[]>;
}

/** One line of the Sync History: what one run did to one module in one direction. */
export interface CountedRun extends RunCount {
  readonly runId: string;
  readonly kind: Run['kind'];
  readonly startedAt: string;
  readonly finishedAt: string | null;
}

/** One mutation and why it happened (P22): written in the same commit as its confirmation. */
export interface HistoryRow {
  readonly runId: string;
  readonly module: Module;
  readonly target: Side;
  /**
   * `suppressed` is no mutation: a change that a tombstone kept from being brought over (S45). `corrected`: a failed
   * record's value, by an administrator; the id on the other side is empty while it has no partner.
   */
  readonly action: 'added' | 'updated' | 'paired' | 'restored' | 'suppressed' | 'corrected';
  readonly deskId: string;
  readonly crmId: string;
  readonly fields: readonly {
    readonly field: string;
    readonly from: FieldValue;
    readonly to: FieldValue;
    readonly rule: string;
  }[];
  readonly at: string;
}
/** S96: both values are kept. */
export interface ConflictRow {
  readonly module: Module;
  readonly deskId: string;
  readonly crmId: string;
  readonly field: string;
  readonly base: { readonly desk: FieldValue; readonly crm: FieldValue } | null;
  readonly desk: FieldValue;
  readonly crm: FieldValue;
  readonly winner: Side | null;
  readonly at: string;
}
/** A conflict as it was kept. */
export interface SettledConflict extends ConflictRow {
  /** Digits. */
  readonly id: string;
  /** When an administrator asked the losing value back; null otherwise. */
  readonly undoneAt: string | null;
}
export interface HistoryQuery {
  readonly module?: Module | undefined;
  readonly target?: Side | undefined;
  /** `next` of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}
export interface HistoryPage {
  readonly rows: readonly HistoryRow[];
  /** Null after the last page. */
  readonly next: string | null;
}
export interface HistoryRepository {
  append(rows: readonly HistoryRow[]): Promise<void>;
  appendConflicts(rows: readonly ConflictRow[]): Promise<void>;
  /** Whether this decision about these values was recorded at or after `since`. */
  hasConflict(
    conflict: Pick<ConflictRow, 'module' | 'deskId' | 'field' | 'desk' | 'crm' | 'winner'>,
    since: string,
  ): Promise<boolean>;
  ofRun(runId: string, limit: number): Promise<readonly HistoryRow[]>;
  /** One page of what a run changed, in the order in which it happened; `next` starts the following page. */
  pageOfRun(runId: string, query: HistoryQuery): Promise<HistoryPage>;
  /** Newest first. */
  conflicts(limit: number): Promise<readonly SettledConflict[]>;
  conflict(id: string): Promise<SettledConflict | null>;
  /** False when it was undone before. */
  markUndone(id: string, at: string): Promise<boolean>;
  /** How many pairs had `field` of `target` set to `to` after `since`. */
  countSet(module: Module, target: Side, field: string, to: FieldValue, since: string): Promise<number>;
}

/** A field that both sides changed and that waits for an administrator (S96, policy `ask`). */
export interface OpenConflict {
  readonly module: Module;
  readonly deskId: string;
  readonly crmId: string;
  /** Mapping row, see `rowKey`. */
  readonly key: string;
  /** Rises when a side's value changes; guards a choice against values nobody looked at. */
  readonly version: number;
  readonly base: { readonly desk: FieldValue; readonly crm: FieldValue } | null;
  readonly desk: FieldValue;
  readonly crm: FieldValue;
  /** The side an administrator chose, until the other side confirmed it. */
  readonly choice: Side | null;
  readonly since: string;
}
export interface OpenConflictRepository {
  /** Oldest first. */
  list(): Promise<readonly OpenConflict[]>;
  ofPairs(module: Module, deskIds: readonly string[]): Promise<readonly OpenConflict[]>;
  put(conflict: OpenConflict): Promise<void>;
  /** Null takes a choice back. False when there is no such conflict of that version. */
  choose(
    conflict: Pick<OpenConflict, 'module' | 'deskId' | 'key' | 'version'>,
    choice: Side | null,
  ): Promise<boolean>;
  close(module: Module, deskId: string, keys: readonly string[]): Promise<void>;
}
export interface FailureRow {
  readonly module: Module;
  /** Side the record lives on that could not be brought over. */
  readonly side: Side;
  readonly recordId: string;
  readonly recordName: string | null;
  readonly code: SyncErrorCode;
  readonly field: string | null;
  readonly message: string;
  readonly providerCode: string | null;
  readonly failedAt: string;
  /** The record's own modified time as it was looked at, by its product's clock; null when it could not be read. */
  readonly modifiedAt: string | null;
}
export type FailureCount = Pick<FailureRow, 'module' | 'code'> & { readonly count: number };
export interface FailureRepository {
  /** One entry per (module, side, record): a repeated failure refreshes it. */
  record(rows: readonly FailureRow[]): Promise<void>;
  clear(module: Module, side: Side, ids: readonly string[]): Promise<void>;
  list(module?: Module): Promise<readonly FailureRow[]>;
  /** How many there are per module and code. */
  tally(): Promise<readonly FailureCount[]>;
}

export interface StoredPermissions {
  readonly version: number;
  readonly permissions: ProfilePermissions;
}
/** What each Desk profile may see (S53), keyed by the profile's id; a profile that was never changed has no row. */
export interface PermissionRepository {
  get(profileId: string): Promise<StoredPermissions | null>;
  all(): Promise<ReadonlyMap<string, StoredPermissions>>;
  /** Stores as version `expectedVersion + 1` (0 = none yet); false when another version is there. */
  save(profileId: string, permissions: ProfilePermissions, expectedVersion: number): Promise<boolean>;
}

/** What was read of CRM for people to look at: last known data (S120). */
export interface KeptView {
  /** ISO 8601 UTC. */
  readonly readAt: string;
  /** When something was last changed: what was read before, or in that instant, is worth reading again at once. */
  readonly expiredAt: string | null;
  /** As it was put. */
  readonly value: unknown;
}
/**
 * Unfiltered customer data, encrypted; permissions are applied to every answer anew (S61). Old views and the oldest
 * beyond a number go by themselves.
 */
export interface PanelCacheRepository {
  /** Null when there is none, or none that can be decrypted any more. */
  get(subject: string): Promise<KeptView | null>;
  /** @param readAt when reading began; a view that was read later stays */
  put(subject: string, value: unknown, readAt: string): Promise<void>;
  /** The view stays as last known data, but is no longer fresh; nor is one whose reading is under way. */
  expire(subject: string, at: string): Promise<void>;
}

/** One click of an agent, by the key their browser made for it; holds nothing of what was entered. */
export interface PanelAction {
  readonly agentId: string;
  readonly key: string;
  readonly kind: string;
  /** Digest of all that was asked for. */
  readonly fingerprint: string;
  /** When it was first begun. */
  readonly at: string;
  /** When Zoho was last asked to do it. */
  readonly calledAt: string;
  /** What it made or paired; null while nobody knows. */
  readonly result: { readonly id: string; readonly url: string } | null;
}
export interface PanelActionRepository {
  /**
   * Begins an action, or hands back what is known under its key. `isMine`: this caller may carry it out, until
   * `claimedUntil`; else another one is about it, or it is done.
   */
  begin(
    action: Omit<PanelAction, 'result' | 'calledAt'>,
    claimedUntil: string,
  ): Promise<PanelAction & { readonly isNew: boolean; readonly isMine: boolean }>;
  /** Zoho is asked once more. */
  noteCall(agentId: string, key: string, at: string): Promise<void>;
  finish(agentId: string, key: string, result: { readonly id: string; readonly url: string }): Promise<void>;
  /** Lets the same key be tried again at once; what it did is unknown. */
  release(agentId: string, key: string): Promise<void>;
  /** It did nothing. */
  forget(agentId: string, key: string): Promise<void>;
  /** Which of the records actions made: none of these was made by another click. */
  madeAlready(ids: readonly string[]): Promise<ReadonlySet<string>>;
  /** Keys older than that are not used again. */
  prune(before: string): Promise<void>;
}

/** Who changed what (S60). */
export interface AuditRow {
  readonly at: string;
  readonly agentId: string;
  readonly action: string;
  readonly details: Readonly<Record<string, unknown>>;
}
export interface AuditRepository {
  append(row: AuditRow): Promise<void>;
  /** Newest first. */
  list(limit: number): Promise<readonly AuditRow[]>;
}

/** Safe low bounds of polls (P13): advanced only after everything before was stored. */
export interface CursorRepository {
  get(name: string): Promise<string | null>;
  set(name: string, value: string): Promise<void>;
}
