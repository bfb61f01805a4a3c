import type { Call, CrmEvent, Note, Potential, Task } from '../../../core/permissions/panel-data.ts';
import { isObject } from '../../json.ts';
import { crmTime } from '../wire.ts';

/** A row as a related list or COQL sends it. */
export type CrmRow = Readonly<Record<string, unknown>> & { readonly id: string };

export function textOf(value: unknown): string | null {
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** The id of a lookup: `{name, id}`, or in some answers the id alone. */
export function lookupId(value: unknown): string | null {
  return isObject(value) ? textOf(value['id']) : textOf(value);
}

export function lookupName(value: unknown): string | null {
  return isObject(value) ? textOf(value['name']) : null;
}

interface Place {
  /** Where CRM shows the row. */
  readonly url: string;
  /** ISO 8601: what is open is judged by it. */
  readonly now: string;
  /** Of deals that name none themselves. */
  readonly currency: string | null;
}

function base(row: CrmRow, { url }: Place) {
  return { id: row.id, ownerName: lookupName(row['Owner']), url };
}

export const POTENTIAL_FIELDS = ['Deal_Name', 'Stage', 'Amount', 'Closing_Date', 'Owner'];
export function toPotential(row: CrmRow, place: Place): Potential {
  return {
    ...base(row, place),
    name: textOf(row['Deal_Name']) ?? '',
    stage: textOf(row['Stage']),
    amount: textOf(row['Amount']),
    currency: textOf(row['Currency']) ?? place.currency,
    closingDate: textOf(row['Closing_Date']),
  };
}

export const NOTE_FIELDS = ['Note_Title', 'Note_Content', 'Owner', 'Created_Time'];
export function toNote(row: CrmRow, place: Place): Note {
  return {
    ...base(row, place),
    title: textOf(row['Note_Title']),
    content: textOf(row['Note_Content']) ?? '',
    createdAt: crmTime(row['Created_Time']) ?? place.now,
  };
}

export const TASK_FIELDS = ['Subject', 'Status', 'Priority', 'Due_Date', 'Closed_Time', 'Owner'];
export function toTask(row: CrmRow, place: Place): Task {
  const status = textOf(row['Status']);
  return {
    ...base(row, place),
    open: textOf(row['Closed_Time']) === null && status !== 'Completed',
    subject: textOf(row['Subject']) ?? '',
    status,
    priority: textOf(row['Priority']),
    dueDate: textOf(row['Due_Date']),
  };
}

export const EVENT_FIELDS = ['Event_Title', 'Start_DateTime', 'End_DateTime', 'Venue', 'Owner'];
export function toEvent(row: CrmRow, place: Place): CrmEvent {
  const startsAt = crmTime(row['Start_DateTime']) ?? place.now;
  const endsAt = crmTime(row['End_DateTime']) ?? startsAt;
  return {
    ...base(row, place),
    open: endsAt > place.now,
    title: textOf(row['Event_Title']) ?? '',
    startsAt,
    endsAt,
    venue: textOf(row['Venue']),
  };
}

export const CALL_FIELDS = [
  'Subject',
  'Call_Type',
  'Call_Start_Time',
  'Call_Duration',
  'Outgoing_Call_Status',
  'Owner',
];
/** Statuses of calls that nobody made yet. */
const TO_BE_CALLED: ReadonlySet<string | null> = new Set(['Scheduled', 'Overdue']);
export function toCall(row: CrmRow, place: Place): Call {
  return {
    ...base(row, place),
    open: TO_BE_CALLED.has(textOf(row['Outgoing_Call_Status'])),
    subject: textOf(row['Subject']) ?? '',
    type: textOf(row['Call_Type']),
    startsAt: crmTime(row['Call_Start_Time']),
    durationSeconds: durationSeconds(textOf(row['Call_Duration'])),
  };
}

/** `mm:ss` or `hh:mm:ss`; null for any other text. */
export function durationSeconds(text: string | null): number | null {
  if (text === null || !/^\d+(:\d{1,2}){1,2}$/.test(text)) return null;
  return text.split(':').reduce((seconds, part) => seconds * 60 + Number(part), 0);
}

/** As CRM takes it: `mm:ss`. */
export function durationText(seconds: number): string {
  const two = (value: number) => String(value).padStart(2, '0');
  return `${two(Math.floor(seconds / 60))}:${two(seconds % 60)}`;
}
