import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { SyncError } from '../../server/core/errors.ts';
import type { CompiledMapping } from '../../server/core/mapping/compile-mapping.ts';
import { planPair } from '../../server/core/planning/plan-pair.ts';
import type { BaseRows, PairPlan } from '../../server/core/planning/plan.ts';
import type { RawValue, Side } from '../../server/core/record.ts';
import { contactMapping, record, row } from '../core/planning/support.ts';
import { CRM_NAME, NAMES, PAIRED_ACCOUNTS, aCase, canonical, raw } from './planner-model.ts';
import type { Case, Edit, FieldName, Pair, Round, RowRule, Token } from './planner-model.ts';
import { verdictOn } from './planner-oracle.ts';

/** `PLANNER_CASES=1000000 npm test planner-laws` looks longer. */
const CASES = Number(process.env['PLANNER_CASES'] ?? 100_000);
const MODIFIED: Readonly<Record<Round['newer'], Readonly<Record<Side, string | null>>>> = {
  desk: { desk: '2026-02-01T10:00:05Z', crm: '2026-02-01T10:00:00Z' },
  crm: { desk: '2026-02-01T10:00:00Z', crm: '2026-02-01T10:00:05Z' },
  tie: { desk: '2026-02-01T10:00:00Z', crm: '2026-02-01T10:00:00Z' },
  unknown: { desk: null, crm: '2026-02-01T10:00:00Z' },
};
const key = (field: FieldName) => `${field}=${CRM_NAME[field]}`;
const apiName = (field: FieldName, side: Side) => (side === 'desk' ? field : CRM_NAME[field]);

const compiled = new Map<string, CompiledMapping>();
function mappingOf(rules: readonly RowRule[], order: readonly FieldName[] = NAMES): CompiledMapping {
  const name = JSON.stringify([rules, order]);
  const known = compiled.get(name);
  if (known) return known;
  const mappings = order.map((field) => row(field, CRM_NAME[field], rules[NAMES.indexOf(field)]));
  const mapping = contactMapping({ mappings });
  assert.equal(mapping.rows.length, NAMES.length);
  if (compiled.size < 5_000) compiled.set(name, mapping);
  return mapping;
}

function recordOf(pair: Pair, side: Side, round: Round) {
  const values: Record<string, RawValue> = { Unmapped: 'stays' };
  for (const field of NAMES) {
    if (round.absent?.side === side && round.absent.field === field) continue;
    values[apiName(field, side)] = raw(field, side, pair[side][field]);
  }
  return record(side === 'desk' ? '1' : '2', values, MODIFIED[round.newer][side]);
}

function baseOf(pair: Pair): BaseRows {
  const known = NAMES.flatMap((field) => {
    const token = pair.base[field];
    return token === undefined ? [] : [[key(field), bothSides(field, token)] as const];
  });
  return Object.fromEntries(known);
}
const bothSides = (field: FieldName, token: Token) => ({
  desk: canonical(field, 'desk', token),
  crm: canonical(field, 'crm', token),
});

/** The plan, or the error by which the whole record fails. */
function planOf(mapping: CompiledMapping, pair: Pair, round: Round): PairPlan | SyncError {
  try {
    return planPair({
      mapping,
      desk: recordOf(pair, 'desk', round),
      crm: recordOf(pair, 'crm', round),
      base: baseOf(pair),
      references: PAIRED_ACCOUNTS,
      ...(round.readOnly && { readOnly: new Set([round.readOnly]) }),
    });
  } catch (error) {
    if (error instanceof SyncError) return error;
    throw error;
  }
}

function edited(pair: Pair, edits: readonly Edit[]): Pair {
  return edits.reduce<Pair>(
    (now, { side, field, to }) => ({ ...now, [side]: { ...now[side], [field]: to } }),
    pair,
  );
}

