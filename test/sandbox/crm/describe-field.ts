import type { JsonObject } from './json.ts';
import type { ModuleInfo } from './module-info.ts';
import type { DataType, FieldSpec } from './modules/field.ts';
import { isModuleName } from './modules/module.ts';
import { stageNamed } from './modules/stages.ts';
import type { CrmOrg } from './org.ts';

const JSON_TYPE: Partial<Record<DataType, string>> = {
  integer: 'integer',
  double: 'double',
  currency: 'double',
  percent: 'double',
  boolean: 'boolean',
  lookup: 'jsonobject',
  multi_module_lookup: 'jsonobject',
  ownerlookup: 'jsonobject',
  multiselectpicklist: 'jsonarray',
  jsonarray: 'jsonarray',
};
/** Fields that cannot be put into layouts' forms by people. */
const PROFILES = ['Administrator', 'Standard'] as const;

/** One entry of `GET /settings/fields`, with the properties of §6. */
export function describeField(org: CrmOrg, module: ModuleInfo, field: FieldSpec): JsonObject {
  const isWritable = !field.readOnly;
  return {
    id: org.idOf(`field:${module.apiName}.${field.apiName}`),
    api_name: field.apiName,
    field_label: field.label,
    display_label: field.label,
    column_name: field.apiName.toUpperCase(),
    data_type: field.dataType === 'jsonarray' ? 'text' : field.dataType,
    json_type: JSON_TYPE[field.dataType] ?? 'string',
    length: field.length,
    decimal_place: field.decimalPlaces,
    system_mandatory: field.mandatory,
    custom_field: field.custom,
    read_only: field.readOnly,
    field_read_only: field.readOnly,
    visible: true,
    virtual_field: false,
    searchable: field.dataType !== 'textarea',
    sortable: field.dataType !== 'textarea' && field.dataType !== 'multiselectpicklist',
    filterable: true,
    mass_update: isWritable && !field.unique,
    webhook: true,
    type: 'used',
    created_source: 'default',
    display_type: -1,
    ui_type: 1,
    public: false,
    separator: false,
    businesscard_supported: true,
    history_tracking_enabled: false,
    history_tracking: null,
    enable_colour_code: false,
    colour_code_enabled_by_system: false,
    pick_list_values_sorted_lexically: false,
    display_field: field.apiName === module.displayField,
    unique: field.unique ? { case_sensitive: false } : {},
    operation_type: {
      web_update: isWritable,
      api_create: isWritable,
      web_create: isWritable,
      api_update: isWritable,
    },
    view_type: { view: true, edit: isWritable, create: isWritable, quick_create: field.mandatory },
    profiles: PROFILES.map((name) => ({
      permission_type: field.readOnly ? 'read_only' : 'read_write',
      name,
      id: org.idOf(`profile:${name}`),
    })),
    pick_list_values: pickListValues(org, module, field),
    lookup: lookupOf(org, field),
    currency: field.dataType === 'currency' ? { rounding_option: 'normal', precision: 2 } : {},
    email_parser: { fields_update_supported: isWritable, record_operations_supported: isWritable },
    convert_mapping: {},
    formula: {},
    auto_number: {},
    multiselectlookup: {},
    multi_module_lookup: null,
    rollup_summary: null,
    association_details: null,
    associated_module: null,
    external: null,
    private: null,
    range: null,
    tooltip: null,
    crypt: null,
    created_time: null,
    modified_time: null,
  };
}

function pickListValues(org: CrmOrg, module: ModuleInfo, field: FieldSpec): JsonObject[] {
  return field.options.map((option, index) => {
    const stage = field.apiName === 'Stage' ? stageNamed(option) : undefined;
    return {
      display_value: option,
      sequence_number: index + 1,
      reference_value: option,
      actual_value: option,
      id: org.idOf(`option:${module.apiName}.${field.apiName}.${option}`),
      type: 'used',
      ...(stage
        ? {
            forecast_type: stage.forecastType,
            forecast_category: {
              name: stage.forecastCategory,
              id: org.idOf(`forecast:${stage.forecastCategory}`),
            },
            probability: stage.probability,
            deal_category: stage.forecastType,
          }
        : {}),
    };
  });
}

function lookupOf(org: CrmOrg, field: FieldSpec): JsonObject {
  if (field.lookupModule === null) return {};
  const api_name = field.lookupModule;
  return {
    display_label: isModuleName(api_name) ? org.module(api_name).plural : api_name,
    api_name: field.apiName,
    module: { api_name, crypt: false, id: org.idOf(`module:${api_name}`) },
    id: org.idOf(`lookup:${field.apiName}`),
  };
}
