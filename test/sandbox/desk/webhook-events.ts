import type { Json, Module } from './types.ts';

/** Products have no events: they must be polled (reference §5). */
export const EVENT_ENTITY: Readonly<Record<Module, 'Contact' | 'Account' | null>> = {
  contacts: 'Contact',
  accounts: 'Account',
  products: null,
};

/** The events this portal fires. */
export type EventType =
  `${'Contact' | 'Account'}_${'Add' | 'Update' | 'Delete'}` | 'Ticket_Add' | 'Ticket_Update' | 'Agent_Update';

export interface DeskEvent {
  readonly type: EventType;
  readonly payload: Json;
  readonly prevState: Json | null;
  /** `sourceId` header of the call that caused it. */
  readonly sourceId: string | null;
  /** Department of a ticket event, for the `departmentIds` filter. */
  readonly departmentId: string | null;
  /** Fields a ticket update changed, for the `fields` filter. */
  readonly changed: readonly string[] | null;
}

/** Every event one may subscribe to: Webhook.json and N8N (reference §5); those above are the ones that happen here. */
export const SUBSCRIBABLE: ReadonlySet<string> = new Set(
  (
    'Ticket_Add Ticket_Update Ticket_Delete Ticket_Comment_Add Ticket_Comment_Update Ticket_Thread_Add ' +
    'Ticket_Attachment_Add Ticket_Attachment_Update Ticket_Attachment_Delete Ticket_Approval_Add ' +
    'Ticket_Approval_Update Contact_Add Contact_Update Contact_Delete Account_Add Account_Update Account_Delete ' +
    'Agent_Add Agent_Update Agent_Delete Agent_Presence_Update Agent_Channel_Preference_Update Department_Add ' +
    'Department_Update Task_Add Task_Update Task_Delete Call_Add Call_Update Call_Delete Event_Add Event_Update ' +
    'Event_Delete TimeEntry_Add TimeEntry_Update TimeEntry_Delete Article_Add Article_Update Article_Delete ' +
    'Article_Translation_Add Article_Translation_Update Article_Translation_Delete Article_Feedback_Add ' +
    'KBRootCategory_Add KBRootCategory_Update KBRootCategory_Delete KBSection_Add KBSection_Update ' +
    'KBSection_Delete IM_Message_Add'
  ).split(' '),
);
