import type { Module, RemoteRecord, Side } from '../core/record.ts';
import { SIDES } from '../core/record.ts';
import { parentsFirst } from '../core/planning/parents-first.ts';
import type { References } from '../core/planning/references.ts';
import type { Link } from '../ports/store.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { noteAbsence } from './note-absence.ts';
import { readRecords } from './read-records.ts';

export interface SidedRecord {
  readonly side: Side;
  readonly record: RemoteRecord;
}

/** Ids of other records that mapped reference fields name, by module and side. */
function referencedIds(
  context: SyncContext,
  module: Module,
  records: readonly SidedRecord[],
  links: readonly Link[] = [],
) {
  const ids = new Map<string, { module: Module; side: Side; ids: Set<string> }>();
  for (const row of setupOf(context, module).mapping.rows) {
    const to = row.desk.referenceTo ?? row.crm.referenceTo;
    if (row.kind !== 'reference' || to === null) continue;
    const named = [
      ...records.map(({ side, record }) => ({ side, value: record.values[row[side].apiName] })),
      ...links.flatMap(({ base }) => SIDES.map((side) => ({ side, value: base[row.key]?.[side] }))),
    ];
    for (const { side, value } of named) {
      if (typeof value !== 'string' || value === '') continue;
      const key = `${to} ${side}`;
      const entry = ids.get(key) ?? { module: to, side, ids: new Set<string>() };
      entry.ids.add(value);
      ids.set(key, entry);
    }
  }
  return [...ids.values()];
}

/**
 * Loads the partners of everything the records refer to, in one query per module and side.
 *
 * @param links pairs whose last agreed references matter too: an account may be gone that a contact named (S51)
 */
export async function loadReferences(
  context: SyncContext,
  module: Module,
  records: readonly SidedRecord[],
  links: readonly Link[] = [],
): Promise<References> {
  const partners = new Map<string, string>();
  const gone = new Set<string>();
  for (const group of referencedIds(context, module, records, links)) {
    const found = await context.org.links.byIds(group.module, group.side, [...group.ids]);
    // A pair named it once, so it had a partner: that one moved on to another record because this one is gone.
    for (const id of group.ids) if (!found.has(id)) gone.add(`${group.module} ${group.side} ${id}`);
    for (const [id, link] of found) {
      if (link.presence[group.side] !== 'live') gone.add(`${group.module} ${group.side} ${id}`);
      // Never point at a record that is gone (P9).
      const other = group.side === 'desk' ? 'crm' : 'desk';
      if (link.presence[other] !== 'live') continue;
      partners.set(`${group.module} ${group.side} ${id}`, group.side === 'desk' ? link.crmId : link.deskId);
    }
  }
  return {
    partnerOf: (to, side, id) => partners.get(`${to} ${side} ${id}`),
    isGone: (to, side, id) => gone.has(`${to} ${side} ${id}`),
  };
}

/**
 * Puts records that must be paired first into the inbox: an account a contact refers to, whatever its age (S32, S100).
 * In one-way sync only CRM's accounts are brought over.
 *
 * @returns modules that got work and must be synced before `module`
 */
export async function requireReferences(
  context: SyncContext,
  module: Module,
  records: readonly SidedRecord[],
): Promise<ReadonlySet<Module>> {
  const required = new Set<Module>();
  for (const group of referencedIds(context, module, records)) {
    const setup = context.modules.get(group.module);
    if (!setup || (group.side === 'desk' && setup.config.syncType === 'crm-to-desk')) continue;
    const links = await context.org.links.byIds(group.module, group.side, [...group.ids]);
    const unpaired = [...group.ids].filter((id) => !links.has(id));
    const missing = group.module === module ? await worthALook(context, group, unpaired, records) : unpaired;
    if (missing.length === 0) continue;
    const rows = missing.map((recordId) => {
      return { module: group.module, side: group.side, recordId, reason: 'dependency' as const };
    });
    await context.org.inbox.mark(rows, context.clock.now());
    // Of its own kind, the records in hand are in nobody's way: what is marked comes with the next batch.
    if (group.module !== module) required.add(group.module);
  }
  return required;
}

