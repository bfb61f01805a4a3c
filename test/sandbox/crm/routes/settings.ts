import { invalidData, invalidModule, paramMissing } from '../errors.ts';
import { noContent, ok } from '../call.ts';
import type { Answer, CrmCall } from '../call.ts';
import { customViews } from '../custom-views.ts';
import type { CustomView } from '../custom-views.ts';
import { describeField } from '../describe-field.ts';
import type { JsonObject } from '../json.ts';
import type { ModuleInfo } from '../module-info.ts';
import { PIPELINE, STAGES } from '../modules/stages.ts';
import type { CrmOrg } from '../org.ts';
import { relatedLists } from '../related-lists.ts';
import { renderUserName } from '../render.ts';
import type { Mount } from './mount.ts';

const BASE = '/crm/v8/settings';

export function mountSettings(mount: Mount): void {
  const read = (path: string, scope: string, handle: (call: CrmCall) => Answer) =>
    mount({
      method: 'GET',
      path: `${BASE}/${path}`,
      scopes: () => [`ZohoCRM.settings.${scope}.READ`],
      handle,
    });
  read('modules', 'modules', ({ org }) =>
    ok({ modules: org.tableNames().map((name, index) => describeModule(org, org.module(name), index)) }),
  );
  read('modules/:module', 'modules', ({ org, module }) => ok({ modules: [describeModule(org, module, 0)] }));
  read('fields', 'fields', listFields);
  read('fields/:id', 'fields', readField);
  read('layouts', 'layouts', (call) => ok({ layouts: [describeLayout(call.org, moduleOf(call))] }));
  read('related_lists', 'related_lists', listRelatedLists);
  read('custom_views', 'custom_views', listCustomViews);
  read('custom_views/:id', 'custom_views', readCustomView);
  read('pipeline', 'pipeline', listPipelines);
}

/** People may rearrange the one section but not remove it. */
const SECTION_ACTIONS = {
  add_field: true,
  rename: true,
  change_tab_traversal: true,
  reorder: true,
  delete: false,
  remove_field: true,
  change_column_count: true,
};

/** The module that the query names. */
function moduleOf(call: CrmCall): ModuleInfo {
  const name = call.query['module'];
  if (name === undefined) throw paramMissing('module');
  const module = call.org.findModule(name);
  if (!module) throw invalidModule();
  return module;
}

function describeModule(org: CrmOrg, module: ModuleInfo, index: number): JsonObject {
  return {
    id: org.idOf(`module:${module.apiName}`),
    api_name: module.apiName,
    module_name: module.apiName,
    singular_label: module.singular,
    plural_label: module.plural,
    actual_singular_label: module.singular,
    actual_plural_label: module.plural,
    api_supported: true,
    creatable: true,
    editable: true,
    deletable: true,
    viewable: true,
    show_as_tab: module.apiName !== 'Notes',
    visibility: 1,
    status: 'visible',
    generated_type: 'default',
    sequence_number: index + 1,
    quick_create: true,
    convertable: module.apiName === 'Leads',
    filter_supported: true,
    triggers_supported: true,
    global_search_supported: true,
    public_fields_configured: false,
    recycle_bin_on_delete: true,
    has_more_profiles: false,
    sub_menu_available: true,
    profile_count: 2,
    description: null,
    modified_time: null,
    modified_by: null,
    web_link: null,
    arguments: [],
    profiles: ['Administrator', 'Standard'].map((name) => ({ name, id: org.idOf(`profile:${name}`) })),
  };
}

function listFields(call: CrmCall): Answer {
  const module = moduleOf(call);
  const type = call.query['type'] ?? 'all';
  if (type !== 'all' && type !== 'used' && type !== 'unused') {
    throw invalidData({ param_name: 'type', supported_values: ['all', 'used', 'unused'] });
  }
  if (type === 'unused') return noContent;
  return ok({ fields: module.fields.map((field) => describeField(call.org, module, field)) });
}

function readField(call: CrmCall): Answer {
  const module = moduleOf(call);
  const field = module.fields.find(
    ({ apiName }) => call.org.idOf(`field:${module.apiName}.${apiName}`) === call.param('id'),
  );
  if (!field) throw invalidData({ resource_path_index: 2 });
  return ok({ fields: [describeField(call.org, module, field)] });
}

function layoutId(org: CrmOrg, module: string): string {
  return org.idOf(`layout:${module}`);
}

