import type { FieldMeta, Module, Side } from '../core/record.ts';
import type { CrmViews } from './crm-views.ts';
import type { CustomerReader } from './customer-reader.ts';
import type { CustomerWriter } from './customer-writer.ts';
import type { DeskTickets } from './desk-tickets.ts';
import type { ChannelAdmin, WebhookAdmin } from './event-admin.ts';
import type { DeskPeople } from './people.ts';

/** What both products offer one connected organisation. Calls throw `reauthorization-required` while not connected. */
export interface OrgConnections {
  fields(module: Module): Promise<Readonly<Record<Side, readonly FieldMeta[]>>>;
  readonly deskPeople: DeskPeople;
  readonly views: CrmViews;
  readonly webhooks: WebhookAdmin;
  readonly channels: ChannelAdmin;
  /** CRM as panels show it. */
  readonly customers: CustomerReader;
  readonly customerWriter: CustomerWriter;
  readonly deskTickets: DeskTickets;
  /** UUID that our own writes to Desk carry. */
  readonly sourceId: string;
}

/** Cheap: opening calls nobody. Throws SyncError `reauthorization-required` when a product was never connected. */
export type OpenOrg = (orgKey: string) => Promise<OrgConnections>;
