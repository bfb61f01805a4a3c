import type { BaseRows, PlannedField } from '../core/planning/plan.ts';
import type { Module, RemoteRecord, Side } from '../core/record.ts';
import { otherSide } from '../core/record.ts';
import type { Change, Draft } from '../ports/record-gateway.ts';
import type { Link } from '../ports/store.ts';

/** A record to be created on `target` as the partner of `source`, which lives on the other side. */
export interface CreateTask {
  readonly kind: 'create';
  readonly module: Module;
  readonly target: Side;
  readonly source: RemoteRecord;
  readonly draft: Draft;
  readonly base: BaseRows;
  readonly fields: readonly PlannedField[];
  /** Pair that the new one takes the place of: its record on `target` is gone and cannot be restored (S44). */
  readonly replaces?: Link;
}

/** Fields of `link`'s record on `target` to be changed. */
export interface UpdateTask {
  readonly kind: 'update';
  readonly module: Module;
  readonly target: Side;
  readonly link: Link;
  readonly change: Change;
  /** Base rows that hold once the target confirmed. */
  readonly base: BaseRows;
  readonly fields: readonly PlannedField[];
  /** Name of the record, for the failure log. */
  readonly name: string | null;
}
/** `link`'s record on `target` to be taken out of the recycle bin (S44). */
export interface RestoreTask {
  readonly kind: 'restore';
  readonly module: Module;
  readonly target: Side;
  readonly link: Link;
  readonly name: string | null;
}
export type WriteTask = CreateTask | UpdateTask | RestoreTask;

/** The record on `target` that a task writes; null when it is yet to be made. */
export function targetIdOf(task: WriteTask): string | null {
  if (task.kind === 'create') return null;
  return task.target === 'desk' ? task.link.deskId : task.link.crmId;
}

export function sourceIdOf(task: WriteTask): string {
  if (task.kind === 'create') return task.source.id;
  return task.target === 'desk' ? task.link.crmId : task.link.deskId;
}

/** Modified time of the record that is brought over, as it was read. */
export function sourceVersionOf(task: WriteTask): string | null {
  return task.kind === 'create' ? task.source.modifiedAt : task.link.modifiedAt[otherSide(task.target)];
}
