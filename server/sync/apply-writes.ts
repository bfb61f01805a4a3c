import { SyncError } from '../core/errors.ts';
import { matchKey } from '../core/matching/match-key.ts';
import type { Module, Side } from '../core/record.ts';
import { otherSide } from '../core/record.ts';
import type { WriteOutcome } from '../ports/record-gateway.ts';
import type {
  FailureRow,
  HistoryRow,
  Intent,
  KeyRow,
  Link,
  OrgRepositories,
  RunCount,
} from '../ports/store.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { mayWrite, SyncStopped } from './integration-state.ts';
import { recordName as nameOfRecord } from './record-name.ts';
import { wakeWaiting } from './waiting-references.ts';
import type { CreateTask, UpdateTask, WriteTask } from './write-task.ts';
import { sourceIdOf, sourceVersionOf, targetIdOf } from './write-task.ts';

/** Desk takes one record per call; this many calls share one intent commit and one confirm commit. */
const SINGLE_WRITE_CHUNK = 25;

/** What became of the tasks: records to look at again soon, and whether the product asked us to wait. */
export interface ApplyResult {
  readonly written: number;
  /** Tasks whose error may pass by itself; the caller keeps their records in the inbox. */
  readonly retry: readonly { readonly task: WriteTask; readonly error: SyncError }[];
  readonly failed: readonly { readonly task: WriteTask; readonly error: SyncError }[];
}

/**
 * Writes tasks of one module and one target side: intent commit → call → one commit with confirmation, base,
 * history and counts (P5, P7, P22). An unanswered call leaves its intents for `settleIntents`.
 *
 * @param unmodifiedSince CRM's own clock at the time the records were read: a record that a person changed
 *   afterwards is not overwritten but planned again (P4)
 */
export async function applyWrites(
  context: SyncContext,
  tasks: readonly WriteTask[],
  unmodifiedSince: string | null,
): Promise<ApplyResult> {
  const result = {
    written: 0,
    retry: [] as { task: WriteTask; error: SyncError }[],
    failed: [] as { task: WriteTask; error: SyncError }[],
  };
  for (const group of groupTasks(tasks)) {
    const batchSize = context.gateways[group.target].writeBatchSize;
    const chunkSize = batchSize > 1 ? batchSize : SINGLE_WRITE_CHUNK;
    for (let start = 0; start < group.tasks.length; start += chunkSize) {
      context.signal.throwIfAborted();
      const chunk = group.tasks.slice(start, start + chunkSize);
      const outcome = await applyChunk(
        context,
        group.module,
        group.target,
        group.kind,
        chunk,
        unmodifiedSince,
      );
      result.written += outcome.written;
      result.retry.push(...outcome.retry);
      result.failed.push(...outcome.failed);
    }
  }
  return result;
}

async function applyChunk(
  context: SyncContext,
  module: Module,
  target: Side,
  kind: WriteTask['kind'],
  planned: readonly WriteTask[],
  unmodifiedSince: string | null,
): Promise<ApplyResult> {
  const opened = new Map(planned.map((task) => [task, intentOf(context, task)]));
  const intents = [...opened.values()];
  await context.org.intents.open(intents);
  // After the intents are visible: either a pause sees them and waits, or this sees the pause (P18).
  if (!(await mayWrite(context.org))) {
    await context.org.intents.close(intents.map((intent) => intent.id));
    throw new SyncStopped('the sync was paused or ended');
  }
  // Likewise: either who pairs by hand sees the intent and waits, or this sees the pair (P11).
  const paired = await pairedMeanwhile(context, module, target, planned);
  const tasks = planned.filter((task) => !paired.has(task));

  const outcomes =
    tasks.length === 0 ? [] : await callGateway(context, module, target, kind, tasks, unmodifiedSince);

  const retry = [...paired].map((task) => {
    const error = new SyncError('changed-meanwhile', `${sourceIdOf(task)} was paired by hand`);
    return { task, error };
  });
  const failed: { task: WriteTask; error: SyncError }[] = [];
  let written = 0;
  await context.org.transaction(async (repositories) => {
    const confirmed: Confirmed[] = [];
    const closed = [...paired].flatMap((task) => opened.get(task)?.id ?? []);
    tasks.forEach((task, index) => {
      const outcome = outcomes[index] ?? missingOutcome();
      const intent = opened.get(task);
      if (!intent) return;
      if (outcome.ok) {
        confirmed.push({ task, outcome });
        closed.push(intent.id);
        written += 1;
        return;
      }
      (mayPass(task, outcome.error) ? retry : failed).push({ task, error: outcome.error });
      if (outcome.error.code !== 'unknown-outcome') closed.push(intent.id);
    });
    await confirm(context, repositories, module, target, confirmed);
    // A refused restore is not the end: the record is created instead, or fails then.
    if (kind !== 'restore') await recordFailures(context, repositories, failed);
    await repositories.intents.close(closed);
  });
  return { written, retry, failed };
}

