import { el } from '../el.js';
import { displayTime } from '../host/display-time.js';

export function avatar(name) {
  const initials = name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase();
  return el('span', { class: 'avatar', 'aria-hidden': 'true' }, initials || '?');
}

export function nameOf(contact) {
  return [contact?.firstName, contact?.lastName].filter(Boolean).join(' ');
}

export function ticketStatus({ status, statusType, priority }) {
  return el('span', { class: 'status', 'data-type': statusType, 'data-priority': priority }, status);
}

/** Rows of tickets; the one that is open is marked. */
export function ticketRows(desk, tickets, openId) {
  const rows = tickets.map((ticket) => {
    const isList = openId === undefined;
    const attributes = { href: `#/tickets/${ticket.id}`, 'aria-current': ticket.id === openId && 'true' };
    return el('li', {}, [
      el('a', attributes, [
        el('span', { class: 'what' }, [
          el('div', { class: 'title' }, el('bdi', {}, ticket.subject)),
          el('div', { class: 'quiet' }, quietLine([`#${ticket.ticketNumber}`, nameOf(ticket.contact)])),
        ]),
        isList && el('time', { class: 'quiet', dir: 'ltr' }, time(desk, ticket.createdTime)),
        isList && ticketStatus(ticket),
      ]),
    ]);
  });
  return el(
    'ul',
    { class: 'rows' },
    rows.length > 0 ? rows : el('li', { class: 'no-extension' }, 'No tickets here.'),
  );
}

/** Facts with dots between; each keeps its own direction. */
export function quietLine(texts) {
  const parts = texts.filter(Boolean).map((text) => el('bdi', {}, text));
  return parts.flatMap((part, index) => (index === 0 ? [part] : [' · ', part]));
}

export function time(desk, iso) {
  return displayTime(iso, desk.session.user.timeZone);
}
