import type { CustomerType } from '../handshake/customer-type.ts';
import type { FieldValue } from '../record.ts';

/**
 * What the panels on a ticket, a contact and an account show (S113–S119), before anybody's permissions are applied.
 *
 * A row holds only what its own item is about. It never names a record of another item or entity (a call's deal, a
 * deal's account): that name would pass through a switch it does not belong to.
 */
export interface PanelData {
  /** When CRM was read; ISO 8601 UTC (S120). */
  readonly readAt: string;
  /** Null where nobody asked for it, as on an account. */
  readonly customerType: PanelCustomerType | null;
  /** Null when CRM has no such record. */
  readonly contact: PanelBlock | null;
  readonly account: PanelBlock | null;
}

export interface PanelCustomerType {
  readonly type: CustomerType;
  /** Whether the account's deals were counted too (S107). */
  readonly countsAccountDeals: boolean;
}

/** Everything of one CRM record; each key but `record` is one item of the permission tree. */
export interface PanelBlock {
  readonly record: PanelRecord;
  readonly information: PanelSection<ProfileField>;
  readonly potentials: PanelSection<Potential>;
  readonly notes: PanelSection<Note>;
  readonly calls: PanelSection<Call>;
  readonly events: PanelSection<CrmEvent>;
  readonly tasks: PanelSection<Task>;
}

/** Which CRM record it is and where CRM shows it (S119, S121); neither is one of its fields. */
export interface PanelRecord {
  readonly module: 'accounts' | 'contacts' | 'leads';
  readonly id: string;
  readonly url: string;
}

/** One item's rows, or why they could not be read; one section that fails takes no other with it (S116). */
export type PanelSection<Row> =
  | { readonly state: 'ready'; readonly rows: readonly Row[]; readonly hasMore: boolean }
  | { readonly state: 'failed'; readonly code: string };

/** One field of the CRM record (S116). */
export interface ProfileField {
  readonly apiName: string;
  readonly label: string;
  readonly value: FieldValue;
}

interface PanelRow {
  readonly id: string;
  readonly ownerName: string | null;
  readonly url: string;
}

/** A deal (S113). */
export interface Potential extends PanelRow {
  readonly name: string;
  readonly stage: string | null;
  /** Decimal string, in `currency` when the organisation has several. */
  readonly amount: string | null;
  readonly currency: string | null;
  /** yyyy-MM-dd. */
  readonly closingDate: string | null;
}

/** Plain text; times are ISO 8601 UTC, here and below (S114). */
export interface Note extends PanelRow {
  readonly title: string | null;
  readonly content: string;
  readonly createdAt: string;
}

/** `open`: still to be done when CRM was read; else closed (S115). */
interface ActivityRow extends PanelRow {
  readonly open: boolean;
}

export interface Call extends ActivityRow {
  readonly subject: string;
  readonly type: string | null;
  readonly startsAt: string | null;
  readonly durationSeconds: number | null;
}

export interface CrmEvent extends ActivityRow {
  readonly title: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly venue: string | null;
}

export interface Task extends ActivityRow {
  readonly subject: string;
  readonly status: string | null;
  readonly priority: string | null;
  /** yyyy-MM-dd. */
  readonly dueDate: string | null;
}
