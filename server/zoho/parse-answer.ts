import type * as z from 'zod';
import { SyncError } from '../core/errors.ts';

/**
 * Parses a product's answer, or says which part of it is not as documented.
 * @throws SyncError `provider`: Zoho changed its wire format, or something else answered in its place
 */
export function parseAnswer<T extends z.ZodType>(schema: T, data: unknown, what: string): z.infer<T> {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue === undefined ? '' : ` at ${issue.path.join('.')}: ${issue.message}`;
  throw new SyncError('provider', `${what}: unexpected answer${where}`, {
    providerCode: 'UNEXPECTED_ANSWER',
  });
}
