import type { FieldMapping, ModuleConfig, SyncType } from '../../../server/core/mapping/field-mapping.ts';
import type { Module } from '../../../server/core/record.ts';
import { MODULES } from '../../../server/core/record.ts';
import type { SyncSettings } from '../../../server/sync/context.ts';
import type { Random } from '../../support/random.ts';
import { drawFaults, type FaultRates } from './faults.ts';
import { DEPARTMENTS, ROWS } from './fields.ts';

/** What one seed is about; everything else follows from it and from chance. */
export interface Profile {
  readonly configs: readonly Omit<ModuleConfig, 'version'>[];
  readonly faults: FaultRates;
  readonly settings: SyncSettings;
  /** How far the connector's clock is ahead of the products'. */
  readonly skewMs: number;
  readonly deskLagMs: number;
  readonly edits: number;
  /** Records on each side before the sync starts, at most. */
  readonly records: number;
  /** Distance between two edits, on average. */
  readonly paceMs: number;
  readonly leaseMs: number;
  /** A CRM workflow that rewrites telephone numbers. */
  readonly hasAutomation: boolean;
  /** People delete, purge, restore and merge. */
  readonly hasDeletions: boolean;
  readonly hasPauses: boolean;
  readonly hasMappingEdits: boolean;
  readonly hasPoison: boolean;
  /** Two workers try to get hold of the lane. */
  readonly hasRivals: boolean;
  /** People edit just what the connector is about to write. */
  readonly hasMeddling: boolean;
  /** Months pass: bins empty themselves. */
  readonly hasLongAbsence: boolean;
  /** Half of one module vanishes from one side (P17). */
  readonly hasMassLoss: boolean;
}

/** @param more chance of its own for what was added later: what older seeds were about they are about still */
export function drawProfile(random: Random, more: Random): Profile {
  const sometimes = (probability: number) => random.chance(probability);
  const hasMassLoss = sometimes(0.005);
  return {
    configs: MODULES.map((module) => drawConfig(random, module)),
    faults: drawFaults(random, more),
    settings: {
      intentGraceMs: 6_000,
      deskIndexLagMs: 10 * 60_000,
      crmOverlapMs: 60_000,
      pollProductsMs: 60_000,
      pollReconcileMs: 5 * 60_000,
    },
    skewMs: sometimes(0.5) ? 0 : Math.round((random.next() - 0.5) * 30 * 60_000),
    deskLagMs: sometimes(0.5) ? 0 : random.next() * 9 * 60_000,
    edits: 15 + Math.floor(random.next() * 25),
    records: hasMassLoss ? 60 : Math.floor(random.next() * 4),
    paceMs: random.pick([300, 5_000, 30_000, 180_000]),
    leaseMs: 15_000,
    hasAutomation: sometimes(0.25),
    hasDeletions: sometimes(0.6),
    hasPauses: sometimes(0.4),
    hasMappingEdits: sometimes(0.25),
    hasPoison: sometimes(0.3),
    hasRivals: sometimes(0.3),
    hasMeddling: sometimes(0.3),
    hasLongAbsence: sometimes(0.15),
    hasMassLoss,
  };
}

function drawConfig(random: Random, module: Module): Omit<ModuleConfig, 'version'> {
  const syncType: SyncType = random.chance(0.2) ? 'crm-to-desk' : 'two-way';
  return {
    module,
    syncType,
    mappings: ROWS[module].map(({ desk, crm }) => drawRow(random, desk.apiName, crm.apiName)),
    departmentIds: module === 'products' ? [...DEPARTMENTS].slice(0, random.pick([1, 2])) : [],
  };
}

export function drawRow(random: Random, desk: string, crm: string): FieldMapping {
  const isKey = ['accountName', 'lastName', 'email', 'productName', 'accountId'].includes(desk);
  return {
    desk,
    crm,
    direction: !isKey && random.chance(0.15) ? 'crm-to-desk' : 'both',
    conflict: random.pick(['newest', 'newest', 'newest', 'newest', 'desk', 'crm', 'ask']),
    initialWinner: random.pick(['crm', 'crm', 'desk']),
  };
}
