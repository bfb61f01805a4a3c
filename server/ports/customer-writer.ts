import type { CustomerRef } from './customer-reader.ts';

export interface NoteDraft {
  readonly item: 'notes';
  readonly title: string | null;
  readonly content: string;
}
export interface TaskDraft {
  readonly item: 'tasks';
  readonly subject: string;
  /** yyyy-MM-dd. */
  readonly dueDate: string | null;
  readonly status: string | null;
  readonly priority: string | null;
  readonly description: string | null;
}
export interface CallDraft {
  readonly item: 'calls';
  readonly subject: string;
  readonly type: 'Outbound' | 'Inbound';
  /** ISO 8601 UTC. */
  readonly startsAt: string;
  /** Null schedules the call. */
  readonly durationSeconds: number | null;
  readonly description: string | null;
}
export interface EventDraft {
  readonly item: 'events';
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly venue: string | null;
  readonly description: string | null;
}
export interface DealDraft {
  readonly item: 'potentials';
  readonly name: string;
  readonly stage: string;
  /** yyyy-MM-dd. */
  readonly closingDate: string;
  /** Decimal string. */
  readonly amount: string | null;
}
/** What an agent adds to a customer from a panel. */
export type CustomerDraft = NoteDraft | TaskDraft | CallDraft | EventDraft | DealDraft;

export interface ContactDraft {
  readonly module: 'contacts';
  readonly lastName: string;
  readonly firstName: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly mobile: string | null;
  /** CRM account it belongs to. */
  readonly accountId: string | null;
}
export interface AccountDraft {
  readonly module: 'accounts';
  readonly name: string;
}
export type PartnerDraft = ContactDraft | AccountDraft;

/** A record made in CRM, and where CRM shows it. */
export interface MadeRecord {
  readonly id: string;
  readonly url: string;
}

/**
 * Writes of one agent, one record at a time. `unknown-outcome` means: look for what was made before doing it again
 * (P5). The `find…` methods look at the database, not at the search index.
 */
export interface CustomerWriter {
  /** @throws SyncError with `field` when CRM refuses a value */
  add(ref: CustomerRef, draft: CustomerDraft): Promise<MadeRecord>;
  /** Records under the customer that were made since (ISO 8601 UTC) and hold exactly the draft. */
  findAdded(ref: CustomerRef, draft: CustomerDraft, since: string): Promise<readonly MadeRecord[]>;
  create(draft: PartnerDraft): Promise<MadeRecord>;
  findCreated(draft: PartnerDraft, since: string): Promise<readonly MadeRecord[]>;
}
