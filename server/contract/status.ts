import * as z from 'zod/mini';
import { Instant, SideName } from './common.ts';
import { Connection, IntegrationState, ModuleState } from './integration.ts';
import { ModuleProgress } from './sync.ts';

/** Where an administrator goes to mend a problem: one each. */
export const StatusAction = z.enum([
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
]);
export const StatusProblem = z.object({
  /** `severity` error: nothing moves until somebody acts. */
  severity: z.enum(['error', 'warning']),
  code: z.string(),
  /** What it is about: a side, a module, or null. */
  subject: z.nullable(z.string()),
  action: StatusAction,
  details: z.record(z.string(), z.unknown()),
  since: z.nullable(Instant),
});

export const ModuleStatus = z.object({
  ...ModuleState.shape,
  /** The first session while it runs. */
  progress: z.nullable(ModuleProgress),
  /** Changes that wait to be looked at. */
  waiting: z.int(),
  /** Age of the oldest change that is due, in seconds; 0 when none is. */
  lagSeconds: z.int(),
  failures: z.int(),
  /** When both sides were last looked at with success. */
  lastSuccessAt: z.nullable(Instant),
});

/** Since midnight UTC, of all the connector's processes. */
export const Usage = z.object({
  side: SideName,
  calls: z.int(),
  /** By everybody, other integrations included; null while the product did not tell. CRM tells only when half is used. */
  creditsUsed: z.nullable(z.int()),
  creditsLeft: z.nullable(z.int()),
  /** At the end of the day, if it goes on like this; negative: it will not be enough. */
  forecastLeft: z.nullable(z.int()),
  /** When the product last told. */
  knownAt: z.nullable(Instant),
});

export const Channel = z.object({
  side: SideName,
  /** `none`: changes are found by polling only. */
  state: z.enum(['none', 'live', 'expired']),
  expiresAt: z.nullable(Instant),
  lastEventAt: z.nullable(Instant),
});

/** GET /v1/status (administrators), and each `status` event of GET /v1/status/stream. */
export const Status = z.object({
  at: Instant,
  state: IntegrationState,
  pausedSince: z.nullable(Instant),
  modules: z.array(ModuleStatus),
  /** Of all modules: what Resume will work off. */
  waiting: z.int(),
  connections: z.array(z.object({ ...Connection.shape, tokenExpiresAt: z.nullable(Instant) })),
  channels: z.array(Channel),
  usage: z.array(Usage),
  problems: z.array(StatusProblem),
});
export type Status = z.infer<typeof Status>;

/**
 * GET /v1/status/stream (administrators): server-sent events, to be read with `fetch` and the bearer header.
 * `event: status` with a `Status` at once and whenever it changed; comment lines as heartbeat; `event: end` with
 * `{ "reason": "session-ended" | "shutting-down" }` before the server closes: refresh the session and come back with the
 * header `Last-Event-ID` (an unchanged status is not sent again). 429 `too-many-streams`: poll GET /v1/status instead.
 */
export const StreamEnd = z.object({ reason: z.enum(['session-ended', 'shutting-down']) });
