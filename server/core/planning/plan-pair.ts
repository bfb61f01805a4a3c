import { SyncError } from '../errors.ts';
import type { CompiledMapping, CompiledRow } from '../mapping/compile-mapping.ts';
import { mergeField } from '../merge/merge-field.ts';
import type { FieldDecision } from '../merge/merge-field.ts';
import type { FieldValue, RawValue, RemoteRecord, Side } from '../record.ts';
import { SIDES, otherSide } from '../record.ts';
import { isLostReference } from './lost-reference.ts';
import type { BaseRows, PairPlan, PlannedConflict, PlannedField, PlannedWrite } from './plan.ts';
import type { MissingReference, References } from './references.ts';
import { sameValue } from '../mapping/same-value.ts';
import { translateReference } from './translate-reference.ts';

export interface PairInput {
  readonly mapping: CompiledMapping;
  readonly desk: RemoteRecord;
  readonly crm: RemoteRecord;
  /** Last agreed values; a row without a base has never been agreed on (first contact, or newly mapped, S21). */
  readonly base: BaseRows;
  readonly references: References;
  /** Sides that must not be written whatever differs, e.g. CRM for a product outside the selected departments (S24). */
  readonly readOnly?: ReadonlySet<Side>;
  /** Side whose values win a conflict under the policy `newest`, whatever the modified times say: a record that was just put back carries the time of that (S44). */
  readonly newer?: Side;
  /** Decisions by mapping row; one about values that have changed since counts for nothing (S96). */
  readonly decisions?: ReadonlyMap<string, ConflictDecision>;
}

/** What an administrator decided about a conflict, and the values that were looked at. */
export interface ConflictDecision {
  readonly winner: Side;
  readonly desk: FieldValue;
  readonly crm: FieldValue;
}

interface SideDraft {
  values: Record<string, RawValue>;
  fields: PlannedField[];
  base: Record<string, { desk: FieldValue; crm: FieldValue }>;
}

/**
 * Plans what makes two paired records equal on their mapped fields: the difference only (P14), each field settled
 * by three-way merge against the base (mission Part C).
 *
 * A field whose key one side did not send is left alone (absent ≠ null, P15). A reference whose counterpart is
 * not paired yet is left alone and named in `missing` (P9).
 *
 * @throws SyncError `type-mismatch`, `value-rejected` or `mandatory-missing` when a value cannot be written: the
 *   whole record fails, nothing of it is written (S73, S74, S98).
 */
export function planPair(input: PairInput): PairPlan {
  const drafts: Record<Side, SideDraft> = { desk: emptyDraft(), crm: emptyDraft() };
  const agreed: Record<string, { desk: FieldValue; crm: FieldValue }> = {};
  const missing: MissingReference[] = [...awaitedReferences(input)];

  const settled = settledRows(input);
  for (const { row, desk, crm, base, decision } of settled) {
    if (decision.write === undefined) {
      if (decision.advanceBase && !sameBase(base, desk, crm)) agreed[row.key] = { desk, crm };
      continue;
    }

    const target = decision.write;
    if (input.readOnly?.has(target)) continue;
    const source = otherSide(target);
    const winning = source === 'desk' ? desk : crm;
    const translated = translateReference(row, source, winning, input.references);
    if (!translated.ok) {
      missing.push(translated.missing);
      continue;
    }
    const meta = row[target];
    if (translated.value === null && meta.mandatory) throw mandatoryMissing(target, meta.apiName);
    const raw = row.encode(target, translated.value);
    const written = row.decode(target, raw);
    const from = target === 'desk' ? desk : crm;
    const rowBase = target === 'desk' ? { desk: written, crm } : { desk, crm: written };
    // What the target can hold already stands there: nothing to send, only to remember.
    if (sameValue(from, written)) {
      agreed[row.key] = rowBase;
      continue;
    }
    drafts[target].values[meta.apiName] = raw;
    drafts[target].base[row.key] = rowBase;
    drafts[target].fields.push({
      key: row.key,
      field: meta.apiName,
      from,
      to: written,
      rule: decision.conflict ? 'conflict' : base ? 'changed' : from === null ? 'filled' : 'initial-winner',
    });
  }

  return { writes: writesOf(drafts), agreed, conflicts: conflictsIn(settled), missing };
}

interface SettledRow {
  readonly row: CompiledRow;
  readonly desk: FieldValue;
  readonly crm: FieldValue;
  readonly base: BaseRows[string] | undefined;
  readonly decision: FieldDecision;
}

