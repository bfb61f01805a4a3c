import { SyncError } from '../core/errors.ts';
import type { Module, RemoteRecord, Side } from '../core/record.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';

export interface ReadRecords {
  /** By id; a record that does not exist is in neither map. */
  readonly records: ReadonlyMap<string, RemoteRecord>;
  /** Records that the product refuses to show, with its reason. */
  readonly unreadable: ReadonlyMap<string, SyncError>;
}

/**
 * Reads the named records with their mapped fields. A record that cannot be read holds back no other (S78, P16): a
 * batch that is refused for good is split in halves until only the refused records are left.
 *
 * @throws SyncError what may pass by itself, and a grant that ended: that concerns the whole side, not a record
 */
export async function readRecords(
  context: SyncContext,
  module: Module,
  side: Side,
  ids: readonly string[],
): Promise<ReadRecords> {
  if (ids.length === 0) return { records: new Map(), unreadable: new Map() };
  const fields = setupOf(context, module).mapping.fieldsToRead(side);
  try {
    const { signal } = context;
    const records = await context.gateways[side].getMany(module, ids, { fields, signal });
    return { records, unreadable: new Map() };
  } catch (error) {
    const [first] = ids;
    if (!(error instanceof SyncError) || !concernsRecord(error) || first === undefined) throw error;
    if (ids.length === 1) return { records: new Map(), unreadable: new Map([[first, error]]) };
    const middle = Math.ceil(ids.length / 2);
    const left = await readRecords(context, module, side, ids.slice(0, middle));
    const right = await readRecords(context, module, side, ids.slice(middle));
    return {
      records: new Map([...left.records, ...right.records]),
      unreadable: new Map([...left.unreadable, ...right.unreadable]),
    };
  }
}

function concernsRecord(error: SyncError): boolean {
  return !error.retryable && error.code !== 'reauthorization-required';
}
