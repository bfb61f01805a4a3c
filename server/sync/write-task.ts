import type { BaseRows, PlannedField } from '../core/planning/plan.ts';
import type { Module, RemoteRecord, Side } from '../core/record.ts';
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
export type WriteTask = CreateTask | UpdateTask;

export function sourceIdOf(task: WriteTask): string {
  if (task.kind === 'create') return task.source.id;
  return task.target === 'desk' ? task.link.crmId : task.link.deskId;
}
