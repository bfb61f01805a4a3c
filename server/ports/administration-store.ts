import type { FieldMapping, SyncType } from '../core/mapping/field-mapping.ts';
import type { FieldValue, Module, Side } from '../core/record.ts';

/**
 * A key of a CRM administrator (S14). It belongs to nobody's organisation until a Desk administrator uses it, so it
 * is the one secret that is kept outside the organisations' scope.
 */
export interface ZscKeyRow {
  /** Names the key; not secret. */
  readonly id: string;
  /** SHA-256 of the secret part, base64url. */
  readonly secretHash: string;
  readonly crmOrgId: string;
  readonly crmUserId: string;
  /** Lower case. */
  readonly email: string;
  readonly dataCenter: string;
  readonly apiDomain: string | null;
  readonly scopes: readonly string[];
  /** The administrator's grant; encrypted at rest, null once the key is dead. */
  readonly refreshToken: string | null;
  readonly createdAt: string;
  readonly revokedAt: string | null;
  /** Desk organisation that was connected with it. */
  readonly usedBy: string | null;
}
export interface ZscKeyRepository {
  find(id: string): Promise<ZscKeyRow | null>;
  /** The living key of a CRM organisation's user. */
  living(crmOrgId: string, crmUserId: string): Promise<ZscKeyRow | null>;
  /** Kills the user's living key and stores this one, in one commit. @returns the key that died */
  replace(key: Omit<ZscKeyRow, 'revokedAt' | 'usedBy'>): Promise<ZscKeyRow | null>;
  /** Forgets the grant, keeps the name of the key, so that using it can be told from a typing error. */
  revoke(id: string, at: string): Promise<void>;
  markUsed(id: string, orgKey: string): Promise<void>;
}

/** What one administrator edited and did not save. */
export interface MappingDraft {
  readonly module: Module;
  readonly syncType: SyncType;
  readonly mappings: readonly FieldMapping[];
  readonly departmentIds: readonly string[];
  readonly basedOn: number;
  readonly savedAt: string;
}
/** One draft per administrator and module. */
export interface DraftRepository {
  get(module: Module, agentId: string): Promise<MappingDraft | null>;
  put(agentId: string, draft: MappingDraft): Promise<void>;
  delete(module: Module, agentId: string): Promise<void>;
}

/** What a day's calls to one product taught. */
export interface UsageDay {
  /** `yyyy-MM-dd`, UTC. */
  readonly day: string;
  readonly calls: number;
  /** Most credits seen as left during the day, and the last number; null while the product did not tell. */
  readonly mostLeft: number | null;
  readonly left: number | null;
  readonly knownAt: string | null;
}
export interface UsageRepository {
  /** Adds the calls; a later known number of credits replaces an earlier one. */
  add(side: Side, day: UsageDay): Promise<void>;
  get(side: Side, day: string): Promise<UsageDay | null>;
}

/** What an administrator decided about a record whose partner was not clear. */
export interface MatchDecision {
  readonly module: Module;
  readonly side: Side;
  readonly recordId: string;
  readonly choice: 'pair' | 'create' | 'leave';
  /** Of `pair`: with whom. Of `leave`: only this one is not its partner (`parted-pairs.ts`); null: nobody is. */
  readonly candidateId: string | null;
  readonly at: string;
  readonly agentId: string;
}
export interface MatchDecisionRepository {
  get(module: Module, side: Side, recordId: string): Promise<MatchDecision | null>;
  ofRecords(module: Module, side: Side, ids: readonly string[]): Promise<ReadonlyMap<string, MatchDecision>>;
  /** Newest first. */
  list(since: string): Promise<readonly MatchDecision[]>;
  /** False when a decision is there already. */
  put(decision: MatchDecision): Promise<boolean>;
  delete(module: Module, side: Side, recordId: string): Promise<void>;
}

/** A value that an administrator asked back (undo of a conflict): written by the lane if the field still holds `expected`. */
export interface PendingEdit {
  readonly id: string;
  readonly module: Module;
  readonly deskId: string;
  readonly crmId: string;
  /** Mapping row. */
  readonly key: string;
  /** Side to write. */
  readonly side: Side;
  readonly expected: FieldValue;
  readonly value: FieldValue;
}
export interface PendingEditRepository {
  /** In the order in which they were asked for. */
  list(): Promise<readonly PendingEdit[]>;
  put(edit: PendingEdit): Promise<void>;
  close(ids: readonly string[]): Promise<void>;
}