/** Checks one plan against the oracle, field by field; returns the pair after the plan was carried out. */
function checkedPlan(mapping: CompiledMapping, rules: readonly RowRule[], pair: Pair, round: Round): Pair {
  const plan = planOf(mapping, pair, round);
  const verdicts = NAMES.map((field, at) => ({ field, ...verdictOn(field, ruleAt(rules, at), pair, round) }));
  if (plan instanceof SyncError) {
    assert.equal(plan.code, 'type-mismatch');
    assert.ok(verdicts.some(({ fails }) => fails));
    return pair;
  }
  assert.ok(!verdicts.some(({ fails }) => fails), 'S73: a value that does not fit fails the record');

  let after = pair;
  const written: Record<Side, Record<string, RawValue>> = { desk: {}, crm: {} };
  const bases: Record<Side, Record<string, unknown>> = { desk: {}, crm: {} };
  const agreed: Record<string, unknown> = {};
  for (const { field, write, agree } of verdicts) {
    if (agree) agreed[key(field)] = bothSides(field, pair.desk[field]);
    if (write) {
      written[write.to][apiName(field, write.to)] = raw(field, write.to, write.value);
      bases[write.to][key(field)] = bothSides(field, write.value);
      after = edited(after, [{ side: write.to, field, to: write.value }]);
    }
    if (agree || write) after = { ...after, base: { ...after.base, [field]: after.desk[field] } };
  }
  for (const side of ['desk', 'crm'] as const) {
    assert.deepEqual(plan.writes[side]?.values ?? {}, written[side], 'P4, P14: exactly the winning edits');
    assert.deepEqual(
      plan.writes[side]?.fields.map(({ key: name, field, from, to }) => ({ key: name, field, from, to })) ??
        [],
      verdicts.flatMap(({ field, write }) =>
        write?.to === side ? [historyOf(field, side, pair, write.value)] : [],
      ),
      'P22: history names each written field with its old and new value',
    );
    assert.deepEqual(plan.writes[side]?.base ?? {}, bases[side], 'P1: the base is what both sides hold');
  }
  assert.deepEqual(plan.agreed, agreed);
  const conflicts = verdicts.filter(({ conflict }) => conflict !== undefined);
  assert.deepEqual(
    plan.conflicts,
    conflicts.map(({ field, conflict }) => ({
      key: key(field),
      field,
      base: baseOf(pair)[key(field)] ?? null,
      desk: canonical(field, 'desk', pair.desk[field]),
      crm: canonical(field, 'crm', pair.crm[field]),
      winner: conflict,
    })),
    'S96: every real conflict is recorded with base and both values',
  );
  assert.equal(
    plan.missing.length,
    verdicts.filter(({ waits }) => waits).length,
    'P9: an unpaired account waits',
  );
  return after;
}

function historyOf(field: FieldName, side: Side, pair: Pair, to: Token) {
  const from = canonical(field, side, pair[side][field]);
  return { key: key(field), field: apiName(field, side), from, to: canonical(field, side, to) };
}

function ruleAt(rules: readonly RowRule[], at: number): RowRule {
  const rule = rules[at];
  assert.ok(rule);
  return rule;
}

/**
 * Nothing is left to do. A write makes its side the newer one: that must not turn what was settled, so the second plan
 * is made with the other clock ahead too, unless a conflict still waits for a partner or for leave to write.
 */
function assertAtRest(mapping: CompiledMapping, pair: Pair, round: Round): void {
  const again = planOf(mapping, pair, round);
  if (again instanceof SyncError) return;
  assert.deepEqual([again.writes, again.agreed], [{}, {}], 'P2: a second plan is empty');
  if (again.conflicts.length > 0) return;
  const later = planOf(mapping, pair, { ...round, newer: round.newer === 'desk' ? 'crm' : 'desk' });
  assert.deepEqual(later, again, 'P2: so is one by the other clock');
}

function live({ rules, start, rounds }: Case): void {
  const mapping = mappingOf(rules);
  const first: Round = { edits: [], newer: 'tie', readOnly: null, absent: null };
  let pair: Pair = { ...start, base: {} };
  for (const round of [first, ...rounds]) {
    const before = edited(pair, round.edits);
    pair = checkedPlan(mapping, rules, before, round);
    assertAtRest(mapping, pair, round);
    for (const [at, field] of NAMES.entries()) {
      if (ruleAt(rules, at).direction === 'crm-to-desk') {
        assert.equal(pair.crm[field], before.crm[field], 'S17: one-way never writes CRM');
      }
    }
  }
}

describe('planner laws', () => {
  it(`P1, P2, P4, P9, P14, P15, S17, S73, S96, S97, P22: ${String(CASES)} pairs, edited on both sides and synced, follow the model`, () => {
    fc.assert(fc.property(aCase, live), { numRuns: CASES });
  });

  it('P20: the order of mapping rows changes no write', () => {
    const shuffled = fc.shuffledSubarray([...NAMES], { minLength: NAMES.length, maxLength: NAMES.length });
    fc.assert(
      fc.property(aCase, shuffled, ({ rules, start, rounds }, order) => {
        const [round] = rounds;
        assert.ok(round);
        const pair = edited({ ...start, base: start.desk }, round.edits);
        const one = planOf(mappingOf(rules), pair, round);
        const other = planOf(mappingOf(rules, order), pair, round);
        if (one instanceof SyncError || other instanceof SyncError) {
          assert.ok(one instanceof SyncError && other instanceof SyncError);
          return;
        }
        for (const side of ['desk', 'crm'] as const) {
          assert.deepEqual(other.writes[side]?.values, one.writes[side]?.values);
        }
      }),
      { numRuns: Math.min(CASES, 5_000) },
    );
  });
});
