import { SyncError } from '../core/errors.ts';
import type { CompiledRow } from '../core/mapping/compile-mapping.ts';
import { sameValue } from '../core/mapping/same-value.ts';
import type { RawValue, RemoteRecord } from '../core/record.ts';
import type { PendingEdit } from '../ports/administration-store.ts';
import type { Link } from '../ports/store.ts';
import { applyWrites } from './apply-writes.ts';
import type { SyncContext } from './context.ts';
import { recordName } from './record-name.ts';
import type { UpdateTask } from './write-task.ts';

/**
 * Writes back values that administrators asked for (undo of a conflict): to the one side that lost, and only while
 * its field still holds what the decision left there. The base stays as it was, so the sync takes the value for an
 * edit of that side and brings it over like any other, conflict check included.
 */
export async function carryOutEdits(context: SyncContext): Promise<void> {
  for (const edit of await context.org.pendingEdits.list()) {
    context.signal.throwIfAborted();
    if (await isDone(context, edit)) await context.org.pendingEdits.close([edit.id]);
  }
}

/** False when it must be tried again later. */
async function isDone(context: SyncContext, edit: PendingEdit): Promise<boolean> {
  const { module, side, deskId } = edit;
  const row = context.modules.get(module)?.mapping.rows.find(({ key }) => key === edit.key);
  const link = (await context.org.links.byIds(module, 'desk', [deskId])).get(deskId);
  if (!row || link?.crmId !== edit.crmId) return givenUp(context, edit, 'the pair or its mapping is gone');
  const id = side === 'desk' ? deskId : edit.crmId;
  const record = await read(context, edit, row, id);
  if (record === 'later') return false;
  if (!record) return givenUp(context, edit, 'the record is gone');

  const current = row.decode(side, record.values[row[side].apiName] ?? null);
  // Written before, by an attempt whose answer never came.
  if (!sameValue(current, edit.value)) {
    const [desk, crm] = side === 'desk' ? [current, edit.expected] : [edit.expected, current];
    if (!row.equal(desk, crm)) return givenUp(context, edit, 'the field changed meanwhile');
    const written = await write(context, edit, row, link, record, id);
    if (written !== 'written') return written === 'failed';
  }
  await context.org.inbox.mark([{ module, side, recordId: id, reason: 'event' }], context.clock.now());
  return true;
}

async function read(
  context: SyncContext,
  { module, side }: PendingEdit,
  row: CompiledRow,
  id: string,
): Promise<RemoteRecord | null | 'later'> {
  try {
    const fields = [row[side].apiName];
    const found = (
      await context.gateways[side].getMany(module, [id], { fields, signal: context.signal })
    ).get(id);
    return found && found.inRecycleBin !== true ? found : null;
  } catch (error) {
    if (error instanceof SyncError && error.retryable) return 'later';
    throw error;
  }
}

async function write(
  context: SyncContext,
  { module, side, key, value }: PendingEdit,
  row: CompiledRow,
  link: Link,
  record: RemoteRecord,
  id: string,
): Promise<'written' | 'failed' | 'later'> {
  const field = row[side].apiName;
  const from = row.decode(side, record.values[field] ?? null);
  const raw = encoded(row, side, value);
  if (raw === undefined) return 'failed';
  const task: UpdateTask = {
    kind: 'update',
    module,
    target: side,
    link,
    change: { id, values: { [field]: raw } },
    base: {},
    fields: [{ key, field, from, to: value, rule: 'undone' }],
    name: recordName(module, side, record),
  };
  const { failed, retry } = await applyWrites(context, [task], context.gateways.crm.serverTime());
  if (failed.length > 0) return 'failed';
  return retry.length > 0 ? 'later' : 'written';
}

function givenUp(context: SyncContext, edit: PendingEdit, reason: string): true {
  const { module, deskId, side, key } = edit;
  context.log.warn(
    { orgKey: context.org.orgKey, module, deskId, side, row: key, reason },
    'an undo was not carried out',
  );
  return true;
}

/** Undefined when the field cannot hold the value any more: an option that vanished, a limit that shrank. */
function encoded(
  row: CompiledRow,
  side: PendingEdit['side'],
  value: PendingEdit['value'],
): RawValue | undefined {
  try {
    return row.encode(side, value);
  } catch (error) {
    if (error instanceof SyncError) return undefined;
    throw error;
  }
}
