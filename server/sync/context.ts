import type { ModuleConfig } from '../core/mapping/field-mapping.ts';
import type { CompiledMapping } from '../core/mapping/compile-mapping.ts';
import type { Module, Side } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { RecordGateway } from '../ports/record-gateway.ts';
import type { OrgStore } from '../ports/store.ts';

/** Times and sizes of the sync; each has its variable in `config.ts`. */
export interface SyncSettings {
  /** How long an unanswered write may still be under way at Zoho before we look what became of it. */
  readonly intentGraceMs: number;
  /** How far Desk's search index may lag behind; polls overlap by this much (P13). */
  readonly deskIndexLagMs: number;
  /** Overlap of CRM polls: clock skew and requests under way. */
  readonly crmOverlapMs: number;
  /** Distance between polls for what has no events (Desk products). */
  readonly pollProductsMs: number;
  /** Distance between polls for what events may have missed. */
  readonly pollReconcileMs: number;
}

/** A module that is configured and whose mapping compiles. */
export interface ModuleSetup {
  readonly config: ModuleConfig;
  readonly mapping: CompiledMapping;
}

/**
 * Everything a use case needs to work on one organisation. Only the holder of the organisation's lane has one, so
 * within an organisation nothing races (one writer, P6).
 */
export interface SyncContext {
  readonly org: OrgStore;
  readonly gateways: Readonly<Record<Side, RecordGateway>>;
  readonly modules: ReadonlyMap<Module, ModuleSetup>;
  readonly clock: Clock;
  readonly log: Logger;
  readonly settings: SyncSettings;
  /** Run that counts and history rows belong to. */
  readonly runId: string;
  newId(): string;
  /** Aborts when the lane is lost, the sync is paused or the process stops: nothing may be started after it. */
  readonly signal: AbortSignal;
}

export function setupOf(context: SyncContext, module: Module): ModuleSetup {
  const setup = context.modules.get(module);
  if (!setup) throw new Error(`${module} is not configured`);
  return setup;
}
