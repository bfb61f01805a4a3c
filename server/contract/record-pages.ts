import * as z from 'zod/mini';

/** By record type: the address of a record's page without its id, which goes to its end. */
const Pages = z.object({ accounts: z.string(), contacts: z.string(), products: z.string() });

/**
 * GET /v1/record-pages (administrators): where people find a record in Desk and in CRM (S70). Null while a product is
 * not connected or cannot be asked.
 */
export const RecordPages = z.object({ desk: z.nullable(Pages), crm: z.nullable(Pages) });
export type RecordPages = z.infer<typeof RecordPages>;
