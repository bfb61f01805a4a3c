import type { Module } from '../core/record.ts';
import type { RecordGateway } from './record-gateway.ts';

/** What tells records apart in a list to choose from. */
export interface FoundRecord {
  readonly id: string;
  readonly name: string | null;
  /** E-mail of a contact, website of an account, code of a product. */
  readonly hint: string | null;
}

/** One side's records for a person who looks: reads only, before the sync's own work. */
export interface RecordBrowser extends Pick<RecordGateway, 'getMany' | 'serverTime'> {
  /**
   * Live records that the product finds for the text, by its own search; without a text the newest ones.
   * One call. A product may need two characters or some minutes to find a record.
   */
  find(module: Module, search: string | null, limit: number): Promise<readonly FoundRecord[]>;
}