/** Tasks that would make a partner for a record that somebody paired since it was planned. */
async function pairedMeanwhile(
  context: SyncContext,
  module: Module,
  target: Side,
  tasks: readonly WriteTask[],
): Promise<ReadonlySet<WriteTask>> {
  const creates = tasks.filter(isCreate);
  const links = await context.org.links.byIds(module, otherSide(target), creates.map(sourceIdOf));
  const isTaken = (task: CreateTask) => {
    const link = links.get(sourceIdOf(task));
    return (
      link !== undefined && (link.deskId !== task.replaces?.deskId || link.crmId !== task.replaces.crmId)
    );
  };
  return new Set(creates.filter(isTaken));
}

/** A record that is gone when it is written was deleted a moment ago: another look tells what is to be done (S44). */
function mayPass(task: WriteTask, error: SyncError): boolean {
  return error.retryable || (task.kind === 'update' && error.code === 'not-found');
}

async function callGateway(
  context: SyncContext,
  module: Module,
  target: Side,
  kind: WriteTask['kind'],
  tasks: readonly WriteTask[],
  unmodifiedSince: string | null,
): Promise<readonly WriteOutcome[]> {
  const gateway = context.gateways[target];
  if (kind === 'create')
    return await gateway.create(
      module,
      tasks.filter(isCreate).map((task) => task.draft),
    );
  if (kind === 'restore')
    return await gateway.restore(
      module,
      tasks.flatMap((task) => targetIdOf(task) ?? []),
    );
  const changes = tasks.filter(isUpdate).map((task) => task.change);
  return await gateway.update(module, changes, unmodifiedSince === null ? {} : { unmodifiedSince });
}

export interface Confirmed {
  readonly task: WriteTask;
  readonly outcome: Extract<WriteOutcome, { ok: true }>;
}

/** Everything that a confirmed write changes in the store, in the caller's transaction. */
export async function confirm(
  context: SyncContext,
  repositories: OrgRepositories,
  module: Module,
  target: Side,
  confirmed: readonly Confirmed[],
): Promise<void> {
  if (confirmed.length === 0) return;
  const at = context.clock.now();
  const { config } = setupOf(context, module);
  const source = otherSide(target);

  const created = confirmed.filter((item): item is Confirmed & { task: CreateTask } => isCreate(item.task));
  const links = created.map(({ task, outcome }) =>
    newLink(task, outcome.id, outcome.modifiedAt, config.version),
  );
  for (const { task } of created) {
    if (task.replaces) await repositories.links.delete(module, task.replaces.deskId, task.replaces.crmId);
  }
  const inserted = await repositories.links.insertMany(links, at);
  await wakeWaiting(repositories, inserted, at);
  await recordDoubles(repositories, target, created, inserted, at);
  await repositories.keys.upsertMany(
    created.map(({ task, outcome }): KeyRow => ({
      module,
      side: target,
      recordId: outcome.id,
      key: matchKey(module, task.draft.values, target),
      createdAt: outcome.createdAt ?? at,
    })),
  );

  const updated = confirmed.filter((item): item is Confirmed & { task: UpdateTask } => isUpdate(item.task));
  // Read again: a write to the other side of the same pair may have advanced the base a moment ago.
  const current = await repositories.links.byIds(
    module,
    'desk',
    updated.map(({ task }) => task.link.deskId),
  );
  const restored = confirmed.flatMap(({ task }): Link[] =>
    task.kind === 'restore' ? [{ ...task.link, presence: { ...task.link.presence, [target]: 'live' } }] : [],
  );
  await repositories.links.updateMany(restored, at);
  await wakeWaiting(repositories, restored, at);
  await repositories.links.updateMany(
    updated.map(({ task, outcome }) =>
      advanceLink(
        current.get(task.link.deskId) ?? task.link,
        task.base,
        config.version,
        target,
        outcome.modifiedAt,
      ),
    ),
    at,
  );

  for (const { task } of updated) {
    const keys = task.fields.map(({ key }) => key);
    await repositories.openConflicts.close(module, task.link.deskId, keys);
  }
  await repositories.history.append(confirmed.map((item) => historyRow(context.runId, item, at)));
  await repositories.runs.addCounts(context.runId, [
    countRow(module, target, created.length + restored.length, updated.length, 0),
  ]);
  await repositories.failures.clear(
    module,
    source,
    confirmed.map(({ task }) => sourceIdOf(task)),
  );
}

/**
 * A record that was made for one whom somebody paired by hand meanwhile stands alone: people are told which (S72, P11).
 * The history has it, for it was made (P22).
 */
async function recordDoubles(
  repositories: OrgRepositories,
  target: Side,
  created: readonly (Confirmed & { readonly task: CreateTask })[],
  inserted: readonly Link[],
  at: string,
): Promise<void> {
  const paired = new Set(inserted.map((link) => (target === 'desk' ? link.deskId : link.crmId)));
  const doubles = created.filter(({ outcome }) => !paired.has(outcome.id));
  await repositories.failures.record(
    doubles.map(({ task: { module, source, draft }, outcome: { id, modifiedAt } }) => {
      const made = { id, createdAt: null, modifiedAt, values: draft.values };
      const message = `${source.id} was paired with another record while ${id} was made for it`;
      const error = new SyncError('already-linked', message, { recordId: source.id });
      const recordName = nameOfRecord(module, target, made);
      return failureRow({ module, side: target, recordId: id, recordName, modifiedAt }, error, at);
    }),
  );
}

