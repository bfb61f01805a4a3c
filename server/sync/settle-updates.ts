import { sameValue } from '../core/mapping/same-value.ts';
import type { CompiledRow } from '../core/mapping/compile-mapping.ts';
import type { BaseRows, PlannedField } from '../core/planning/plan.ts';
import type { References } from '../core/planning/references.ts';
import { translateReference } from '../core/planning/translate-reference.ts';
import type { FieldValue, Module, RemoteRecord, Side } from '../core/record.ts';
import type { Intent, Link } from '../ports/store.ts';
import type { Confirmed } from './apply-writes.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import type { UpdateTask } from './write-task.ts';
import { readRecords } from './read-records.ts';
import { loadReferences } from './references.ts';

export interface ArrivedUpdates {
  /** All but those whose record cannot be read right now: what became of them is still to be found out. */
  readonly settled: readonly Intent[];
  /** To be confirmed, with history and counts. */
  readonly confirmed: readonly Confirmed[];
  /** Pairs whose base advances. */
  readonly advanced: readonly Link[];
}

/**
 * Finds out which updates without an answer did arrive. Where the target holds all that was sent, the update is confirmed
 * as if it had been answered, so history tells of it (P22); the value it replaced is taken from the base.
 *
 * Where it holds a part, somebody changed the rest since, or it never arrived and somebody entered the same. Either way
 * both sides hold that part, so its base advances: else our own write would look like somebody's edit, and could win a
 * conflict against a newer one of the source (P4). A record that was thrown into the bin since is no different: what it
 * was deleted with must not look like news of its source, and bring it back (S52).
 */
export async function arrivedUpdates(
  context: SyncContext,
  module: Module,
  target: Side,
  intents: readonly Intent[],
): Promise<ArrivedUpdates> {
  const ids = intents.flatMap((intent) => intent.targetId ?? []);
  const links = await context.org.links.byIds(module, target, ids);
  const { records, unreadable } = await readRecords(context, module, target, ids);
  const settled = intents.filter(({ targetId }) => !unreadable.has(targetId ?? ''));
  const references = await loadReferences(
    context,
    module,
    intents.map(({ targetId, values }) => {
      const sent = { id: targetId ?? '', createdAt: null, modifiedAt: null, values };
      return { side: target, record: sent };
    }),
  );
  const confirmed: Confirmed[] = [];
  const advanced: Link[] = [];
  for (const intent of settled) {
    const link = links.get(intent.targetId ?? '');
    const record = records.get(intent.targetId ?? '');
    if (!link || !record) continue;
    const sent = setupOf(context, module).mapping.rows.filter((row) => isSent(row, intent));
    const arrived = sent.filter((row) => hasArrived(row, intent, link, record));
    if (arrived.length === 0) continue;
    const update = confirmation(intent, link, record, arrived, references);
    if (arrived.length === sent.length) confirmed.push(update);
    else advanced.push({ ...link, base: { ...link.base, ...update.task.base } });
  }
  return { settled, confirmed, advanced };
}

function isSent(row: CompiledRow, { target, values }: Intent): boolean {
  return values[row[target].apiName] !== undefined;
}

function hasArrived(row: CompiledRow, { target, values }: Intent, link: Link, record: RemoteRecord): boolean {
  const sent = values[row[target].apiName];
  const present = record.values[row[target].apiName];
  if (sent === undefined || present === undefined) return false;
  const value = row.decode(target, sent);
  const agreed = link.base[row.key];
  const isNews = agreed === undefined || !sameValue(agreed[target], value);
  return isNews && sameValue(row.decode(target, present), value);
}

function confirmation(
  { module, target, values }: Intent,
  link: Link,
  record: RemoteRecord,
  rows: readonly CompiledRow[],
  references: References,
): Confirmed & { readonly task: UpdateTask } {
  const base: Record<string, BaseRows[string]> = {};
  const fields: PlannedField[] = [];
  for (const row of rows) {
    const to = row.decode(target, values[row[target].apiName] ?? null);
    const from = link.base[row.key]?.[target] ?? null;
    fields.push({ key: row.key, field: row[target].apiName, from, to, rule: 'changed' });
    const source = translateReference(row, target, to, references);
    if (source.ok) base[row.key] = bothSides(target, to, source.value);
  }
  const change = { id: record.id, values };
  return {
    task: { kind: 'update', module, target, link, change, base, fields, name: null },
    outcome: { ok: true, id: record.id, modifiedAt: record.modifiedAt, createdAt: null },
  };
}

function bothSides(target: Side, written: FieldValue, source: FieldValue): BaseRows[string] {
  return target === 'desk' ? { desk: written, crm: source } : { desk: source, crm: written };
}
