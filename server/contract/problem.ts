import * as z from 'zod/mini';

/** Every error answer: RFC 9457, `application/problem+json`. `code` is stable and is what clients translate. */
export const Problem = z.looseObject({
  /** `urn:zoho-crm-for-desk:problem:<code>` */
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.optional(z.string()),
  /** Names this request in the server's log. */
  requestId: z.string(),
  /** Facts of the refusal, e.g. the editions allowed. */
  details: z.optional(z.record(z.string(), z.unknown())),
});
export type Problem = z.infer<typeof Problem>;
