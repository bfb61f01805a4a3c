/** What our server keeps for the page. @throws Error with the server's own sentence */
async function call(path, init) {
  const answer = await fetch(path, { cache: 'no-store', ...init });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error ?? `${path} answered ${answer.status}`);
  return body;
}

function post(path, body) {
  const headers = { 'content-type': 'application/json' };
  return call(path, { method: 'POST', headers, body: JSON.stringify(body) });
}

const path = (name, query) => `/_desk/${name}?${new URLSearchParams(query)}`;

export const listAgents = () => call('/_desk/agents');
export const readSession = (user) => call(path('session', { user }));
export const listTickets = (user, department) => call(path('tickets', { user, department }));
export const listCustomers = (user, module, find) => call(path(module, { user, find }));
/** `kind` is ticket, contact or account. */
export const readRecord = (user, kind, id) => call(path(`${kind}s/${encodeURIComponent(id)}`, { user }));

export const readExtension = () => call('/_desk/extension');
export const readTranslations = (locale) =>
  call(`/_desk/extension/translations/${encodeURIComponent(locale)}`);
export const readPermissions = (user) => call(path('extension/permissions', { user }));
export const setPermission = (change) => post('/_desk/extension/permissions', change);
export const readConfig = () => call('/_desk/extension/config');
/** These answer `{isSuccess, data}`: what the widget's promise becomes. */
export const setConfig = (param) => post('/_desk/extension/config', param);
export const useDatabase = (action, value) => post(`/_desk/extension/database/${action}`, value ?? null);
export const sendRequest = (request) => post('/_desk/extension/request', request);
