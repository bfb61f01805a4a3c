import { readPermissions, setPermission, listAgents } from '../api.js';
import { el } from '../el.js';
import { mountPlace, whyNoExtensions } from '../placements.js';

/** `#/settings`: the extension's own settings page, and for administrators its permissions per profile. */
export async function settingsView(page, container) {
  const sheet = el('div', { class: 'sheet' });
  container.append(
    el('div', { class: 'page settings' }, [el('header', {}, el('h1', {}, 'Extension settings')), sheet]),
  );
  mountPlace(page, sheet, 'desk.extension.preference');
  const { session, extension } = page.desk;
  if (whyNoExtensions(page) || !session.user.isAdmin || extension.permissions.length === 0) return;
  container.firstElementChild.append(await permissionMatrix(page.desk));
}

/** Desk's own screen: which profile has which of the extension's permissions. */
async function permissionMatrix({ session, extension }) {
  const agents = (await listAgents()).filter(({ portal }) => portal === session.portal.name);
  const profiles = session.portal.profiles.map(({ name }) => name);
  const states = new Map();
  for (const profile of profiles) {
    const one = agents.find((agent) => agent.profile === profile);
    const list = one ? await readPermissions(one.email) : [];
    states.set(profile, new Map(list.map(({ apiName, isEnabled }) => [apiName, isEnabled])));
  }
  const box = (profile, apiName) =>
    el('input', {
      type: 'checkbox',
      'aria-label': `${apiName} for ${profile}`,
      checked: states.get(profile).get(apiName) ?? false,
      onchange: ({ target }) => void setPermission({ profile, apiName, isEnabled: target.checked }),
    });
  const head = el('tr', {}, [
    el('th', { scope: 'col' }, 'Permission'),
    ...profiles.map((name) => el('th', { scope: 'col' }, name)),
  ]);
  const rows = extension.permissions.map(({ apiName }) =>
    el('tr', {}, [
      el('th', { scope: 'row' }, apiName),
      ...profiles.map((profile) => el('td', {}, box(profile, apiName))),
    ]),
  );
  return el('section', {}, [
    el('header', {}, el('h2', {}, 'Permissions')),
    el('table', { class: 'matrix sheet' }, [el('thead', {}, head), el('tbody', {}, rows)]),
  ]);
}