function describeLayout(org: CrmOrg, module: ModuleInfo): JsonObject {
  return {
    id: layoutId(org, module.apiName),
    name: 'Standard',
    api_name: 'Standard',
    display_label: 'Standard',
    status: 'active',
    visible: true,
    source: 'crm',
    generated_type: 'system',
    show_business_card: true,
    has_more_profiles: false,
    created_time: null,
    modified_time: null,
    created_by: null,
    modified_by: null,
    created_for: null,
    convert_mapping: null,
    profiles: ['Administrator', 'Standard'].map((name) => ({
      default: true,
      name,
      id: org.idOf(`profile:${name}`),
      _default_view: { name: 'Standard', id: layoutId(org, module.apiName), type: 'layout' },
      _default_assignment_view: { name: 'Standard', id: layoutId(org, module.apiName), type: 'layout' },
    })),
    sections: [
      {
        id: org.idOf(`section:${module.apiName}`),
        name: `${module.singular} Information`,
        api_name: `${module.singular}_Information`,
        display_label: `${module.singular} Information`,
        sequence_number: 1,
        column_count: 2,
        tab_traversal: 'left_to_right',
        isSubformSection: false,
        mode: 'all',
        actions_allowed: SECTION_ACTIONS,
        generated_type: 'default',
        type: 'used',
        properties: null,
        fields: module.fields.map((field, index) => {
          // Inside layouts fields say nothing about mail parsing.
          const { email_parser: _parser, ...described } = describeField(org, module, field);
          return { ...described, required: field.mandatory, sequence_number: index + 1 };
        }),
      },
    ],
    actions_allowed: {
      edit: true,
      rename: true,
      clone: true,
      downgrade: false,
      delete: false,
      deactivate: false,
      set_layout_permissions: true,
    },
  };
}

function listRelatedLists(call: CrmCall): Answer {
  const module = moduleOf(call);
  const lists = relatedLists(module.apiName);
  if (lists.length === 0) return noContent;
  return ok({
    related_lists: lists.map((list, index) => {
      const [only] = list.modules;
      const isSingle = list.modules.length === 1 && only !== undefined;
      return {
        id: call.org.idOf(`list:${module.apiName}.${list.apiName}`),
        sequence_number: String(index + 1),
        display_label: list.label,
        api_name: list.apiName,
        module: isSingle ? { api_name: only, id: call.org.idOf(`module:${only}`) } : null,
        name: list.label,
        action: null,
        href: `${module.apiName}/{ENTITYID}/${list.apiName}`,
        type: 'default',
        customize_sort: true,
        customize_fields: true,
        customize_display_label: true,
        status: 'visible',
        connectedmodule: null,
        linkingmodule: null,
      };
    }),
  });
}

function renderView(org: CrmOrg, module: ModuleInfo, view: CustomView): JsonObject {
  const by = renderUserName(org, org.users.first().id);
  return {
    id: view.id,
    name: view.name,
    display_value: view.name,
    system_name: view.systemName,
    system_defined: true,
    default: view.isDefault,
    category: 'public_views',
    access_type: 'public',
    favorite: null,
    offline: true,
    locked: false,
    shared_to: null,
    module: { api_name: module.apiName, id: org.idOf(`module:${module.apiName}`) },
    created_by: by,
    modified_by: by,
    sort_by: null,
    sort_order: null,
  };
}

function listCustomViews(call: CrmCall): Answer {
  const { org } = call;
  const module = moduleOf(call);
  const views = customViews(org, module);
  return ok({
    custom_views: views.map((view) => renderView(org, module, view)),
    info: viewsInfo(views, views.length),
  });
}

function viewsInfo(views: readonly CustomView[], count: number): JsonObject {
  return {
    per_page: 200,
    default: views.find((view) => view.isDefault)?.id,
    count,
    page: 1,
    more_records: false,
    translation: {
      public_views: 'Public Views',
      other_users_views: "Other Users' Views",
      shared_with_me: 'Shared With Me',
      created_by_me: 'Created By Me',
    },
  };
}

function readCustomView(call: CrmCall): Answer {
  const module = moduleOf(call);
  const views = customViews(call.org, module);
  const view = views.find(({ id }) => id === call.param('id'));
  if (!view) return noContent;
  const fields = module.fields
    .slice(0, 8)
    .map(({ apiName }) => ({ api_name: apiName, id: call.org.idOf(`field:${module.apiName}.${apiName}`) }));
  return ok({
    custom_views: [{ ...renderView(call.org, module, view), fields }],
    info: viewsInfo(views, 1),
  });
}

/** Stages of the deal layout's pipeline, each with its forecast type: how deals are won, open or lost (§5.4). */
function listPipelines(call: CrmCall): Answer {
  const { org } = call;
  const layout = call.query['layout_id'];
  if (layout === undefined) throw paramMissing('layout_id');
  if (layout !== layoutId(org, 'Deals')) throw invalidData({ param_name: 'layout_id' });
  return ok({
    pipeline: [
      {
        display_value: PIPELINE,
        default: true,
        actual_value: PIPELINE,
        id: org.idOf('pipeline'),
        maps: STAGES.map((stage, index) => ({
          display_value: stage.name,
          sequence_number: index + 1,
          forecast_category: {
            name: stage.forecastCategory,
            id: org.idOf(`forecast:${stage.forecastCategory}`),
          },
          actual_value: stage.name,
          id: org.idOf(`option:Deals.Stage.${stage.name}`),
          forecast_type: stage.forecastType,
        })),
      },
    ],
  });
}
