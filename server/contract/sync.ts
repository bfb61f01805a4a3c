import * as z from 'zod/mini';
import { Instant, ModuleName } from './common.ts';

/** POST /v1/sync/start (administrators): begins the first session; a second click changes nothing (S20). */
export const SyncStart = z.object({
  modules: z.array(ModuleName).check(z.minLength(1), z.maxLength(3)),
});
export const SyncStarted = z.object({ runId: z.string() });
export type SyncStarted = z.infer<typeof SyncStarted>;

/** POST /v1/sync/pause (administrators): `settled` is false when a request was still without an answer (S79). */
export const SyncPaused = z.object({ state: z.literal('paused'), settled: z.boolean() });
/** POST /v1/sync/resume: `waiting` changes are worked off now (S82). */
export const SyncResumed = z.object({ state: z.literal('active'), waiting: z.int() });

export const ModuleProgress = z.object({
  module: ModuleName,
  phase: z.enum(['waiting', 'reading', 'matching', 'writing', 'done']),
  /** Records of this phase. */
  done: z.int(),
  total: z.nullable(z.int()),
  ratePerSecond: z.nullable(z.number()),
  secondsLeft: z.nullable(z.number()),
});
/** GET /v1/sync/progress; GET /v1/progress shows the same without sign-in where configuration allows it (demo). */
export const SyncProgress = z.object({
  state: z.enum(['none', 'running', 'done']),
  startedAt: z.nullable(Instant),
  finishedAt: z.nullable(Instant),
  modules: z.array(ModuleProgress),
});
export type SyncProgress = z.infer<typeof SyncProgress>;
