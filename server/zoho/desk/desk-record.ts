import type { RawValue, RemoteRecord } from '../../core/record.ts';
import { isObject } from '../json.ts';
import type { DeskRecord } from './wire.ts';

function rawValue(value: unknown): RawValue | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.map(String);
  if (isObject(value) && typeof value['id'] === 'string') return value['id'];
  return undefined;
}

/** Desk's record in the common form: `cf` flat, only the wanted fields; what Desk did not send stays absent (P15). */
export function fromDesk(record: DeskRecord, fields: readonly string[]): RemoteRecord {
  const values: Record<string, RawValue> = {};
  for (const field of fields) {
    const value = rawValue(sentValue(record, field));
    if (value !== undefined) values[field] = value;
  }
  return {
    id: record.id,
    createdAt: record.createdTime,
    modifiedAt: record.modifiedTime,
    values,
    ...(record.departmentIds ? { departmentIds: record.departmentIds } : {}),
    ...(record.isTrashed === true || record.isDeleted === true ? { inRecycleBin: true } : {}),
  };
}

function sentValue(record: DeskRecord, field: string): unknown {
  return field.startsWith('cf_') ? record.cf?.[field] : record[field];
}

/** Body of a create or PATCH: custom fields under `cf`, multi-selects joined by `;` (zoho-desk-api §2.9). */
export function toDesk(
  values: Readonly<Record<string, RawValue>>,
  departmentIds?: readonly string[],
): Record<string, unknown> {
  const body: Record<string, unknown> = departmentIds === undefined ? {} : { departmentIds };
  const cf: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(values)) {
    const sent = Array.isArray(value) ? value.join(';') : value;
    if (field.startsWith('cf_')) cf[field] = sent;
    else body[field] = sent;
  }
  return Object.keys(cf).length === 0 ? body : { ...body, cf };
}
