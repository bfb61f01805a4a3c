import { SyncError } from '../core/errors.ts';
import type { Module, RemoteRecord, Side } from '../core/record.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';

export interface ReadRecords {
  /** By id; a record that does not exist is in neither map. */
  readonly records: ReadonlyMap<string, RemoteRecord>;
  /** Records that the product refuses to show, or fails to whenever it is asked for them, with its reason. */
  readonly unreadable: ReadonlyMap<string, SyncError>;
}

/** So many failed reads are taken for an outage that passes; the next one is looked into. */
const PATIENCE = 2;
/** So many records in a row that cannot be read, and none that can: the side is down, and no record is to blame. */
const OUTAGE_AFTER = 3;
const NOBODY: ReadonlySet<string> = new Set();

/**
 * Reads the named records with their mapped fields. A record that cannot be read holds back no other (S78, P16): a
 * batch that is refused for good is split in halves until only the refused records are left. One that fails as if the
 * side were down is tried again as it is at first, by throwing; from the third time on it is split as well.
 *
 * @param suspects ids that made trouble before: they are read apart, so that the others need not wait again
 * @throws SyncError what may pass by itself, and a grant that ended: that concerns the whole side, not a record
 */
export async function readRecords(
  context: SyncContext,
  module: Module,
  side: Side,
  ids: readonly string[],
  suspects: ReadonlySet<string> = NOBODY,
): Promise<ReadRecords> {
  const steady = ids.filter((id) => !suspects.has(id));
  const suspected = ids.filter((id) => suspects.has(id));
  const read = readerOf(context, module, side);
  const first = await readTogether(read, steady, concernsRecord).catch(async (error: unknown) => {
    if (!(await isLookedInto(context, module, side, error))) throw error;
    return await isolate(read, steady);
  });
  return joined(first, await isolate(read, suspected));
}

type Read = (ids: readonly string[]) => Promise<ReadonlyMap<string, RemoteRecord>>;

function readerOf(context: SyncContext, module: Module, side: Side): Read {
  const fields = setupOf(context, module).mapping.fieldsToRead(side);
  return (ids) => context.gateways[side].getMany(module, ids, { fields, signal: context.signal });
}

/** Counts failures that look like an outage; on the last straw it is time to find out. */
async function isLookedInto(
  { org }: SyncContext,
  module: Module,
  side: Side,
  error: unknown,
): Promise<boolean> {
  if (!(error instanceof SyncError) || error.code !== 'unavailable') return false;
  const name = `failed-reads.${module}.${side}`;
  const failed = Number((await org.cursors.get(name)) ?? 0);
  const isOver = failed >= PATIENCE;
  await org.cursors.set(name, String(isOver ? 0 : failed + 1));
  return isOver;
}

/** Finds the records that fail each time; as long as not one can be read, few tries tell that the side is down. */
async function isolate(read: Read, ids: readonly string[]): Promise<ReadRecords> {
  let isAlive = false;
  let failures = 0;
  const watched: Read = async (some) => {
    const records = await read(some);
    isAlive = true;
    return records;
  };
  return await readTogether(watched, ids, (error, some) => {
    if (concernsRecord(error)) return true;
    if (error.code !== 'unavailable') return false;
    if (some.length === 1) failures += 1;
    return isAlive || failures < OUTAGE_AFTER;
  });
}

/** @param maySplit whether the error may be about one of the records; otherwise it is thrown */
async function readTogether(
  read: Read,
  ids: readonly string[],
  maySplit: (error: SyncError, ids: readonly string[]) => boolean,
): Promise<ReadRecords> {
  const [only] = ids;
  if (only === undefined) return { records: new Map(), unreadable: new Map() };
  try {
    return { records: await read(ids), unreadable: new Map() };
  } catch (error) {
    if (!(error instanceof SyncError) || !maySplit(error, ids)) throw error;
    if (ids.length === 1) return { records: new Map(), unreadable: new Map([[only, error]]) };
    const middle = Math.ceil(ids.length / 2);
    const left = await readTogether(read, ids.slice(0, middle), maySplit);
    return joined(left, await readTogether(read, ids.slice(middle), maySplit));
  }
}

function joined(a: ReadRecords, b: ReadRecords): ReadRecords {
  return {
    records: new Map([...a.records, ...b.records]),
    unreadable: new Map([...a.unreadable, ...b.unreadable]),
  };
}

function concernsRecord(error: SyncError): boolean {
  return !error.retryable && error.code !== 'reauthorization-required';
}
