import * as z from 'zod';
import listed from '../../resources/provider-errors.json' with { type: 'json' };
import { SYNC_ERROR_CODES } from '../core/errors.ts';
import type { SyncErrorCode } from '../core/errors.ts';

const code = z.enum(SYNC_ERROR_CODES);
const codes = z.record(z.string(), code);
const pattern = z.string().transform((source) => new RegExp(source, 'i'));

const ProviderErrors = z.object({
  desk: z.object({
    /** By `errorCode`. */
    codes,
    /** By `errorType` of the first field at fault. */
    fieldErrors: codes,
    /** By the words of a field's fault, first match; Desk has no code for what is wrong with a value. */
    fieldWords: z.array(z.object({ pattern, code })),
  }),
  crm: z.object({
    /** By `code`. */
    codes,
    /** What INVALID_DATA means by `expected_data_type`; it says too little by itself (S73). */
    expectedTypes: codes,
  }),
});

const TABLE = ProviderErrors.parse(listed);

/**
 * Both products' error codes in the sync's words, from `resources/provider-errors.json`: the one table (S72–S77;
 * sources: zoho-desk-api §3, zoho-crm-api §2.2 and §7). Null for a code that is not in it.
 */
export const PROVIDER_ERRORS = {
  desk: (errorCode: string): SyncErrorCode | null => TABLE.desk.codes[errorCode] ?? null,
  deskField(errorType: string, words: string): SyncErrorCode {
    const byType = TABLE.desk.fieldErrors[errorType.toLowerCase()];
    return byType ?? TABLE.desk.fieldWords.find((row) => row.pattern.test(words))?.code ?? 'bad-parameter';
  },
  crm: (errorCode: string): SyncErrorCode | null => TABLE.crm.codes[errorCode] ?? null,
  crmExpected: (dataType: string): SyncErrorCode =>
    TABLE.crm.expectedTypes[dataType.toLowerCase()] ?? 'value-rejected',
};
