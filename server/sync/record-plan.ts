import { SyncError } from '../core/errors.ts';
import { inheritBase } from '../core/planning/inherit-base.ts';
import { planCreate } from '../core/planning/plan-create.ts';
import { findConflicts, planPair } from '../core/planning/plan-pair.ts';
import type { PairInput } from '../core/planning/plan-pair.ts';
import type { BaseRows, PlannedConflict } from '../core/planning/plan.ts';
import type { MissingReference, References } from '../core/planning/references.ts';
import type { Module, RemoteRecord, Side } from '../core/record.ts';
import { otherSide } from '../core/record.ts';
import type { ConflictRow, Link, OpenConflict } from '../ports/store.ts';
import type { FoundConflict } from './conflict-inbox.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { departmentsOnPairing, inSelectedDepartment } from './departments.ts';
import { recordName } from './record-name.ts';
import type { WriteTask } from './write-task.ts';

/** What is to be done about one record: computed before anything is written, so that it can also be only shown. */
export interface RecordPlan {
  /** The record that asked for it. */
  readonly side: Side;
  readonly id: string;
  readonly name: string | null;
  /** Its modified time as it was read; null when it could not be. */
  readonly modifiedAt: string | null;
  /** Pair to be stored before the writes: a new one, or one whose base advances without a write. */
  readonly link?: { readonly value: Link; readonly isNew: boolean; readonly replaces?: readonly Link[] };
  readonly tasks: readonly WriteTask[];
  /** Settled by policy or by an administrator; both values are kept. */
  readonly conflicts: readonly ConflictRow[];
  /** The pair that was compared, and its fields that wait for an administrator, or for a decision to be written. */
  readonly compared?: {
    readonly deskId: string;
    readonly crmId: string;
    readonly open: readonly FoundConflict[];
  };
  /** Why nothing is done; permanent until somebody changes data. */
  readonly failure?: SyncError;
  /** Records that references of it name and that are not paired yet: those fields are left alone (P9). */
  readonly missing: readonly MissingReference[];
  /** A tombstone keeps the record's change from being brought over: worth a line of history (S45). */
  readonly suppressed?: boolean;
}

export interface PairOptions {
  /** The match key just brought the two together. */
  readonly isNew?: boolean;
  /** See `PairInput.newer`. */
  readonly newer?: Side;
  /** Open conflicts of the pair. */
  readonly open?: readonly OpenConflict[];
}

/** Plans a pair that exists, or with `isNew` one that was just matched. Never throws for the record's sake. */
export function planExistingPair(
  context: SyncContext,
  link: Link,
  side: Side,
  records: Readonly<Record<Side, RemoteRecord>>,
  references: References,
  { isNew = false, newer, open = [] }: PairOptions = {},
): RecordPlan {
  const { config, mapping } = setupOf(context, link.module);
  const about = aboutOf(link.module, side, records[side]);
  const added = isNew ? departmentsOnPairing(config, records.desk) : undefined;
  const outside = config.module === 'products' && !added && !inSelectedDepartment(config, records.desk);
  const input: PairInput = {
    mapping,
    desk: records.desk,
    crm: records.crm,
    base: link.base,
    references,
    readOnly: outside ? new Set<Side>(['crm']) : new Set<Side>(),
    ...(newer ? { newer } : {}),
    decisions: new Map(
      open.flatMap(({ key, choice, desk, crm }) =>
        choice === null ? [] : [[key, { winner: choice, desk, crm }] as const],
      ),
    ),
  };
  try {
    const plan = planPair(input);
    const value: Link = {
      ...link,
      base: { ...link.base, ...plan.agreed },
      configVersion: config.version,
      presence: { desk: 'live', crm: 'live' },
      modifiedAt: { desk: records.desk.modifiedAt, crm: records.crm.modifiedAt },
    };
    const tasks: WriteTask[] = [];
    for (const target of ['desk', 'crm'] as const) {
      const write = plan.writes[target];
      const departmentIds = target === 'desk' ? added : undefined;
      if (!write && !departmentIds) continue;
      tasks.push({
        kind: 'update',
        module: link.module,
        target,
        link: value,
        change: {
          id: target === 'desk' ? link.deskId : link.crmId,
          values: write?.values ?? {},
          ...(departmentIds ? { departmentIds } : {}),
        },
        base: write?.base ?? {},
        fields: write?.fields ?? [],
        name: about.name,
      });
    }
    const advanced = isNew || Object.keys(plan.agreed).length > 0 || wasAbsent(link);
    return {
      ...about,
      ...(advanced ? { link: { value, isNew } } : {}),
      tasks,
      ...conflictsOf(context, link, plan.conflicts, plan.agreed),
      missing: plan.missing,
    };
  } catch (error) {
    const found = conflictsOf(context, link, findConflicts(input), {});
    return { ...about, tasks: [], ...found, failure: asSyncError(error), missing: [] };
  }
}

