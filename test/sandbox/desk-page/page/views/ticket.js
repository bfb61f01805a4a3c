import { readRecord } from '../api.js';
import { el } from '../el.js';
import { mountPlace, whyNoExtensions, widgetsAt } from '../placements.js';
import { avatar, nameOf, quietLine, ticketRows, ticketStatus, time } from './parts.js';
import { departmentTickets } from './tickets.js';

/**
 * `#/tickets/<id>`: the ticket between the list and the extension's cards.
 * Another ticket is shown in the same view: its widgets stay loaded and hear `ticket_Shift`, which names no ticket.
 */
export async function ticketView(page, container, id) {
  const { desk, host } = page;
  const tickets = await departmentTickets(desk);
  const list = el('aside', { class: 'ticket-list', 'aria-label': 'Tickets' });
  const body = el('section', { class: 'ticket', 'aria-label': 'Ticket' });
  const panel = el('aside', { class: 'right-panel', 'aria-label': 'Extensions' }, el('h2', {}, 'Extensions'));
  const subtabs = el('div', { class: 'tab-body' });
  let shown = 0;

  async function show(ticketId) {
    shown += 1;
    const turn = shown;
    const ticket = await readRecord(desk.user, 'ticket', ticketId);
    if (turn !== shown) return;
    desk.record = { kind: 'ticket', data: ticket };
    list.replaceChildren(ticketRows(desk, tickets, ticketId));
    body.replaceChildren(...drawTicket(desk, ticket));
  }

  await show(id);
  container.append(el('div', { class: 'ticket-layout' }, [list, el('div', {}, [body, subtabs]), panel]));
  mountPlace(page, panel, 'desk.ticket.detail.rightpanel', (widget) => {
    const card = el('section', { class: 'card' }, el('h3', {}, widget.title ?? widget.name));
    panel.append(card);
    return card;
  });
  const hasTab = !whyNoExtensions(page) && widgetsAt(page, 'desk.ticket.detail.subtab').length > 0;
  if (hasTab) mountPlace(page, subtabs, 'desk.ticket.detail.subtab');
  const stop = listenToWidgets(desk, body);
  return {
    async update(ticketId) {
      await show(ticketId);
      host.fire('ticket_Shift', { ticket_shifted: true }, ({ widget }) =>
        widget.location.startsWith('desk.ticket.'),
      );
    },
    leave: stop,
  };
}

function drawTicket(desk, ticket) {
  const name = nameOf(ticket.contact) || ticket.email || 'Unknown';
  const account = ticket.contact?.account;
  return [
    el('header', {}, [
      el('h1', { id: 'ticket-subject', dir: 'auto' }, ticket.subject),
      ticketStatus(ticket),
      el('span', { class: 'quiet' }, quietLine([`#${ticket.ticketNumber}`, ticket.department?.name])),
    ]),
    el('article', { class: 'sheet thread' }, [
      el('header', {}, [
        avatar(name),
        el('div', {}, [
          el('div', {}, [
            ticket.contactId ? el('a', { href: `#/contacts/${ticket.contactId}` }, name) : name,
            account && ' · ',
            account && el('a', { href: `#/accounts/${account.id}` }, account.accountName),
          ]),
          el('div', { class: 'quiet' }, quietLine([ticket.channel, time(desk, ticket.createdTime)])),
        ]),
      ]),
      el('p', { dir: 'auto' }, ticket.description ?? ''),
    ]),
    el('div', { class: 'sheet reply' }, [
      el('label', { for: 'reply', class: 'quiet' }, 'Reply'),
      el('textarea', { id: 'reply' }),
    ]),
  ];
}

/** What widgets do to the page of the open ticket. Nothing is saved: that is the agent's to do. */
function listenToWidgets(desk, body) {
  const ending = new AbortController();
  const { signal } = ending;
  const reply = () => body.querySelector('#reply');
  desk.addEventListener(
    'reply-insert',
    ({ detail }) => {
      const text =
        typeof detail === 'object' && detail !== null ? String(detail.value ?? '') : String(detail);
      reply().value = detail?.type === 'replace' ? text : reply().value + text;
    },
    { signal },
  );
  desk.addEventListener(
    'ticket-set',
    ({ detail: { name, value } }) => {
      if (name === 'subject') body.querySelector('#ticket-subject').textContent = String(value);
      if (name === 'status') body.querySelector('.status').textContent = String(value);
      if (name === 'comment') reply().value = String(value?.comment ?? value?.content ?? '');
    },
    { signal },
  );
  desk.addEventListener('ticket-place', ({ detail }) => (body.dataset.place = detail), { signal });
  return () => ending.abort();
}
