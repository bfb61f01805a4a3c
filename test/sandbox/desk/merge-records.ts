import type { Portal } from './portal.ts';
import { purgeRecord, trashRecord, updateRecord } from './record-writer.ts';
import type { Author, Row, Values } from './types.ts';
import { updateTicket } from './tickets.ts';
import { variant } from './variants.ts';

/** Per API name, the record whose value the survivor takes. */
export interface MergeSource {
  readonly values: ReadonlyMap<string, Row>;
  readonly cf: ReadonlyMap<string, Row>;
}

/**
 * Makes one record of several: the survivor takes the chosen values and all that hangs on the others, which are gone
 * then. Whether they lie in the bin is not documented (switch `desk.mergedRecords`).
 */
export function mergeRecords(
  portal: Portal,
  module: 'contacts' | 'accounts',
  survivor: Row,
  losers: readonly Row[],
  source: MergeSource,
  author: Author,
): Row {
  for (const loser of losers) {
    if (module === 'contacts') moveOffContact(portal, loser, survivor, author);
    else moveOffAccount(portal, loser, survivor, author);
  }
  const draft = {
    values: picked(source.values, ({ values }) => values),
    cf: picked(source.cf, ({ cf }) => cf),
    departmentIds: undefined,
  };
  const { row } = updateRecord(portal, module, survivor, draft, author);
  for (const loser of losers) {
    trashRecord(portal, module, loser, author);
    if (variant(portal.settings, 'desk.mergedRecords') === 'gone')
      purgeRecord(portal, module, loser.id, author);
  }
  return row;
}

function picked(source: ReadonlyMap<string, Row>, valuesOf: (row: Row) => Values): Values {
  return Object.fromEntries([...source].map(([field, row]) => [field, valuesOf(row)[field] ?? null]));
}

function moveOffContact(portal: Portal, loser: Row, survivor: Row, author: Author): void {
  for (const mapping of portal.mappings.ofContact(loser.id)) {
    portal.mappings.remove(mapping);
    if (!portal.mappings.between(survivor.id, mapping.accountId))
      portal.mappings.set(survivor.id, mapping.accountId, { mappingType: 'SECONDARY' });
  }
  moveTickets(portal, 'contactId', loser.id, survivor.id, author);
}

function moveOffAccount(portal: Portal, loser: Row, survivor: Row, author: Author): void {
  for (const { contactId, mappingType } of portal.mappings.ofAccount(loser.id)) {
    const contact = portal.tables.contacts.live.byId.get(contactId);
    if (mappingType === 'SECONDARY') {
      if (!portal.mappings.between(contactId, survivor.id)) portal.mappings.set(contactId, survivor.id, {});
    } else if (contact) {
      const draft = { values: { accountId: survivor.id }, cf: {}, departmentIds: undefined };
      updateRecord(portal, 'contacts', contact, draft, author);
    }
    const left = portal.mappings.between(contactId, loser.id);
    if (left) portal.mappings.remove(left);
  }
  moveTickets(portal, 'accountId', loser.id, survivor.id, author);
}

function moveTickets(
  portal: Portal,
  key: 'contactId' | 'accountId',
  from: string,
  to: string,
  author: Author,
): void {
  for (const ticket of portal.tickets.values()) {
    if (ticket.values[key] === from) updateTicket(portal, ticket, { [key]: to }, author);
  }
}
