import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { parentsFirst } from '../../../server/core/planning/parents-first.ts';

const order = (ids: readonly string[], parents: Readonly<Record<string, readonly string[]>>) =>
  parentsFirst(ids, (id) => parents[id] ?? []);

describe('parentsFirst', () => {
  const cases: { when: string; ids: string[]; parents: Record<string, string[]>; waves: string[][] }[] = [
    { when: 'nobody has a parent', ids: ['b', 'a'], parents: {}, waves: [['b', 'a']] },
    { when: 'a chain, child first', ids: ['c', 'b', 'a'], parents: { c: ['b'], b: ['a'] }, waves: [['a'], ['b'], ['c']] },
    { when: 'the parent is elsewhere', ids: ['a'], parents: { a: ['x'] }, waves: [['a']] },
    { when: 'its own parent', ids: ['a', 'b'], parents: { a: ['a'], b: ['a'] }, waves: [['a'], ['b']] },
    { when: 'a ring of two', ids: ['a', 'b'], parents: { a: ['b'], b: ['a'] }, waves: [['b'], ['a']] },
    { when: 'a child of a ring', ids: ['c', 'a', 'b'], parents: { c: ['a'], a: ['b'], b: ['a'] }, waves: [['b'], ['a'], ['c']] },
    { when: 'two parents of different depth', ids: ['c', 'b', 'a'], parents: { c: ['a', 'b'], b: ['a'] }, waves: [['a'], ['b'], ['c']] },
    { when: 'the same id twice', ids: ['a', 'a'], parents: {}, waves: [['a']] },
    { when: 'nothing', ids: [], parents: {}, waves: [] },
  ]; // prettier-ignore
  for (const { when, ids, parents, waves } of cases) {
    it(`P9: ${when}`, () => assert.deepEqual(order(ids, parents), waves));
  }

  it('P9: a chain of 50,000 accounts is no deep recursion', () => {
    const ids = Array.from({ length: 50_000 }, (_, index) => String(index));
    const waves = parentsFirst(ids, (id) => [String(Number(id) + 1)]);
    assert.equal(waves.length, 50_000);
    assert.deepEqual(waves[0], ['49999']);
  });

  it('P9: whoever refers to whom, everybody comes once, and without a ring never before a parent', () => {
    const id = fc.integer({ min: 0, max: 7 });
    fc.assert(
      fc.property(fc.array(fc.tuple(id, id)), (edges) => {
        const ids = Array.from({ length: 8 }, (_, index) => String(index));
        const parentsOf = (child: string) =>
          edges.filter(([from]) => String(from) === child).map(([, to]) => String(to));
        const waves = parentsFirst(ids, parentsOf);
        assert.deepEqual(waves.flat().toSorted(), ids);
        if (edges.some(([from, to]) => to >= from)) return;
        const waveOf = new Map(waves.flatMap((wave, index) => wave.map((one) => [one, index] as const)));
        for (const [from, to] of edges) {
          assert.ok((waveOf.get(String(to)) ?? 0) < (waveOf.get(String(from)) ?? 0));
        }
      }),
      { numRuns: 500 },
    );
  });
});
