import { refuse } from './refusal.js';

/** Heights a card of the right panel may have; the host of 2020 had these. */
const CARD_HEIGHT = { least: 145, most: 600 };
const PAGES = { ticket: 'tickets', contact: 'contacts', account: 'accounts' };
const TICKET_PLACES = new Set(
  'properties attachments conversation history resolution task timeEntry approval addForm'.split(' '),
);

/** `ZOHODESK.invoke(action, property, value)` (reference §4.3). @throws Refusal for an action or a target Desk has not */
export function invokeAction(page, frame, action, property, value) {
  const done = { status: 'success' };
  switch (action) {
    case 'RESIZE':
      resize(frame, property ?? value ?? {});
      return done;
    case 'ROUTE_TO':
      routeTo(page, property ?? value);
      return done;
    case 'MODAL_CLOSE':
      page.closeModal(frame);
      return done;
    case 'INSERT':
      if (property !== 'ticket.replyEditor' || page.desk.record?.kind !== 'ticket')
        throw refuse('No Data Found');
      page.desk.dispatchEvent(new CustomEvent('reply-insert', { detail: value }));
      return done;
    case 'SHOW':
    case 'HIDE':
    case 'MINIMIZE':
    case 'MAXIMIZE':
      frame.element.hidden = action === 'HIDE' || action === 'MINIMIZE';
      return done;
    default:
      throw refuse('Invalid Payload');
  }
}

/** Only cards of the right panel, and modals, honour it: elsewhere a widget fills its place. */
function resize(frame, { height }) {
  const pixels = Number.parseFloat(height);
  if (!Number.isFinite(pixels)) throw refuse('Invalid Payload');
  const { location } = frame.widget;
  if (location !== '__MODAL__' && !location.endsWith('.rightpanel')) return;
  const clamped = Math.min(Math.max(Math.ceil(pixels), CARD_HEIGHT.least), CARD_HEIGHT.most);
  frame.element.style.height = `${clamped}px`;
}

/** A place of the open ticket by name, or `{entity, id, page: 'dv', target?}`. */
function routeTo({ desk, go }, target) {
  if (typeof target === 'string') {
    const [kind, place] = target.split('.');
    if (kind === 'contact' && place === 'addForm') return;
    if (kind !== 'ticket' || !TICKET_PLACES.has(place)) throw refuse('Invalid Payload');
    desk.dispatchEvent(new CustomEvent('ticket-place', { detail: place }));
    return;
  }
  const folder = PAGES[target?.entity];
  if (target?.entity === 'extension') {
    go('settings', target);
    return;
  }
  if (!folder || !/^\d+$/.test(String(target.id))) throw refuse('Invalid Payload');
  go(`${folder}/${target.id}`, target);
}
