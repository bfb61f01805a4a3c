import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { matchContact } from '../../../server/core/handshake/match-contact.ts';
import type { ContactMatch, CrmPerson, DeskPerson } from '../../../server/core/handshake/match-contact.ts';

const EMAIL = 'ana@example.com';
const PHONE = '+49 30 1234567';
const ANA: DeskPerson = { pairedWith: null, emails: [EMAIL], phones: [PHONE] };

function contact(id: string, emails: readonly string[], phones: readonly string[] = []): CrmPerson {
  return { module: 'contacts', id, emails, phones };
}
function lead(id: string, emails: readonly string[], phones: readonly string[] = []): CrmPerson {
  return { module: 'leads', id, emails, phones };
}
const matched = (by: 'pair' | 'email' | 'phone', id: string, module: 'contacts' | 'leads' = 'contacts') =>
  ({ outcome: 'matched', by, person: { module, id } }) as const;
const ambiguous = (by: 'email' | 'phone', ...ids: readonly string[]): ContactMatch => ({
  outcome: 'ambiguous',
  by,
  among: ids.map((id) => ({ module: 'contacts', id })),
});
const absent = { outcome: 'not-in-crm' } as const;

const CASES: readonly {
  readonly when: string;
  readonly desk?: Partial<DeskPerson>;
  readonly crm: readonly CrmPerson[];
  readonly match: ContactMatch;
}[] = [
  {
    when: 'the pair outranks another record with the e-mail',
    desk: { pairedWith: { module: 'contacts', id: '9' } },
    crm: [contact('1', [EMAIL], [PHONE])],
    match: matched('pair', '9'),
  },
  {
    when: 'a pair with a lead counts',
    desk: { pairedWith: { module: 'leads', id: '9' } },
    crm: [],
    match: matched('pair', '9', 'leads'),
  },
  {
    when: 'the e-mail outranks another record with the phone',
    crm: [contact('1', [], [PHONE]), contact('2', [EMAIL])],
    match: matched('email', '2'),
  },
  {
    when: 'letter case of the e-mail does not count',
    crm: [contact('1', ['ANA@Example.com '])],
    match: matched('email', '1'),
  },
  { when: 'the second e-mail counts', crm: [contact('1', ['x@y.de', EMAIL])], match: matched('email', '1') },
  {
    when: 'nobody has the e-mail, so the phone decides',
    crm: [contact('1', ['x@y.de'], [PHONE])],
    match: matched('phone', '1'),
  },
  {
    when: 'the phone is written in another way',
    crm: [contact('1', [], ['0049-30-1234567'])],
    match: matched('phone', '1'),
  },
  {
    when: 'the contact outranks the lead with the same e-mail',
    crm: [lead('1', [EMAIL]), contact('2', [EMAIL])],
    match: matched('email', '2'),
  },
  {
    when: 'the contact outranks the lead with the same phone',
    crm: [lead('1', [], [PHONE]), contact('2', [], [PHONE])],
    match: matched('phone', '2'),
  },
  {
    when: 'the lead with the e-mail outranks the contact with the phone',
    crm: [lead('1', [EMAIL]), contact('2', [], [PHONE])],
    match: matched('email', '1', 'leads'),
  },
  { when: 'a converted lead is nobody', crm: [{ ...lead('1', [EMAIL]), converted: true }], match: absent },
  {
    when: 'two have the e-mail, one of them the phone too',
    crm: [contact('1', [EMAIL]), contact('2', [EMAIL], [PHONE])],
    match: matched('email', '2'),
  },
  {
    when: 'two have the e-mail and neither the phone',
    crm: [contact('2', [EMAIL]), contact('1', [EMAIL])],
    match: ambiguous('email', '1', '2'),
  },
  {
    when: 'two have the e-mail, a third the phone: the third is not asked',
    crm: [contact('1', [EMAIL]), contact('2', [EMAIL]), contact('3', [], [PHONE])],
    match: ambiguous('email', '1', '2'),
  },
  {
    when: 'two have e-mail and phone',
    crm: [contact('1', [EMAIL], [PHONE]), contact('2', [EMAIL], [PHONE])],
    match: ambiguous('email', '1', '2'),
  },
  {
    when: 'two share the phone',
    crm: [contact('1', [], [PHONE]), contact('2', [], [PHONE])],
    match: ambiguous('phone', '1', '2'),
  },
  {
    when: 'a record found by both searches is one person',
    crm: [contact('1', [EMAIL]), contact('1', [EMAIL])],
    match: matched('email', '1'),
  },
  {
    when: 'empty e-mails and phones are nobody’s',
    desk: { emails: ['', ' '], phones: ['', '-'] },
    crm: [contact('1', ['', ' '], ['', '-'])],
    match: absent,
  },
  {
    when: 'a short number is nobody’s',
    desk: { phones: ['112'] },
    crm: [contact('1', [], ['112'])],
    match: absent,
  },
  { when: 'nobody shares anything', crm: [contact('1', ['x@y.de'], ['030 7654321'])], match: absent },
  { when: 'CRM has nobody', crm: [], match: absent },
];

describe('matchContact', () => {
  for (const { when, desk, crm, match } of CASES) {
    it(`S111: ${when}`, () => {
      assert.deepEqual(matchContact({ ...ANA, ...desk }, crm), match);
      assert.deepEqual(matchContact({ ...ANA, ...desk }, crm.toReversed()), match);
    });
  }

  const emails = fc.subarray([EMAIL, 'b@c.de', ''], { maxLength: 2 });
  const phones = fc.subarray([PHONE, '0307654321', '5'], { maxLength: 2 });
  const person = fc.record({
    module: fc.constantFrom('contacts' as const, 'leads' as const),
    converted: fc.boolean(),
    emails,
    phones,
  });

  it('S111: whoever has an e-mail in common is preferred to everybody who has only a phone in common', () => {
    fc.assert(
      fc.property(fc.array(person, { maxLength: 5 }), emails, phones, (drawn, mine, numbers) => {
        const people = drawn.map((one, at): CrmPerson => ({ ...one, id: String(at) }));
        const match = matchContact({ pairedWith: null, emails: mine, phones: numbers }, people);
        const shares = people.filter(
          (one) => !one.converted && one.emails.some((email) => email !== '' && mine.includes(email)),
        );
        if (match.outcome === 'not-in-crm' || match.by === 'phone') assert.equal(shares.length, 0);
        else assert.ok(shares.length > 0);
      }),
      { numRuns: 3_000 },
    );
  });

  it('S111: the order in which CRM lists people never changes the match', () => {
    fc.assert(
      fc.property(fc.array(person, { maxLength: 5 }), (drawn) => {
        const people = drawn.map((one, at): CrmPerson => ({ ...one, id: String(at) }));
        assert.deepEqual(matchContact(ANA, people), matchContact(ANA, people.toReversed()));
      }),
      { numRuns: 2_000 },
    );
  });
});
