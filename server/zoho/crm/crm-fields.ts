import type { FieldMeta, FieldType, Module } from '../../core/record.ts';
import type { HttpClient } from '../http-client.ts';
import { parseAnswer } from '../parse-answer.ts';
import { CRM_MODULE } from './modules.ts';
import type { CrmField } from './wire.ts';
import { CrmFieldList } from './wire.ts';

/** CRM's data types (zoho-crm-api §6); what is not listed cannot be mapped. */
const TYPES: Readonly<Record<string, FieldType>> = {
  text: 'text',
  textarea: 'textarea',
  mediumtext: 'textarea',
  website: 'url',
  email: 'email',
  phone: 'phone',
  integer: 'integer',
  long: 'integer',
  bigint: 'integer',
  double: 'decimal',
  percent: 'percent',
  currency: 'currency',
  boolean: 'boolean',
  date: 'date',
  datetime: 'datetime',
  picklist: 'picklist',
  multiselectpicklist: 'multiselect',
};
/** CRM's word for "nothing chosen"; written as null. */
const NO_OPTION = '-None-';
/** Field lists change seldom; a mapping edited meanwhile reads them anew through `readFields`. */
const CACHE_MS = 10 * 60_000;

function referenceTo({ data_type, lookup }: CrmField): Module | null {
  if (data_type !== 'lookup') return null;
  const module = lookup?.module;
  return (typeof module === 'string' ? module : module?.api_name) === 'Accounts' ? 'accounts' : null;
}

/** Tags call themselves text and are lists of objects: the JSON type tells. */
function plainType({ data_type, json_type }: CrmField): FieldType {
  const type = TYPES[data_type] ?? 'unsupported';
  const isList = json_type === 'jsonarray' || json_type === 'jsonobject';
  return isList && type !== 'multiselect' ? 'unsupported' : type;
}

export function crmFieldMeta(field: CrmField): FieldMeta {
  const target = referenceTo(field);
  const type = target === null ? plainType(field) : 'reference';
  const { operation_type } = field;
  const options = field.pick_list_values?.map(
    ({ actual_value, display_value }) => actual_value ?? display_value,
  );
  const hasOptions = type === 'picklist' || type === 'multiselect';
  return {
    apiName: field.api_name,
    label: field.display_label ?? field.field_label ?? field.api_name,
    type,
    custom: field.custom_field ?? false,
    mandatory: field.system_mandatory ?? false,
    writable:
      type !== 'unsupported' &&
      operation_type?.api_create === true &&
      operation_type.api_update &&
      field.field_read_only !== true,
    maxLength: field.length ?? null,
    decimalPlaces: field.decimal_place ?? null,
    options: hasOptions && options ? options.filter((option) => option !== NO_OPTION) : null,
    referenceTo: target,
  };
}

/** The fields of a module as CRM describes them, read at most once in ten minutes. */
export interface CrmFields {
  fresh(module: Module, signal?: AbortSignal): Promise<readonly CrmField[]>;
  /** By API name. */
  types(module: Module, signal?: AbortSignal): Promise<ReadonlyMap<string, CrmField>>;
  metas(module: Module, signal?: AbortSignal): Promise<ReadonlyMap<string, FieldMeta>>;
}

export function createCrmFields(http: HttpClient, now: () => number): CrmFields {
  const known = new Map<Module, { readonly at: number; readonly fields: readonly CrmField[] }>();

  async function fresh(module: Module, signal?: AbortSignal): Promise<readonly CrmField[]> {
    const path = '/settings/fields';
    const { data } = await http.request({
      method: 'GET',
      path,
      params: { module: CRM_MODULE[module] },
      signal,
    });
    const { fields } = data === null ? { fields: [] } : parseAnswer(CrmFieldList, data, path);
    known.set(module, { at: now(), fields });
    return fields;
  }

  async function cached(module: Module, signal?: AbortSignal): Promise<readonly CrmField[]> {
    const entry = known.get(module);
    return entry !== undefined && now() - entry.at < CACHE_MS ? entry.fields : await fresh(module, signal);
  }

  return {
    fresh,
    types: async (module, signal) =>
      new Map((await cached(module, signal)).map((field) => [field.api_name, field])),
    metas: async (module, signal) =>
      new Map((await cached(module, signal)).map((field) => [field.api_name, crmFieldMeta(field)])),
  };
}
