import type { Module } from '../core/record.ts';
import type { Clock, Every } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { CrmViews } from '../ports/crm-views.ts';
import type { OrgStore, Run } from '../ports/store.ts';
import type { SyncContext } from './context.ts';
import { startBackFill } from './back-fill.ts';
import { isStillEmptied } from './emptied-guard.ts';
import { runFirstSync } from './first-sync.ts';
import { mayWrite, SyncStopped } from './integration-state.ts';
import { importDueViews, importLeftToDo } from './legacy-import.ts';
import { isHeld, recheckHolds } from './mass-change-guard.ts';
import { noteMappingProblems } from './note-mapping-problems.ts';
import { carryOutEdits } from './pending-edits.ts';
import { pollChanges } from './poll.ts';
import { settleIntents } from './settle-intents.ts';
import { drainInbox } from './sync-records.ts';

export interface LaneOptions {
  readonly org: OrgStore;
  readonly clock: Clock;
  /** Renews the lease while the work goes on. */
  readonly every: Every;
  readonly log: Logger;
  /** Names this process, new at every start. */
  readonly owner: string;
  /** How long the lane stays ours without a sign of life; another process takes over after that. */
  readonly leaseMs: number;
  /** Work that falls due within this time is waited for; later work is the next sweep's. */
  readonly lingerMs: number;
  readonly signal: AbortSignal;
  newId(): string;
  /** Builds the context for a run, or null when the organisation is not ready to sync. */
  context(run: Run, signal: AbortSignal): Promise<SyncContext | null>;
  /** Reads CRM's custom views; asked for only while the scheduled import of old is on. */
  views(): Promise<CrmViews>;
}

/**
 * Does all sync work of one organisation that is due: settles unanswered writes, goes on with a first sync, polls,
 * works off the inbox. At most one process at a time does this for an organisation (lease with take-over), so a
 * record is never written from two sides at once (P6).
 */
export async function runLane(options: LaneOptions): Promise<void> {
  const { org, clock, owner, leaseMs } = options;
  const lease = () => new Date(Date.parse(clock.now()) + leaseMs).toISOString();
  if (!(await mayWrite(org)) || !(await acquire(options, lease))) return;

  const lost = new AbortController();
  const signal = AbortSignal.any([options.signal, lost.signal]);
  const stopHeartbeat = options.every(leaseMs / 3, keepLease);
  async function keepLease(): Promise<void> {
    try {
      const ours = await org.lane.renew(owner, clock.now(), lease());
      if (!ours) lost.abort(new Error('another process took over the lane'));
      else if (!(await mayWrite(org))) lost.abort(new Error('the sync was paused or ended'));
    } catch (error) {
      options.log.warn({ err: error, orgKey: org.orgKey }, 'could not renew the lane');
    }
  }

  try {
    const isLegacy = (await org.integration.get())?.state === 'legacy';
    await (isLegacy ? importViews(options, signal) : work(options, signal));
  } catch (error) {
    if (!signal.aborted && !(error instanceof SyncStopped)) throw error;
    options.log.info(
      { orgKey: org.orgKey, reason: String(signal.aborted ? signal.reason : error) },
      'sync work was interrupted and will go on later',
    );
  } finally {
    stopHeartbeat();
    await org.lane.release(owner);
  }
}

async function work(options: LaneOptions, signal: AbortSignal): Promise<void> {
  const { org, clock } = options;
  let polled = false;
  /** A first session of which a module is held goes on later; what is synced already need not wait for it. */
  let heldSession: Run | null = null;
  for (;;) {
    signal.throwIfAborted();
    if (!(await mayWrite(org))) return;
    const firstSync: Run | null = heldSession
      ? null
      : ((await org.runs.running('first-sync')) ?? (await startBackFill(org, clock, () => options.newId())));
    const run = firstSync ?? (await continuousRun(options));
    const whole = await options.context(run, signal);
    if (!whole) return;
    const context = heldSession ? await withoutUnfinished(whole, heldSession) : whole;
    for (const { mapping } of context.modules.values()) {
      await noteMappingProblems(org.cursors, mapping, clock.now());
    }

    const young = await settleIntents(context);
    if (firstSync) {
      // A create whose outcome is unknown must be settled before the same records are matched again.
      if (young) {
        await clock.sleep(context.settings.intentGraceMs, signal);
        continue;
      }
      if (!(await runFirstSync(context, firstSync))) heldSession = firstSync;
      continue;
    }
    if (!polled) {
      await recheckHolds(whole, isStillEmptied);
      await pollChanges(context);
    }
    polled = true;
    await carryOutEdits(context);
    const looked = await drainInbox(context);
    if (looked > 0) continue;

    const wait = await waitMs(context, young ? context.settings.intentGraceMs : null);
    if (wait === null || wait > options.lingerMs) {
      await org.runs.finish(run.id, clock.now());
      return;
    }
    await clock.sleep(Math.max(wait, 10), signal);
  }
}

/** Modules whose first session is not over are not synced yet. */
async function withoutUnfinished(context: SyncContext, session: Run): Promise<SyncContext> {
  const current = await context.org.runs.running('first-sync');
  const unfinished = (current ?? session).modules.filter(({ phase }) => phase !== 'done');
  const names = new Set(unfinished.map(({ module }) => module));
  return { ...context, modules: new Map([...context.modules].filter(([module]) => !names.has(module))) };
}

/** One turn of the scheduled import (S89): what is due now; the rest is the next sweep's. */
async function importViews(options: LaneOptions, signal: AbortSignal): Promise<void> {
  const { org, clock } = options;
  if (!(await importLeftToDo(org, clock.now()))) return;
  const startedAt = clock.now();
  const id = options.newId();
  const run = await org.runs.start({ id, kind: 'legacy-import', startedAt, cutoff: null, modules: [] });
  const context = await options.context(run, signal);
  if (context) {
    await settleIntents(context);
    await importDueViews(context, await options.views());
    await drainInbox(context);
  }
  await org.runs.finish(run.id, clock.now());
}

/** Work of held modules waits for an administrator, so it is nothing to stay awake for. */
async function waitMs(context: SyncContext, youngMs: number | null): Promise<number | null> {
  const { org, clock } = context;
  const open: Module[] = [];
  for (const module of context.modules.keys()) {
    if (!(await isHeld(org.cursors, module))) open.push(module);
  }
  const dueAt = open.length === 0 ? null : await org.inbox.nextDueAt(open);
  const due = dueAt === null ? null : Date.parse(dueAt) - Date.parse(clock.now());
  if (due === null) return youngMs;
  return youngMs === null ? due : Math.min(due, youngMs);
}

async function continuousRun(options: LaneOptions): Promise<Run> {
  const startedAt = options.clock.now();
  return await options.org.runs.start({
    id: options.newId(),
    kind: 'continuous',
    startedAt,
    cutoff: null,
    modules: [],
  });
}

/** Waits for a predecessor that died without releasing, at most one lease. */
async function acquire(options: LaneOptions, lease: () => string): Promise<boolean> {
  const { org, clock, owner, leaseMs, signal } = options;
  const giveUpAt = Date.parse(clock.now()) + leaseMs + 1_000;
  for (;;) {
    if (await org.lane.acquire(owner, clock.now(), lease())) return true;
    if (Date.parse(clock.now()) > giveUpAt) return false;
    await clock.sleep(500, signal);
  }
}
