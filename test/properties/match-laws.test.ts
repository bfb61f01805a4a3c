import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type {
  MatchCandidate,
  MatchInput,
  MatchPlan,
  RecordPair,
} from '../../server/core/matching/match-plan.ts';
import { matchRecords } from '../../server/core/matching/match-records.ts';
import { matchKey } from '../../server/core/matching/match-key.ts';
import { otherSide, SIDES } from '../../server/core/record.ts';
import type { Side } from '../../server/core/record.ts';

const CUTOFF = '2025-11-23T00:00:00.000Z';
const candidate = fc.record({
  key: fc.constantFrom('a', 'b', 'c', 'd', null),
  createdAt: fc.constantFrom(
    '2020-01-01T00:00:00Z',
    CUTOFF,
    '2026-01-01T00:00:00Z',
    '2026-01-01T01:00:00+01:00',
    null,
  ),
  needed: fc.boolean(),
});
const records = (prefix: string): fc.Arbitrary<MatchCandidate[]> =>
  fc
    .array(candidate, { maxLength: 8 })
    .map((list) => list.map((facts, index) => ({ id: `${prefix}${index}`, ...facts })));

const input: fc.Arbitrary<MatchInput> = fc
  .record({
    desk: records('1'),
    crm: records('2'),
    syncType: fc.constantFrom('two-way', 'crm-to-desk'),
    linked: fc.array(fc.tuple(fc.nat(9), fc.nat(9)), { maxLength: 3 }),
  })
  .map(({ desk, crm, syncType, linked }) => ({
    desk,
    crm,
    syncType,
    cutoff: CUTOFF,
    links: bijection(linked),
  }));

/** Links also name records that are not (or no longer) among the live ones. */
function bijection(pairs: readonly (readonly [number, number])[]): RecordPair[] {
  const links: RecordPair[] = [];
  for (const [desk, crm] of pairs) {
    const link = { deskId: `1${desk}`, crmId: `2${crm}` };
    if (!links.some(({ deskId, crmId }) => deskId === link.deskId || crmId === link.crmId)) links.push(link);
  }
  return links;
}

const isEligible = ({ createdAt, needed }: MatchCandidate): boolean =>
  needed === true || (createdAt !== null && Date.parse(createdAt) >= Date.parse(CUTOFF));
const linkedIds = (given: MatchInput, side: Side): ReadonlySet<string> =>
  new Set(given.links.map((link) => (side === 'desk' ? link.deskId : link.crmId)));

/** Ids of one side that the plan speaks of, in every role. */
function mentioned(plan: MatchPlan, side: Side): string[] {
  return [
    ...plan.pairs.map((pair) => (side === 'desk' ? pair.deskId : pair.crmId)),
    ...plan.creates[otherSide(side)],
    ...plan.ambiguous.filter((match) => match.side === side).flatMap(({ ids }) => ids),
    ...plan.alreadyLinked.filter((match) => match.side === side).map(({ id }) => id),
    ...plan.skipped.filter((match) => match.side === side).map(({ id }) => id),
  ];
}
const law = (name: string, check: (given: MatchInput, plan: MatchPlan) => void): void => {
  it(name, () =>
    fc.assert(
      fc.property(input, (given) => check(given, matchRecords(given))),
      { numRuns: 3_000 },
    ),
  );
};

