import { CrmError, errorBody, mandatoryNotFound, requestIdInvalid } from '../errors.ts';
import { ok } from '../call.ts';
import type { Answer, CrmCall } from '../call.ts';
import { asArray, asText, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import type { ModuleName } from '../modules/module.ts';
import type { CrmOrg } from '../org.ts';
import { displayName } from '../render.ts';
import type { Row } from '../row.ts';
import { moduleScope } from '../scopes.ts';
import { wholeSeconds } from '../time.ts';
import { Writer } from '../write.ts';
import type { Mount } from './mount.ts';

const CREDITS = 5;
/** Lead fields that the contact takes over. */
const CARRIED = [
  'Salutation',
  'First_Name',
  'Last_Name',
  'Email',
  'Secondary_Email',
  'Phone',
  'Mobile',
  'Fax',
  'Lead_Source',
  'Description',
];

export function mountConvert(mount: Mount): void {
  mount({
    method: 'POST',
    path: '/crm/v8/Leads/:id/actions/convert',
    scopes: () => [moduleScope('leads', 'CREATE')],
    isHeavy: () => true,
    handle: convert,
  });
}

/** Turns a lead into a contact with its account and, on wish, a deal (§5.4). */
function convert(call: CrmCall): Answer {
  const { org, user } = call;
  call.charge(CREDITS);
  const lead = org.table('Leads').getLive(call.param('id'));
  if (!lead) throw requestIdInvalid({ resource_path_index: 1 });
  if (lead.values['Converted__s'] === true) {
    throw new CrmError(
      400,
      errorBody('ID_ALREADY_CONVERTED', 'id already converted', { resource_path_index: 1 }),
    );
  }
  const order = asArray(call.body['data'])?.[0];
  if (!isObject(order)) throw new CrmError(400, mandatoryNotFound('data', '$.data'));
  const writer = new Writer(org, user);
  const account = existing(org, 'Accounts', order) ?? accountOf(org, writer, lead);
  const contact = existing(org, 'Contacts', order) ?? contactOf(org, writer, lead, account);
  const deal = dealOf(org, writer, order, contact, account);
  writer.finish();
  org.table('Leads').change(lead, {
    values: {
      Converted__s: true,
      Converted_Account: account?.id ?? null,
      Converted_Contact: contact.id,
      Converted_Deal: deal?.id ?? null,
    },
    modifiedMs: wholeSeconds(org.now),
    modifiedById: user.id,
    writtenMs: org.now,
  });
  call.wrote(writer.mutations + 1);
  const named = (row: Row | null) => (row ? { name: displayName(org, row) ?? '', id: row.id } : null);
  return ok({
    data: [
      {
        code: 'SUCCESS',
        details: { Contacts: named(contact), Deals: named(deal), Accounts: named(account) },
        message: 'The record has been converted successfully',
        status: 'success',
      },
    ],
  });
}

/** The record that the order names by id. */
function existing(org: CrmOrg, module: ModuleName, order: JsonObject): Row | undefined {
  const target = order[module];
  const id = isObject(target) ? asText(target['id']) : asText(target);
  if (id === null) return undefined;
  const row = org.table(module).getLive(id);
  if (!row) throw requestIdInvalid({ api_name: module, json_path: `$.data[0].${module}.id` });
  return row;
}

function accountOf(org: CrmOrg, writer: Writer, lead: Row): Row | null {
  const name = asText(lead.values['Company']);
  if (name === null) return null;
  const found = org.table('Accounts').findFirst('Account_Name', name);
  return (
    found ?? created(writer.insert(org.module('Accounts'), { Account_Name: name }, '$.data[0].Accounts'))
  );
}

function contactOf(org: CrmOrg, writer: Writer, lead: Row, account: Row | null): Row {
  const values = Object.fromEntries(CARRIED.map((name) => [name, lead.values[name] ?? null]));
  const input = { ...values, ...(account ? { Account_Name: { id: account.id } } : {}) };
  return created(writer.insert(org.module('Contacts'), input, '$.data[0].Contacts'));
}

function dealOf(
  org: CrmOrg,
  writer: Writer,
  order: JsonObject,
  contact: Row,
  account: Row | null,
): Row | null {
  const wanted = order['Deals'];
  if (!isObject(wanted)) return null;
  const input = {
    ...wanted,
    Contact_Name: { id: contact.id },
    ...(account ? { Account_Name: { id: account.id } } : {}),
  };
  return created(writer.insert(org.module('Deals'), input, '$.data[0].Deals'));
}

function created(outcome: ReturnType<Writer['insert']>): Row {
  if (!outcome.ok) throw new CrmError(400, outcome.error);
  return outcome.row;
}