/** Notes permanent failures, one entry per record (S78), and counts them. */
export async function recordFailures(
  context: SyncContext,
  repositories: OrgRepositories,
  failed: readonly { readonly task: WriteTask; readonly error: SyncError }[],
): Promise<void> {
  const first = failed[0];
  if (!first) return;
  const at = context.clock.now();
  const { module, target } = first.task;
  await repositories.failures.record(
    failed.map(({ task, error }) => {
      const name = nameOf(task);
      const about = { module, side: otherSide(target), recordId: sourceIdOf(task), recordName: name };
      return failureRow({ ...about, modifiedAt: sourceVersionOf(task) }, error, at);
    }),
  );
  await repositories.runs.addCounts(context.runId, [countRow(module, target, 0, 0, failed.length)]);
}

/** @param record the record that failed, as it was looked at */
export function failureRow(
  record: Pick<FailureRow, 'module' | 'side' | 'recordId' | 'recordName' | 'modifiedAt'>,
  error: SyncError,
  at: string,
): FailureRow {
  return {
    ...record,
    code: error.code,
    field: error.field ?? null,
    message: error.message,
    providerCode: error.providerCode ?? null,
    failedAt: at,
  };
}

export function countRow(
  module: Module,
  target: Side,
  added: number,
  updated: number,
  failed: number,
): RunCount {
  return { module, target, added, updated, failed };
}

export function advanceLink(
  link: Link,
  base: Link['base'],
  configVersion: number,
  side: Side | null,
  modifiedAt: string | null,
): Link {
  const versions =
    side === null ? link.modifiedAt : { ...link.modifiedAt, [side]: modifiedAt ?? link.modifiedAt[side] };
  return { ...link, base: { ...link.base, ...base }, configVersion, modifiedAt: versions };
}

function newLink(task: CreateTask, newId: string, modifiedAt: string | null, configVersion: number): Link {
  const onDesk = task.target === 'desk';
  return {
    module: task.module,
    deskId: onDesk ? newId : task.source.id,
    crmId: onDesk ? task.source.id : newId,
    base: task.base,
    configVersion,
    presence: { desk: 'live', crm: 'live' },
    modifiedAt: onDesk
      ? { desk: modifiedAt, crm: task.source.modifiedAt }
      : { desk: task.source.modifiedAt, crm: modifiedAt },
  };
}

const ACTIONS = { create: 'added', update: 'updated', restore: 'restored' } as const;

function historyRow(runId: string, { task, outcome }: Confirmed, at: string): HistoryRow {
  const deskId =
    task.kind !== 'create' ? task.link.deskId : task.target === 'desk' ? outcome.id : task.source.id;
  const crmId =
    task.kind !== 'create' ? task.link.crmId : task.target === 'crm' ? outcome.id : task.source.id;
  const fields = task.kind === 'restore' ? [] : task.fields;
  return {
    runId,
    module: task.module,
    target: task.target,
    action: ACTIONS[task.kind],
    deskId,
    crmId,
    fields: fields.map(({ field, from, to, rule }) => ({ field, from, to, rule })),
    at,
  };
}

function intentOf(context: SyncContext, task: WriteTask): Intent {
  return {
    id: context.newId(),
    module: task.module,
    kind: task.kind,
    target: task.target,
    sourceId: sourceIdOf(task),
    targetId: targetIdOf(task),
    values: task.kind === 'update' ? task.change.values : task.kind === 'create' ? task.draft.values : {},
    runId: context.runId,
    at: context.clock.now(),
  };
}

interface TaskGroup {
  readonly module: Module;
  readonly target: Side;
  readonly kind: WriteTask['kind'];
  readonly tasks: WriteTask[];
}
function groupTasks(tasks: readonly WriteTask[]): TaskGroup[] {
  const groups = new Map<string, TaskGroup>();
  for (const task of tasks) {
    const key = `${task.module} ${task.target} ${task.kind}`;
    const group = groups.get(key) ?? { module: task.module, target: task.target, kind: task.kind, tasks: [] };
    group.tasks.push(task);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function nameOf(task: WriteTask): string | null {
  return task.kind !== 'create' ? task.name : nameOfRecord(task.module, otherSide(task.target), task.source);
}
function isCreate(task: WriteTask): task is CreateTask {
  return task.kind === 'create';
}
function isUpdate(task: WriteTask): task is UpdateTask {
  return task.kind === 'update';
}
function missingOutcome(): WriteOutcome {
  return {
    ok: false,
    error: new SyncError('unknown-outcome', 'the answer named fewer records than were sent'),
  };
}
