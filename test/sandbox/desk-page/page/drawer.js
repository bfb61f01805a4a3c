import { APPEARANCES, FONTS, THEMES } from './desk.js';
import { el } from './el.js';

const SHOWN_MESSAGES = 60;

/** The drawer with the sandbox's own controls: everything in it is also in `window.deskPage`. */
export function toggleDrawer(page) {
  const open = document.getElementById('drawer');
  if (open) open.remove();
  else document.body.append(drawDrawer(page));
}

function drawDrawer(page) {
  const close = el(
    'button',
    { class: 'icon-button', type: 'button', 'aria-label': 'Close', onclick: () => drawer.remove() },
    '✕',
  );
  const drawer = el('aside', { class: 'drawer', id: 'drawer', 'aria-label': 'Sandbox' }, [
    el('header', {}, [el('h2', {}, 'Sandbox'), close]),
    lookSection(page),
    faultSection(page),
    extensionSection(page),
    messageSection(page),
  ]);
  return drawer;
}

function choice(label, options, value, onchoose) {
  const list = options.map((option) => el('option', { value: option, selected: option === value }, option));
  return el('label', {}, [label, el('select', { onchange: ({ target }) => onchoose(target.value) }, list)]);
}

function check(label, checked, onchoose) {
  const box = el('input', { type: 'checkbox', checked, onchange: ({ target }) => onchoose(target.checked) });
  return el('label', { class: 'check' }, [box, label]);
}

function lookSection({ desk, levers }) {
  const { appearance, theme, fontFamily } = desk.preferences;
  const locales = [...new Set(['en', 'ar', ...(desk.extension.locales ?? [])])];
  return el('section', {}, [
    el('h3', {}, 'Preferences of the user'),
    el('div', { class: 'fields' }, [
      choice('Appearance', APPEARANCES, appearance, (value) => levers.setPreferences({ appearance: value })),
      choice('Colour', THEMES, theme, (value) => levers.setPreferences({ theme: value })),
      choice('Font', FONTS, fontFamily, (value) => levers.setPreferences({ font: value })),
      choice('Language', locales, desk.locale, (value) => levers.setLocale(value)),
    ]),
    choice('Width of a card', ['285', '300', '360'], '285', (value) => levers.setPanelWidth(Number(value))),
  ]);
}

function faultSection({ host, levers }) {
  const { faults } = host;
  const setRequest = (request) => levers.setFaults({ request });
  const requests = {
    works: null,
    'not authorised (1000)': { notAuthorised: true },
    'answers 503': { status: 503, body: { message: 'unavailable' } },
    'connection cut': { transport: true },
    'wrapped (object)': { wrap: 'object' },
    'wrapped (text)': { wrap: 'text' },
  };
  return el('section', {}, [
    el('h3', {}, 'Faults'),
    choice('Replies after (ms)', ['0', '500', '3000'], String(faults.delayMs), (value) =>
      levers.setFaults({ delayMs: Number(value) }),
    ),
    choice('ZOHODESK.request', Object.keys(requests), 'works', (name) => setRequest(requests[name])),
    check('Replies to get never come', faults.drop.includes('GET_DATA'), (on) =>
      levers.setFaults({ drop: on ? ['GET_DATA'] : [] }),
    ),
    check('Registration 3 s late', faults.lateRegisterMs > 0, (on) =>
      levers.setFaults({ lateRegisterMs: on ? 3000 : 0 }),
    ),
    check('Customers change silently', faults.silentShift, (silentShift) =>
      levers.setFaults({ silentShift }),
    ),
    check('Light agents have extensions', faults.lightAgents, (lightAgents) =>
      levers.setFaults({ lightAgents }),
    ),
  ]);
}

function extensionSection({ desk, levers }) {
  const { extension } = desk;
  const text =
    extension.missing ?? `${extension.widgets.length} widgets from ${new URL(extension.base).origin}`;
  const shift = () => levers.fire('ticket_Shift', { ticket_shifted: true });
  return el('section', {}, [
    el('h3', {}, 'Extension'),
    el('p', { class: 'quiet' }, text),
    el('div', { class: 'buttons' }, [
      el('button', { class: 'button', type: 'button', onclick: shift }, 'Fire ticket_Shift'),
    ]),
  ]);
}

function messageSection({ host }) {
  const list = el('ol', { class: 'messages', tabindex: '0', 'aria-label': 'Messages' });
  const add = (entry) => {
    list.prepend(drawMessage(entry));
    while (list.childElementCount > SHOWN_MESSAGES) list.lastElementChild.remove();
  };
  host.log.entries.slice(-SHOWN_MESSAGES).forEach(add);
  const listener = ({ detail }) => {
    if (list.isConnected) add(detail);
    else host.log.removeEventListener('added', listener);
  };
  host.log.addEventListener('added', listener);
  return el('section', {}, [el('h3', {}, 'Messages, newest first'), list]);
}

function drawMessage({ direction, widget, message, note }) {
  const { type, eventName, data } = message ?? {};
  const what = [type, eventName, data?.type, typeof data?.property === 'string' ? data.property : undefined];
  return el('li', {}, [
    `${direction === 'in' ? '→ Desk' : '← Desk'} ${widget ?? '?'} ${what.filter(Boolean).join(' ')}`,
    note && el('div', { class: 'note' }, note),
  ]);
}
