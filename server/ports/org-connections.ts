import type { FieldMeta, Module, Side } from '../core/record.ts';
import type { CrmViews } from './crm-views.ts';
import type { CustomerReader } from './customer-reader.ts';
import type { CustomerWriter } from './customer-writer.ts';
import type { DeskTickets } from './desk-tickets.ts';
import type { ChannelAdmin, WebhookAdmin } from './event-admin.ts';
import type { DeskPeople } from './people.ts';
import type { RecordBrowser } from './record-browser.ts';

/** What both products offer one connected organisation. Calls throw `reauthorization-required` while not connected. */
export interface OrgConnections {
  fields(module: Module): Promise<Readonly<Record<Side, readonly FieldMeta[]>>>;
  readonly deskPeople: DeskPeople;
  /** For administrators who look at records. */
  readonly browse: Readonly<Record<Side, RecordBrowser>>;
  /** Credits left today as the product told this process last; null while it did not. */
  creditsLeft(side: Side): number | null;
  readonly views: CrmViews;
  readonly webhooks: WebhookAdmin;
  readonly channels: ChannelAdmin;
  /** CRM as panels show it. */
  readonly customers: CustomerReader;
  readonly customerWriter: CustomerWriter;
  readonly deskTickets: DeskTickets;
  /** Address of a record's page without its id, by record type; null when Desk does not tell the portal's name. */
  deskPages(): Promise<Readonly<Record<Module, string>> | null>;
  crmPages(): Readonly<Record<Module, string>>;
  /** UUID that our own writes to Desk carry. */
  readonly sourceId: string;
}

/** Cheap: opening calls nobody. Throws SyncError `reauthorization-required` when a product was never connected. */
export type OpenOrg = (orgKey: string) => Promise<OrgConnections>;
