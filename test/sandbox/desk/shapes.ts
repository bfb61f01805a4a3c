import type { FieldSet } from './fields.ts';
import type { Agent } from './people.ts';
import type { Portal } from './portal.ts';
import type { Json, Module, Row, Value } from './types.ts';
import { variant } from './variants.ts';

const TAB: Readonly<Record<Module, string>> = {
  accounts: 'Accounts',
  contacts: 'Contacts',
  products: 'Products',
};

export function isoTime(at: number): string {
  return new Date(at).toISOString();
}

/** Records' times: ISO in the documentation, epoch ms in the OpenAPI examples (search rows are ISO in both). */
function recordTime(portal: Portal, at: number): string | number {
  return variant(portal.settings, 'desk.times') === 'epoch' ? at : isoTime(at);
}

/** What a record looks like where the answer's shape depends on its state. */
export interface RecordState {
  readonly inBin: boolean;
}

/** Standard values in the order of the field table, `null` where empty. */
function standardValues(fields: FieldSet, row: Row): Record<string, Value> {
  const out: Record<string, Value> = {};
  for (const name of fields.standard.keys()) out[name] = row.values[name] ?? null;
  return out;
}

/** `cf` by API name and `customFields` by label; numbers are strings, booleans by switch. */
function customValues(portal: Portal, fields: FieldSet, row: Row): Json {
  const asText = variant(portal.settings, 'desk.cfBoolean') === 'string';
  const cf: Record<string, Value> = {};
  const customFields: Record<string, Value> = {};
  for (const field of fields.custom.values()) {
    const stored = row.cf[field.apiName] ?? null;
    const value = asText && typeof stored === 'boolean' ? String(stored) : stored;
    cf[field.apiName] = value;
    customFields[field.label] = value;
  }
  return { cf, customFields };
}

function webUrl(portal: Portal, module: Module, row: Row): string {
  return `${portal.baseUrl}/support/${portal.portalName}/ShowHomePage.do#${TAB[module]}/dv/${row.id}`;
}

function happiness(): Json {
  return { badPercentage: '0', okPercentage: '0', goodPercentage: '0' };
}

function layout(portal: Portal, module: Module): Json {
  const id = portal.layoutIds[module];
  return { layoutId: id, layoutDetails: { id, layoutName: TAB[module] } };
}

function ownerOf(portal: Portal, row: Row): Agent | undefined {
  const ownerId = row.values['ownerId'];
  return typeof ownerId === 'string' ? portal.staff.agents.get(ownerId) : undefined;
}

export function ownerShape(portal: Portal, row: Row): Json | null {
  const agent = ownerOf(portal, row);
  return agent ? { firstName: agent.person.firstName, lastName: agent.person.lastName, id: agent.id } : null;
}

function searchOwner(portal: Portal, row: Row): Json | null {
  const agent = ownerOf(portal, row);
  if (!agent) return null;
  const { firstName, lastName, email, zuid } = agent.person;
  return { firstName, lastName, photoURL: null, emailId: email, id: agent.id, zuid };
}

export function accountShape(portal: Portal, row: Row): Json | null {
  const account = portal.tables.accounts.live.byId.get(String(row.values['accountId'] ?? ''));
  if (!account) return null;
  const { website = null, accountName = null } = account.values;
  return { website, accountName, id: account.id };
}

/** The full record: answer of get, create and update, and payload of events. */
export function fullRecord(
  portal: Portal,
  module: Module,
  row: Row,
  state: RecordState = { inBin: false },
): Json {
  const fields = portal.fields[module];
  const common = {
    id: row.id,
    ...standardValues(fields, row),
    ...customValues(portal, fields, row),
    createdTime: recordTime(portal, row.createdAt),
    modifiedTime: recordTime(portal, row.modifiedAt),
    ...layout(portal, module),
  };
  switch (module) {
    case 'contacts':
      return {
        ...common,
        webUrl: webUrl(portal, module, row),
        photoURL: null,
        isFollowing: false,
        isAnonymous: false,
        isEndUser: false,
        isSpam: false,
        isDeleted: false,
        isTrashed: state.inBin,
        accountCount: String(portal.mappings.countOfContact(row.id)),
        zohoCRMContact: null,
        customerHappiness: happiness(),
      };
    case 'accounts':
      return {
        ...common,
        webUrl: webUrl(portal, module, row),
        isFollowing: false,
        isDeleted: false,
        isTrashed: state.inBin,
        associatedSLAIds: [],
        zohoCRMAccount: null,
      };
    case 'products':
      return {
        ...common,
        departmentIds: row.departmentIds,
        isDeleted: state.inBin,
        createdBy: row.createdBy,
        modifiedBy: row.modifiedBy,
      };
  }
}

/** The slim row of a list, key for key as in the OpenAPI files. */
export function listRow(portal: Portal, module: Module, row: Row): Json {
  const { values } = row;
  switch (module) {
    case 'contacts':
      return {
        lastName: values['lastName'] ?? null,
        accountId: values['accountId'] ?? null,
        firstName: values['firstName'] ?? null,
        secondaryEmail: values['secondaryEmail'] ?? null,
        phone: values['phone'] ?? null,
        mobile: values['mobile'] ?? null,
        ownerId: values['ownerId'] ?? null,
        type: values['type'] ?? null,
        email: values['email'] ?? null,
        photoURL: null,
        isAnonymous: false,
        accountCount: String(portal.mappings.countOfContact(row.id)),
        webUrl: webUrl(portal, module, row),
        createdTime: recordTime(portal, row.createdAt),
        isEndUser: false,
        zohoCRMContact: null,
        id: row.id,
        customerHappiness: happiness(),
        isSpam: false,
      };
    case 'accounts':
      return {
        website: values['website'] ?? null,
        accountName: values['accountName'] ?? null,
        phone: values['phone'] ?? null,
        email: values['email'] ?? null,
        webUrl: webUrl(portal, module, row),
        createdTime: recordTime(portal, row.createdAt),
        zohoCRMAccount: null,
        id: row.id,
        customerHappiness: happiness(),
      };
    case 'products':
      return {
        unitPrice: values['unitPrice'] ?? null,
        productCode: values['productCode'] ?? null,
        productName: values['productName'] ?? null,
        id: row.id,
      };
  }
}

/** A row of `/{module}/search`: wider than a list row, carries `modifiedTime` and `cf`. */
export function searchRow(portal: Portal, module: Module, row: Row): Json {
  const fields = portal.fields[module];
  const common = {
    id: row.id,
    ...standardValues(fields, row),
    ...customValues(portal, fields, row),
    createdTime: isoTime(row.createdAt),
    modifiedTime: isoTime(row.modifiedAt),
    layoutId: portal.layoutIds[module],
  };
  switch (module) {
    case 'contacts':
      return {
        ...common,
        owner: searchOwner(portal, row),
        account: accountShape(portal, row),
        photoURL: null,
        webUrl: webUrl(portal, module, row),
        isEndUser: false,
        zohoCRMContact: null,
        customerHappiness: happiness(),
      };
    case 'accounts':
      return { ...common, owner: searchOwner(portal, row), webUrl: webUrl(portal, module, row) };
    case 'products':
      return {
        ...common,
        departmentIds: row.departmentIds,
        createdBy: row.createdBy,
        modifiedBy: row.modifiedBy,
      };
  }
}
