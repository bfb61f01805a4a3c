import type { History, HistoryChanges, HistoryDaily } from '../../../server/contract/history.ts';
import type { RecordPages } from '../../../server/contract/record-pages.ts';
import { list, nullable, object, oneOf, text, whole } from './guard.ts';
import { isModule, isSide, isValue } from './value-shape.ts';

export type HistoryEntry = History['entries'][number];
export type HistoryChange = HistoryChanges['changes'][number];
export type HistoryDay = HistoryDaily['days'][number];
type Pages = NonNullable<RecordPages['desk']>;

export const isHistory = object<History>({
  entries: list(
    object<HistoryEntry>({
      runId: text,
      kind: oneOf('first-sync', 'continuous', 'retry', 'legacy-import'),
      startedAt: text,
      finishedAt: nullable(text),
      module: isModule,
      source: isSide,
      target: isSide,
      added: whole,
      updated: whole,
      failed: whole,
    }),
  ),
});

export const isHistoryChanges = object<HistoryChanges>({
  changes: list(
    object<HistoryChange>({
      module: isModule,
      target: isSide,
      action: text,
      deskId: text,
      crmId: text,
      recordKey: nullable(text),
      at: text,
      fields: list(
        object<HistoryChange['fields'][number]>({ field: text, from: isValue, to: isValue, rule: text }),
      ),
    }),
  ),
  next: nullable(text),
});

export const isHistoryDaily = object<HistoryDaily>({
  zone: text,
  days: list(object<HistoryDay>({ date: text, added: whole, updated: whole, failed: whole })),
});

const isPages = object<Pages>({ accounts: text, contacts: text, products: text });
export const isRecordPages = object<RecordPages>({ desk: nullable(isPages), crm: nullable(isPages) });