describe('matching laws', () => {
  law('every record without a link has exactly one fate, linked ones have none (P11, S36)', (given, plan) => {
    for (const side of SIDES) {
      const linked = linkedIds(given, side);
      const free = given[side].map(({ id }) => id).filter((id) => !linked.has(id));
      assert.deepEqual(mentioned(plan, side).sort(), free.sort());
    }
  });

  law('P11: pairs are one to one, of equal keys, and one of them is eligible', (given, plan) => {
    for (const { deskId, crmId } of plan.pairs) {
      const desk = given.desk.filter(({ key, id }) => id === deskId && key !== null);
      const crm = given.crm.filter(({ key, id }) => id === crmId && key !== null);
      assert.equal(desk[0]?.key, crm[0]?.key);
      assert.ok([...desk, ...crm].some(isEligible));
      for (const side of SIDES) {
        assert.equal(given[side].filter(({ key }) => key === desk[0]?.key).length, 1);
      }
    }
  });

  law(
    'S30: only eligible records are created, S33–S35: and none whose key is there already',
    (given, plan) => {
      for (const target of SIDES) {
        const source = otherSide(target);
        const keysThere = new Set(given[target].map(({ key }) => key).filter((key) => key !== null));
        const created = given[source].filter(({ id }) => plan.creates[target].includes(id));
        assert.ok(created.every(isEligible));
        assert.ok(created.every(({ key }) => key === null || !keysThere.has(key)));
        const keys = created.map(({ key }) => key).filter((key) => key !== null);
        assert.equal(new Set(keys).size, keys.length, 'no key is created twice');
      }
    },
  );

  law('S17: one-way creates nothing in CRM and reports no failure of a Desk record', (given, plan) => {
    if (given.syncType === 'two-way') return;
    assert.deepEqual(plan.creates.crm, []);
    assert.ok([...plan.ambiguous, ...plan.alreadyLinked].every(({ side }) => side === 'crm'));
  });

  law(
    'S72: who is refused is told of a record of its own side that has, or gets, the place',
    (given, plan) => {
      for (const { side, id, targetId, linkedTo } of plan.alreadyLinked) {
        assert.notEqual(linkedTo, id);
        const partner = given.links.find((link) => (side === 'desk' ? link.deskId : link.crmId) === linkedTo);
        if (targetId === null) assert.ok(plan.creates[otherSide(side)].includes(linkedTo));
        else assert.equal(partner && (side === 'desk' ? partner.crmId : partner.deskId), targetId);
      }
    },
  );

  it('P6: the order of records and links does not matter', () => {
    const shuffled = input.chain((given) =>
      fc.record({
        given: fc.constant(given),
        desk: fc.shuffledSubarray([...given.desk], { minLength: given.desk.length }),
        crm: fc.shuffledSubarray([...given.crm], { minLength: given.crm.length }),
        links: fc.shuffledSubarray([...given.links], { minLength: given.links.length }),
      }),
    );
    fc.assert(
      fc.property(shuffled, ({ given, desk, crm, links }) => {
        assert.deepEqual(matchRecords({ ...given, desk, crm, links }), matchRecords(given));
      }),
      { numRuns: 3_000 },
    );
  });

  it('S30: a second first sync, after pairs and creates were carried out, does nothing new', () => {
    fc.assert(
      fc.property(input, (given) => {
        const plan = matchRecords(given);
        const copies = { desk: copiesOf(given, plan, 'desk'), crm: copiesOf(given, plan, 'crm') };
        const again = matchRecords({
          ...given,
          desk: [...given.desk, ...copies.desk.records],
          crm: [...given.crm, ...copies.crm.records],
          links: [...given.links, ...plan.pairs, ...copies.desk.links, ...copies.crm.links],
        });
        assert.deepEqual(again.pairs, []);
        assert.deepEqual(again.creates, { desk: [], crm: [] });
      }),
      { numRuns: 3_000 },
    );
  });

  it('keys ignore case and space for any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme' }),
        fc.constantFrom(' ', '\u00a0', '\u3000'),
        (name, space) => {
          const key = (accountName: string): string | null => matchKey('accounts', { accountName }, 'desk');
          assert.equal(key(`${space}${name.toUpperCase()}${space}`), key(name));
          assert.equal(key(name.normalize('NFD')), key(name));
        },
      ),
      { numRuns: 3_000 },
    );
  });
});

/** What the target side looks like after the plan's creates, and the links they made. */
function copiesOf(
  given: MatchInput,
  plan: MatchPlan,
  target: Side,
): { records: MatchCandidate[]; links: RecordPair[] } {
  const records: MatchCandidate[] = [];
  const links: RecordPair[] = [];
  for (const id of plan.creates[target]) {
    const source = given[otherSide(target)].find((record) => record.id === id);
    const copy = `9${id}`;
    records.push({ id: copy, key: source?.key ?? null, createdAt: '2026-11-23T00:00:00Z' });
    links.push(target === 'desk' ? { deskId: copy, crmId: id } : { deskId: id, crmId: copy });
  }
  return { records, links };
}
