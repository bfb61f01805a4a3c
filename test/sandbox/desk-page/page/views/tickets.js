import { listTickets } from '../api.js';
import { ALL_DEPARTMENTS } from '../desk.js';
import { el } from '../el.js';
import { ticketRows } from './parts.js';

/** `#/tickets`: the department's tickets, newest first. */
export async function ticketsView({ desk }, container) {
  const tickets = await departmentTickets(desk);
  const title = el('header', {}, [
    el('h1', {}, 'Tickets'),
    el('span', { class: 'quiet' }, `${tickets.length}`),
  ]);
  container.append(
    el('div', { class: 'page' }, [title, el('div', { class: 'sheet' }, ticketRows(desk, tickets))]),
  );
}

export function departmentTickets(desk) {
  return listTickets(desk.user, desk.departmentId === ALL_DEPARTMENTS ? '' : desk.departmentId);
}
