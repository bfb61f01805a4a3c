import { DeskError, emptyPayload, invalidData } from './errors.ts';
import type { FieldError } from './errors.ts';
import type { FieldDef } from './fields.ts';
import type { Portal } from './portal.ts';
import { isObject } from './types.ts';
import type { Json, Module, Row, Value } from './types.ts';
import { parseId, parseValue } from './values.ts';
import { variant } from './variants.ts';

/** The checked contents of a create or update body: only what was sent. */
export interface Draft {
  readonly values: Record<string, Value>;
  readonly cf: Record<string, Value>;
  readonly departmentIds: readonly string[] | undefined;
}

/** Keys that answers carry and writes may repeat without effect. */
const READ_ONLY = new Set(
  (
    'id createdTime modifiedTime webUrl photoURL isEndUser isAnonymous isDeleted isTrashed isSpam isFollowing ' +
    'accountCount customerHappiness layoutId layoutDetails zohoCRMContact zohoCRMAccount owner account ' +
    'associatedSLAIds createdBy modifiedBy departments contactId'
  ).split(' '),
);

/**
 * Reads a body against the module's fields.
 *
 * @param existing the record to update; null on create, when mandatory fields must be there
 * @throws DeskError EMPTY_PAYLOAD, BAD_REQUEST (no object) or INVALID_DATA with every fault found
 */
export function readDraft(portal: Portal, module: Module, body: unknown, existing: Row | null): Draft {
  const sent = readObject(body);
  const errors: FieldError[] = [];
  const draft = { values: {}, cf: {}, departmentIds: undefined as readonly string[] | undefined };
  const fields = portal.fields[module];
  for (const [key, value] of Object.entries(sent)) {
    const field = fields.standard.get(key);
    if (field) readField(portal, field, value, `/${key}`, draft.values, errors);
    else if (key === 'cf') readCustom(portal, value, '/cf', fields.custom, draft.cf, errors);
    else if (key === 'customFields') {
      readCustom(portal, value, '/customFields', fields.customByLabel, draft.cf, errors);
    } else if (key === 'departmentIds' && module === 'products') {
      draft.departmentIds = readDepartments(portal, value, errors);
    } else if (!READ_ONLY.has(key) && variant(portal.settings, 'desk.unknownBodyKeys') === 'rejected') {
      errors.push({ fieldName: `/${key}`, errorType: 'invalid' });
    }
  }
  checkMandatory(module, fields.all, sent, draft, existing, errors);
  if (variant(portal.settings, 'desk.duplicates') === 'rejected') {
    checkDuplicate(portal, module, draft.values, existing, errors);
  }
  if (errors.length > 0) throw invalidData(errors);
  return draft;
}

/** @throws DeskError EMPTY_PAYLOAD for nothing or `{}`, BAD_REQUEST for anything that is no object */
export function readObject(body: unknown): Json {
  if (body === undefined || body === null || body === '') throw emptyPayload();
  if (!isObject(body)) throw new DeskError(400, 'BAD_REQUEST', 'The request body must be a JSON object.');
  if (Object.keys(body).length === 0) throw emptyPayload();
  return body;
}

function readField(
  portal: Portal,
  field: FieldDef,
  value: unknown,
  fieldName: string,
  into: Record<string, Value>,
  errors: FieldError[],
): void {
  const parsed = parseValue(field, value);
  if (parsed === undefined || !lookupExists(portal, field, parsed)) {
    errors.push({ fieldName, errorType: 'invalid' });
    return;
  }
  into[field.apiName] =
    parsed === '' && variant(portal.settings, 'desk.emptyText') === 'null' ? null : parsed;
}

function lookupExists(portal: Portal, field: FieldDef, value: Value): boolean {
  if (field.lookup === null || value === null) return true;
  const id = String(value);
  return field.lookup === 'accounts' ? portal.tables.accounts.live.byId.has(id) : portal.staff.agents.has(id);
}

function readCustom(
  portal: Portal,
  sent: unknown,
  pointer: string,
  fields: ReadonlyMap<string, FieldDef>,
  into: Record<string, Value>,
  errors: FieldError[],
): void {
  if (sent === null) return;
  if (!isObject(sent)) {
    errors.push({ fieldName: pointer, errorType: 'invalid' });
    return;
  }
  for (const [key, value] of Object.entries(sent)) {
    const field = fields.get(key);
    const fieldName = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (field) readField(portal, field, value, fieldName, into, errors);
    else if (variant(portal.settings, 'desk.unknownCustomFields') === 'rejected') {
      errors.push({ fieldName, errorType: 'invalid' });
    }
  }
}

function readDepartments(portal: Portal, sent: unknown, errors: FieldError[]): readonly string[] {
  const ids = Array.isArray(sent) ? sent.map((id) => parseId(id)) : [undefined];
  const known = ids.filter(
    (id): id is string => typeof id === 'string' && portal.department(id) !== undefined,
  );
  if (ids.length === 0) errors.push({ fieldName: '/departmentIds', errorType: 'missing' });
  else if (known.length < ids.length) errors.push({ fieldName: '/departmentIds', errorType: 'invalid' });
  return [...new Set(known)];
}

/** On create a mandatory field must be sent; on update it may be absent but not emptied. */
function checkMandatory(
  module: Module,
  fields: readonly FieldDef[],
  sent: Json,
  draft: Draft,
  existing: Row | null,
  errors: FieldError[],
): void {
  const flagged = new Set(errors.map((error) => error.fieldName));
  for (const field of fields) {
    const fieldName = field.custom ? `/cf/${field.apiName}` : `/${field.apiName}`;
    if (!field.mandatory || flagged.has(fieldName)) continue;
    const values = field.custom ? draft.cf : draft.values;
    if (existing && !(field.apiName in values)) continue;
    if (String(values[field.apiName] ?? '').trim() === '') errors.push({ fieldName, errorType: 'missing' });
  }
  if (module === 'products' && !existing && !('departmentIds' in sent)) {
    errors.push({ fieldName: '/departmentIds', errorType: 'missing' });
  }
}

const KEY_FIELD: Readonly<Record<Module, string>> = {
  contacts: 'email',
  accounts: 'accountName',
  products: 'productName',
};

function checkDuplicate(
  portal: Portal,
  module: Module,
  values: Readonly<Record<string, Value>>,
  existing: Row | null,
  errors: FieldError[],
): void {
  const key = KEY_FIELD[module];
  const value = values[key];
  if (typeof value !== 'string' || value === '') return;
  const others = portal.tables[module].live.withValue(key, value).filter((row) => row.id !== existing?.id);
  if (others.length > 0) errors.push({ fieldName: `/${key}`, errorType: 'duplicate' });
}
