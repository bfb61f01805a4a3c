import type { FieldType, FieldValue } from '../../../core/record.ts';
import type { ProfileField } from '../../../core/permissions/panel-data.ts';
import { crmFieldMeta } from '../crm-fields.ts';
import type { CrmField, CrmRecord } from '../wire.ts';
import { crmTime } from '../wire.ts';
import { lookupName, textOf } from './rows.ts';

/** A field of the profile is shown first when people look for it first. */
const FIRST = ['Full_Name', 'Account_Name', 'Email', 'Phone', 'Mobile', 'Title', 'Company', 'Owner'];
/** Parts of a name that is shown whole. */
const PARTS = new Set(['Salutation', 'First_Name', 'Last_Name']);
/** They move when a deal, a note or an activity is added: what one item says, another item's switch must hide (P21). */
const TELLTALE = new Set(['Modified_Time', 'Last_Activity_Time', 'Change_Log_Time__s']);
const MOST = 100;

/**
 * The filled fields of a record (S116). Lookups are left out, but for the owner: they name records of other items.
 * So are CRM's own fields (`…__s`).
 */
export function profileFields(record: CrmRecord, fields: readonly CrmField[]): readonly ProfileField[] {
  const shown = fields.flatMap((field): readonly ProfileField[] => {
    const { apiName, label, type } = crmFieldMeta(field);
    if (PARTS.has(apiName) || TELLTALE.has(apiName) || apiName.endsWith('__s')) return [];
    const value = apiName === 'Owner' ? lookupName(record['Owner']) : canonical(type, record[apiName]);
    return value === null ? [] : [{ apiName, label, value }];
  });
  const rank = ({ apiName }: ProfileField) =>
    (FIRST.indexOf(apiName) + FIRST.length + 1) % (FIRST.length + 1);
  return shown.toSorted((a, b) => rank(a) - rank(b)).slice(0, MOST);
}

/** Null for what is empty, and for types that have no plain form. */
function canonical(type: FieldType, value: unknown): FieldValue {
  switch (type) {
    case 'unsupported':
    case 'reference':
      return null;
    case 'boolean':
      return typeof value === 'boolean' ? value : null;
    case 'datetime':
      return crmTime(value);
    case 'multiselect':
      return Array.isArray(value) && value.length > 0 ? value.map(String) : null;
    case 'text':
    case 'textarea':
    case 'email':
    case 'phone':
    case 'url':
    case 'integer':
    case 'decimal':
    case 'currency':
    case 'percent':
    case 'date':
    case 'picklist':
      return textOf(value);
  }
}
