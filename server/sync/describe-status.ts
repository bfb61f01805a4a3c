import { creditsUsed, forecastLeft } from '../core/planning/credit-forecast.ts';
import type { Module, Side } from '../core/record.ts';
import { SIDES } from '../core/record.ts';
import type { OrgStore } from '../ports/store.ts';
import { describeIntegration } from './describe-integration.ts';
import type { ModuleView } from './describe-integration.ts';
import { describeProgress } from './describe-progress.ts';
import { lastEventCursor } from './receive-events.ts';
import { statusProblems } from './status-problems.ts';

/**
 * How the integration is doing, from the store alone: no product is asked, so it may be asked every second (S27, S79).
 *
 * @param creditReserve credits per day that the sync leaves to others
 */
export async function describeStatus(org: OrgStore, now: string, creditReserve: number) {
  const view = await describeIntegration(org);
  const integration = await org.integration.get();
  const run = await org.runs.running('first-sync');
  const progress = describeProgress(run, now).modules;
  const failures = await org.failures.tally();
  const modules = [];
  for (const module of view.modules) {
    modules.push({
      ...module,
      progress: progress.find((entry) => entry.module === module.module) ?? null,
      ...(await workOf(org, module, now)),
      failures: failures
        .filter((failure) => failure.module === module.module)
        .reduce((sum, { count }) => sum + count, 0),
    });
  }
  const connections = [];
  for (const connection of view.connections) {
    const credential = await org.credentials.get(connection.product);
    connections.push({ ...connection, tokenExpiresAt: credential?.accessExpiresAt ?? null });
  }
  const channels = [];
  const usage = [];
  for (const side of SIDES) {
    channels.push(await channelOf(org, side, now));
    usage.push(await usageOf(org, side, now));
  }
  const facts = {
    at: now,
    state: view.state,
    // Reconnecting while paused moves this on; it is when the row of the integration changed last.
    pausedSince: view.state === 'paused' ? (integration?.updatedAt ?? null) : null,
    modules,
    waiting: await org.inbox.count(),
    connections,
    channels,
    usage,
  };
  const conflicts = await org.openConflicts.list();
  const problems = statusProblems({
    ...facts,
    standing: view.problems,
    creditReserve,
    failures,
    openConflicts: conflicts.filter(({ choice }) => choice === null).length,
  });
  return { ...facts, problems };
}
export type StatusView = Awaited<ReturnType<typeof describeStatus>>;

/** What waits, how old it is, and when both sides were last looked at. */
async function workOf(org: OrgStore, { module, state }: ModuleView, now: string) {
  const dueAt = await org.inbox.nextDueAt([module]);
  const overdueMs = dueAt === null ? 0 : Date.parse(now) - Date.parse(dueAt);
  return {
    waiting: await org.inbox.count(module),
    lagSeconds: Math.max(0, Math.round(overdueMs / 1000)),
    lastSuccessAt: state === 'synced' ? await lastLook(org, module) : null,
  };
}

async function lastLook(org: OrgStore, module: Module): Promise<string | null> {
  const looks: string[] = [];
  for (const side of SIDES) {
    const polledAt = await org.cursors.get(`polled-at.${module}.${side}`);
    if (polledAt) looks.push(polledAt);
  }
  if (looks.length === SIDES.length) return looks.sort()[0] ?? null;
  return (await org.runs.latest('first-sync'))?.finishedAt ?? null;
}

interface ChannelView {
  readonly side: Side;
  /** `none`: changes are found by polling only. */
  readonly state: 'none' | 'live' | 'expired';
  readonly expiresAt: string | null;
  readonly lastEventAt: string | null;
}

async function channelOf(org: OrgStore, side: Side, now: string): Promise<ChannelView> {
  const subscriptions = await org.subscriptions.list(side);
  const isLive = subscriptions.some(({ expiresAt }) => expiresAt === null || expiresAt > now);
  const state = subscriptions.length === 0 ? 'none' : isLive ? 'live' : 'expired';
  const expiries = subscriptions.map(({ expiresAt }) => expiresAt).filter((at) => at !== null);
  return {
    side,
    state: state,
    expiresAt: expiries.sort().at(-1) ?? null,
    lastEventAt: await org.cursors.get(lastEventCursor(side)),
  };
}

async function usageOf(org: OrgStore, side: Side, now: string) {
  const day = await org.usage.get(side, now.slice(0, 10));
  const { calls = 0, mostLeft = null, left = null, knownAt = null } = day ?? {};
  if (mostLeft === null || left === null || knownAt === null) {
    return { side, calls, creditsUsed: null, creditsLeft: null, forecastLeft: null, knownAt: null };
  }
  const known = { mostLeft, left, knownAt };
  return {
    side,
    calls,
    creditsUsed: creditsUsed(known),
    creditsLeft: left,
    forecastLeft: forecastLeft(known),
    knownAt,
  };
}
