import { needsBackFill } from '../core/mapping/back-fill.ts';
import { compileMapping } from '../core/mapping/compile-mapping.ts';
import type { ModuleConfig } from '../core/mapping/field-mapping.ts';
import type { DefaultMappings } from '../core/mapping/suggest-mapping.ts';
import type { WriteCost } from '../core/planning/credits.ts';
import { writeSeconds } from '../core/planning/credits.ts';
import { driftOf, type Drift, type PlanLine } from '../core/planning/drift.ts';
import type { Module, Side } from '../core/record.ts';
import { MODULES } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { HistoryQuery, HistoryRow, OrgStore, Store } from '../ports/store.ts';
import type { SyncContext, SyncSettings } from './context.ts';
import { hasSessionBegun } from './back-fill.ts';
import { retryFailures } from './failure-log.ts';
import { runFirstSync, startFirstSync } from './first-sync.ts';
import { loadModules, type FieldCatalogue } from './load-modules.ts';
import { forgetPolls, pollChanges } from './poll.ts';
import { Refusal } from './refusal.ts';
import { rehearsalGateway, type ReadOnlyGateway } from './rehearsal-gateway.ts';
import { drainInbox } from './sync-records.ts';
import { withRecordKeys } from './with-record-keys.ts';

/** What would be done, were it done now. */
export type PlanRequest =
  | { readonly kind: 'first-sync'; readonly modules: readonly Module[] }
  | { readonly kind: 'mapping'; readonly config: Omit<ModuleConfig, 'version'> }
  | { readonly kind: 'resume' }
  | { readonly kind: 'retry-all' };

export interface PlannedModule {
  readonly module: Module;
  /** Per side that is written. */
  readonly creates: Readonly<Record<Side, number>>;
  readonly updates: Readonly<Record<Side, number>>;
  readonly restores: Readonly<Record<Side, number>>;
  readonly pairs: number;
  /** Records that stay as they are and alone, by the side they live on: too old, or of no selected department. */
  readonly skips: Readonly<Record<Side, number>>;
  readonly conflicts: number;
  /** Records that cannot be brought over, by cause; ambiguous matches are `already-linked`. */
  readonly failures: Readonly<Record<string, number>>;
  /** How many records get another value, per field of the target. */
  readonly fields: readonly { readonly target: Side; readonly field: string; readonly records: number }[];
}
export interface PlanSummary {
  readonly modules: readonly PlannedModule[];
  /** Of the writes; what planning has read is read again when the plan is carried out. */
  readonly cost: Readonly<Record<Side, WriteCost>>;
  readonly estimatedSeconds: number;
}
export interface FlightPlan {
  readonly id: string;
  readonly kind: PlanRequest['kind'];
  readonly state: 'computing' | 'ready' | 'failed';
  readonly startedAt: string;
  readonly finishedAt: string | null;
  readonly summary: PlanSummary | null;
  /** Why it failed. */
  readonly problem: string | null;
}

export interface FlightPlanDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly defaults: DefaultMappings;
  readonly settings: SyncSettings;
  readonly newId: () => string;
  readonly open: (orgKey: string) => Promise<{
    readonly gateways: Readonly<Record<Side, ReadOnlyGateway>>;
    readonly catalogue: FieldCatalogue;
  }>;
}

const PLAN = 'plan';
/** After this a plan without an end was left by a process that died. */
const LEASE_MS = 60 * 60_000;
const ROUNDS = 50;
/** Work that falls due within this time belongs to the plan; it is waited for on the rehearsal's own clock. */
const LINGER_MS = 5_000;
const PAGE = 1_000;

/**
 * Flight plans: the engine itself, run on a copy of the organisation's state and on gateways that only note what
 * would be written. What it would have written into the history is the plan, so plan and apply cannot disagree
 * for want of a second implementation; what differs afterwards is drift, because data changed in between.
 */
