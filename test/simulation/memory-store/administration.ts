import type {
  DraftRepository,
  MatchDecision,
  MatchDecisionRepository,
  PendingEditRepository,
  UsageRepository,
} from '../../../server/ports/administration-store.ts';
import type { Module, Side } from '../../../server/core/record.ts';
import type { OrgTables } from './org-tables.ts';
import type { Rows } from './rows.ts';
import { byText } from './table.ts';

export function draftRepository({ drafts }: OrgTables): Rows<DraftRepository> {
  const nameOf = (module: Module, agentId: string) => `${module} ${agentId}`;
  return {
    get(module, agentId) {
      return drafts.get(nameOf(module, agentId)) ?? null;
    },
    put(agentId, draft) {
      drafts.set(nameOf(draft.module, agentId), draft);
    },
    delete(module, agentId) {
      drafts.delete(nameOf(module, agentId));
    },
  };
}

export function usageRepository({ usage }: OrgTables): Rows<UsageRepository> {
  const nameOf = (side: Side, day: string) => `${side} ${day}`;
  return {
    add(side, more) {
      const known = usage.get(nameOf(side, more.day));
      if (!known) {
        usage.set(nameOf(side, more.day), more);
        return;
      }
      const isLater = more.knownAt !== null && (known.knownAt === null || known.knownAt <= more.knownAt);
      usage.set(nameOf(side, more.day), {
        day: more.day,
        calls: known.calls + more.calls,
        mostLeft: greatest(known.mostLeft, more.mostLeft),
        left: isLater ? more.left : known.left,
        knownAt: isLater ? more.knownAt : known.knownAt,
      });
    },
    get(side, day) {
      return usage.get(nameOf(side, day)) ?? null;
    },
  };
}

function greatest(a: number | null, b: number | null): number | null {
  return a === null || b === null ? (a ?? b) : Math.max(a, b);
}

export function matchDecisionRepository({ matchDecisions }: OrgTables): Rows<MatchDecisionRepository> {
  const nameOf = (module: Module, side: Side, recordId: string) => `${module} ${side} ${recordId}`;
  const keyOf = (row: MatchDecision) => nameOf(row.module, row.side, row.recordId);
  return {
    get(module, side, recordId) {
      return matchDecisions.get(nameOf(module, side, recordId)) ?? null;
    },
    ofRecords(module, side, ids) {
      const rows = ids.flatMap((id) => matchDecisions.get(nameOf(module, side, id)) ?? []);
      return new Map(rows.map((row) => [row.recordId, row]));
    },
    list(since) {
      const rows = matchDecisions.all().filter(({ at }) => at >= since);
      return rows.sort((a, b) => byText<MatchDecision>(({ at }) => at)(b, a) || byText(keyOf)(a, b));
    },
    put(decision) {
      if (matchDecisions.has(keyOf(decision))) return false;
      matchDecisions.set(keyOf(decision), decision);
      return true;
    },
    delete(module, side, recordId) {
      matchDecisions.delete(nameOf(module, side, recordId));
    },
  };
}

export function pendingEditRepository({ pendingEdits }: OrgTables): Rows<PendingEditRepository> {
  return {
    list() {
      return [...pendingEdits.all()];
    },
    put(edit) {
      if (pendingEdits.has(edit.id)) throw new Error(`${edit.id} was asked for already`);
      pendingEdits.set(edit.id, edit);
    },
    close(ids) {
      for (const id of ids) pendingEdits.delete(id);
    },
  };
}
