import type { FieldMeta, Module, RawValue, RemoteRecord, Side } from '../core/record.ts';
import type { SyncError } from '../core/errors.ts';

/** Which fields the caller needs: API names; adapters split or widen the request as their product wants. */
export interface ReadOptions {
  readonly fields: readonly string[];
  readonly signal?: AbortSignal;
}

/** Tells which of the ids the caller holds already: their creation times (ISO 8601 UTC) by id. */
export type KnownRecords = (ids: readonly string[]) => Promise<ReadonlyMap<string, string | null>>;

export interface RecordPage {
  readonly records: readonly RemoteRecord[];
  /** Pass to `readAll({ resumeFrom })` to go on after this page; null when it was the last. */
  readonly cursor: string | null;
  /** How many records there are in all, when the product says so. */
  readonly total: number | null;
}

/** New values for one record: only mapped fields, raw form of the target side. */
export interface Draft {
  readonly values: Readonly<Record<string, RawValue>>;
  /** Desk products: departments to associate (mandatory on create). */
  readonly departmentIds?: readonly string[];
}
export interface Change extends Draft {
  readonly id: string;
}

/** What became of one written record. A batch answers one outcome per input, in input order. */
export type WriteOutcome =
  | {
      readonly ok: true;
      readonly id: string;
      readonly modifiedAt: string | null;
      readonly createdAt: string | null;
    }
  | { readonly ok: false; readonly error: SyncError };

/** A record that a side says was deleted. `purged` = also gone from the recycle bin. */
export interface DeletedRecord {
  readonly id: string;
  readonly state: 'bin' | 'purged';
  readonly deletedAt: string | null;
}

/**
 * One side's records. Implemented by Desk and by CRM, so the sync never asks which product it talks to.
 *
 * Reads throw `SyncError` when the whole call failed. Writes never throw for a record's sake: each record has
 * its own outcome, so one bad record holds back no other (S78). When the request may have reached the product
 * but no answer came, every record of that request gets `unknown-outcome`.
 */
export interface RecordGateway {
  readonly side: Side;
  /** Most records that one write call takes: 100 for CRM, 1 for Desk. */
  readonly writeBatchSize: number;

  /** Metadata of all fields of the module, unsupported ones included. */
  readFields(module: Module, signal?: AbortSignal): Promise<readonly FieldMeta[]>;

  /**
   * Every live record of the module, each at least once, cheapest way the product has.
   * `resumeFrom` continues after the page that carried that cursor (also in another process, within a day).
   */
  readAll(
    module: Module,
    options: ReadOptions & { readonly resumeFrom?: string | null },
  ): AsyncIterable<RecordPage>;

  /** Live records modified at or after `since` (ISO 8601 UTC), oldest change first where the product can sort. */
  readModifiedSince(module: Module, since: string, options: ReadOptions): AsyncIterable<RecordPage>;

  /** The named records; those that do not exist (or are purged) are missing from the map; binned ones carry `inRecycleBin`. */
  getMany(
    module: Module,
    ids: readonly string[],
    options: ReadOptions,
  ): Promise<ReadonlyMap<string, RemoteRecord>>;

  /**
   * Live records whose match field (contacts: e-mail, accounts and products: name) equals one of `keys` exactly or in
   * another case, as they are now: an index that lags may find them, but not describe them.
   */
  findByKey(module: Module, keys: readonly string[], options: ReadOptions): Promise<readonly RemoteRecord[]>;

  /**
   * Live records created at or after `since`, from a source without index lag: settles unknown outcomes of creates.
   * What `known` names is left out, and where a record costs a call of its own, not read again.
   */
  readCreatedSince(
    module: Module,
    since: string,
    options: ReadOptions & { readonly known?: KnownRecords },
  ): Promise<readonly RemoteRecord[]>;

  /** Deletions at or after `since`, from the product's deleted listing or recycle bin. */
  readDeletedSince(module: Module, since: string, signal?: AbortSignal): Promise<readonly DeletedRecord[]>;

  create(module: Module, drafts: readonly Draft[], signal?: AbortSignal): Promise<readonly WriteOutcome[]>;

  /**
   * Writes the given fields only (P14). With `unmodifiedSince`, a record that a person changed after that
   * instant answers `changed-meanwhile` instead of being overwritten, where the product can check it (CRM).
   */
  update(
    module: Module,
    changes: readonly Change[],
    options?: { readonly unmodifiedSince?: string; readonly signal?: AbortSignal },
  ): Promise<readonly WriteOutcome[]>;

  /**
   * Brings records back from the recycle bin under their old ids (S44). One outcome per id, in input order; a
   * record that is not in the bin, or that the product will not restore, answers an error of its own.
   */
  restore(module: Module, ids: readonly string[], signal?: AbortSignal): Promise<readonly WriteOutcome[]>;

  /** The product's clock at the last answer (ISO 8601 UTC), from the HTTP Date header; null before the first. */
  serverTime(): string | null;
}