export function createFlightPlans(deps: FlightPlanDeps) {
  const { store, clock, log, newId } = deps;
  const computing = new Map<string, Promise<void>>();

  /**
   * Begins to compute; `read` tells when it is ready. The plan before is forgotten.
   * @throws Refusal `plan-running`, `module-not-configured`, `mapping-invalid`, `not-connected`
   */
  async function begin(orgKey: string, request: PlanRequest): Promise<FlightPlan> {
    const { gateways, catalogue } = await deps.open(orgKey);
    await check(store.forOrg(orgKey), catalogue, request);
    const scratch = store.rehearsalOf(orgKey);
    const owner = newId();
    const now = clock.now();
    if (!(await scratch.lane.acquire(owner, now, later(now, LEASE_MS)))) {
      throw new Refusal('plan-running', 'A plan is being computed; look again in a moment');
    }
    const plan: FlightPlan = {
      id: newId(),
      kind: request.kind,
      state: 'computing',
      startedAt: now,
      finishedAt: null,
      summary: null,
      problem: null,
    };
    await store.prepareRehearsal(orgKey);
    await save(scratch, plan);
    const work = compute()
      .catch(async (error: unknown) => {
        log.warn({ err: error, orgKey }, 'a flight plan could not be computed');
        const problem = error instanceof Error ? error.message : String(error);
        await save(scratch, { ...plan, state: 'failed', finishedAt: clock.now(), problem });
      })
      .finally(async () => {
        computing.delete(orgKey);
        await scratch.lane.release(owner);
      });
    computing.set(orgKey, work);
    return plan;

    async function compute(): Promise<void> {
      const time = rehearsalClock(clock);
      const rehearsal = {
        desk: rehearsalGateway(gateways.desk, () => time.now()),
        crm: rehearsalGateway(gateways.crm, () => time.now()),
      };
      const org = alwaysActive(scratch, store.forOrg(orgKey));
      const runId = plan.id;
      const context: SyncContext = {
        org,
        gateways: rehearsal,
        modules: await modulesFor(org, catalogue, request),
        clock: time,
        log,
        settings: deps.settings,
        runId,
        newId,
        signal: new AbortController().signal,
      };
      await rehearse(context, store.forOrg(orgKey), request);
      const cost = { desk: rehearsal.desk.cost(), crm: rehearsal.crm.cost() };
      const summary: PlanSummary = {
        modules: await summarise(org, plan),
        cost,
        estimatedSeconds: writeSeconds({ desk: cost.desk.calls, crm: cost.crm.calls }),
      };
      await org.staging.clear();
      await save(scratch, { ...plan, state: 'ready', finishedAt: clock.now(), summary });
    }
  }

  async function modulesFor(org: OrgStore, catalogue: FieldCatalogue, request: PlanRequest) {
    if (request.kind === 'mapping') {
      const { config } = request;
      const version = (await org.configs.current(config.module))?.version ?? 0;
      await org.configs.save(config, version, clock.now());
    }
    return await loadModules(org, catalogue, deps.defaults);
  }

  /** The lane's own steps, from the place where the asked-for action would begin. */
  async function rehearse(context: SyncContext, real: OrgStore, request: PlanRequest): Promise<void> {
    const { org, runId } = context;
    const modules = await firstSessionOf(real, request);
    if (modules.length > 0) {
      const run = await startFirstSync(org, modules, context.clock, () => runId);
      await runFirstSync(context, run);
    } else {
      const startedAt = context.clock.now();
      await org.runs.start({ id: runId, kind: 'continuous', startedAt, cutoff: null, modules: [] });
    }
    if (request.kind === 'retry-all') await retryFailures(org, {}, context.clock.now());
    // With another configuration the next poll takes what it passed over before, a product of a department, say.
    if (request.kind === 'resume' || request.kind === 'mapping') {
      await forgetPolls(org.cursors);
      await pollChanges(context);
    }
    for (let round = 0; round < ROUNDS; round += 1) {
      if ((await drainInbox(context)) > 0) continue;
      const dueAt = await org.inbox.nextDueAt([...context.modules.keys()]);
      const wait = dueAt === null ? Infinity : Date.parse(dueAt) - Date.parse(context.clock.now());
      if (wait > LINGER_MS) return;
      await context.clock.sleep(Math.max(wait, 1));
    }
  }

  async function read(orgKey: string): Promise<FlightPlan | null> {
    const text = await store.rehearsalOf(orgKey).cursors.get(PLAN);
    if (text === null) return null;
    const plan = JSON.parse(text) as FlightPlan;
    const isLost = plan.state === 'computing' && !(await store.rehearsalOf(orgKey).lane.isHeld(clock.now()));
    return isLost
      ? { ...plan, state: 'failed', problem: 'The connector was restarted; please plan again' }
      : plan;
  }

  async function ready(orgKey: string): Promise<FlightPlan & { readonly finishedAt: string }> {
    const plan = await read(orgKey);
    if (plan?.state !== 'ready' || plan.finishedAt === null) {
      throw new Refusal('plan-not-ready', 'There is no finished plan');
    }
    return { ...plan, finishedAt: plan.finishedAt };
  }

  /** What the plan would do, record by record; ids that begin with `planned-` are of records yet to be made. */
  async function changes(orgKey: string, query: HistoryQuery) {
    const plan = await ready(orgKey);
    const { rows, next } = await store.rehearsalOf(orgKey).history.pageOfRun(plan.id, query);
    return { rows: await withRecordKeys(store.rehearsalOf(orgKey), rows), next };
  }

  /** What was done since the plan was ready and differs from it. */
  async function drift(orgKey: string): Promise<Drift> {
    const plan = await ready(orgKey);
    const org = store.forOrg(orgKey);
    const planned = await linesOf(store.rehearsalOf(orgKey), plan.id);
    const done: PlanLine[] = [];
    for (const { id } of await org.runs.list(new Date(0).toISOString())) {
      done.push(...(await linesOf(org, id)).filter(({ at }) => at >= plan.finishedAt));
    }
    return driftOf(planned, done);
  }

  /** For a process that stops, and for tests. */
  async function settled(orgKey: string): Promise<void> {
    await computing.get(orgKey);
  }

  return { begin, read, changes, drift, settled };
}
export type FlightPlans = ReturnType<typeof createFlightPlans>;

