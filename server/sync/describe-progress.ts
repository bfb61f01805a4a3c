import type { Module } from '../core/record.ts';
import type { ModuleProgress, Run, RunPhase } from '../ports/store.ts';

export interface ModuleProgressView {
  readonly module: Module;
  readonly phase: RunPhase;
  readonly done: number;
  readonly total: number | null;
  /** Records per second since the phase began; null before there is anything to measure. */
  readonly ratePerSecond: number | null;
  readonly secondsLeft: number | null;
}
export interface ProgressView {
  readonly state: 'none' | 'running' | 'done';
  readonly startedAt: string | null;
  readonly finishedAt: string | null;
  readonly modules: readonly ModuleProgressView[];
}

/** How far the first session is (S29). Pure; `now` is ISO 8601. */
export function describeProgress(run: Run | null, now: string): ProgressView {
  if (!run) return { state: 'none', startedAt: null, finishedAt: null, modules: [] };
  const { state, startedAt, finishedAt } = run;
  return { state, startedAt, finishedAt, modules: run.modules.map((module) => moduleProgress(module, now)) };
}

function moduleProgress(progress: ModuleProgress, now: string): ModuleProgressView {
  const { module, phase, done, total, phaseStartedAt } = progress;
  const isWorking = phase !== 'done' && phase !== 'waiting';
  const seconds = phaseStartedAt === null ? 0 : (Date.parse(now) - Date.parse(phaseStartedAt)) / 1000;
  const rate = isWorking && done > 0 && seconds > 0 ? done / seconds : null;
  const left = total === null ? null : Math.max(0, total - done);
  return {
    module,
    phase,
    done,
    total,
    ratePerSecond: rate === null ? null : Math.round(rate * 10) / 10,
    secondsLeft: rate === null || left === null ? null : Math.ceil(left / rate),
  };
}
