import { asObject } from '../oas/json.ts';
import { rowsOf } from './caller.ts';
import type { Caller, Reply } from './caller.ts';

/** Looks like an id and is none. */
export const UNKNOWN = '999999999999999999';

export interface CrmTourParts {
  /** As a CRM administrator, base of the API host. */
  readonly call: Caller;
  /** Without a valid token. */
  readonly stranger: Caller;
  readonly hookUrl: string;
  /** Lets virtual time pass, so that jobs end. */
  readonly advance: (duration: string) => Promise<unknown>;
}

/** Records that the tour created. */
export interface Made {
  readonly accountId: string;
  readonly contactId: string;
  readonly productId: string;
}

/** @throws Error when nothing was written: the tour cannot go on */
export function writtenId(reply: Reply, index = 0): string {
  const details = asObject(rowsOf(reply)[index]?.['details']);
  if (typeof details['id'] !== 'string') throw new Error(`Nothing written: ${JSON.stringify(reply.body)}`);
  return details['id'];
}
