import type { ModuleConfig } from '../../../server/core/mapping/field-mapping.ts';
import type { Module, RemoteRecord, Side } from '../../../server/core/record.ts';
import type {
  MappingDraft,
  MatchDecision,
  PendingEdit,
  UsageDay,
} from '../../../server/ports/administration-store.ts';
import type {
  AuditRow,
  Credential,
  FailureRow,
  HistoryRow,
  InboxRow,
  Integration,
  Intent,
  KeyRow,
  Link,
  OpenConflict,
  Run,
  SettledConflict,
  Subscription,
  WaitingReference,
} from '../../../server/ports/store.ts';
import { Journal, Table } from './table.ts';

export interface StoredLink extends Link {
  readonly absentSince: { readonly desk: string | null; readonly crm: string | null };
}
export interface StoredInboxRow extends InboxRow {
  readonly dueAt: string;
  readonly seq: number;
}

/** Everything the memory store holds of one organisation. */
export class OrgTables {
  readonly journal = new Journal();
  readonly integration = new Table<Integration>(this.journal);
  readonly credentials = new Table<Credential>(this.journal);
  readonly subscriptions = new Table<Subscription>(this.journal);
  readonly configs = new Table<ModuleConfig>(this.journal);
  readonly links = new Table<StoredLink>(this.journal);
  readonly waitingReferences = new Table<WaitingReference>(this.journal);
  readonly inbox = new Table<StoredInboxRow>(this.journal);
  readonly intents = new Table<Intent>(this.journal);
  readonly keys = new Table<KeyRow>(this.journal);
  readonly staging = new Table<{
    readonly module: Module;
    readonly side: Side;
    readonly record: RemoteRecord;
  }>(this.journal);
  readonly runs = new Table<Run>(this.journal);
  readonly history = new Table<HistoryRow>(this.journal);
  readonly conflicts = new Table<SettledConflict>(this.journal);
  readonly openConflicts = new Table<OpenConflict>(this.journal);
  readonly failures = new Table<FailureRow>(this.journal);
  readonly cursors = new Table<string>(this.journal);
  readonly audit = new Table<AuditRow>(this.journal);
  readonly drafts = new Table<MappingDraft>(this.journal);
  readonly usage = new Table<UsageDay>(this.journal);
  readonly matchDecisions = new Table<MatchDecision>(this.journal);
  readonly pendingEdits = new Table<PendingEdit>(this.journal);
  readonly lane = new Table<{ readonly owner: string; readonly leaseUntil: string }>(this.journal);
  /** Grows for ever, also over a rollback, as a database's sequence does. */
  #sequence = 0;
  next(): number {
    this.#sequence += 1;
    return this.#sequence;
  }
}
