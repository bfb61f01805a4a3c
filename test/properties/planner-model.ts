import fc from 'fast-check';
import type { FieldMapping } from '../../server/core/mapping/field-mapping.ts';
import type { References } from '../../server/core/planning/references.ts';
import type { RawValue, Side } from '../../server/core/record.ts';

/**
 * A pair of records as a table of tokens. Paired sides are in step when they hold the same token, so the model needs
 * none of the planner's conversions. `text` fits no whole number; the two `alone` are accounts without a partner.
 */
export type Token = 'a' | 'b' | null | 'text' | 'alone-desk' | 'alone-crm';
export type FieldName = 'lastName' | 'phone' | 'cf_age' | 'accountId';
export const NAMES: readonly FieldName[] = ['lastName', 'phone', 'cf_age', 'accountId'];
export const CRM_NAME: Readonly<Record<FieldName, string>> = {
  lastName: 'Last_Name',
  phone: 'Phone',
  cf_age: 'Age',
  accountId: 'Account_Name',
};

/** What each side's field can be edited to; few values, so that edits of both sides meet. */
const EDITS: Readonly<Record<FieldName, Readonly<Record<Side, readonly Token[]>>>> = {
  lastName: { desk: ['a', 'b'], crm: ['a', 'b'] },
  phone: { desk: ['a', 'b', null], crm: ['a', 'b', null] },
  cf_age: { desk: ['a', 'b', 'a', 'b', null, 'text'], crm: ['a', 'b', null] },
  accountId: { desk: ['a', 'b', null, 'alone-desk'], crm: ['a', 'b', null, 'alone-crm'] },
};

export type Fields = Readonly<Record<FieldName, Token>>;
export interface Pair extends Readonly<Record<Side, Fields>> {
  /** What both sides last agreed on; a field is absent until they first did. */
  readonly base: Readonly<Partial<Record<FieldName, Token>>>;
}
export type RowRule = Pick<FieldMapping, 'direction' | 'conflict' | 'initialWinner'>;
export interface Edit {
  readonly side: Side;
  readonly field: FieldName;
  readonly to: Token;
}
/** One sync after some edits. */
export interface Round {
  readonly edits: readonly Edit[];
  /** Whose modified time is later; `tie` also stands for a time one side did not send. */
  readonly newer: 'desk' | 'crm' | 'tie' | 'unknown';
  /** A side that must not be written (S24). */
  readonly readOnly: Side | null;
  /** A field one side's answer left out (P15). */
  readonly absent: { readonly side: Side; readonly field: FieldName } | null;
}
export interface Case {
  readonly rules: readonly RowRule[];
  readonly start: Readonly<Record<Side, Fields>>;
  readonly rounds: readonly Round[];
}

const ACCOUNT_IDS = {
  desk: { a: '101', b: '102', 'alone-desk': '109', 'alone-crm': '', text: '' },
  crm: { a: '201', b: '202', 'alone-crm': '209', 'alone-desk': '', text: '' },
} as const;

/** A symbol as one side's API sends it. */
export function raw(field: FieldName, side: Side, symbol: Token): RawValue {
  if (field === 'accountId') return symbol === null ? null : ACCOUNT_IDS[side][symbol];
  if (field !== 'cf_age' || symbol === null || symbol === 'text') return symbol;
  const number = symbol === 'a' ? 1 : 2;
  return side === 'desk' ? String(number) : number;
}

/** A symbol as the base, history and conflicts hold it: numbers are decimal strings there. */
export function canonical(field: FieldName, side: Side, symbol: Token): string | null {
  const value = raw(field, side, symbol);
  return typeof value === 'number' ? String(value) : (value as string | null);
}

/** Accounts a and b are paired. */
export const PAIRED_ACCOUNTS: References = {
  partnerOf(_module, side, id) {
    for (const account of ['a', 'b'] as const) {
      if (ACCOUNT_IDS[side][account] === id) return ACCOUNT_IDS[side === 'desk' ? 'crm' : 'desk'][account];
    }
    return undefined;
  },
  isGone: () => false,
};

const side = fc.constantFrom<Side>('desk', 'crm');
const edit: fc.Arbitrary<Edit> = fc.constantFrom(
  ...NAMES.flatMap((field) =>
    (['desk', 'crm'] as const).flatMap((where) =>
      EDITS[field][where].map((to) => ({ side: where, field, to })),
    ),
  ),
);
const rule: fc.Arbitrary<RowRule> = fc.record({
  direction: fc.constantFrom('both', 'both', 'crm-to-desk'),
  conflict: fc.constantFrom('newest', 'desk', 'crm', 'ask'),
  initialWinner: side,
});
const fieldsOf = (where: Side): fc.Arbitrary<Fields> =>
  fc.record({
    lastName: fc.constantFrom(...EDITS.lastName[where]),
    phone: fc.constantFrom(...EDITS.phone[where]),
    cf_age: fc.constantFrom<Token>('a', 'b', null),
    accountId: fc.constantFrom(...EDITS.accountId[where]),
  });
const round: fc.Arbitrary<Round> = fc.record({
  edits: fc.array(edit, { maxLength: 4 }),
  newer: fc.constantFrom('desk', 'crm', 'tie', 'unknown'),
  readOnly: fc.constantFrom<Side | null>(null, null, null, null, null, 'desk', 'crm'),
  absent: fc.oneof(
    { arbitrary: fc.constant(null), weight: 5 },
    { arbitrary: fc.record({ side, field: fc.constantFrom(...NAMES) }), weight: 1 },
  ),
});
export const aCase: fc.Arbitrary<Case> = fc.record({
  rules: fc.array(rule, { minLength: NAMES.length, maxLength: NAMES.length }),
  start: fc.record({ desk: fieldsOf('desk'), crm: fieldsOf('crm') }),
  rounds: fc.array(round, { minLength: 1, maxLength: 3 }),
});
