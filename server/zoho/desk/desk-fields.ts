import type { FieldMeta, FieldType, Module } from '../../core/record.ts';
import type { HttpClient } from '../http-client.ts';
import { parseAnswer } from '../parse-answer.ts';
import type { DeskField } from './wire.ts';
import { DeskFieldList } from './wire.ts';

/** `organizationFields` carries no read-only flag, so the read-only ones are named here (zoho-desk-api §2.1). */
const READ_ONLY: ReadonlySet<string> = new Set([
  'id',
  'createdTime',
  'modifiedTime',
  'createdBy',
  'modifiedBy',
  'webUrl',
  'photoURL',
  'isEndUser',
  'isAnonymous',
  'isDeleted',
  'isTrashed',
  'isSpam',
  'isFollowing',
  'accountCount',
  'customerHappiness',
  'layoutId',
  'layout',
  'layoutDetails',
  'zohoCRMContact',
  'zohoCRMAccount',
  'fullName',
]);

/** Desk's type names, lower case: their spelling varies between pages. */
const TYPES: Readonly<Record<string, FieldType>> = {
  text: 'text',
  textarea: 'textarea',
  largetext: 'textarea',
  email: 'email',
  phone: 'phone',
  fax: 'phone',
  url: 'url',
  number: 'integer',
  decimal: 'decimal',
  currency: 'currency',
  percent: 'percent',
  date: 'date',
  datetime: 'datetime',
  boolean: 'boolean',
  checkbox: 'boolean',
  picklist: 'picklist',
  multiselect: 'multiselect',
};

/**
 * References that sync: a contact's account (S99), and lookups of contacts and accounts that lead to accounts, such as
 * a custom one for the parent account (Desk has none of its own). Owners and other lookups stay out.
 */
function referenceTo(module: Module, field: DeskField): Module | null {
  if (module === 'products') return null;
  const isOwn = field.apiName === 'accountId' || field.apiName === 'account';
  if (module === 'contacts' && isOwn) return 'accounts';
  const isLookup = field.type.toLowerCase() === 'lookup';
  return isLookup && field.lookup?.module?.apiName.toLowerCase() === 'accounts' ? 'accounts' : null;
}

export function deskFieldMeta(module: Module, field: DeskField): FieldMeta {
  const target = referenceTo(module, field);
  const type = target === null ? (TYPES[field.type.toLowerCase()] ?? 'unsupported') : 'reference';
  return {
    // The field list may call the lookup `account`; records and writes know it as `accountId`.
    apiName: target === 'accounts' && field.apiName === 'account' ? 'accountId' : field.apiName,
    label: field.displayLabel ?? field.apiName,
    type,
    custom: field.isCustomField,
    mandatory: field.isMandatory,
    writable: type !== 'unsupported' && !READ_ONLY.has(field.apiName),
    maxLength: field.maxLength ?? null,
    decimalPlaces: field.decimalPlaces ?? null,
    options:
      field.allowedValues?.map((option) => (typeof option === 'string' ? option : option.value)) ?? null,
    referenceTo: target,
  };
}

/** Field lists change seldom; a mapping edited meanwhile reads them anew through `readFields`. */
const CACHE_MS = 10 * 60_000;

/** The fields of a module as Desk describes them. */
export interface DeskFields {
  fresh(module: Module, signal?: AbortSignal): Promise<readonly FieldMeta[]>;
  /** By API name, read at most once in ten minutes. */
  metas(module: Module, signal?: AbortSignal): Promise<ReadonlyMap<string, FieldMeta>>;
}

export function createDeskFields(http: HttpClient, now: () => number): DeskFields {
  const known = new Map<Module, { readonly at: number; readonly fields: readonly FieldMeta[] }>();

  async function fresh(module: Module, signal?: AbortSignal): Promise<readonly FieldMeta[]> {
    const path = '/organizationFields';
    const { data } = await http.request({ method: 'GET', path, params: { module }, signal });
    const sent = data === null ? [] : parseAnswer(DeskFieldList, data, path).data;
    const fields = sent.map((field) => deskFieldMeta(module, field));
    known.set(module, { at: now(), fields });
    return fields;
  }

  return {
    fresh,
    async metas(module, signal) {
      const entry = known.get(module);
      const isFresh = entry !== undefined && now() - entry.at < CACHE_MS;
      const fields = isFresh ? entry.fields : await fresh(module, signal);
      return new Map(fields.map((field) => [field.apiName, field]));
    },
  };
}
