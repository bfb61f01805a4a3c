import type { FieldMeta, Module, Side } from '../record.ts';
import type { FieldMapping } from './field-mapping.ts';
import { withoutAccents } from './field-words.ts';
import type { Vocabulary } from './field-words.ts';
import { fieldVerdict } from './field-verdict.ts';
import { canPair, newRow } from './suggest-mapping.ts';
import { foldCase } from './text.ts';

/** Two fields that seem to mean the same, and how sure that is. */
export interface Suggestion {
  readonly desk: string;
  readonly crm: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly reason: 'same-name' | 'same-words' | 'synonym';
}
export interface SuggestInput {
  readonly module: Module;
  readonly fields: Readonly<Record<Side, readonly FieldMeta[]>>;
  /** Rows that exist already; their fields are not used again. */
  readonly mapped?: readonly FieldMapping[];
  readonly vocabulary: Vocabulary;
}

/** From here on a pair is mapped without asking. */
const SURE = 0.9;
/** A value may not convert (text → number): likely, but worth a look. */
const TYPES_DIFFER = 0.95;
/** Desk has a field of its own for what CRM has built in: offered, never taken for granted. */
const STANDARD_FIELD = 0.9;

type Naming = (field: FieldMeta, input: SuggestInput) => readonly string[];
interface Level {
  readonly confidence: number;
  readonly reason: Suggestion['reason'];
  readonly naming: Naming;
}

/** Names under which a field may be recognised, best first. */
const LEVELS: readonly Level[] = [
  {
    confidence: 1,
    reason: 'same-name',
    naming: (field) => both(plainName(field.label), plainApiName(field)),
  },
  { confidence: 0.97, reason: 'same-name', naming: ({ label }) => [plainName(label)] },
  { confidence: 0.96, reason: 'same-name', naming: (field) => [plainApiName(field)] },
  {
    confidence: 0.95,
    reason: 'same-name',
    naming: (field) => [plainName(field.label), plainName(spelledOut(field.label)), plainApiName(field)],
  },
  { confidence: 0.92, reason: 'same-words', naming: (field, input) => [said(field.label, field, input)] },
  {
    confidence: 0.9,
    reason: 'synonym',
    naming: (field, input) => [said(field.label, field, input), said(apiNameOf(field), field, input)],
  },
  {
    confidence: 0.87,
    reason: 'synonym',
    naming: (field, input) => [said(withoutBrackets(field.label), field, input)],
  },
  {
    confidence: 0.85,
    reason: 'synonym',
    naming: (field, input) => [said(withoutBrackets(field.label), field, input, true)],
  },
];

/**
 * Custom fields that seem to mean the same on both sides and can convert (S3): by name, by the words of the name in
 * any order, and by what the words mean in five languages. A name that two fields of one side bear is no reason to
 * pair; neither is an empty one, nor the API name `field7` that CRM makes up for labels it cannot spell.
 *
 * Sure pairs first; each field is in one pair at most. Never throws.
 */
export function suggestPairs(input: SuggestInput): readonly Suggestion[] {
  const { fields, mapped = [] } = input;
  const taken = {
    desk: new Set(mapped.map(({ desk }) => desk)),
    crm: new Set(mapped.map(({ crm }) => crm)),
  };
  const found: Suggestion[] = [];
  for (const { naming, confidence, reason } of LEVELS) {
    const byName = (side: Side): ReadonlyMap<string, FieldMeta> => {
      const free = fields[side].filter((field) => !taken[side].has(field.apiName));
      return uniqueByName(
        // CRM's built-in fields go by their label: their API names are English in every organisation.
        free.filter((field) => field.custom || (side === 'crm' && reason !== 'synonym')),
        (field) => (field.custom ? naming(field, input) : [plainName(field.label)]),
      );
    };
    const crmByName = byName('crm');
    for (const [name, desk] of byName('desk')) {
      const crm = crmByName.get(name);
      if (crm === undefined || taken.desk.has(desk.apiName) || taken.crm.has(crm.apiName)) continue;
      if (!canPair(desk, crm)) continue;
      taken.desk.add(desk.apiName);
      taken.crm.add(crm.apiName);
      found.push({
        desk: desk.apiName,
        crm: crm.apiName,
        confidence: weighed(confidence, desk, crm),
        reason,
      });
    }
  }
  return found.sort((a, b) => b.confidence - a.confidence);
}

