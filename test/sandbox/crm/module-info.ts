import type { FieldSpec } from './modules/field.ts';
import { SYSTEM_FIELDS } from './modules/field.ts';
import { MODULE_SPECS } from './modules/module.ts';
import type { ModuleName, ModuleSpec } from './modules/module.ts';
import type { Variants } from './variants.ts';

/** A module as one organisation has it: standard, system and custom fields together. */
export interface ModuleInfo extends ModuleSpec {
  readonly fields: readonly FieldSpec[];
  readonly byName: ReadonlyMap<string, FieldSpec>;
  /** Fields that find records by their exact value: duplicate checks and lookups. */
  readonly exactFields: ReadonlySet<string>;
}

export function moduleInfo(
  name: ModuleName,
  customFields: readonly FieldSpec[],
  variants: Variants,
): ModuleInfo {
  const spec = MODULE_SPECS[name];
  const fields = [...spec.fields, ...customFields, ...SYSTEM_FIELDS].map((field) =>
    variants.isUnique(name, field.apiName) ? { ...field, unique: true } : field,
  );
  const searched = fields.filter(
    (field) =>
      field.unique ||
      field.dataType === 'lookup' ||
      field.dataType === 'multi_module_lookup' ||
      field.dataType === 'email',
  );
  return {
    ...spec,
    fields,
    byName: new Map(fields.map((field) => [field.apiName, field])),
    exactFields: new Set([
      ...searched.map((field) => field.apiName),
      spec.displayField,
      ...(spec.duplicateField === null ? [] : [spec.duplicateField]),
    ]),
  };
}
