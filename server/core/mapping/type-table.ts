import type { FieldType } from '../record.ts';

/** What a mapped pair of fields is compared as; decides the canonical form of both sides' values. */
export type ValueKind =
  | 'text'
  | 'integer'
  | 'decimal'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'option' // one picklist value
  | 'options' // several
  | 'reference';

/** S19: `never` pairs are refused in the editor, `sometimes` pairs are allowed with a warning. */
export type Verdict = 'lossless' | 'sometimes' | 'never';

/** Why a pair does not always convert; the editor has the words. */
export type VerdictReason =
  | 'unsupported-type'
  | 'no-common-meaning'
  | 'different-module'
  | 'text-to-number'
  | 'text-to-boolean'
  | 'text-to-date'
  | 'not-an-email'
  | 'not-an-option'
  | 'options-differ'
  | 'several-options'
  | 'may-not-fit'
  | 'rounding'
  | 'time-lost';

export interface Conversion {
  readonly verdict: Verdict;
  readonly reason?: VerdictReason;
}

type Family =
  'textual' | 'numeric' | 'boolean' | 'date' | 'datetime' | 'picklist' | 'multiselect' | 'reference';

const FAMILY: Readonly<Record<FieldType, Family | null>> = {
  text: 'textual',
  textarea: 'textual',
  email: 'textual',
  phone: 'textual',
  url: 'textual',
  integer: 'numeric',
  decimal: 'numeric',
  currency: 'numeric',
  percent: 'numeric',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  picklist: 'picklist',
  multiselect: 'multiselect',
  reference: 'reference',
  unsupported: null,
};

const LOSSLESS: Conversion = { verdict: 'lossless' };
const sometimes = (reason: VerdictReason): Conversion => ({ verdict: 'sometimes', reason });
const never = (reason: VerdictReason): Conversion => ({ verdict: 'never', reason });

/** Whether every, some or no value of a field of type `from` can be written to a field of type `to`. */
export function conversion(from: FieldType, to: FieldType): Conversion {
  const source = FAMILY[from];
  const target = FAMILY[to];
  if (source === null || target === null) return never('unsupported-type');
  if (from === to) return LOSSLESS;
  switch (target) {
    case 'textual':
      return toTextual(from, source, to);
    case 'numeric':
      return toNumeric(from, source, to);
    case 'boolean':
      if (source === 'picklist' || isProse(from)) return sometimes('text-to-boolean');
      break;
    case 'date':
      if (source === 'datetime') return sometimes('time-lost');
      if (isProse(from)) return sometimes('text-to-date');
      break;
    case 'datetime':
      if (source === 'date') return LOSSLESS;
      if (isProse(from)) return sometimes('text-to-date');
      break;
    case 'picklist':
      if (source === 'multiselect') return sometimes('several-options');
      if (source === 'textual' || source === 'numeric' || source === 'boolean')
        return sometimes('not-an-option');
      break;
    case 'multiselect':
      if (source === 'picklist') return LOSSLESS;
      if (isProse(from)) return sometimes('not-an-option');
      break;
    case 'reference':
      break;
  }
  return never('no-common-meaning');
}

/** The verdict on a pair: the worse of the directions in which it is used. */
export function typeVerdict(
  desk: FieldType,
  crm: FieldType,
  direction: 'both' | 'crm-to-desk' = 'both',
): Conversion {
  const toDesk = conversion(crm, desk);
  const toCrm = direction === 'both' ? conversion(desk, crm) : LOSSLESS;
  return worse(toDesk, toCrm);
}

export function worse(a: Conversion, b: Conversion): Conversion {
  const rank: Record<Verdict, number> = { lossless: 0, sometimes: 1, never: 2 };
  return rank[b.verdict] > rank[a.verdict] ? b : a;
}

/** What the pair is compared as; null when the types have nothing in common. Symmetric. */
export function kindOf(a: FieldType, b: FieldType): ValueKind | null {
  if (typeVerdict(a, b).verdict === 'never') return null;
  const families = [FAMILY[a], FAMILY[b]];
  const has = (family: Family): boolean => families.includes(family);
  if (has('reference')) return 'reference';
  if (has('multiselect')) return 'options';
  if (has('numeric')) return isFractional(a) || isFractional(b) ? 'decimal' : 'integer';
  if (has('boolean')) return 'boolean';
  if (has('date')) return 'date';
  if (has('datetime')) return 'datetime';
  if (has('picklist')) return 'option';
  return 'text';
}

function toTextual(from: FieldType, source: Family, to: FieldType): Conversion {
  if (source === 'reference') return never('no-common-meaning');
  if (to === 'textarea') return LOSSLESS;
  if (to === 'text') return from === 'textarea' ? sometimes('may-not-fit') : LOSSLESS;
  if (to === 'email' && (source === 'textual' || source === 'picklist')) return sometimes('not-an-email');
  if (source === 'textual' || source === 'picklist') return sometimes('may-not-fit');
  if (to === 'phone' && source === 'numeric') return LOSSLESS;
  return never('no-common-meaning');
}

function toNumeric(from: FieldType, source: Family, to: FieldType): Conversion {
  if (source === 'numeric') return to === 'integer' ? sometimes('rounding') : LOSSLESS;
  if (source === 'picklist' || isProse(from) || from === 'phone') return sometimes('text-to-number');
  return never('no-common-meaning');
}

function isProse(type: FieldType): boolean {
  return type === 'text' || type === 'textarea';
}

function isFractional(type: FieldType): boolean {
  return FAMILY[type] === 'numeric' && type !== 'integer';
}

/** Whether the API of either product holds such a field as a number. */
export function isNumericType(type: FieldType): boolean {
  return FAMILY[type] === 'numeric';
}