/**
 * What is kept of a pair's conflicts. One that was decided stays open, with its winner, until the loser's side
 * confirmed the write: what cannot be written yet is not decided anew by whoever edits another field later (P4).
 */
function conflictsOf(
  context: SyncContext,
  { module, deskId, crmId }: Link,
  found: readonly PlannedConflict[],
  agreed: BaseRows,
): Required<Pick<RecordPlan, 'conflicts' | 'compared'>> {
  const at = context.clock.now();
  const waiting = found.filter(({ key }) => agreed[key] === undefined);
  const open = waiting.map(({ key, base, desk, crm, winner }) => {
    return { module, deskId, crmId, key, base, desk, crm, choice: winner };
  });
  const settled = found.filter(({ winner }) => winner !== null);
  const conflicts = settled.map(({ field, base, desk, crm, winner }): ConflictRow => {
    return { module, deskId, crmId, field, base, desk, crm, winner, at };
  });
  return { conflicts, compared: { deskId, crmId, open } };
}

/**
 * Plans the pair of two records that the match key brought together.
 *
 * @param replaces pairs whose one record is gone and in whose place this pair comes; one of them lends its base
 */
export function planNewPair(
  context: SyncContext,
  module: Module,
  side: Side,
  records: Readonly<Record<Side, RemoteRecord>>,
  references: References,
  replaces: readonly Link[] = [],
): RecordPlan {
  const { config, mapping } = setupOf(context, module);
  const [former, ...others] = replaces;
  const heir: Side = former?.deskId === records.desk.id ? 'crm' : 'desk';
  const link: Link = {
    module,
    deskId: records.desk.id,
    crmId: records.crm.id,
    base: former && others.length === 0 ? inheritBase(mapping, heir, records[heir], former.base) : {},
    configVersion: config.version,
    presence: { desk: 'live', crm: 'live' },
    modifiedAt: { desk: records.desk.modifiedAt, crm: records.crm.modifiedAt },
  };
  const plan = planExistingPair(context, link, side, records, references, { isNew: true });
  return plan.link && former ? { ...plan, link: { ...plan.link, replaces } } : plan;
}

/**
 * Plans the partner of a record that has none.
 *
 * @param replaces pair whose record on the other side is gone; the new partner takes its place
 */
export function planNewPartner(
  context: SyncContext,
  module: Module,
  side: Side,
  record: RemoteRecord,
  references: References,
  replaces?: Link,
): RecordPlan {
  const { config, mapping } = setupOf(context, module);
  const about = aboutOf(module, side, record);
  const target = otherSide(side);
  try {
    const plan = planCreate(mapping, side, record, references);
    const departmentIds =
      module === 'products' && target === 'desk' ? { departmentIds: config.departmentIds } : {};
    const task: WriteTask = {
      kind: 'create',
      module,
      target,
      source: record,
      draft: { values: plan.values, ...departmentIds },
      base: plan.base,
      fields: plan.fields,
      ...(replaces ? { replaces } : {}),
    };
    return { ...about, tasks: [task], conflicts: [], missing: plan.missing };
  } catch (error) {
    return { ...about, tasks: [], conflicts: [], failure: asSyncError(error), missing: [] };
  }
}

export function refusal(module: Module, side: Side, record: RemoteRecord, failure: SyncError): RecordPlan {
  return { ...aboutOf(module, side, record), tasks: [], conflicts: [], failure, missing: [] };
}

/** Names the record that a plan is about. */
export function aboutOf(module: Module, side: Side, record: RemoteRecord) {
  return { side, id: record.id, name: recordName(module, side, record), modifiedAt: record.modifiedAt };
}

function wasAbsent(link: Link): boolean {
  return link.presence.desk !== 'live' || link.presence.crm !== 'live';
}

function asSyncError(error: unknown): SyncError {
  if (error instanceof SyncError) return error;
  throw error;
}
