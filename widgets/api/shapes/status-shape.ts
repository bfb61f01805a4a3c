import type * as z from 'zod/mini';
import type { ModuleProgress, SyncPaused, SyncResumed, SyncStarted } from '../../../server/contract/sync.ts';
import type { Status } from '../../../server/contract/status.ts';
import { anyObject, flag, list, nullable, numeric, object, oneOf, text, whole } from './guard.ts';
import {
  connectionParts,
  isIntegrationState,
  isModuleName,
  isSideName,
  moduleParts,
} from './integration-shape.ts';

export type StatusModule = Status['modules'][number];
export type StatusProblem = Status['problems'][number];
export type StatusAction = StatusProblem['action'];
export type Usage = Status['usage'][number];
export type Channel = Status['channels'][number];
export type Progress = z.infer<typeof ModuleProgress>;

const isProgress = object<Progress>({
  module: isModuleName,
  phase: oneOf('waiting', 'reading', 'matching', 'writing', 'done'),
  done: whole,
  total: nullable(whole),
  ratePerSecond: nullable(numeric),
  secondsLeft: nullable(numeric),
});

export const isStatus = object<Status>({
  at: text,
  state: isIntegrationState,
  pausedSince: nullable(text),
  modules: list(
    object<StatusModule>({
      ...moduleParts,
      progress: nullable(isProgress),
      waiting: whole,
      lagSeconds: whole,
      failures: whole,
      lastSuccessAt: nullable(text),
    }),
  ),
  waiting: whole,
  connections: list(
    object<Status['connections'][number]>({ ...connectionParts, tokenExpiresAt: nullable(text) }),
  ),
  channels: list(
    object<Channel>({
      side: isSideName,
      state: oneOf('none', 'live', 'expired'),
      expiresAt: nullable(text),
      lastEventAt: nullable(text),
    }),
  ),
  usage: list(
    object<Usage>({
      side: isSideName,
      calls: whole,
      creditsUsed: nullable(whole),
      creditsLeft: nullable(whole),
      forecastLeft: nullable(whole),
      knownAt: nullable(text),
    }),
  ),
  problems: list(
    object<StatusProblem>({
      severity: oneOf('error', 'warning'),
      code: text,
      subject: nullable(text),
      action: oneOf(
        'connect-desk',
        'connect-crm',
        'reconnect-desk',
        'reconnect-crm',
        'check-address',
        'decide-deletions',
        'choose-view',
        'edit-mapping',
        'open-failures',
        'open-ambiguous',
        'open-conflicts',
        'save-credits',
        'resume',
      ),
      details: anyObject,
      since: nullable(text),
    }),
  ),
});

export const isStarted = object<SyncStarted>({ runId: text });
export const isPaused = object<z.infer<typeof SyncPaused>>({ state: oneOf('paused'), settled: flag });
export const isResumed = object<z.infer<typeof SyncResumed>>({ state: oneOf('active'), waiting: whole });
