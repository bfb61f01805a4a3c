import type { Module, RawValue, Side } from '../../server/core/record.ts';
import { SIDES } from '../../server/core/record.ts';
import type { Link, OrgStore } from '../../server/ports/store.ts';
import type { ModuleSetup } from '../../server/sync/context.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

type Row = Readonly<Record<string, unknown>>;

export interface Comparison {
  readonly links: readonly Link[];
  /** Live records of a side that no pair holds. */
  readonly alone: Readonly<Record<Side, readonly Row[]>>;
  /** One line per mapped field in which a live pair differs. */
  readonly differences: readonly string[];
}

/** Compares both sides' raw records, pair by pair, field by field: what S1 promises. */
export async function compareSides(
  sandbox: Sandbox,
  org: OrgStore,
  modules: ReadonlyMap<Module, ModuleSetup>,
  module: Module,
): Promise<Comparison> {
  const records = { desk: liveById(sandbox, 'desk', module), crm: liveById(sandbox, 'crm', module) };
  const links = await org.links.page(module, null, 1_000_000);
  const accounts = new Map(
    (await org.links.page('accounts', null, 1_000_000)).map((link) => [link.deskId, link.crmId]),
  );
  const setup = modules.get(module);
  if (!setup) throw new Error(`${module} is not configured`);

  const differences: string[] = [];
  for (const link of links) {
    const desk = records.desk.get(link.deskId);
    const crm = records.crm.get(link.crmId);
    if (!desk || !crm) continue;
    for (const row of setup.mapping.rows) {
      const oneWay = row.direction === 'crm-to-desk';
      const d = row.decode('desk', rawOf('desk', row.desk.apiName, desk));
      const c = row.decode('crm', rawOf('crm', row.crm.apiName, crm));
      const equal =
        row.kind === 'reference' ? (typeof d === 'string' ? accounts.get(d) : d) === c : row.equal(d, c);
      // One-way, an empty CRM field leaves Desk's own value alone.
      if (!equal && !(oneWay && c === null))
        differences.push(
          `${module} ${link.deskId}=${link.crmId} ${row.key}: ${JSON.stringify(d)} ≠ ${JSON.stringify(c)}`,
        );
    }
  }
  const paired = {
    desk: new Set(links.map((link) => link.deskId)),
    crm: new Set(links.map((link) => link.crmId)),
  };
  const alone = Object.fromEntries(
    SIDES.map((side) => [
      side,
      [...records[side]].filter(([id]) => !paired[side].has(id)).map(([, row]) => row),
    ]),
  ) as unknown as Comparison['alone'];
  return { links, alone, differences };
}

function liveById(sandbox: Sandbox, side: Side, module: Module): Map<string, Row> {
  const live = sandbox.records({ product: side, module }).filter((record) => record['_state'] === 'live');
  return new Map(live.map((record) => [String(record['id']), record]));
}

/** A value as the gateways hand it out: custom fields flat, lookups as ids. */
function rawOf(side: Side, field: string, record: Row): RawValue {
  const custom = record['cf'] as Row | undefined;
  const value = side === 'desk' && field.startsWith('cf_') ? custom?.[field] : record[field];
  if (value === undefined || value === null) return null;
  if (typeof value === 'object' && !Array.isArray(value)) return String((value as { id: unknown }).id);
  return value as RawValue;
}
