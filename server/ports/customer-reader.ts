import type { CrmPerson, PersonRef, Reachable } from '../core/handshake/match-contact.ts';
import type { DealStage } from '../core/handshake/customer-type.ts';
import type { Forecast, StageForecasts } from '../core/handshake/stage-forecast.ts';
import type { PanelBlock } from '../core/permissions/panel-data.ts';
import type { Entity, Item } from '../core/permissions/profile-permissions.ts';

/** A CRM record that a panel can show; a lead stands in a contact's place (S121). */
export interface CustomerRef {
  readonly module: PersonRef['module'] | 'accounts';
  readonly id: string;
}

/** Everything a panel shows of one record, and the account it belongs to. */
export interface CustomerRecord {
  readonly block: PanelBlock;
  /** Null for leads, accounts, and contacts without account. */
  readonly accountId: string | null;
}

export interface StageOption {
  readonly value: string;
  readonly label: string;
  readonly forecast: Forecast;
}

/** What the organisation set up in CRM, no customer's data; adapters keep it for an hour. */
export interface CrmSetup {
  readonly forecasts: StageForecasts;
  readonly stages: readonly StageOption[];
  readonly taskStatuses: readonly string[];
  readonly taskPriorities: readonly string[];
}

export interface FoundCustomer {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly url: string;
}

export type SearchWay = 'word' | 'email' | 'phone';

/** Rows of one page of a section. */
export type SectionPage<I extends Item> = Extract<PanelBlock[I], { state: 'ready' }>;

/**
 * What people look at in CRM: interactive reads with a bounded wait, ahead of the sync's own calls. Every method
 * throws SyncError; `unavailable` also when CRM took too long.
 */
export interface CustomerReader {
  setup(): Promise<CrmSetup>;
  /**
   * Contacts and unconverted leads that may be one of the people: those who carry one of the e-mail addresses, or one
   * of the phones as spelled. Batched: 50 addresses per call and module.
   */
  findByEmail(people: readonly Reachable[]): Promise<readonly CrmPerson[]>;
  findByPhone(people: readonly Reachable[]): Promise<readonly CrmPerson[]>;
  /** Like `findByPhone` for one person, however CRM spells the number; a call per phone and module. */
  searchPhones(person: Reachable): Promise<readonly CrmPerson[]>;
  /** Ids of accounts of exactly this name, in any letter case. */
  findAccounts(name: string): Promise<readonly string[]>;
  /** Null when CRM has no such live record. Six calls side by side; a section that fails says so itself. */
  read(ref: CustomerRef): Promise<CustomerRecord | null>;
  /** Page 1 is what `read` shows. */
  page<I extends Item>(ref: CustomerRef, item: I, page: number): Promise<SectionPage<I>>;
  /** Stages of all deals that name the contacts, or the accounts, by the id they name. 50 ids per call. */
  dealStages(
    of: 'contacts' | 'accounts',
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, readonly DealStage[]>>;
  /** CRM contacts or accounts to choose from; at most 20. */
  search(entity: Entity, way: SearchWay, text: string): Promise<readonly FoundCustomer[]>;
  /** Whether the live record exists. */
  exists(ref: CustomerRef): Promise<boolean>;
  urlOf(ref: CustomerRef): string;
}
