import type { JsonObject } from './json.ts';
import { asArray, asText } from './json.ts';
import type { ModuleInfo } from './module-info.ts';
import type { FieldSpec } from './modules/field.ts';
import { isModuleName } from './modules/module.ts';
import type { CrmOrg } from './org.ts';
import type { Row } from './row.ts';

/** Rich text is cut to this many characters in lists (§2.1). */
const LIST_TEXT_LENGTH = 500;

/** What lookups show of a record: its id and its name. */
export function displayName(org: CrmOrg, row: Row): string | null {
  return asText(row.values[org.module(row.module).displayField]);
}

/** `{name, id, email}` of a user; deactivated or unknown ones become the first administrator. */
export function renderUser(org: CrmOrg, userId: string): JsonObject {
  const user = org.users.find(userId) ?? org.users.first();
  return { name: user.fullName, id: user.id, email: user.person.email };
}
/** `{name, id}`, as write answers and deleted listings show a user. */
export function renderUserName(org: CrmOrg, userId: string): JsonObject {
  const user = org.users.find(userId) ?? org.users.first();
  return { name: user.fullName, id: user.id };
}

/** The live row a lookup value points to; undefined while the target is in the bin or gone. */
export function lookupTarget(org: CrmOrg, row: Row, field: FieldSpec): Row | undefined {
  const id = asText(row.values[field.apiName]);
  if (id === null) return undefined;
  if (field.dataType === 'multi_module_lookup') {
    const module = row.values['$se_module'];
    return isModuleName(module) ? org.table(module).getLive(id) : undefined;
  }
  return isModuleName(field.lookupModule) ? org.table(field.lookupModule).getLive(id) : undefined;
}

function renderLookup(org: CrmOrg, row: Row, field: FieldSpec): JsonObject | null {
  const target = lookupTarget(org, row, field);
  if (!target) return null;
  const shown = { name: displayName(org, target), id: target.id };
  if (field.dataType !== 'multi_module_lookup' || row.module !== 'Notes') return shown;
  return { ...shown, module: { api_name: target.module, id: org.idOf(`module:${target.module}`) } };
}

/** One field as the API shows it. */
export function renderField(org: CrmOrg, row: Row, field: FieldSpec): unknown {
  switch (field.apiName) {
    case 'Owner':
      return renderUser(org, row.ownerId);
    case 'Created_By':
      return renderUserName(org, row.createdById);
    case 'Modified_By':
      return renderUserName(org, row.modifiedById);
    case 'Created_Time':
      return org.formatTime(row.createdMs);
    case 'Modified_Time':
    case 'Last_Activity_Time':
      return org.formatTime(row.modifiedMs);
    case 'Record_Status__s':
      return row.deletedMs === null ? 'Available' : 'Trash';
  }
  const value = row.values[field.apiName];
  switch (field.dataType) {
    case 'lookup':
    case 'multi_module_lookup':
      return renderLookup(org, row, field);
    case 'ownerlookup':
      return typeof value === 'string' ? renderUser(org, value) : null;
    case 'boolean':
      return value === true;
    case 'multiselectpicklist':
    case 'jsonarray':
      return asArray(value) ?? [];
    default:
      return value ?? null;
  }
}

/** `$`-names that callers may ask for beside the fields. */
function renderSystemKey(row: Row, key: string): unknown {
  switch (key) {
    case '$approval_state':
      return 'approved';
    case '$editable':
      return true;
    case '$module':
      return row.module;
    case '$se_module':
      return row.values['$se_module'] ?? null;
    default:
      return undefined;
  }
}

/** The asked fields of a row plus its id; unknown names are left out, as Zoho does. */
export function renderListRow(
  org: CrmOrg,
  module: ModuleInfo,
  row: Row,
  fields: readonly string[],
): JsonObject {
  const shown: Record<string, unknown> = {};
  for (const name of fields) {
    const field = module.byName.get(name);
    const value = field ? renderField(org, row, field) : renderSystemKey(row, name);
    if (value === undefined) continue;
    const isLongText = field?.dataType === 'textarea' && row.module !== 'Notes';
    shown[name] = isLongText && typeof value === 'string' ? value.slice(0, LIST_TEXT_LENGTH) : value;
  }
  shown['id'] = row.id;
  return shown;
}

/** All fields of a row, as GET of a single record shows it. */
export function renderFull(org: CrmOrg, row: Row): Record<string, unknown> {
  const module = org.module(row.module);
  const shown: Record<string, unknown> = { id: row.id };
  for (const field of module.fields) shown[field.apiName] = renderField(org, row, field);
  if (row.values['$se_module'] !== undefined) shown['$se_module'] = row.values['$se_module'];
  shown['$approval_state'] = 'approved';
  shown['$editable'] = true;
  return shown;
}
