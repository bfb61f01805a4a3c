import type { Departments, Field, ModuleFields } from '../../../server/contract/fields.ts';
import { flag, list, nullable, numeric, object, oneOf, text } from './guard.ts';

export const isModuleName = oneOf('accounts', 'contacts', 'products');
export const isSideName = oneOf('desk', 'crm');

const isField = object<Field>({
  apiName: text,
  label: text,
  type: oneOf(
    'text',
    'textarea',
    'email',
    'phone',
    'url',
    'integer',
    'decimal',
    'currency',
    'percent',
    'boolean',
    'date',
    'datetime',
    'picklist',
    'multiselect',
    'reference',
    'unsupported',
  ),
  custom: flag,
  mandatory: flag,
  writable: flag,
  maxLength: nullable(numeric),
  decimalPlaces: nullable(numeric),
  options: nullable(list(text)),
  referenceTo: nullable(isModuleName),
});
export const isModuleFields = object<ModuleFields>({
  module: isModuleName,
  desk: list(isField),
  crm: list(isField),
});
export const isDepartments = object<Departments>({
  departments: list(object<Departments['departments'][number]>({ id: text, name: text, enabled: flag })),
});
