import type { Module, RemoteRecord, Side } from '../core/record.ts';
import { SIDES } from '../core/record.ts';
import type { References } from '../core/planning/references.ts';
import type { Link } from '../ports/store.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';

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
    const missing = [...group.ids].filter((id) => !links.has(id));
    if (missing.length === 0) continue;
    const rows = missing.map((recordId) => {
      return { module: group.module, side: group.side, recordId, reason: 'dependency' as const };
    });
    await context.org.inbox.mark(rows, context.clock.now());
    required.add(group.module);
  }
  return required;
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

export function bothSides(records: Readonly<Record<Side, RemoteRecord>>): SidedRecord[] {
  return SIDES.map((side) => ({ side, record: records[side] }));
}
