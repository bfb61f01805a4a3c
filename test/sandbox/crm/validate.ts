import { errorBody, invalidId, mandatoryNotFound, tooLong, wrongType } from './errors.ts';
import type { ErrorBody } from './errors.ts';
import { asArray, asText, isObject } from './json.ts';
import type { JsonObject } from './json.ts';
import type { ModuleInfo } from './module-info.ts';
import type { FieldSpec } from './modules/field.ts';
import { isModuleName } from './modules/module.ts';
import type { CrmOrg } from './org.ts';
import { isDate, parseDateTime } from './time.ts';

/** Checked input of one record, in stored form. */
export interface CheckedValues {
  readonly values: Record<string, unknown>;
  readonly ownerId: string | null;
  /** Accounts named by contacts or deals that do not exist yet: CRM creates them. */
  readonly accountsToCreate: readonly { readonly field: string; readonly name: string }[];
}
export type Checked =
  { readonly ok: true; readonly checked: CheckedValues } | { readonly ok: false; readonly error: ErrorBody };

type FieldOutcome = { readonly value: unknown } | { readonly error: ErrorBody };

const EMAIL = /^[^\s@"(),:;<>[\]\\]+@[\p{L}\p{N}](?:[\p{L}\p{N}.-]*[\p{L}\p{N}])?\.[\p{L}\p{N}-]{2,}$/u;
const PHONE = /^[+]?[0-9A-Za-z()./\-\s,;#+]{1,30}$/;
const WEBSITE = /^(?:(?:https?|ftp):\/\/)?[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)+(?:[:/?#]\S*)?$/u;
const BIG_INTEGER = /^-?\d{1,18}$/;
/** Keys of a record that are no fields: ids, tags of behaviour, layout. */
const NO_FIELDS: ReadonlySet<string> = new Set(['id', 'Layout', 'se_module']);

/**
 * Checks one record of a write body against the module's fields.
 *
 * Read-only and unknown names are dropped (switch `crm-unknown-field`). The first error counts
 * (switch `crm-several-errors`). `null` and `""` empty a field.
 */
export function checkRecord(
  org: CrmOrg,
  module: ModuleInfo,
  input: JsonObject,
  jsonPath: string,
  action: 'insert' | 'update',
): Checked {
  const errors: ErrorBody[] = [];
  const values: Record<string, unknown> = {};
  const accountsToCreate: { field: string; name: string }[] = [];
  let ownerId: string | null = null;

  for (const [name, raw] of Object.entries(input)) {
    if (name.startsWith('$') || NO_FIELDS.has(name)) continue;
    const field = module.byName.get(name);
    const path = `${jsonPath}.${name}`;
    if (!field) {
      if (org.variants.choice('crm-unknown-field') === 'reject') {
        errors.push(errorBody('INVALID_DATA', 'invalid data', { api_name: name, json_path: path }));
      }
      continue;
    }
    if (field.readOnly) continue;
    const newAccount = accountByName(org, field, raw);
    if (newAccount !== null) {
      accountsToCreate.push({ field: name, name: newAccount });
      continue;
    }
    const outcome = checkField(org, field, raw, path, input);
    if ('error' in outcome) errors.push(outcome.error);
    else if (name === 'Owner') ownerId = asText(outcome.value);
    else if (field.mandatory && outcome.value === null) errors.push(mandatoryNotFound(name, path));
    else {
      values[name] = outcome.value;
      if (field.dataType === 'multi_module_lookup') {
        values['$se_module'] =
          typeof outcome.value === 'string' ? org.findAnywhere(outcome.value)?.module : null;
      }
    }
  }
  if (action === 'insert') {
    for (const field of module.fields) {
      if (field.mandatory && !(field.apiName in input)) {
        errors.push(mandatoryNotFound(field.apiName, `${jsonPath}.${field.apiName}`));
      }
    }
  }
  const [first] = errors;
  if (!first) return { ok: true, checked: { values, ownerId, accountsToCreate } };
  if (errors.length > 1 && org.variants.choice('crm-several-errors') === 'multiple') {
    return {
      ok: false,
      error: errorBody('MULTIPLE_OR_MULTI_ERRORS', 'multiple errors occurred', { errors }),
    };
  }
  return { ok: false, error: first };
}

/** `{name}` of an account that does not exist; null in every other case. */
function accountByName(org: CrmOrg, field: FieldSpec, raw: unknown): string | null {
  if (field.lookupModule !== 'Accounts' || !isObject(raw) || raw['id'] !== undefined) return null;
  const name = asText(raw['name']);
  if (name === null || name.trim() === '') return null;
  return org.table('Accounts').findFirst('Account_Name', name) ? null : name;
}

function checkField(
  org: CrmOrg,
  field: FieldSpec,
  raw: unknown,
  path: string,
  record: JsonObject,
): FieldOutcome {
  if (raw === null || raw === undefined || raw === '') return { value: null };
  const name = field.apiName;
  switch (field.dataType) {
    case 'integer':
    case 'bigint':
    case 'double':
    case 'currency':
    case 'percent':
      return checkNumber(field, raw, path);
    case 'boolean':
      return typeof raw === 'boolean' ? { value: raw } : { error: wrongType(name, path, 'boolean') };
    case 'date':
      return typeof raw === 'string' && isDate(raw)
        ? { value: raw }
        : { error: wrongType(name, path, 'date') };
    case 'datetime': {
      const ms = typeof raw === 'string' ? parseDateTime(raw) : null;
      return ms === null ? { error: wrongType(name, path, 'datetime') } : { value: org.formatTime(ms) };
    }
    case 'multiselectpicklist':
    case 'jsonarray':
      return checkArray(org, field, raw, path);
    case 'lookup':
    case 'multi_module_lookup':
    case 'ownerlookup':
      return checkReference(org, field, raw, path, record);
    case 'text':
    case 'textarea':
    case 'email':
    case 'phone':
    case 'website':
    case 'picklist':
      return checkText(org, field, raw, path);
  }
}

function checkText(org: CrmOrg, field: FieldSpec, raw: unknown, path: string): FieldOutcome {
  const name = field.apiName;
  const { dataType } = field;
  if (typeof raw !== 'string')
    return { error: wrongType(name, path, dataType === 'picklist' ? 'text' : dataType) };
  const value = dataType === 'textarea' ? raw : raw.trim();
  if (value === '') return { value: null };
  if (Array.from(value).length > field.length) return { error: tooLong(name, path, field.length) };
  const pattern = { email: EMAIL, phone: PHONE, website: WEBSITE }[dataType as string];
  if (pattern && !pattern.test(value)) return { error: wrongType(name, path, dataType) };
  if (dataType === 'picklist') {
    // The stage decides the forecast, so CRM never takes one that is not in the pipeline.
    const isStrict = name === 'Stage' || org.variants.choice('crm-picklist-unknown') === 'reject';
    if (isStrict && !field.options.includes(value)) return { error: wrongType(name, path, 'picklist') };
  }
  return { value };
}

function checkNumber(field: FieldSpec, raw: unknown, path: string): FieldOutcome {
  const name = field.apiName;
  if (field.dataType === 'bigint') {
    const digits = typeof raw === 'number' ? String(raw) : raw;
    if (typeof digits !== 'string' || !BIG_INTEGER.test(digits))
      return { error: wrongType(name, path, 'bigint') };
    return { value: digits };
  }
  const isInteger = field.dataType === 'integer';
  if (typeof raw !== 'number' || !Number.isFinite(raw) || (isInteger && !Number.isInteger(raw))) {
    return { error: wrongType(name, path, isInteger ? 'integer' : 'double') };
  }
  if (Math.trunc(Math.abs(raw)).toFixed(0).length > field.length)
    return { error: tooLong(name, path, field.length) };
  const factor = 10 ** (field.decimalPlaces ?? 0);
  const rounded = Math.round(raw * factor) / factor;
  return { value: isInteger || !Number.isFinite(rounded) ? raw : rounded };
}

function checkArray(org: CrmOrg, field: FieldSpec, raw: unknown, path: string): FieldOutcome {
  const items = asArray(raw);
  if (!items) return { error: wrongType(field.apiName, path, 'jsonarray') };
  if (field.dataType === 'jsonarray') return { value: items };
  if (!items.every((item) => typeof item === 'string'))
    return { error: wrongType(field.apiName, path, 'text') };
  const isKnown = items.every((item) => field.options.includes(item));
  if (!isKnown && org.variants.choice('crm-picklist-unknown') === 'reject') {
    return { error: wrongType(field.apiName, path, 'multiselectpicklist') };
  }
  return { value: items.length === 0 ? null : [...new Set(items)] };
}

function checkReference(
  org: CrmOrg,
  field: FieldSpec,
  raw: unknown,
  path: string,
  record: JsonObject,
): FieldOutcome {
  const name = field.apiName;
  // Notes take their parent as plain text too (the v2 form, with `se_module`).
  const reference = name === 'Parent_Id' && typeof raw === 'string' ? { id: raw } : raw;
  if (!isObject(reference)) return { error: wrongType(name, path, 'jsonobject') };
  const id = typeof reference['id'] === 'number' ? String(reference['id']) : asText(reference['id']);
  if (id === null) return findByName(org, field, asText(reference['name']), path);
  const isThere = referenceExists(org, field, id, reference, record);
  if (isThere === 'module-missing') {
    return {
      error: errorBody('DEPENDENT_FIELD_MISSING', 'the dependent field is missing', {
        api_name: '$se_module',
        json_path: path.replace(/\.[^.]+$/, '.$se_module'),
        dependee: { api_name: name, json_path: path },
      }),
    };
  }
  return isThere ? { value: id } : { error: invalidId(id, name, `${path}.id`) };
}

function referenceExists(
  org: CrmOrg,
  field: FieldSpec,
  id: string,
  reference: JsonObject,
  record: JsonObject,
): boolean | 'module-missing' {
  if (field.dataType === 'ownerlookup') return org.users.find(id) !== undefined;
  if (field.dataType === 'lookup') {
    return isModuleName(field.lookupModule) && org.table(field.lookupModule).getLive(id) !== undefined;
  }
  const inside = reference['module'];
  const named =
    record['$se_module'] ?? record['se_module'] ?? (isObject(inside) ? inside['api_name'] : undefined);
  if (isModuleName(named)) return org.table(named).getLive(id) !== undefined;
  if (field.apiName === 'What_Id' && org.variants.choice('crm-se-module') === 'required')
    return 'module-missing';
  return org.findAnywhere(id) !== undefined;
}

/** Lookups to accounts and contacts may be given by name. */
function findByName(org: CrmOrg, field: FieldSpec, name: string | null, path: string): FieldOutcome {
  const module = field.lookupModule;
  if (name !== null && (module === 'Accounts' || module === 'Contacts')) {
    const found = org.table(module).findFirst(org.module(module).displayField, name);
    if (found) return { value: found.id };
  }
  return { error: mandatoryNotFound('id', `${path}.id`) };
}
