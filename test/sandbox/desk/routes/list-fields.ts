import { badQuery } from '../errors.ts';
import type { Query } from '../paging.ts';
import type { Portal } from '../portal.ts';
import { isoTime } from '../shapes.ts';
import type { Json, Module, Row, Value } from '../types.ts';
import { variant } from '../variants.ts';

const MAX_FIELDS = 30;

/**
 * What the `fields` parameter adds to list rows (reference §2.3): at most 30 API names, no multi-line text.
 * Documented for contacts and products only; README.md lists the switches.
 *
 * @throws DeskError 422 for an unknown field, a multi-line one, or too many
 */
export function extraFields(portal: Portal, module: Module, query: Query): (row: Row) => Json {
  const names = (query['fields'] ?? '').split(',').flatMap((part) => part.trim() || []);
  const mode =
    module === 'accounts'
      ? variant(portal.settings, 'desk.accountListFields')
      : variant(portal.settings, 'desk.listFields');
  if (names.length === 0 || mode === 'ignored') return () => ({});
  if (mode === 'rejected' || names.length > MAX_FIELDS) throw badQuery('fields');
  const standard = names.filter((name) => !name.startsWith('cf_'));
  const custom = names.filter((name) => name.startsWith('cf_'));
  for (const name of standard) checkStandard(portal, module, name);
  for (const name of custom) {
    const field = portal.fields[module].custom.get(name);
    if (!field || field.type === 'Textarea') throw badQuery('fields');
  }
  return (row) => ({
    ...Object.fromEntries(standard.map((name) => [name, standardValue(row, name)])),
    ...(custom.length > 0 && {
      cf: Object.fromEntries(custom.map((name) => [name, customValue(portal, row, name)])),
    }),
  });
}

function checkStandard(portal: Portal, module: Module, name: string): void {
  if (name === 'id' || name === 'createdTime') return;
  if (name === 'departmentIds' && module === 'products') return;
  if (name === 'modifiedTime' && variant(portal.settings, 'desk.listFieldsModifiedTime') === 'accepted')
    return;
  const field = portal.fields[module].standard.get(name);
  if (!field || field.type === 'Textarea') throw badQuery('fields');
}

function standardValue(row: Row, name: string): Value | readonly string[] {
  if (name === 'id') return row.id;
  if (name === 'createdTime') return isoTime(row.createdAt);
  if (name === 'modifiedTime') return isoTime(row.modifiedAt);
  if (name === 'departmentIds') return row.departmentIds;
  return row.values[name] ?? null;
}

function customValue(portal: Portal, row: Row, name: string): Value {
  const value = row.cf[name] ?? null;
  const asText = typeof value === 'boolean' && variant(portal.settings, 'desk.cfBoolean') === 'string';
  return asText ? String(value) : value;
}
