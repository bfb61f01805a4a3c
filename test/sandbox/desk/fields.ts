import type { SandboxSettings, SeedField } from '../kernel/types.ts';
import { STANDARD_FIELDS } from './standard-fields.ts';
import type { DeskType } from './standard-fields.ts';
import type { Json, Module } from './types.ts';
import { variant } from './variants.ts';

/** One field of a module, standard or custom. */
export interface FieldDef {
  readonly id: string;
  readonly apiName: string;
  readonly label: string;
  readonly type: DeskType;
  readonly custom: boolean;
  readonly mandatory: boolean;
  /** Characters; digits for numbers; null = none. */
  readonly maxLength: number | null;
  readonly decimalPlaces: number | null;
  readonly options: readonly string[] | null;
  readonly lookup: 'accounts' | 'agents' | null;
}

/** Limits of custom fields: reference §2.9 (Text 255, Number 9 digits, Decimal and Currency 16, decimals 9). */
const CUSTOM_KINDS: Readonly<
  Record<SeedField['kind'], { type: DeskType; maxLength: number | null; decimals?: number }>
> = {
  text: { type: 'Text', maxLength: 255 },
  textarea: { type: 'Textarea', maxLength: 65535 },
  integer: { type: 'Number', maxLength: 9 },
  decimal: { type: 'Decimal', maxLength: 16, decimals: 9 },
  currency: { type: 'Currency', maxLength: 16, decimals: 9 },
  percent: { type: 'Percent', maxLength: 5, decimals: 2 },
  boolean: { type: 'Boolean', maxLength: null },
  date: { type: 'Date', maxLength: null },
  datetime: { type: 'DateTime', maxLength: null },
  picklist: { type: 'Picklist', maxLength: 120 },
  multiselect: { type: 'Multiselect', maxLength: 2000 },
  email: { type: 'Email', maxLength: 255 },
  phone: { type: 'Phone', maxLength: 120 },
  url: { type: 'URL', maxLength: 450 },
  account: { type: 'LookUp', maxLength: null },
};

/** The fields of one module, found by API name or by label. */
export interface FieldSet {
  readonly all: readonly FieldDef[];
  readonly standard: ReadonlyMap<string, FieldDef>;
  readonly custom: ReadonlyMap<string, FieldDef>;
  readonly customByLabel: ReadonlyMap<string, FieldDef>;
}

export function buildFields(
  module: Module,
  custom: readonly SeedField[],
  settings: SandboxSettings,
  nextId: () => string,
  seededOptions: (apiName: string) => readonly string[],
): FieldSet {
  const standard = STANDARD_FIELDS[module].map((field): FieldDef => {
    const picklist =
      variant(settings, 'desk.productPicklists') === 'picklist' &&
      module === 'products' &&
      (field.apiName === 'productCategory' || field.apiName === 'manufacturer');
    const postman = variant(settings, 'desk.lengths') === 'postman' ? field.postmanLength : undefined;
    return {
      id: nextId(),
      apiName: field.apiName,
      label: field.label,
      type: picklist ? 'Picklist' : field.type,
      custom: false,
      mandatory: field.mandatory ?? false,
      maxLength: postman ?? field.maxLength,
      decimalPlaces: field.type === 'Currency' ? 9 : null,
      options:
        picklist || field.options
          ? [...new Set([...(field.options ?? []), ...seededOptions(field.apiName)])]
          : null,
      lookup: field.lookup ?? null,
    };
  });
  const own = custom.map((field) => customField(field, nextId()));
  return fieldSet([...standard, ...own]);
}

export function fieldSet(all: readonly FieldDef[]): FieldSet {
  const own = all.filter(({ custom: isCustom }) => isCustom);
  const standard = all.filter(({ custom: isCustom }) => !isCustom);
  return {
    all,
    standard: new Map(standard.map((field) => [field.apiName, field])),
    custom: new Map(own.map((field) => [field.apiName, field])),
    customByLabel: new Map(own.map((field) => [field.label, field])),
  };
}

function customField(field: SeedField, id: string): FieldDef {
  const kind = CUSTOM_KINDS[field.kind];
  return {
    id,
    apiName: field.apiName.startsWith('cf_') ? field.apiName : `cf_${field.apiName}`,
    label: field.label,
    type: kind.type,
    custom: true,
    mandatory: false,
    maxLength: kind.maxLength,
    decimalPlaces: kind.decimals ?? null,
    options: field.options ? [...field.options] : null,
    lookup: field.kind === 'account' ? 'accounts' : null,
  };
}

/** One row of `GET /organizationFields` (Field.json `getFieldsResponse`). */
export function fieldRow(field: FieldDef): Json {
  return {
    id: field.id,
    name: field.apiName,
    apiName: field.apiName,
    displayLabel: field.label,
    i18NLabel: field.label,
    type: field.type,
    isCustomField: field.custom,
    isMandatory: field.mandatory,
    isEncryptedField: false,
    isTrackLastActivityTime: false,
    maxLength: field.maxLength,
    ...(field.options && { allowedValues: field.options.map((value) => ({ value })) }),
    ...(field.decimalPlaces !== null && {
      decimalPlaces: field.decimalPlaces,
      roundingOption: 'normal',
      roundingPrecision: 0,
    }),
    ...(field.type === 'Boolean' && { defaultValue: 'false' }),
    ...(field.lookup && {
      lookup: {
        module: {
          apiName: field.lookup,
          nameField: field.lookup === 'accounts' ? 'accountName' : 'name',
          id: null,
        },
        onDelete: null,
        relatedListLabel: null,
      },
    }),
  };
}
