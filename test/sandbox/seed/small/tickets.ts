const HOUR_MS = 3_600_000;

interface Ticket {
  readonly subject: string;
  readonly status: string;
  readonly statusType: 'Open' | 'On Hold' | 'Closed';
  readonly department: string;
  readonly contactName: string;
  readonly priority: string | null;
  readonly channel: string;
  /** Age in hours. */
  readonly age: number;
}

const ticket = (subject: string, contactName: string, age: number, rest: Partial<Ticket> = {}): Ticket => ({
  ...{
    subject,
    contactName,
    age,
    status: 'Open',
    statusType: 'Open',
    department: 'Support',
    priority: 'Medium',
    channel: 'Email',
  },
  ...rest,
});

/** Tickets of people of every customer type, in several departments and statuses. */
const TICKETS: readonly Ticket[] = [
  ticket('Pump makes a grinding noise', 'Anna Berg', 5, { priority: 'High' }),
  ticket('Invoice shows the wrong address', 'Anna Berg', 30, { channel: 'Phone' }),
  ticket('Where is my order?', 'Wanda Won', 3, { channel: 'Web' }),
  ticket('Request for a spare key', 'Petra Prospect', 50, { priority: 'Low' }),
  ticket('Cannot sign in to the shop', 'Luis Lost', 8),
  ticket('First question of a new visitor', 'Viktor Vinyl', 2, { channel: 'Chat', priority: null }),
  ticket('Waiting for the photo of the label', 'Björn Ek', 70, { status: 'On Hold', statusType: 'On Hold' }),
  ticket('Escalated: leak after the repair', 'Cleo Dahl', 26, { status: 'Escalated', priority: 'High' }),
  ticket('Return of two lamps', 'Wanda Won', 44, { department: 'Returns' }),
  ticket('Refund arrived, thank you', 'Wanda Won', 200, {
    department: 'Returns',
    status: 'Closed',
    statusType: 'Closed',
  }),
  ticket('Inspection in spring', 'Eva Evergreen', 90, { department: 'Field Service' }),
  ticket('Old question', 'Eva Evergreen', 9_000, { status: 'Closed', statusType: 'Closed' }),
];

/** Contacts by "First Last", departments by name, as `Seed.desk.tickets` says. */
export function createTickets(nowMs: number): Readonly<Record<string, unknown>>[] {
  return TICKETS.map(({ age, ...fields }) => ({
    ...fields,
    description: `${fields.subject}. Please help.`,
    createdTime: new Date(nowMs - age * HOUR_MS).toISOString(),
  }));
}
