import { field, lookup, picklist, text } from './field.ts';
import type { FieldSpec } from './field.ts';

/** The person an activity is with, and the account, deal, product or lead it is about. */
const PARTIES: readonly FieldSpec[] = [
  lookup('Who_Id', 'Contact Name', 'Contacts'),
  field('What_Id', 'Related To', 'multi_module_lookup'),
];

export const TASK_FIELDS: readonly FieldSpec[] = [
  text('Subject', 'Subject', 300, { mandatory: true }),
  field('Due_Date', 'Due Date', 'date'),
  picklist('Status', 'Status', ['Not Started', 'Deferred', 'In Progress', 'Completed', 'Waiting for input']),
  picklist('Priority', 'Priority', ['High', 'Highest', 'Low', 'Lowest', 'Normal']),
  field('Closed_Time', 'Closed Time', 'datetime', { readOnly: true }),
  field('Send_Notification_Email', 'Send Notification Email', 'boolean'),
  ...PARTIES,
  field('Description', 'Description', 'textarea'),
];

export const EVENT_FIELDS: readonly FieldSpec[] = [
  text('Event_Title', 'Title', 255, { mandatory: true }),
  field('Start_DateTime', 'From', 'datetime', { mandatory: true }),
  field('End_DateTime', 'To', 'datetime', { mandatory: true }),
  field('All_day', 'All day', 'boolean'),
  text('Venue', 'Location', 255),
  field('Participants', 'Participants', 'jsonarray'),
  ...PARTIES,
  field('Description', 'Description', 'textarea'),
];

export const CALL_FIELDS: readonly FieldSpec[] = [
  text('Subject', 'Subject', 255, { mandatory: true }),
  picklist('Call_Type', 'Call Type', ['Outbound', 'Inbound', 'Missed'], { mandatory: true }),
  field('Call_Start_Time', 'Call Start Time', 'datetime', { mandatory: true }),
  text('Call_Duration', 'Call Duration', 30),
  field('Call_Duration_in_seconds', 'Call Duration (in seconds)', 'integer'),
  picklist('Call_Purpose', 'Call Purpose', [
    '-None-',
    'Prospecting',
    'Administrative',
    'Negotiation',
    'Demo',
    'Project',
    'Desk',
  ]),
  picklist('Call_Result', 'Call Result', [
    '-None-',
    'Interested',
    'Not interested',
    'No response/Busy',
    'Requested more info',
    'Requested call back',
    'Invalid number',
  ]),
  text('Call_Agenda', 'Call Agenda', 255),
  picklist('Outgoing_Call_Status', 'Outgoing Call Status', [
    'Scheduled',
    'Completed',
    'Overdue',
    'Cancelled',
  ]),
  ...PARTIES,
  field('Description', 'Description', 'textarea'),
];

export const NOTE_FIELDS: readonly FieldSpec[] = [
  text('Note_Title', 'Note Title', 120),
  field('Note_Content', 'Note Content', 'textarea', { length: 65_535, mandatory: true }),
  field('Parent_Id', 'Parent ID', 'multi_module_lookup', { mandatory: true }),
];