/** The rows that need no asking. */
export function suggestCustomRows(input: SuggestInput): readonly FieldMapping[] {
  return suggestPairs(input)
    .filter(({ confidence }) => confidence >= SURE)
    .map(({ desk, crm }) => newRow(desk, crm));
}

function weighed(confidence: number, desk: FieldMeta, crm: FieldMeta): number {
  const { verdict, reason } = fieldVerdict(desk, crm, crm.writable ? 'both' : 'crm-to-desk');
  // Options and lengths that differ a little are the rule; another kind of value is not.
  const isOtherKind = verdict === 'sometimes' && reason?.startsWith('text-to') === true;
  const weight = (isOtherKind ? TYPES_DIFFER : 1) * (crm.custom ? 1 : STANDARD_FIELD);
  return Math.round(confidence * weight * 100) / 100;
}

/** A name without `cf_`, case, spaces, punctuation and accents. */
export function plainName(name: string): string {
  const bare = withoutAccents(foldCase(name.trim()).replace(/^cf_/, '').normalize('NFKC'));
  return bare.replace(/[^\p{L}\p{N}\p{M}]/gu, '');
}

/** Umlauts as API names spell them: Priorität → Prioritaet. */
function spelledOut(label: string): string {
  return label.normalize('NFC').replace(/[äöüÄÖÜ]/g, (letter) => `${withoutAccents(letter)}e`);
}

/** Empty when the product made the API name up. */
function apiNameOf({ apiName }: FieldMeta): string {
  return /^(?:cf_)?(?:field|custom|custom_?field|new_?field|picklist|text|single_?line)?_?\d*$/i.test(apiName)
    ? ''
    : apiName;
}
function plainApiName(field: FieldMeta): string {
  return plainName(apiNameOf(field));
}

function both(label: string, apiName: string): readonly string[] {
  return label === '' || apiName === '' ? [] : [`${label} ${apiName}`];
}

/** Units and remarks: "Net weight (kg)", "Width in mm". */
function withoutBrackets(label: string): string {
  const bare = label.normalize('NFKC').replace(/\([^)]*\)/g, ' ');
  return bare.trim() === '' ? label : bare.replace(UNIT, ' ');
}
const UNIT = /(?:^|\s)(?:(?:in|en)\s)?(?:mm|cm|m|km|kg|g|t|l|ml|usd|eur|gbp|jpy|€|\$|£|¥)(?=\s|$)/giu;

/**
 * What a name says, without what the field's type says already; `loosely` also without what its module implies, and
 * without words like "main" and "name". Then phone and e-mail fields are told apart by their type.
 */
function said(
  name: string,
  { type }: FieldMeta,
  { module, vocabulary }: SuggestInput,
  loosely = false,
): string {
  const all = vocabulary.conceptsOf(name);
  const silent = new Set(BY_TYPE[type] ?? []);
  if (loosely) {
    const weak = [...vocabulary.impliedBy(module), ...WEAK, ...(WEAK_BY_TYPE[type] ?? [])];
    for (const concept of weak) silent.add(concept);
  }
  const rest = all.filter((concept) => !silent.has(concept));
  const words = (rest.length > 0 ? rest : all).join(' ');
  return loosely && words !== '' && (type === 'phone' || type === 'email') ? `${words} (${type})` : words;
}

/** The "contract start date" of a date field is its "contract start". */
const BY_TYPE: Readonly<Partial<Record<FieldMeta['type'], readonly string[]>>> = {
  date: ['date'],
  datetime: ['date', 'time'],
  integer: ['count'],
  decimal: ['count'],
  currency: ['value'],
  percent: ['rate'],
  url: ['website'],
};

const WEAK: readonly string[] = ['main', 'name'];
const WEAK_BY_TYPE: Readonly<Partial<Record<FieldMeta['type'], readonly string[]>>> = {
  phone: ['phone', 'number'],
  email: ['email'],
  picklist: ['type', 'category', 'level'],
  integer: ['duration', 'time'],
  decimal: ['duration', 'time'],
};

function uniqueByName(
  fields: readonly FieldMeta[],
  naming: (field: FieldMeta) => readonly string[],
): ReadonlyMap<string, FieldMeta> {
  const unique = new Map<string, FieldMeta>();
  const shared = new Set<string>();
  for (const field of fields) {
    for (const name of new Set(naming(field))) {
      if (unique.has(name) || name.trim() === '') shared.add(name);
      unique.set(name, field);
    }
  }
  for (const name of shared) unique.delete(name);
  return unique;
}