/**
 * Of its own kind (a parent account), what is in hand comes anyway, and what has failed waits for a change: two
 * accounts that name each other and cannot be paired would else have each other looked at for ever (P3).
 */
async function worthALook(
  context: SyncContext,
  { module, side }: { readonly module: Module; readonly side: Side },
  ids: readonly string[],
  inHand: readonly SidedRecord[],
): Promise<readonly string[]> {
  if (ids.length === 0) return [];
  const failures = await context.org.failures.list(module);
  const known = [
    ...inHand.filter((item) => item.side === side).map(({ record }) => record.id),
    ...failures.filter((failure) => failure.side === side).map(({ recordId }) => recordId),
  ];
  const skipped = new Set(known);
  return ids.filter((id) => !skipped.has(id));
}

/**
 * Has a look taken at records that pairs of `module` referred to and do not any more: a cleared reference may be a
 * deleted account instead of an edit (S51).
 *
 * @returns modules that got work and must be synced before `module`
 */
export async function verifyLostReferences(
  context: SyncContext,
  module: Module,
  pairs: readonly { readonly link: Link; readonly present: readonly SidedRecord[] }[],
): Promise<ReadonlySet<Module>> {
  const touched = new Set<Module>();
  for (const row of setupOf(context, module).mapping.rows) {
    const to = row.desk.referenceTo ?? row.crm.referenceTo;
    if (row.kind !== 'reference' || to === null || !context.modules.has(to)) continue;
    for (const { link, present } of pairs) {
      for (const { side, record } of present) {
        const named = link.base[row.key]?.[side];
        if (record.values[row[side].apiName] !== null || typeof named !== 'string') continue;
        if (to === module) {
          await noteIfAbsent(context, module, side, named);
          continue;
        }
        await context.org.inbox.mark(
          [{ module: to, side, recordId: named, reason: 'dependency' }],
          context.clock.now(),
        );
        touched.add(to);
      }
    }
  }
  return touched;
}

/** Looks at once: the module's inbox is being worked off right now. */
async function noteIfAbsent(context: SyncContext, module: Module, side: Side, id: string): Promise<void> {
  const { records, unreadable } = await readRecords(context, module, side, [id]);
  const record = records.get(id);
  if (unreadable.has(id) || (record && record.inRecycleBin !== true)) return;
  const link = (await context.org.links.byIds(module, side, [id])).get(id);
  await noteAbsence(context, module, [{ side, id, inRecycleBin: record !== undefined, link }]);
}

/** Fields of `side` that name records of their own module: a parent account. */
export function ownKindFields(context: SyncContext, module: Module, side: Side): readonly string[] {
  return setupOf(context, module).mapping.rows.flatMap(({ kind, desk, crm }) =>
    kind === 'reference' && (desk.referenceTo ?? crm.referenceTo) === module
      ? [side === 'desk' ? desk.apiName : crm.apiName]
      : [],
  );
}

/** Parents before children, where records refer to their own kind (P9); one wave where they do not. */
export function inWaves(
  context: SyncContext,
  module: Module,
  side: Side,
  records: readonly RemoteRecord[],
): readonly (readonly string[])[] {
  const ids = records.map((record) => record.id);
  const fields = ownKindFields(context, module, side);
  if (fields.length === 0) return [ids];
  const byId = new Map(records.map((record) => [record.id, record]));
  return parentsFirst(ids, (id) =>
    fields.flatMap((field) => {
      const value = byId.get(id)?.values[field];
      return typeof value === 'string' && value !== '' ? [value] : [];
    }),
  );
}

export function bothSides(records: Readonly<Record<Side, RemoteRecord>>): SidedRecord[] {
  return SIDES.map((side) => ({ side, record: records[side] }));
}
