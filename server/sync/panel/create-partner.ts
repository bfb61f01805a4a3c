import { SyncError } from '../../core/errors.ts';
import type { Entity } from '../../core/permissions/profile-permissions.ts';
import type { MadeRecord, PartnerDraft } from '../../ports/customer-writer.ts';
import type { DeskContactFacts } from '../../ports/desk-tickets.ts';
import { Refusal } from '../refusal.ts';
import { alreadyLinked, beingMade } from './pair-by-hand.ts';
import type { PanelAccess } from './panel-access.ts';
import { fromDesk } from './panel-access.ts';
import type { PanelSubject } from './panel-subject.ts';
import { livePartner, pairsOf } from './panel-subject.ts';
import { matchInCrm } from './read-customer.ts';
import { asRefusal } from './run-action.ts';

/**
 * What CRM is given of a Desk record without partner: what it is recognised by. The mapped fields follow by the sync,
 * which fills what CRM does not hold.
 */
export async function newPartner(
  { org, connections }: PanelAccess,
  subject: PanelSubject,
  entity: Entity,
): Promise<PartnerDraft> {
  const { contact, account } = subject;
  if (entity === 'contacts' && contact !== null) {
    const isTheirs = account !== null && account.id === contact.account?.id;
    const accountId = isTheirs ? livePartner((await pairsOf(org, subject)).accounts) : null;
    const { firstName, email, phone, mobile } = contact;
    return { module: 'contacts', lastName: lastNameOf(contact), firstName, email, phone, mobile, accountId };
  }
  const id = account?.id ?? '';
  const name = account?.name ?? (await fromDesk(connections.deskTickets.account(id)))?.name ?? null;
  if (name === null) throw mandatoryMissing('accountName');
  return { module: 'accounts', name };
}

/**
 * Creates the record in CRM, unless somebody there is the customer already. The caller holds the lane.
 *
 * @throws Refusal `already-linked`, `already-in-crm`, `action-running` (the sync is creating it), SyncError of the call
 */
export async function createPartner(
  { org, connections: { customers, customerWriter } }: PanelAccess,
  subject: PanelSubject,
  entity: Entity,
  draft: PartnerDraft,
): Promise<MadeRecord> {
  if ((await pairsOf(org, subject))[entity] !== null) throw alreadyLinked();
  const deskId = entity === 'contacts' ? subject.contact?.id : subject.account?.id;
  // An unanswered create of the sync's, of which nobody knows yet whether it made the record.
  const pending = await org.intents.pending();
  const isOfThis = pending.some(
    ({ module, kind, sourceId }) => module === entity && kind === 'create' && sourceId === deskId,
  );
  if (isOfThis) throw beingMade();
  if (await isInCrm(subject.contact, draft)) {
    throw new Refusal('already-in-crm', 'Zoho CRM has such a record; link it instead');
  }
  return await customerWriter.create(draft);

  async function isInCrm(contact: DeskContactFacts | null, wanted: PartnerDraft): Promise<boolean> {
    try {
      if (wanted.module === 'accounts') return (await customers.findAccounts(wanted.name)).length > 0;
      return contact !== null && (await matchInCrm(customers, contact)).outcome !== 'not-in-crm';
    } catch (error) {
      throw error instanceof SyncError ? asRefusal(error) : error;
    }
  }
}

/** CRM demands a last name; a Desk contact of one name has it in either. */
function lastNameOf({ lastName, firstName, email }: DeskContactFacts): string {
  const name = lastName ?? firstName ?? email;
  if (name === null) throw mandatoryMissing('lastName');
  return name;
}

function mandatoryMissing(field: string): Refusal {
  return new Refusal('crm-refused', 'The Desk record lacks what CRM demands', {
    reason: 'mandatory-missing',
    field,
  });
}