/** Modules that the action reads as a whole. */
async function firstSessionOf(real: OrgStore, request: PlanRequest): Promise<readonly Module[]> {
  if (request.kind === 'first-sync') return request.modules;
  if (request.kind !== 'mapping') return [];
  const { config } = request;
  const before = await real.configs.current(config.module);
  const isSynced = await hasSessionBegun(real, config.module);
  return !before || !isSynced || needsBackFill(before, config) ? [config.module] : [];
}

async function check(org: OrgStore, catalogue: FieldCatalogue, request: PlanRequest): Promise<void> {
  if (request.kind === 'first-sync') {
    for (const module of request.modules) {
      const config = await org.configs.current(module);
      if (!config) throw new Refusal('module-not-configured', `Set up ${module} first`, { module });
    }
  }
  if (request.kind === 'mapping') {
    const { config } = request;
    const fields = await catalogue.fields(config.module);
    const { problems } = compileMapping({ ...config, version: 0 }, fields);
    const errors = problems.filter(({ severity }) => severity === 'error');
    if (errors.length > 0) {
      throw new Refusal('mapping-invalid', 'The mapping has rows that cannot work', { problems: errors });
    }
  }
}

async function save(scratch: OrgStore, plan: FlightPlan): Promise<void> {
  await scratch.cursors.set(PLAN, JSON.stringify(plan));
}

