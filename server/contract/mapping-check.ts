import * as z from 'zod/mini';
import { ModuleName, SideName, ZohoId } from './common.ts';
import { HistoryValue } from './history.ts';
import { MappingFlag, MappingRow, SyncType } from './mapping.ts';

/** The mapping as it stands in the editor, saved or not. */
const Edited = {
  syncType: z._default(SyncType, 'two-way'),
  mappings: z.array(MappingRow).check(z.maxLength(300)),
};

/** POST /v1/modules/:module/verdicts (administrators): what each row will do to the customer's own records. */
export const VerdictRequest = z.object(Edited);
/** Values of `from` that the other side could, or could not, take; of the records looked at. */
const Sampled = z.object({
  from: SideName,
  /** Records looked at; 0 when the row cannot be tried. */
  looked: z.int(),
  /** Of them, with a value. */
  filled: z.int(),
  /** Of them, values that do not convert (S73). */
  refused: z.int(),
  /** Of them, values that arrive changed: rounded, cut to the day. */
  changed: z.int(),
  /** Up to three that do not convert or change. */
  examples: z.array(z.object({ recordId: z.string(), value: HistoryValue, code: z.string() })),
});
export const RowVerdict = z.object({
  desk: z.string(),
  crm: z.string(),
  /** By the types alone: every, some or no value converts. Null when a field is unknown. */
  verdict: z.nullable(z.enum(['lossless', 'sometimes', 'never'])),
  reason: z.nullable(z.string()),
  samples: z.array(Sampled),
});
export const Verdicts = z.object({ rows: z.array(RowVerdict), problems: z.array(MappingFlag) });
export type Verdicts = z.infer<typeof Verdicts>;

/** GET /v1/modules/:module/records?side=&search= (administrators): records to choose from; newest first without search. */
export const RecordsQuery = z.object({
  side: z._default(SideName, 'crm'),
  search: z.optional(z.string().check(z.maxLength(100))),
});
export const FoundRecord = z.object({
  id: z.string(),
  name: z.nullable(z.string()),
  /** E-mail of a contact, code of a product; tells namesakes apart. */
  hint: z.nullable(z.string()),
});
export const Records = z.object({ side: SideName, records: z.array(FoundRecord) });
export type Records = z.infer<typeof Records>;

/** POST /v1/modules/:module/preview (administrators): one record through the mapping, both ways; nothing is written. */
export const PreviewRequest = z.object({ ...Edited, side: SideName, recordId: ZohoId });
export const PreviewField = z.object({
  desk: z.string(),
  crm: z.string(),
  /** As the chosen record's side sends it. */
  value: HistoryValue,
  /** What the other side would be given. */
  there: HistoryValue,
  /** What would come back to the chosen record's side from that. */
  back: HistoryValue,
  /** The row carries values only from CRM to Desk, and the record is Desk's (or there is nothing to come back). */
  oneWay: z.boolean(),
  /** What the paired record holds now; null without one. */
  partnerValue: HistoryValue,
  /** Why the value cannot go over (a code of the Failure Log), or `changed` when it comes back different. */
  problem: z.nullable(z.string()),
});
export const Preview = z.object({
  module: ModuleName,
  side: SideName,
  record: FoundRecord,
  partner: z.nullable(FoundRecord),
  fields: z.array(PreviewField),
});
export type Preview = z.infer<typeof Preview>;
