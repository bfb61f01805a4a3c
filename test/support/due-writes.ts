import type { Module, Side } from '../../server/core/record.ts';
import { MODULES, SIDES, otherSide } from '../../server/core/record.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { ModuleWork, Work } from './cost-floor.ts';

type Row = Readonly<Record<string, unknown>>;

const NAMES = {
  desk: {
    createdAt: 'createdTime',
    account: 'accountId',
    key: { accounts: 'accountName', contacts: 'email', products: 'productName' },
  },
  crm: {
    createdAt: 'Created_Time',
    account: 'Account_Name',
    key: { accounts: 'Account_Name', contacts: 'Email', products: 'Product_Name' },
  },
} as const;

/**
 * What a two-way first sync of a generated company has to do, worked out from the raw records alone and without the
 * engine: pairs by match key (S33–S35), records of the last year get a partner (S30), accounts of young contacts
 * whatever their age (S32), and a pair of which one is young costs one write when its spellings differ. Generated
 * pairs differ in nothing but the spelling of their key, and no key appears twice on one side.
 */
export function dueWrites(sandbox: Sandbox, now: string): Work {
  const cutoff = new Date(now);
  cutoff.setUTCFullYear(cutoff.getUTCFullYear() - 1);
  const isYoung = (side: Side, row: Row): boolean =>
    Date.parse(String(row[NAMES[side].createdAt])) >= cutoff.getTime();
  const live = (side: Side, module: Module): readonly Row[] =>
    sandbox.records({ product: side, module }).filter((row) => row['_state'] === 'live');

  const needed = new Set(
    SIDES.flatMap((side) =>
      live(side, 'contacts')
        .filter((row) => isYoung(side, row))
        .map((row) => idIn(row[NAMES[side].account])),
    ),
  );

  function workOf(module: Module): ModuleWork {
    const rows = { desk: live('desk', module), crm: live('crm', module) };
    const byKey = (side: Side) => new Map(rows[side].map((row) => [keyOf(side, module, row), row]));
    const index = { desk: byKey('desk'), crm: byKey('crm') };
    const partnerOf = (side: Side, row: Row): Row | undefined => {
      const key = keyOf(side, module, row);
      return key === '' ? undefined : index[otherSide(side)].get(key);
    };
    const takesPart = (side: Side, row: Row): boolean =>
      isYoung(side, row) || (module === 'accounts' && needed.has(String(row['id'])));
    const alone = (side: Side): number =>
      rows[side].filter((row) => takesPart(side, row) && !partnerOf(side, row)).length;
    const respelled = rows.desk.filter((row) => {
      const partner = partnerOf('desk', row);
      if (!partner || !(takesPart('desk', row) || takesPart('crm', partner))) return false;
      return spelling('desk', module, row) !== spelling('crm', module, partner);
    });
    return {
      records: { desk: rows.desk.length, crm: rows.crm.length },
      creates: { desk: alone('crm'), crm: alone('desk') },
      // Nothing says which spelling is newer, so CRM's stands (S96).
      updates: { desk: respelled.length, crm: 0 },
    };
  }

  return Object.fromEntries(MODULES.map((module) => [module, workOf(module)])) as Record<Module, ModuleWork>;
}

function keyOf(side: Side, module: Module, row: Row): string {
  return spelling(side, module, row).toLowerCase();
}

/** Space around a text is no difference (P12). */
function spelling(side: Side, module: Module, row: Row): string {
  const value = row[NAMES[side].key[module]];
  return typeof value === 'string' ? value.trim() : '';
}

/** A lookup is an id on Desk and an object with one in CRM. */
function idIn(lookup: unknown): string {
  if (typeof lookup === 'object' && lookup !== null && 'id' in lookup) return String(lookup.id);
  return String(lookup);
}
