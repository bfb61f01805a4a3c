import { z } from 'zod';

const Faults = z.object({
  /** The connection's owner has not authorised it: error code 1000 and an address to open. */
  notAuthorised: z.boolean().default(false),
  resumeUrl: z.string().default('https://accounts.example/resume'),
  /** Answered with this status and `body`, without any call. */
  status: z.number().int().min(100).max(599).optional(),
  body: z.unknown().optional(),
  /** The call fails before there is an answer. */
  transport: z.boolean().default(false),
  /** How the body is nested; by default `object` with a connection and `none` without. */
  wrap: z.enum(['none', 'object', 'text']).optional(),
});
export type RequestFaults = z.infer<typeof Faults>;

/** What the page wants to go wrong with one `ZOHODESK.request`; throws zod's error for an unknown wish. */
export function readFaults(given: unknown): RequestFaults {
  return Faults.strict().parse(given ?? {});
}
