import type { FieldMeta, RawValue, RemoteRecord } from '../../core/record.ts';
import { isObject } from '../json.ts';
import type { CrmRecord } from './wire.ts';

/** A lookup `{id, name}` is its id; lists of objects (subforms) have no raw form. */
function rawValue(value: unknown): RawValue | undefined {
  if (value === null || typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean')
    return value;
  if (Array.isArray(value)) return value.every((item) => !isObject(item)) ? value.map(String) : undefined;
  if (isObject(value) && (typeof value['id'] === 'string' || typeof value['id'] === 'number'))
    return String(value['id']);
  return undefined;
}

/** CRM's record in the common form: only the wanted fields; what CRM did not send stays absent (P15). */
export function fromCrm(record: CrmRecord, fields: readonly string[]): RemoteRecord {
  const values: Record<string, RawValue> = {};
  for (const field of fields) {
    const value = rawValue(record[field]);
    if (value !== undefined) values[field] = value;
  }
  return { id: record.id, createdAt: record.Created_Time, modifiedAt: record.Modified_Time, values };
}

/** CRM takes whole seconds with an offset (zoho-crm-api, conventions). */
export function crmDateTime(iso: string): string {
  return iso.replace(/\.\d+(?=Z|[+-]\d\d)/, '').replace(/Z$/, '+00:00');
}

/** One row of a write body: references as `{id}`, date-times without ms. */
export function toCrm(
  values: Readonly<Record<string, RawValue>>,
  metas: ReadonlyMap<string, FieldMeta>,
): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  for (const [field, value] of Object.entries(values)) {
    const type = metas.get(field)?.type;
    if (type === 'reference' && typeof value === 'string') row[field] = { id: value };
    else if (type === 'datetime' && typeof value === 'string') row[field] = crmDateTime(value);
    else row[field] = value;
  }
  return row;
}
