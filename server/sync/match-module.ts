import { SyncError } from '../core/errors.ts';
import type { MatchCandidate, RecordPair } from '../core/matching/match-plan.ts';
import { matchRecords } from '../core/matching/match-records.ts';
import type { Module, Side } from '../core/record.ts';
import { SIDES } from '../core/record.ts';
import type { Link } from '../ports/store.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { decidedIds } from './match-decisions.ts';
import { inSelectedDepartment } from './departments.ts';
import { readParted } from './parted-pairs.ts';
import { ownKindFields } from './references.ts';

/** What the first sync does with a module's records. */
export interface ModuleMatch {
  /** Existing and new pairs: compared field by field. */
  readonly pairs: readonly RecordPair[];
  /** Per side to write: ids of the other side's records that get a partner there. */
  readonly creates: Readonly<Record<Side, readonly string[]>>;
  /** The place of each is held by a record that was not read: gone, perhaps, so a look by id decides. */
  readonly doubtful: readonly { readonly side: Side; readonly id: string }[];
  readonly refused: readonly { readonly side: Side; readonly id: string; readonly error: SyncError }[];
}

const PAGE = 5_000;
const EPOCH = new Date(0).toISOString();

/** Joins what the bulk read saw, in memory: ids, keys and dates only. */
export async function matchModule(
  context: SyncContext,
  module: Module,
  cutoff: string,
): Promise<ModuleMatch> {
  const { config } = setupOf(context, module);
  const links = await allLinks(context, module);
  const staged = {
    desk: new Set(await context.org.staging.ids(module, 'desk')),
    crm: new Set(await context.org.staging.ids(module, 'crm')),
  };
  const needed = await neededAccounts(context, module, cutoff);
  const decided = await decidedIds(context, module);
  const isDecided = (side: Side, id: string) => decided[side].create.has(id) || decided[side].leave.has(id);
  const mine = new Set(links.flatMap(({ deskId, crmId }) => [`desk ${deskId}`, `crm ${crmId}`]));
  const wanted = (side: Side) =>
    [...decided[side].create].filter((id) => staged[side].has(id) && !mine.has(`${side} ${id}`));
  const candidates = async (side: Side): Promise<MatchCandidate[]> => {
    const rows = await context.org.keys.all(module, side);
    return rows
      .filter(
        (row) =>
          staged[side].has(row.recordId) &&
          (mine.has(`${side} ${row.recordId}`) || !isDecided(side, row.recordId)),
      )
      .map((row) => {
        return {
          id: row.recordId,
          key: row.key,
          createdAt: row.createdAt,
          needed: needed[side].has(row.recordId),
        };
      });
  };
  const plan = matchRecords({
    desk: await candidates('desk'),
    crm: await candidates('crm'),
    links,
    cutoff,
    syncType: config.syncType,
  });

  const isParted = await readParted(
    context.org,
    module,
    'desk',
    plan.pairs.map(({ deskId }) => deskId),
    plan.pairs.map(({ crmId }) => crmId),
  );
  const leaving = config.syncType === 'crm-to-desk' ? [] : [...plan.creates.crm, ...wanted('desk')];
  const toCrm = module === 'products' ? await ofSelectedDepartments(context, leaving) : leaving;
  const held = plan.alreadyLinked.filter(({ side, linkedTo }) => staged[side].has(linkedTo));
  const known = links.filter((link) => staged.desk.has(link.deskId) && staged.crm.has(link.crmId));
  return {
    pairs: [...known, ...plan.pairs.filter(({ deskId, crmId }) => !isParted(deskId, crmId))],
    creates: { desk: [...plan.creates.desk, ...wanted('crm')], crm: toCrm },
    doubtful: plan.alreadyLinked.filter(({ side, linkedTo }) => !staged[side].has(linkedTo)),
    refused: [
      ...plan.ambiguous.flatMap(({ side, ids, candidates: others }) =>
        ids.map((id) => {
          const message = `several records carry the match key of ${id}: ${others.slice(0, 5).join(', ')}`;
          return { side, id, error: new SyncError('ambiguous-match', message, { recordId: others[0] }) };
        }),
      ),
      ...held.map(({ side, id, linkedTo, targetId }) => {
        const message = `the place of ${id} is taken by ${linkedTo}`;
        return {
          side,
          id,
          error: new SyncError('already-linked', message, { recordId: targetId ?? linkedTo }),
        };
      }),
    ],
  };
}

/** Accounts that young contacts refer to sync whatever their age (S32). */
async function neededAccounts(
  context: SyncContext,
  module: Module,
  cutoff: string,
): Promise<Record<Side, Set<string>>> {
  const needed = { desk: new Set<string>(), crm: new Set<string>() };
  if (module !== 'accounts') return needed;
  await addContactAccounts(context, needed, cutoff);
  for (const side of SIDES) {
    const leaves = side === 'crm' || setupOf(context, module).config.syncType === 'two-way';
    if (leaves) await addAncestors(context, needed[side], side, cutoff);
  }
  return needed;
}

async function addContactAccounts(
  context: SyncContext,
  needed: Readonly<Record<Side, Set<string>>>,
  cutoff: string,
): Promise<void> {
  const contacts = context.modules.get('contacts');
  const row = contacts?.mapping.rows.find(
    ({ kind, desk }) => kind === 'reference' && desk.referenceTo === 'accounts',
  );
  if (!contacts || !row) return;
  for (const side of SIDES) {
    if (side === 'desk' && contacts.config.syncType === 'crm-to-desk') continue;
    for (const { value } of await context.org.staging.valuesOf('contacts', side, row[side].apiName, cutoff)) {
      if (typeof value === 'string' && value !== '') needed[side].add(value);
    }
  }
}

/** What young and needed accounts refer to in turn: their parents, and those of the parents. */
async function addAncestors(context: SyncContext, needed: Set<string>, side: Side, cutoff: string) {
  for (const field of ownKindFields(context, 'accounts', side)) {
    const parents = new Map<string, string>();
    const ofAll = await context.org.staging.valuesOf('accounts', side, field, EPOCH);
    for (const { id, value } of ofAll) if (typeof value === 'string' && value !== '') parents.set(id, value);
    const young = await context.org.staging.valuesOf('accounts', side, field, cutoff);
    const visited = new Set<string>();
    for (const start of [...young.map(({ id }) => id), ...needed]) {
      for (let id = parents.get(start); id !== undefined && !visited.has(id); id = parents.get(id)) {
        visited.add(id);
        needed.add(id);
      }
    }
  }
}

/** Only products of selected departments leave Desk (S24). */
async function ofSelectedDepartments(
  context: SyncContext,
  ids: readonly string[],
): Promise<readonly string[]> {
  const { config } = setupOf(context, 'products');
  const records = await context.org.staging.get('products', 'desk', ids);
  return ids.filter((id) => {
    const record = records.get(id);
    return record !== undefined && inSelectedDepartment(config, record);
  });
}

async function allLinks(context: SyncContext, module: Module): Promise<readonly Link[]> {
  const links: Link[] = [];
  for (let after: string | null = null; ;) {
    const page: readonly Link[] = await context.org.links.page(module, after, PAGE);
    links.push(...page);
    const last = page.at(-1);
    if (!last || page.length < PAGE) return links;
    after = last.deskId;
  }
}
