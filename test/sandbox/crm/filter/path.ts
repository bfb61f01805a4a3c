import { asArray } from '../json.ts';
import type { ModuleInfo } from '../module-info.ts';
import type { FieldSpec } from '../modules/field.ts';
import { field } from '../modules/field.ts';
import { isModuleName } from '../modules/module.ts';
import type { CrmOrg } from '../org.ts';
import { lookupTarget, renderField } from '../render.ts';
import type { Row } from '../row.ts';

/** What a comparison works on: text as stored, instants and dates as epoch ms or text, several for multi-selects. */
export type Comparable = string | number | boolean | readonly string[] | null;

/** A field of a module, or of a record that its lookups lead to. */
export interface FieldPath {
  readonly field: FieldSpec;
  /** Lookups to follow before the field. */
  readonly through: readonly FieldSpec[];
}

const ID_FIELD = field('id', 'Record ID', 'bigint', { readOnly: true });
const USER_PARTS = new Set(['id', 'email', 'first_name', 'last_name', 'name']);

/** Undefined when the path names no field. */
export function resolvePath(org: CrmOrg, module: ModuleInfo, path: string): FieldPath | undefined {
  const through: FieldSpec[] = [];
  let current = module;
  const parts = path.split('.');
  for (const [index, part] of parts.entries()) {
    const isLast = index === parts.length - 1;
    if (part.toLowerCase() === 'id' && isLast) return { field: ID_FIELD, through };
    const found: FieldSpec | undefined = current.byName.get(part);
    if (!found) return undefined;
    if (isLast) return { field: found, through };
    const rest = parts.slice(index + 1).join('.');
    if (found.dataType === 'ownerlookup' && USER_PARTS.has(rest)) {
      return { field: { ...found, apiName: found.apiName, label: rest }, through };
    }
    if (!isModuleName(found.lookupModule)) return undefined;
    through.push(found);
    current = org.module(found.lookupModule);
  }
  return undefined;
}

/** The row a path ends on; undefined when a lookup on the way is empty. */
export function follow(org: CrmOrg, row: Row, through: readonly FieldSpec[]): Row | undefined {
  let current: Row | undefined = row;
  for (const step of through) {
    if (!current) return undefined;
    current = lookupTarget(org, current, step);
  }
  return current;
}

/** Reads a path's value from rows, in comparable form. */
export function valueReader(org: CrmOrg, { field: spec, through }: FieldPath): (row: Row) => Comparable {
  const read = fieldReader(org, spec);
  if (through.length === 0) return read;
  return (row) => {
    const target = follow(org, row, through);
    return target ? read(target) : null;
  };
}

function fieldReader(org: CrmOrg, spec: FieldSpec): (row: Row) => Comparable {
  const name = spec.apiName;
  switch (name) {
    case 'id':
      return (row) => row.id;
    case 'Owner':
      return (row) => row.ownerId;
    case 'Created_By':
      return (row) => row.createdById;
    case 'Modified_By':
      return (row) => row.modifiedById;
    case 'Created_Time':
      return (row) => row.createdMs;
    case 'Modified_Time':
    case 'Last_Activity_Time':
      return (row) => row.modifiedMs;
    case 'Record_Status__s':
      return (row) => (row.deletedMs === null ? 'Available' : 'Trash');
  }
  switch (spec.dataType) {
    case 'datetime':
      return (row) => {
        const value = row.values[name];
        return typeof value === 'string' ? Date.parse(value) : null;
      };
    case 'boolean':
      return (row) => row.values[name] === true;
    case 'multiselectpicklist':
    case 'jsonarray':
      return (row) => {
        const items = asArray(row.values[name]) ?? [];
        const texts = items.filter((item) => typeof item === 'string');
        return texts.length === 0 ? null : texts;
      };
    case 'lookup':
    case 'multi_module_lookup':
      return (row) => lookupTarget(org, row, spec)?.id ?? null;
    default:
      return (row) => {
        const value = row.values[name];
        return typeof value === 'string' || typeof value === 'number' ? value : null;
      };
  }
}

/** A path's value as COQL answers it. */
export function pathValue(org: CrmOrg, row: Row, path: FieldPath, isLookupAsId: boolean): unknown {
  const target = follow(org, row, path.through);
  if (!target) return null;
  if (path.field.apiName === 'id') return target.id;
  const value = renderField(org, target, path.field);
  const isReference = /lookup$/.test(path.field.dataType);
  if (isReference && isLookupAsId && typeof value === 'object' && value !== null && 'id' in value) {
    return { id: value.id };
  }
  return value;
}
