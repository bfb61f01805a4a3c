import type { Module, RemoteRecord, Side } from '../core/record.ts';
import { SIDES } from '../core/record.ts';
import type { References } from '../core/planning/references.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';

export interface SidedRecord {
  readonly side: Side;
  readonly record: RemoteRecord;
}

/** Ids of other records that mapped reference fields name, by module and side. */
function referencedIds(context: SyncContext, module: Module, records: readonly SidedRecord[]) {
  const ids = new Map<string, { module: Module; side: Side; ids: Set<string> }>();
  for (const row of setupOf(context, module).mapping.rows) {
    const to = row.desk.referenceTo ?? row.crm.referenceTo;
    if (row.kind !== 'reference' || to === null) continue;
    for (const { side, record } of records) {
      const value = record.values[row[side].apiName];
      if (typeof value !== 'string' || value === '') continue;
      const key = `${to} ${side}`;
      const entry = ids.get(key) ?? { module: to, side, ids: new Set<string>() };
      entry.ids.add(value);
      ids.set(key, entry);
    }
  }
  return [...ids.values()];
}

/** Loads the partners of everything the records refer to, in one query per module and side. */
export async function loadReferences(
  context: SyncContext,
  module: Module,
  records: readonly SidedRecord[],
): Promise<References> {
  const partners = new Map<string, string>();
  for (const group of referencedIds(context, module, records)) {
    const links = await context.org.links.byIds(group.module, group.side, [...group.ids]);
    for (const [id, link] of links) {
      // Never point at a record that is gone (P9).
      const other = group.side === 'desk' ? 'crm' : 'desk';
      if (link.presence[other] !== 'live') continue;
      partners.set(`${group.module} ${group.side} ${id}`, group.side === 'desk' ? link.crmId : link.deskId);
    }
  }
  return { partnerOf: (to, side, id) => partners.get(`${to} ${side} ${id}`) };
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

export function bothSides(records: Readonly<Record<Side, RemoteRecord>>): SidedRecord[] {
  return SIDES.map((side) => ({ side, record: records[side] }));
}
