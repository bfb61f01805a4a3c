import type { CustomerRef } from '../../../ports/customer-reader.ts';
import type { CustomerDraft, PartnerDraft } from '../../../ports/customer-writer.ts';
import { crmDateTime } from '../crm-record.ts';
import { CUSTOMER_MODULE } from './modules.ts';
import { durationText } from './rows.ts';

export interface DraftBody {
  readonly module: string;
  /** What was asked for: what is compared when looking whether it was made. */
  readonly fields: Readonly<Record<string, unknown>>;
  /** Whom it belongs to, and what CRM wants besides. */
  readonly about: Readonly<Record<string, unknown>>;
}

/**
 * What an agent adds, as CRM takes it (zoho-crm-api §5.2). Empty values are left out.
 *
 * @param accountId of a contact's deal: CRM shows it under both
 */
export function draftBody(
  ref: CustomerRef,
  draft: CustomerDraft,
  more: { readonly accountId: string | null; readonly pipeline: string | undefined },
): DraftBody {
  switch (draft.item) {
    case 'notes':
      return {
        module: 'Notes',
        fields: filled({ Note_Title: draft.title, Note_Content: draft.content }),
        about: { Parent_Id: { module: { api_name: CUSTOMER_MODULE[ref.module] }, id: ref.id } },
      };
    case 'tasks':
      return {
        module: 'Tasks',
        fields: filled({
          Subject: draft.subject,
          Due_Date: draft.dueDate,
          Status: draft.status,
          Priority: draft.priority,
          Description: draft.description,
        }),
        about: party(ref),
      };
    case 'calls':
      return {
        module: 'Calls',
        fields: filled({
          Subject: draft.subject,
          Call_Type: draft.type,
          Call_Start_Time: crmDateTime(draft.startsAt),
          Call_Duration: draft.durationSeconds === null ? null : durationText(draft.durationSeconds),
          Outgoing_Call_Status: draft.durationSeconds === null ? 'Scheduled' : null,
          Description: draft.description,
        }),
        about: party(ref),
      };
    case 'events':
      return {
        module: 'Events',
        fields: filled({
          Event_Title: draft.title,
          Start_DateTime: crmDateTime(draft.startsAt),
          End_DateTime: crmDateTime(draft.endsAt),
          Venue: draft.venue,
          Description: draft.description,
        }),
        about: party(ref),
      };
    case 'potentials':
      return {
        module: 'Deals',
        fields: filled({
          Deal_Name: draft.name,
          Stage: draft.stage,
          Closing_Date: draft.closingDate,
          Amount: draft.amount === null ? null : Number(draft.amount),
        }),
        about: filled({
          Pipeline: more.pipeline ?? null,
          Contact_Name: ref.module === 'contacts' ? { id: ref.id } : null,
          Account_Name: accountOf(ref, more.accountId),
        }),
      };
  }
}

export function partnerBody(draft: PartnerDraft): DraftBody {
  switch (draft.module) {
    case 'contacts':
      return {
        module: 'Contacts',
        fields: filled({
          Last_Name: draft.lastName,
          First_Name: draft.firstName,
          Email: draft.email,
          Phone: draft.phone,
          Mobile: draft.mobile,
        }),
        about: filled({ Account_Name: draft.accountId === null ? null : { id: draft.accountId } }),
      };
    case 'accounts':
      return { module: 'Accounts', fields: { Account_Name: draft.name }, about: {} };
  }
}

/** People are whom an activity is with, accounts and leads what it is about; `$se_module` names the latter. */
function party(ref: CustomerRef): Readonly<Record<string, unknown>> {
  if (ref.module === 'contacts') return { Who_Id: { id: ref.id } };
  return { What_Id: { id: ref.id }, $se_module: CUSTOMER_MODULE[ref.module] };
}

function accountOf(ref: CustomerRef, accountId: string | null): { readonly id: string } | null {
  const id = ref.module === 'accounts' ? ref.id : accountId;
  return id === null ? null : { id };
}

function filled(values: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}
