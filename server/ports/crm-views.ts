import type { Module } from '../core/record.ts';
import type { ReadOptions, RecordPage } from './record-gateway.ts';

/** CRM's custom views, which the scheduled import of old reads (S89). */
export interface CrmViews {
  /** The live records that the view shows, page by page. Throws SyncError when CRM has no such view (any more). */
  read(module: Module, viewId: string, options: ReadOptions): AsyncIterable<RecordPage>;
}
