import type { Panel, PanelBlock, PanelCan } from '../../../server/contract/panel.ts';

const CRM = 'https://crm.example.com/crm/org5/tab';
const row = (id: string) => ({ id, ownerName: 'Sam Seller', url: `${CRM}/record/${id}` });

/** A CRM contact with everything. */
export const CONTACT: PanelBlock = {
  record: { module: 'contacts', id: '100', url: `${CRM}/Contacts/100` },
  information: {
    state: 'ready',
    hasMore: false,
    rows: [
      { apiName: 'Full_Name', label: 'Full Name', value: 'Maria Anders' },
      { apiName: 'Email', label: 'Email', value: 'maria.anders@alfreds-futterkiste.example' },
      { apiName: 'Phone', label: 'Phone', value: '+49 30 0074321' },
      { apiName: 'Date_of_Birth', label: 'Date of Birth', value: '1987-04-03' },
      { apiName: 'Website', label: 'Website', value: 'https://www.alfreds-futterkiste.example' },
      { apiName: 'Email_Opt_Out', label: 'Email Opt Out', value: false },
      { apiName: 'Languages', label: 'Languages', value: ['German', 'English'] },
      { apiName: 'Assistant', label: 'Assistant', value: null },
    ],
  },
  potentials: {
    state: 'ready',
    hasMore: true,
    rows: [
      {
        ...row('201'),
        name: 'Spring order, 400 hampers',
        stage: 'Negotiation/Review',
        amount: '48250.50',
        currency: 'EUR',
        closingDate: '2026-12-18',
      },
      {
        ...row('202'),
        name: 'Warehouse extension',
        stage: 'Closed Won',
        amount: '1200000',
        currency: 'EUR',
        closingDate: '2026-03-01',
      },
    ],
  },
  notes: {
    state: 'ready',
    hasMore: false,
    rows: [
      {
        ...row('301'),
        title: 'Prefers phone',
        content: 'Call before noon.\nAsk for Hanna if she is out.',
        createdAt: '2026-11-20T09:30:00Z',
      },
    ],
  },
  calls: {
    state: 'ready',
    hasMore: false,
    rows: [
      {
        ...row('401'),
        open: true,
        subject: 'Talk about the delivery dates',
        type: 'Outbound',
        startsAt: '2026-11-27T10:00:00Z',
        durationSeconds: null,
      },
      {
        ...row('402'),
        open: false,
        subject: 'First contact',
        type: 'Inbound',
        startsAt: '2026-10-02T08:15:00Z',
        durationSeconds: 1260,
      },
    ],
  },
  events: {
    state: 'ready',
    hasMore: false,
    rows: [
      {
        ...row('501'),
        open: true,
        title: 'Tasting',
        startsAt: '2026-12-01T13:00:00Z',
        endsAt: '2026-12-01T15:00:00Z',
        venue: 'Berlin',
      },
    ],
  },
  tasks: {
    state: 'ready',
    hasMore: false,
    rows: [
      {
        ...row('601'),
        open: true,
        subject: 'Send the offer',
        status: 'Not Started',
        priority: 'High',
        dueDate: '2026-11-30',
      },
    ],
  },
};

/** Her account: nothing but a profile and one lost deal. */
export const ACCOUNT: PanelBlock = {
  record: { module: 'accounts', id: '900', url: `${CRM}/Accounts/900` },
  information: {
    state: 'ready',
    hasMore: false,
    rows: [
      { apiName: 'Account_Name', label: 'Account Name', value: 'Alfreds Futterkiste' },
      { apiName: 'Industry', label: 'Industry', value: 'Food & Beverage' },
      { apiName: 'Employees', label: 'Employees', value: '120' },
    ],
  },
  potentials: {
    state: 'ready',
    hasMore: false,
    rows: [
      {
        ...row('203'),
        name: 'Vending machines',
        stage: 'Closed Lost',
        amount: null,
        currency: null,
        closingDate: null,
      },
    ],
  },
  notes: { state: 'ready', hasMore: false, rows: [] },
  calls: { state: 'ready', hasMore: false, rows: [] },
  events: { state: 'ready', hasMore: false, rows: [] },
  tasks: { state: 'ready', hasMore: false, rows: [] },
};

export const MAY_ALL: PanelCan = {
  link: false,
  unlink: true,
  create: false,
  add: ['potentials', 'notes', 'calls', 'events', 'tasks'],
};
export const MAY_LINK: PanelCan = { link: true, unlink: false, create: true, add: [] };

/** The answer for a ticket of a customer, up to date; `change` replaces parts. */
export function panelOf(change: Partial<Panel> = {}): Panel {
  return {
    place: 'tickets',
    deskId: '42',
    integration: { state: 'active', importing: false },
    readAt: new Date(Date.now() - 3 * 60_000).toISOString(),
    stale: null,
    refreshing: false,
    customerType: 'customers',
    contact: CONTACT,
    account: ACCOUNT,
    match: { contacts: { outcome: 'matched', by: 'pair' }, accounts: { outcome: 'matched', by: 'contact' } },
    can: { contacts: MAY_ALL, accounts: MAY_ALL },
    ...change,
  };
}

/** A ticket whose contact CRM does not know. */
export function newCustomer(change: Partial<Panel> = {}): Panel {
  return panelOf({
    customerType: 'new',
    contact: null,
    account: null,
    match: { contacts: { outcome: 'not-in-crm' }, accounts: { outcome: 'nobody' } },
    can: { contacts: MAY_LINK, accounts: { link: false, unlink: false, create: false, add: [] } },
    ...change,
  });
}
