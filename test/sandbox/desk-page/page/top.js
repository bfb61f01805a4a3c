import { listAgents } from './api.js';
import { ALL_DEPARTMENTS } from './desk.js';
import { toggleDrawer } from './drawer.js';
import { el } from './el.js';
import { widgetsAt, whyNoExtensions } from './placements.js';

/** The bar on top: where to go, who is signed in, and the extension's full view. */
export function drawTop(page) {
  const { desk } = page;
  const link = (href, text, kinds) => el('a', { href, 'data-kinds': kinds }, text);
  const bands = whyNoExtensions(page) ? [] : widgetsAt(page, 'desk.topband');
  document
    .getElementById('top')
    .replaceChildren(
      el('span', { class: 'brand' }, desk.session.portal.name),
      el('nav', { 'aria-label': 'Desk' }, [
        link('#/tickets', 'Tickets', 'tickets ticket'),
        link('#/contacts', 'Contacts', 'contacts contact'),
        link('#/accounts', 'Accounts', 'accounts account'),
        ...bands.map(({ name, title }) => link(`#/topband/${name}`, title ?? name, 'topband')),
        link('#/settings', 'Extension settings', 'settings'),
        link(recordsAddress(desk.extension), 'Records'),
      ]),
      departmentChoice(desk),
      personChoice(desk),
      el(
        'button',
        { class: 'button', type: 'button', id: 'open-drawer', onclick: () => toggleDrawer(page) },
        'Sandbox',
      ),
    );
}

function recordsAddress({ connector }) {
  return connector ? `records.html?${new URLSearchParams({ connector })}` : 'records.html';
}

function departmentChoice(desk) {
  const all = { id: ALL_DEPARTMENTS, name: 'All departments' };
  const options = [all, ...desk.session.portal.departments].map(({ id, name }) =>
    el('option', { value: id, selected: id === desk.departmentId }, name),
  );
  const onchange = ({ target }) => desk.choose({ department: target.value });
  return el('select', { id: 'department', 'aria-label': 'Department', onchange }, options);
}

function personChoice(desk) {
  const { user } = desk.session;
  const onchange = ({ target }) => desk.choose({ user: target.value, department: undefined });
  const own = el('option', { value: user.email }, user.fullName);
  const select = el('select', { id: 'user', 'aria-label': 'Signed in', onchange }, own);
  void listAgents().then((agents) =>
    select.replaceChildren(
      ...agents.map(({ email, name, profile, portal }) =>
        el(
          'option',
          { value: email, selected: email === user.email },
          [name, profile, portal !== desk.session.portal.name && portal].filter(Boolean).join(' · '),
        ),
      ),
    ),
  );
  return select;
}
