import { isDeepStrictEqual } from 'node:util';
import type { Module } from '../../../server/core/record.ts';
import { MODULES } from '../../../server/core/record.ts';
import type {
  AuditRepository,
  FailureRepository,
  FailureRow,
  HistoryRepository,
  Run,
  RunCount,
  RunRepository,
} from '../../../server/ports/store.ts';
import type { OrgTables } from './org-tables.ts';
import type { Rows } from './rows.ts';
import { byText, copyOf } from './table.ts';

export function runRepository({ runs }: OrgTables): Rows<RunRepository> {
  const newestFirst = () =>
    runs
      .all()
      .map((run, seq) => ({ run, seq }))
      .sort((a, b) => byText<Run>((run) => run.startedAt)(b.run, a.run) || b.seq - a.seq)
      .map(({ run }) => copyOf(run));
  const running = (kind: Run['kind']) =>
    runs.all().find((run) => run.kind === kind && run.state === 'running');
  return {
    start(run) {
      const current = running(run.kind);
      if (current) return copyOf(current);
      const started: Run = { ...run, state: 'running', finishedAt: null, counts: [] };
      runs.set(run.id, started);
      return copyOf(started);
    },
    running(kind) {
      return copyOf(running(kind) ?? null);
    },
    latest(kind) {
      return newestFirst().find((run) => run.kind === kind) ?? null;
    },
    saveProgress(runId, progress) {
      const run = runs.get(runId);
      if (!run) return;
      const others = run.modules.filter(({ module }) => module !== progress.module);
      const modules = [...others, progress].sort(
        (a, b) => MODULES.indexOf(a.module) - MODULES.indexOf(b.module),
      );
      runs.set(runId, { ...run, modules });
    },
    addCounts(runId, counts) {
      const run = runs.get(runId);
      if (run) runs.set(runId, { ...run, counts: counts.reduce(added, run.counts) });
    },
    finish(runId, at) {
      const run = runs.get(runId);
      if (run?.state === 'running') runs.set(runId, { ...run, state: 'done', finishedAt: at });
    },
    list(since) {
      return newestFirst().filter((run) => run.startedAt >= since);
    },
    counted(since) {
      return newestFirst()
        .filter((run) => run.startedAt >= since)
        .flatMap(({ id, kind, startedAt, finishedAt, counts }) =>
          counts
            .filter((count) => count.added + count.updated + count.failed > 0)
            .map((count) => ({ runId: id, kind, startedAt, finishedAt, ...count })),
        );
    },
  };
}

function added(counts: readonly RunCount[], more: RunCount): readonly RunCount[] {
  const isSame = (count: RunCount) => count.module === more.module && count.target === more.target;
  const known = counts.find(isSame) ?? { ...more, added: 0, updated: 0, failed: 0 };
  const sum: RunCount = {
    ...known,
    added: known.added + more.added,
    updated: known.updated + more.updated,
    failed: known.failed + more.failed,
  };
  const others = counts.filter((count) => !isSame(count));
  return [...others, sum].sort(byText((count) => `${count.module} ${count.target}`));
}

export function historyRepository(tables: OrgTables): Rows<HistoryRepository> {
  const { history, conflicts } = tables;
  const numbered = () => history.all().map((row, seq) => ({ row, seq: seq + 1 }));
  return {
    append(rows) {
      for (const row of rows) history.set(String(tables.next()), row);
    },
    appendConflicts(rows) {
      for (const row of rows) {
        const id = String(tables.next());
        conflicts.set(id, { ...row, id, undoneAt: null });
      }
    },
    hasConflict({ module, deskId, field, desk, crm, winner }, since) {
      return conflicts.all().some(
        (row) =>
          row.at >= since &&
          isDeepStrictEqual(
            [row.module, row.deskId, row.field, row.desk, row.crm, row.winner],
            [module, deskId, field, desk, crm, winner],
          ) &&
          // As in SQL: a decision that nobody took is equal to none.
          winner !== null,
      );
    },
    ofRun(runId, limit) {
      return history
        .all()
        .filter((row) => row.runId === runId)
        .slice(0, limit);
    },
    pageOfRun(runId, { module, target, after, limit }) {
      const rows = numbered()
        .filter(({ row }) => row.runId === runId)
        .filter(({ row }) => module === undefined || row.module === module)
        .filter(({ row }) => target === undefined || row.target === target)
        .filter(({ seq }) => seq > Number(after ?? 0));
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return {
        rows: page.map(({ row }) => row),
        next: rows.length > limit && last ? String(last.seq) : null,
      };
    },
    conflicts(limit) {
      return [...conflicts.all()].reverse().slice(0, limit).map(copyOf);
    },
    conflict(id) {
      return conflicts.get(id) ?? null;
    },
    markUndone(id, at) {
      const known = conflicts.get(id);
      if (known?.undoneAt !== null) return false;
      conflicts.set(id, { ...known, undoneAt: at });
      return true;
    },
    countSet(module, target, field, to, since) {
      const rows = history
        .all()
        .filter((row) => row.module === module && row.target === target && row.at > since)
        .filter((row) => row.action === 'updated')
        .filter((row) => row.fields.some((set) => set.field === field && isDeepStrictEqual(set.to, to)));
      return new Set(rows.map(({ deskId }) => deskId)).size;
    },
  };
}

export function failureRepository({ failures }: OrgTables): Rows<FailureRepository> {
  const keyOf = (row: Pick<FailureRow, 'module' | 'side' | 'recordId'>) =>
    `${row.module} ${row.side} ${row.recordId}`;
  return {
    record(rows) {
      for (const row of rows) failures.set(keyOf(row), row);
    },
    clear(module, side, ids) {
      for (const recordId of ids) failures.delete(keyOf({ module, side, recordId }));
    },
    tally() {
      const groups = Map.groupBy(failures.all(), ({ module, code }) => `${module} ${code}`);
      return [...groups.entries()]
        .sort(byText(([name]) => name))
        .flatMap(([, rows]) =>
          rows.slice(0, 1).map(({ module, code }) => ({ module, code, count: rows.length })),
        );
    },
    list(module?: Module) {
      const rows = failures.all().filter((row) => module === undefined || row.module === module);
      const byKey = byText(keyOf);
      return rows.sort((a, b) => byText<FailureRow>((row) => row.failedAt)(b, a) || byKey(a, b));
    },
  };
}

export function auditRepository(tables: OrgTables): Rows<AuditRepository> {
  return {
    append(row) {
      tables.audit.set(String(tables.next()), row);
    },
    list(limit) {
      return [...tables.audit.all()].reverse().slice(0, limit);
    },
  };
}