/** Which value each field is to hold, before anybody looks whether it can be written. Never throws. */
function settledRows(input: PairInput): readonly SettledRow[] {
  const newer = input.newer ?? newerSide(input.desk, input.crm);
  return input.mapping.rows.flatMap((row): SettledRow[] => {
    const rawDesk = input.desk.values[row.desk.apiName];
    const rawCrm = input.crm.values[row.crm.apiName];
    if (rawDesk === undefined || rawCrm === undefined) return [];
    const desk = row.decode('desk', rawDesk);
    const crm = row.decode('crm', rawCrm);
    const base = input.base[row.key];
    const lost = SIDES.filter((side) => lostOn(side, row, side === 'desk' ? desk : crm, input));
    if (base && lost.length > 0 && !isMovedOn(lost, base, { desk, crm })) return [];
    const decision = mergeField({
      base,
      // What lost its record was edited by nobody: it still stands for what it named.
      desk: base && lost.includes('desk') ? base.desk : desk,
      crm: base && lost.includes('crm') ? base.crm : crm,
      equal: (d, c) => sameAcross(row, d, c, input.references),
      direction: row.direction,
      policy: chosen(input.decisions?.get(row.key), desk, crm) ?? row.conflict,
      initialWinner: row.initialWinner,
      newer,
    });
    return [{ row, desk, crm, base, decision }];
  });
}

/** One side lost the record that it named, and somebody has the other one name a different record: an edit like any (S1). */
function isMovedOn(
  lost: readonly Side[],
  base: BaseRows[string],
  values: Readonly<Record<Side, FieldValue>>,
): boolean {
  const [side, ...more] = lost;
  if (side === undefined || more.length > 0) return false;
  const other = otherSide(side);
  return values[other] !== null && !sameValue(values[other], base[other]);
}

/**
 * What rows that are left alone for a lost reference wait for: the other side cleared its own meanwhile, and once the
 * deleted record is back, the two differ and nobody would tell (P13, S51).
 */
function awaitedReferences({
  mapping,
  base,
  references,
  ...records
}: PairInput): readonly MissingReference[] {
  return mapping.rows.flatMap((row) =>
    SIDES.flatMap((side): MissingReference[] => {
      const other = otherSide(side);
      const [raw, rawOther] = [
        records[side].values[row[side].apiName],
        records[other].values[row[other].apiName],
      ];
      const agreed = base[row.key];
      if (raw === undefined || rawOther === undefined || agreed === undefined) return [];
      const named = lostOn(side, row, row.decode(side, raw), { base, references });
      const isCleared = row.decode(other, rawOther) === null && agreed[other] !== null;
      return named && isCleared ? [named] : [];
    }),
  );
}

/** The record that a reference of `side` named and lost; undefined when it lost none. */
function lostOn(
  side: Side,
  row: CompiledRow,
  value: FieldValue,
  { base, references }: Pick<PairInput, 'base' | 'references'>,
): MissingReference | undefined {
  const agreed = base[row.key];
  const module = row.desk.referenceTo ?? row.crm.referenceTo;
  const id = agreed?.[side];
  if (module === null || typeof id !== 'string') return undefined;
  return isLostReference(row, side, value, agreed, references) ? { module, side, id } : undefined;
}

/** The conflicts of a pair, also when a value of it cannot be written and `planPair` throws. Never throws. */
export function findConflicts(input: PairInput): readonly PlannedConflict[] {
  return conflictsIn(settledRows(input));
}

function conflictsIn(rows: readonly SettledRow[]): readonly PlannedConflict[] {
  return rows.flatMap(({ row, desk, crm, base, decision }) => {
    if (!decision.conflict && !decision.ask) return [];
    const winner = decision.conflict?.winner ?? null;
    return [{ key: row.key, field: row.desk.apiName, base: base ?? null, desk, crm, winner }];
  });
}

/**
 * The products' own modified times decide; equal or unknown times go to CRM (S96). CRM tells whole seconds only, so
 * two edits within one second are a tie.
 */
export function newerSide(desk: RemoteRecord, crm: RemoteRecord): Side {
  if (desk.modifiedAt === null || crm.modifiedAt === null) return 'crm';
  const seconds = (time: string) => Math.floor(Date.parse(time) / 1000);
  return seconds(desk.modifiedAt) > seconds(crm.modifiedAt) ? 'desk' : 'crm';
}

function chosen(decision: ConflictDecision | undefined, desk: FieldValue, crm: FieldValue): Side | undefined {
  const isOfThese = decision && sameValue(decision.desk, desk) && sameValue(decision.crm, crm);
  return isOfThese ? decision.winner : undefined;
}

export function mandatoryMissing(side: Side, field: string): SyncError {
  return new SyncError('mandatory-missing', `${side} needs a value in ${field}`, { field });
}

function sameAcross(row: CompiledRow, desk: FieldValue, crm: FieldValue, references: References): boolean {
  const asCrm = translateReference(row, 'desk', desk, references);
  if (!asCrm.ok) return false;
  if (row.kind === 'reference') return sameValue(asCrm.value, crm);
  return row.equal(desk, crm);
}

function sameBase(
  base: { desk: FieldValue; crm: FieldValue } | undefined,
  desk: FieldValue,
  crm: FieldValue,
) {
  return base !== undefined && sameValue(base.desk, desk) && sameValue(base.crm, crm);
}

function emptyDraft(): SideDraft {
  return { values: {}, fields: [], base: {} };
}

function writesOf(drafts: Record<Side, SideDraft>): Partial<Record<Side, PlannedWrite>> {
  const writes: Partial<Record<Side, PlannedWrite>> = {};
  for (const side of ['desk', 'crm'] as const) {
    if (drafts[side].fields.length > 0) writes[side] = drafts[side];
  }
  return writes;
}