async function linesOf(org: OrgStore, runId: string): Promise<readonly HistoryRow[]> {
  const rows: HistoryRow[] = [];
  let after: string | undefined;
  do {
    const page = await org.history.pageOfRun(runId, { after, limit: PAGE });
    rows.push(...page.rows);
    after = page.next ?? undefined;
  } while (after !== undefined);
  return rows;
}

async function summarise(org: OrgStore, plan: FlightPlan): Promise<readonly PlannedModule[]> {
  const lines = await linesOf(org, plan.id);
  const conflicts = (await org.history.conflicts(100_000)).filter(({ at }) => at >= plan.startedAt);
  const failures = (await org.failures.list()).filter(({ failedAt }) => failedAt >= plan.startedAt);
  const found: PlannedModule[] = [];
  for (const module of MODULES) {
    const mine = lines.filter((line) => line.module === module);
    const count = (action: HistoryRow['action']) => ({
      desk: mine.filter((line) => line.action === action && line.target === 'desk').length,
      crm: mine.filter((line) => line.action === action && line.target === 'crm').length,
    });
    const causes = new Map<string, number>();
    const failed = failures.filter((failure) => failure.module === module);
    for (const { code } of failed) causes.set(code, (causes.get(code) ?? 0) + 1);
    const fields = new Map<string, { target: Side; field: string; records: number }>();
    for (const { target, fields: changed } of mine) {
      for (const { field } of changed) {
        const entry = fields.get(`${target} ${field}`) ?? { target, field, records: 0 };
        entry.records += 1;
        fields.set(`${target} ${field}`, entry);
      }
    }
    const excused = new Set(failed.map(({ side, recordId }) => `${side} ${recordId}`));
    found.push({
      module,
      creates: count('added'),
      updates: count('updated'),
      restores: count('restored'),
      pairs: mine.filter(({ action }) => action === 'paired').length,
      skips: {
        desk: await skips(org, module, 'desk', excused),
        crm: await skips(org, module, 'crm', excused),
      },
      conflicts: conflicts.filter((conflict) => conflict.module === module).length,
      failures: Object.fromEntries(causes),
      fields: [...fields.values()],
    });
  }
  return found.filter(isWorthALine);
}

/** Records that were read and neither have nor get a partner, nor a failure that says why. */
async function skips(
  org: OrgStore,
  module: Module,
  side: Side,
  excused: ReadonlySet<string>,
): Promise<number> {
  const ids = (await org.keys.all(module, side)).map(({ recordId }) => recordId);
  const linked = await org.links.byIds(module, side, ids);
  return ids.filter((id) => !linked.has(id) && !excused.has(`${side} ${id}`)).length;
}

function isWorthALine({
  creates,
  updates,
  restores,
  pairs,
  skips,
  conflicts,
  failures,
}: PlannedModule): boolean {
  const counts = [creates, updates, restores, skips].flatMap(({ desk, crm }) => [desk, crm]);
  return [...counts, pairs, conflicts, Object.keys(failures).length].some((count) => count > 0);
}

/** The engine's gate looks at the integration; a rehearsal writes nothing, so its gate is always open. */
function alwaysActive(scratch: OrgStore, real: OrgStore): OrgStore {
  const integration = {
    ...real.integration,
    async get() {
      const found = await real.integration.get();
      return found && { ...found, state: 'active' as const };
    },
  };
  return {
    ...scratch,
    integration,
    transaction: (work) => scratch.transaction((repositories) => work({ ...repositories, integration })),
  };
}

/** Real time, plus what was slept: waiting costs a rehearsal nothing. */
function rehearsalClock(clock: Clock): Clock {
  let aheadMs = 0;
  return {
    now: () => later(clock.now(), aheadMs),
    sleep: (ms) => {
      aheadMs += ms;
      return Promise.resolve();
    },
  };
}

function later(at: string, ms: number): string {
  return new Date(Date.parse(at) + ms).toISOString();
}
