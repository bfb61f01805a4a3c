import type { Handshake } from '../../server/contract/handshake.ts';
import type { Panel } from '../../server/contract/panel.ts';
import type { Session } from '../../server/contract/session.ts';
import { boardOf } from '../widgets/support/board-data.ts';
import { CONTACT, MAY_ALL, newCustomer, panelOf } from '../widgets/support/panel-data.ts';

export interface Refusal {
  readonly status: number;
  readonly code: string;
}
/** One picture: what the connector answers, and what the viewer does before it is taken. */
export interface State {
  readonly name: string;
  readonly page: 'ticket' | 'contact' | 'account' | 'handshake' | 'settings';
  /** To whatever is asked that `answers` does not know. */
  readonly answer: Panel | Handshake | Refusal | 'silence';
  /** By the method and path of the request; the first that fits. */
  readonly answers?: readonly (readonly [RegExp, object])[];
  /** Opened at this place of the page. */
  readonly hash?: string;
  readonly viewer?: Session['agent'];
  /** Stays at the sign-in. */
  readonly signedOut?: boolean;
  /** Labels of buttons to press, in order. */
  readonly press?: readonly string[];
}

const refused = (status: number, code: string): Refusal => ({ status, code });
const lead = { ...CONTACT, record: { ...CONTACT.record, module: 'leads' as const } };

export const STATES: readonly State[] = [
  { name: 'ticket', page: 'ticket', answer: panelOf() },
  {
    name: 'ticket-activities',
    page: 'ticket',
    answer: panelOf({ account: undefined }),
    press: ['Notes', 'Activities'],
  },
  { name: 'ticket-signed-out', page: 'ticket', answer: panelOf(), signedOut: true },
  { name: 'ticket-loading', page: 'ticket', answer: 'silence' },
  { name: 'ticket-not-in-crm', page: 'ticket', answer: newCustomer() },
  {
    name: 'ticket-ambiguous',
    page: 'ticket',
    answer: newCustomer({
      match: { contacts: { outcome: 'ambiguous', by: 'email', count: 3 }, accounts: { outcome: 'nobody' } },
    }),
  },
  {
    name: 'ticket-stale-paused',
    page: 'ticket',
    answer: panelOf({
      readAt: '2026-11-20T08:00:00Z',
      stale: { code: 'crm-unavailable' },
      integration: { state: 'paused', importing: true },
    }),
  },
  {
    name: 'ticket-restricted',
    page: 'ticket',
    answer: panelOf({
      account: undefined,
      contact: {
        ...CONTACT,
        potentials: undefined,
        notes: { state: 'failed', code: 'crm-unavailable' },
        calls: undefined,
      },
    }),
    press: ['Notes', 'Activities'],
  },
  { name: 'ticket-hidden', page: 'ticket', answer: refused(403, 'crm-hidden') },
  { name: 'ticket-error', page: 'ticket', answer: refused(503, 'crm-unavailable') },
  { name: 'ticket-not-integrated', page: 'ticket', answer: refused(409, 'not-integrated') },
  {
    name: 'ticket-add-task',
    page: 'ticket',
    answer: panelOf({ account: undefined }),
    press: ['Activities', 'Add a task'],
  },
  { name: 'ticket-link', page: 'ticket', answer: newCustomer(), press: ['Link to a CRM record'] },
  {
    name: 'ticket-unlink',
    page: 'ticket',
    answer: panelOf(),
    press: ['Contact: More actions', 'End the link'],
  },
  {
    name: 'contact-lead',
    page: 'contact',
    answer: panelOf({ place: 'contacts', contact: lead, can: { contacts: MAY_ALL, accounts: MAY_ALL } }),
  },
  {
    name: 'account',
    page: 'account',
    answer: panelOf({ place: 'accounts', customerType: null, contact: undefined }),
  },
  { name: 'board', page: 'handshake', answer: boardOf() },
  { name: 'board-empty', page: 'handshake', answer: boardOf({ columns: [], total: 0 }) },
];
