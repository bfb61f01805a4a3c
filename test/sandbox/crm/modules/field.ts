/** Zoho's data types that the sandbox plays (`reference/zoho-crm-api.md` §6). */
export type DataType =
  | 'text'
  | 'textarea'
  | 'email'
  | 'phone'
  | 'website'
  | 'picklist'
  | 'multiselectpicklist'
  | 'integer'
  | 'bigint'
  | 'double'
  | 'percent'
  | 'currency'
  | 'boolean'
  | 'date'
  | 'datetime'
  | 'lookup'
  | 'multi_module_lookup'
  | 'ownerlookup'
  | 'jsonarray';

/** One field of a module: what the settings API describes and what writes are checked against. */
export interface FieldSpec {
  readonly apiName: string;
  readonly label: string;
  readonly dataType: DataType;
  /** Characters for text, digits for numbers. */
  readonly length: number;
  readonly decimalPlaces: number | null;
  readonly options: readonly string[];
  /** Module that a lookup points to. */
  readonly lookupModule: string | null;
  readonly mandatory: boolean;
  /** Writes of read-only fields are ignored, as Zoho does. */
  readonly readOnly: boolean;
  readonly custom: boolean;
  readonly unique: boolean;
}

type Extras = Partial<Omit<FieldSpec, 'apiName' | 'label' | 'dataType'>>;

const DEFAULT_LENGTH: Readonly<Record<DataType, number>> = {
  text: 255,
  textarea: 32_000,
  email: 100,
  phone: 30,
  website: 255,
  picklist: 120,
  multiselectpicklist: 1_024,
  integer: 9,
  bigint: 18,
  double: 16,
  percent: 5,
  currency: 16,
  boolean: 5,
  date: 10,
  datetime: 25,
  lookup: 120,
  multi_module_lookup: 120,
  ownerlookup: 120,
  jsonarray: 2_000,
};
const DECIMALS: Partial<Record<DataType, number>> = { double: 9, currency: 2, percent: 2 };

/** A field with the usual length and rights of its type; `extras` overrides. */
export function field(apiName: string, label: string, dataType: DataType, extras: Extras = {}): FieldSpec {
  return {
    apiName,
    label,
    dataType,
    length: DEFAULT_LENGTH[dataType],
    decimalPlaces: DECIMALS[dataType] ?? null,
    options: [],
    lookupModule: null,
    mandatory: false,
    readOnly: false,
    custom: false,
    unique: false,
    ...extras,
  };
}

export const text = (apiName: string, label: string, length = 255, extras: Extras = {}): FieldSpec =>
  field(apiName, label, 'text', { length, ...extras });

export const picklist = (
  apiName: string,
  label: string,
  options: readonly string[],
  extras: Extras = {},
): FieldSpec => field(apiName, label, 'picklist', { options, ...extras });

export const lookup = (
  apiName: string,
  label: string,
  lookupModule: string,
  extras: Extras = {},
): FieldSpec => field(apiName, label, 'lookup', { lookupModule, ...extras });

/** Five address fields such as `Mailing_Street` … `Mailing_Country`. */
export function address(prefix: string, zip: 'Zip' | 'Code' | 'Zip_Code'): FieldSpec[] {
  const named = (part: string, length: number) =>
    text(prefix === '' ? part : `${prefix}_${part}`, `${prefix} ${part.replaceAll('_', ' ')}`.trim(), length);
  return [
    named('Street', 250),
    named('City', 100),
    named('State', 100),
    named(zip, 30),
    named('Country', 100),
  ];
}

/** Fields that every record of every module has. */
export const SYSTEM_FIELDS: readonly FieldSpec[] = [
  field('Owner', 'Owner', 'ownerlookup'),
  field('Created_By', 'Created By', 'ownerlookup', { readOnly: true }),
  field('Modified_By', 'Modified By', 'ownerlookup', { readOnly: true }),
  field('Created_Time', 'Created Time', 'datetime', { readOnly: true }),
  field('Modified_Time', 'Modified Time', 'datetime', { readOnly: true }),
  field('Last_Activity_Time', 'Last Activity Time', 'datetime', { readOnly: true }),
  field('Tag', 'Tag', 'jsonarray', { readOnly: true }),
  picklist('Record_Status__s', 'Record Status', ['Available', 'Draft', 'Trash'], { readOnly: true }),
  field('Locked__s', 'Locked', 'boolean', { readOnly: true }),
];
