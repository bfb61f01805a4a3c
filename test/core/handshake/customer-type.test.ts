import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { CUSTOMER_TYPES, customerType } from '../../../server/core/handshake/customer-type.ts';
import type { CustomerType, CustomerTypeInput } from '../../../server/core/handshake/customer-type.ts';
import { stageForecasts } from '../../../server/core/handshake/stage-forecast.ts';

/** Names that say the opposite of what the stages are; `Gone` is a stage the organisation removed. */
const STAGES = { won: 'Lost cause', open: 'Closed Won', lost: 'Open', unknown: 'Gone' };
const FORECASTS = stageForecasts([
  { actualValue: STAGES.won, displayValue: STAGES.won, forecastType: 'Closed Won' },
  { actualValue: STAGES.open, displayValue: STAGES.open, forecastType: 'Open' },
  { actualValue: STAGES.lost, displayValue: STAGES.lost, forecastType: 'Closed Lost' },
]);
type Kind = keyof typeof STAGES;
const KINDS: readonly Kind[] = ['won', 'open', 'lost', 'unknown'];

/** Every row of the truth table: is there a counted won deal, a counted open deal, and is the customer in CRM? */
const TABLE: readonly {
  readonly statement: string;
  readonly won: boolean;
  readonly open: boolean;
  readonly inCrm: boolean;
  readonly type: CustomerType;
}[] = [
  { statement: 'S107', won: false, open: false, inCrm: false, type: 'new' },
  { statement: 'S108', won: false, open: false, inCrm: true, type: 'contacts-leads' },
  { statement: 'S109', won: false, open: true, inCrm: false, type: 'prospects' },
  { statement: 'S109', won: false, open: true, inCrm: true, type: 'prospects' },
  { statement: 'S110', won: true, open: false, inCrm: false, type: 'customers' },
  { statement: 'S110', won: true, open: false, inCrm: true, type: 'customers' },
  { statement: 'S110', won: true, open: true, inCrm: false, type: 'customers' },
  { statement: 'S110', won: true, open: true, inCrm: true, type: 'customers' },
];

const SUBSETS = Array.from({ length: 16 }, (_, bits) => KINDS.filter((_kind, at) => (bits >> at) % 2 === 1));
const stagesOf = (kinds: readonly Kind[]) => kinds.map((kind) => STAGES[kind]);

describe('customerType', () => {
  for (const { statement, won, open, inCrm, type } of TABLE) {
    const words = `won deal ${String(won)}, open deal ${String(open)}, in CRM ${String(inCrm)}`;
    it(`${statement}: ${words}: ${type}, with each mix of other deals and both settings`, () => {
      let cases = 0;
      for (const contact of SUBSETS) {
        for (const account of SUBSETS) {
          for (const countAccountDeals of [false, true]) {
            const has = (kind: Kind) =>
              contact.includes(kind) || (countAccountDeals && account.includes(kind));
            if (has('won') !== won || has('open') !== open) continue;
            const input = {
              contactDeals: stagesOf(contact),
              accountDeals: stagesOf(account),
              countAccountDeals,
            };
            assert.equal(customerType({ ...input, inCrm, forecasts: FORECASTS }), type);
            cases += 1;
          }
        }
      }
      assert.ok(cases >= 64);
    });
  }

  for (const { when, given, type } of [
    { when: 'S108: only lost deals', given: { contactDeals: [STAGES.lost] }, type: 'contacts-leads' },
    { when: 'S108: a deal in a removed stage', given: { contactDeals: ['Gone'] }, type: 'contacts-leads' },
    { when: 'S108: a deal without a stage', given: { contactDeals: [null] }, type: 'contacts-leads' },
    {
      when: 'S108: the account won, and its deals do not count',
      given: { accountDeals: [STAGES.won] },
      type: 'contacts-leads',
    },
    {
      when: 'S110: the account won, and its deals count by the setting',
      given: { accountDeals: [STAGES.won], countAccountDeals: true },
      type: 'customers',
    },
    {
      when: 'S109: the contact lost, its account has an open deal that counts',
      given: { contactDeals: [STAGES.lost], accountDeals: [STAGES.open], countAccountDeals: true },
      type: 'prospects',
    },
    { when: 'S110: won and open', given: { contactDeals: [STAGES.open, STAGES.won] }, type: 'customers' },
  ] satisfies { when: string; given: Partial<CustomerTypeInput>; type: CustomerType }[]) {
    it(`${when}: ${type}`, () => {
      const plain = { inCrm: true, contactDeals: [], accountDeals: [], countAccountDeals: false };
      assert.equal(customerType({ ...plain, forecasts: FORECASTS, ...given }), type);
    });
  }

  const stages = fc.array(fc.option(fc.constantFrom(...Object.values(STAGES))), { maxLength: 4 });
  const input: fc.Arbitrary<CustomerTypeInput> = fc.record({
    inCrm: fc.boolean(),
    contactDeals: stages,
    accountDeals: stages,
    countAccountDeals: fc.boolean(),
    forecasts: fc.constant(FORECASTS),
  });
  const rank = (given: CustomerTypeInput) => CUSTOMER_TYPES.indexOf(customerType(given));

  it('S107–S110: another deal, the account’s deals, or being in CRM never weakens the type', () => {
    fc.assert(
      fc.property(input, fc.constantFrom(...Object.values(STAGES)), (given, deal) => {
        const before = rank(given);
        assert.ok(rank({ ...given, inCrm: true }) <= before);
        assert.ok(rank({ ...given, countAccountDeals: true }) <= before);
        assert.ok(rank({ ...given, contactDeals: [...given.contactDeals, deal] }) <= before);
        assert.ok(rank({ ...given, accountDeals: [...given.accountDeals, deal] }) <= before);
      }),
      { numRuns: 2_000 },
    );
  });

  it('S107–S110: order and number of deals of a kind change nothing', () => {
    fc.assert(
      fc.property(input, (given) => {
        const contactDeals = [...given.contactDeals, ...given.contactDeals].reverse();
        assert.equal(rank({ ...given, contactDeals }), rank(given));
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('stageForecasts', () => {
  const stage = (actualValue: string, forecastType: string, displayValue = actualValue) => ({
    actualValue,
    displayValue,
    forecastType,
  });

  it('S107: a renamed stage is found by its actual and by its display value', () => {
    const forecasts = stageForecasts([stage('Closed Won', 'Closed Won', 'Gewonnen')]);
    assert.deepEqual([forecasts.get('Closed Won'), forecasts.get('Gewonnen')], ['won', 'won']);
  });

  it('S107: two stages that exchanged their display values keep their own forecast', () => {
    for (const swapped of [
      [stage('A', 'Closed Won', 'B'), stage('B', 'Open', 'A')],
      [stage('B', 'Open', 'A'), stage('A', 'Closed Won', 'B')],
    ]) {
      const forecasts = stageForecasts(swapped);
      assert.deepEqual([forecasts.get('A'), forecasts.get('B')], ['won', 'open']);
    }
  });

  it('S107: a stage with a forecast type nobody knows has no forecast, whatever its name', () => {
    const forecasts = stageForecasts([stage('Closed Won', 'Omitted'), stage('Open', 'constructor')]);
    assert.equal(forecasts.size, 0);
  });

  it('a stage listed in several pipelines is one stage', () => {
    const forecasts = stageForecasts([stage('A', 'Open'), stage('A', 'Open')]);
    assert.deepEqual([...forecasts], [['A', 'open']]);
  });
});
