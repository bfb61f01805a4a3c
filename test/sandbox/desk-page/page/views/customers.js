import { listCustomers, readRecord } from '../api.js';
import { el } from '../el.js';
import { mountPlace, whyNoExtensions, widgetsAt } from '../placements.js';
import { avatar, nameOf, ticketRows } from './parts.js';

const DETAILS = {
  contact: {
    email: 'E-mail',
    phone: 'Phone',
    mobile: 'Mobile',
    title: 'Title',
    city: 'City',
    country: 'Country',
  },
  account: { email: 'E-mail', phone: 'Phone', website: 'Website', industry: 'Industry', city: 'City' },
};

/** `#/contacts`, `#/accounts`: the first hundred that fit what is typed. */
export async function customersView({ desk }, container, module) {
  const list = el('div', { class: 'sheet' });
  const isContact = module === 'contacts';
  async function draw(find) {
    const rows = (await listCustomers(desk.user, module, find)).map((row) => {
      const name = isContact ? nameOf(row) : row.accountName;
      const what = el('span', { class: 'what' }, [
        el('div', { class: 'title' }, el('bdi', {}, name)),
        el('div', { class: 'quiet' }, el('bdi', {}, (isContact ? row.email : row.website) ?? '')),
      ]);
      return el('li', {}, el('a', { href: `#/${module}/${row.id}` }, [avatar(name), what]));
    });
    list.replaceChildren(el('ul', { class: 'rows' }, rows));
  }
  const oninput = ({ target }) => void draw(target.value);
  const find = el('input', { type: 'search', 'aria-label': 'Find', placeholder: 'Find', oninput });
  const title = el('h1', {}, isContact ? 'Contacts' : 'Accounts');
  container.append(el('div', { class: 'page' }, [el('header', {}, [title, find]), list]));
  await draw('');
}

/**
 * `#/contacts/<id>`, `#/accounts/<id>`: details beside the tabs of the extension and of Desk.
 * Desk announces no change of the record, so each has a page of its own, unless the fault `silentShift` is on.
 */
export async function customerView(page, container, kind, id) {
  const { desk, host } = page;
  const side = el('aside', { class: 'sheet', 'aria-label': 'Details' });
  const tickets = el('div', { class: 'tab-body' });

  async function show(recordId) {
    const record = await readRecord(desk.user, kind, recordId);
    desk.record = { kind, data: record };
    side.replaceChildren(...drawDetails(kind, record));
    tickets.replaceChildren(ticketRows(desk, record.tickets));
  }

  function build() {
    const main = el('section', { class: 'sheet' });
    container.replaceChildren(el('div', { class: 'page customer' }, [side, main]));
    drawTabs(page, main, `desk.${kind}.detail.subtab`, tickets);
    const right = `desk.${kind}.detail.rightpanel`;
    if (!whyNoExtensions(page) && widgetsAt(page, right).length > 0) mountPlace(page, side, right);
  }

  await show(id);
  build();
  return {
    async update(recordId) {
      await show(recordId);
      if (host.faults.silentShift) return;
      for (const frame of host.frames) if (container.contains(frame.element)) host.unmount(frame);
      build();
    },
  };
}

function drawDetails(kind, record) {
  const name = kind === 'contact' ? nameOf(record) : record.accountName;
  const rows = Object.entries(DETAILS[kind]).filter(([key]) => record[key]);
  const account = kind === 'contact' && record.accountId;
  return [
    el('dl', {}, [
      el('dt', {}, kind === 'contact' ? 'Contact' : 'Account'),
      el('dd', {}, el('h1', { dir: 'auto' }, name)),
      account && el('dt', {}, 'Account'),
      account && el('dd', {}, el('a', { href: `#/accounts/${record.accountId}` }, record.accountName ?? '')),
      ...rows.flatMap(([key, label]) => [el('dt', {}, label), el('dd', {}, el('bdi', {}, record[key]))]),
    ]),
  ];
}

/** The extension's tabs first: they are what this page exists for. All stay loaded, one is visible. */
function drawTabs(page, main, location, tickets) {
  const bar = el('div', { class: 'tabs', role: 'tablist' });
  const bodies = [];
  function add(title, body) {
    const onclick = () => select(body);
    const tab = el('button', { type: 'button', role: 'tab', onclick }, title);
    bar.append(tab);
    bodies.push({ tab, body });
  }
  function select(chosen) {
    for (const { tab, body } of bodies) {
      tab.setAttribute('aria-selected', String(body === chosen));
      body.hidden = body !== chosen;
    }
  }
  main.append(bar);
  if (whyNoExtensions(page) || widgetsAt(page, location).length === 0) {
    const body = el('div', { class: 'tab-body' });
    mountPlace(page, body, location);
    add('Extension', body);
    main.append(body);
  } else {
    mountPlace(page, main, location, (widget) => {
      const body = el('div', { class: 'tab-body' });
      add(widget.title ?? widget.name, body);
      main.append(body);
      return body;
    });
  }
  add('Tickets', tickets);
  main.append(tickets);
  select(bodies[0].body);
}
