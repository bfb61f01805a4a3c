import type { FieldValue, Module, Side } from '../record.ts';
import { otherSide } from '../record.ts';

/** One mutation, planned or done; a new record's id on its own side is known only once it is done. */
export interface PlanLine {
  readonly module: Module;
  readonly target: Side;
  readonly action: string;
  readonly deskId: string;
  readonly crmId: string;
  readonly fields: readonly { readonly field: string; readonly to: FieldValue }[];
}
export interface Drift {
  /** Planned and not done. */
  readonly missing: readonly PlanLine[];
  /** Done and not planned. */
  readonly extra: readonly PlanLine[];
  /** Done to the same record, with other values. */
  readonly different: readonly { readonly planned: PlanLine; readonly done: PlanLine }[];
}

/** What differs between a flight plan and what happened since. Several lines of one record count together. */
export function driftOf(planned: readonly PlanLine[], done: readonly PlanLine[]): Drift {
  const before = byRecord(planned);
  const after = byRecord(done);
  const common = [...before].flatMap(([key, { line, values }]) => {
    const other = after.get(key);
    return other && !sameValues(values, other.values) ? [{ planned: line, done: other.line }] : [];
  });
  return {
    missing: [...before].filter(([key]) => !after.has(key)).map(([, { line }]) => line),
    extra: [...after].filter(([key]) => !before.has(key)).map(([, { line }]) => line),
    different: common,
  };
}

interface Mutation {
  readonly line: PlanLine;
  readonly values: Map<string, string>;
}

function byRecord(lines: readonly PlanLine[]): ReadonlyMap<string, Mutation> {
  const sources = new Map(
    lines
      .filter(({ action }) => action === 'added')
      .map((line) => [idOn(line, line.target), `partner of ${idOn(line, otherSide(line.target))}`]),
  );
  const named = (id: string) => sources.get(id) ?? id;
  const found = new Map<string, Mutation>();
  for (const line of lines) {
    const ids = [line.deskId, line.crmId].map(named);
    const key = [line.module, line.target, line.action, ...ids].join(' ');
    const known = found.get(key) ?? { line, values: new Map<string, string>() };
    // A reference to a record that is created as well has another id in the plan than afterwards.
    for (const { field, to } of line.fields) {
      known.values.set(field, JSON.stringify(typeof to === 'string' ? named(to) : to));
    }
    found.set(key, known);
  }
  return found;
}

function idOn(line: PlanLine, side: Side): string {
  return side === 'desk' ? line.deskId : line.crmId;
}

function sameValues(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([field, value]) => b.get(field) === value);
}
