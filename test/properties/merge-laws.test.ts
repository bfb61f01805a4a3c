import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { mergeField } from '../../server/core/merge/merge-field.ts';
import type { FieldBase, FieldDecision, MergeInput } from '../../server/core/merge/merge-field.ts';
import type { FieldValue, Side } from '../../server/core/record.ts';

const value = fc.constantFrom<FieldValue>('a', 'b', 'c', null); // few values, many collisions
const side = fc.constantFrom<Side>('desk', 'crm');
const base = fc.option(fc.record({ desk: value, crm: value }), { nil: undefined });
const input: fc.Arbitrary<MergeInput> = fc.record({
  base,
  desk: value,
  crm: value,
  equal: fc.constant((desk: FieldValue, crm: FieldValue) => desk === crm),
  direction: fc.constantFrom('both', 'crm-to-desk'),
  policy: fc.constantFrom('newest', 'desk', 'crm', 'ask'),
  initialWinner: side,
  newer: side,
});

/** The situation after the decision was carried out and nobody changed anything since. */
function after(before: MergeInput, decision: FieldDecision): MergeInput {
  const now = { desk: before.desk, crm: before.crm };
  if (decision.write) now[decision.write] = decision.value;
  return { ...before, ...now, base: decision.advanceBase ? { ...now } : before.base };
}
const law = (name: string, check: (given: MergeInput) => void): void => {
  it(name, () => fc.assert(fc.property(input, check), { numRuns: 5_000 }));
};

describe('merge laws', () => {
  law('P2: a second merge writes nothing and reports no conflict', (given) => {
    const second = mergeField(after(given, mergeField(given)));
    assert.equal(second.write, undefined);
    assert.equal(second.conflict, undefined);
  });

  law('P1: once somebody changed it, two-way, both sides are equal', (given) => {
    fc.pre(given.direction === 'both' && given.policy !== 'ask');
    const unchanged = given.base?.desk === given.desk && given.base.crm === given.crm;
    fc.pre(!unchanged);
    const now = after(given, mergeField(given));
    assert.equal(now.desk, now.crm);
  });

  law('P4: a value that was changed survives, or is kept in a conflict', (given) => {
    const decision = mergeField(given);
    if (decision.write === undefined) return;
    const lost = given[decision.write];
    const isOld = given.base !== undefined && lost === given.base[decision.write];
    const isEmptyMeeting = given.base === undefined && lost === null;
    assert.ok(isOld || isEmptyMeeting || decision.conflict?.lost === lost);
  });

  law('P14: nothing is written where nothing differs, and never what the side holds already', (given) => {
    const decision = mergeField(given);
    if (given.desk === given.crm) assert.equal(decision.write, undefined);
    if (decision.write) assert.notEqual(decision.value, given[decision.write]);
  });

  law('S17: one-way never writes to CRM', (given) => {
    fc.pre(given.direction === 'crm-to-desk');
    assert.notEqual(mergeField(given).write, 'crm');
  });

  law('S17: one-way, Desk is overwritten only when CRM moved', (given) => {
    fc.pre(given.direction === 'crm-to-desk' && given.base?.crm === given.crm);
    assert.equal(mergeField(given).write, undefined);
  });

  law('P20: clocks decide conflicts only', (given) => {
    const decision = mergeField(given);
    const otherClock = mergeField({ ...given, newer: given.newer === 'desk' ? 'crm' : 'desk' });
    if (decision.conflict === undefined && !decision.ask) assert.deepEqual(otherClock, decision);
  });

  law('two sides under two-way are alike: swapping them swaps the decision', (given) => {
    fc.pre(given.direction === 'both' && given.policy !== 'ask');
    const swap = (one: Side): Side => (one === 'desk' ? 'crm' : 'desk');
    const swapBase = (old: FieldBase | undefined): FieldBase | undefined =>
      old && { desk: old.crm, crm: old.desk };
    const decision = mergeField(given);
    const mirrored = mergeField({
      ...given,
      base: swapBase(given.base),
      desk: given.crm,
      crm: given.desk,
      policy: given.policy === 'desk' || given.policy === 'crm' ? swap(given.policy) : given.policy,
      initialWinner: swap(given.initialWinner),
      newer: swap(given.newer),
    });
    assert.equal(mirrored.write, decision.write && swap(decision.write));
    if (decision.write) assert.equal(mirrored.value, decision.value);
    assert.equal(mirrored.advanceBase, decision.advanceBase);
  });
});
