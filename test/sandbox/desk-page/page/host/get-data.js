import { listTickets, readConfig, readPermissions, useDatabase } from '../api.js';
import { ALL_DEPARTMENTS } from '../desk.js';
import { zoneOffset } from './display-time.js';
import { accountProperties, contactProperties, threadOf, ticketProperties } from './record-properties.js';
import { Refusal, refuse } from './refusal.js';

const MOST_LISTED = 99;
const RECORDS = { ticket: ticketProperties, contact: contactProperties, account: accountProperties };

/**
 * `ZOHODESK.get(property, value)` (reference §4.2).
 * @returns `{[property]: …, status: 'success'}`
 * @throws Refusal: `No Data Found` (no such record open, or nothing there), `Invalid Payload` (no such property, wrong
 *   argument), `Invalid Permissions` (agents' data for one who is no administrator)
 */
export async function getData(desk, property, value) {
  if (property === 'database') return success('database.get', await fromDatabase('get', value));
  return success(property, await read(desk, String(property), value));
}

export function success(property, value) {
  return { [property]: value, status: 'success' };
}

/** @throws Refusal with what the database refuses with */
export async function fromDatabase(action, value) {
  const { isSuccess, data } = await useDatabase(action, value);
  if (!isSuccess) throw new Refusal(data);
  return data;
}

async function read(desk, property, value) {
  const [group, ...rest] = property.split('.');
  const name = rest.join('.');
  switch (group) {
    case 'ticket':
    case 'contact':
    case 'account':
      return recordValue(desk, group, name, value);
    case 'user':
      return pick(userProperties(desk), name);
    case 'portal':
      return pick(portalProperties(desk), name);
    case 'department':
      return departmentValue(desk, name, value);
    case 'agent':
      return agentValue(desk, name, value);
    case 'extension':
      return extensionValue(desk, name);
    case 'ticketForm':
    case 'contactForm':
    case 'accountForm':
      throw refuse('No Data Found');
    default:
      throw refuse('Invalid Payload');
  }
}

function pick(object, name) {
  if (name === '') return object;
  if (!Object.hasOwn(object, name)) throw refuse('Invalid Payload');
  return object[name];
}

async function recordValue(desk, kind, name, value) {
  if (desk.record?.kind !== kind) throw refuse('No Data Found');
  const { data } = desk.record;
  if (kind === 'ticket') {
    if (name === 'thread' || name === 'threads') return threads(data, name, value);
    if (name === 'list')
      return (await listTickets(desk.user, '')).filter(({ email }) => email === value?.email);
    if (name.startsWith('cf.')) return pick(data.cf, name.slice('cf.'.length));
  }
  return pick(RECORDS[kind](data, desk.session.user.timeZone), name);
}

function threads(ticket, name, value) {
  const thread = threadOf(ticket);
  if (name === 'threads') return paged([thread], value);
  if (value?.threadId !== thread.id) throw refuse('No Data Found');
  return thread;
}

function paged(list, { from = 1, limit = MOST_LISTED } = {}) {
  if (limit > MOST_LISTED || from < 1) throw refuse('Invalid Payload');
  return list.slice(from - 1, from - 1 + limit);
}

function userProperties({ session: { user, portal } }) {
  return {
    id: user.id,
    fullName: user.fullName,
    email: user.email,
    tzoffset: zoneOffset(user.timeZone),
    timeZone: user.timeZone,
    isAdmin: user.isAdmin,
    portals: [{ id: portal.id, name: portal.name }],
  };
}

function portalProperties({ session: { portal } }) {
  const { id, name, plan, customDomainName } = portal;
  return { id, name, plan, customDomainName };
}

function departmentValue(desk, name, value) {
  const { departments } = desk.session.portal;
  const current = { id: desk.departmentId, name: nameOf(departments, desk.departmentId) };
  if (name === 'list') return departments;
  if (name === 'info') return found(departments, value?.id);
  return pick(current, name);
}

function nameOf(departments, id) {
  if (id === ALL_DEPARTMENTS) return 'All Departments';
  return departments.find((department) => department.id === id)?.name ?? '';
}

function found(list, id) {
  const item = list.find((candidate) => candidate.id === id);
  if (!item) throw refuse('No Data Found');
  return item;
}

function agentValue(desk, name, value) {
  const { user, agents } = desk.session;
  if (!user.isAdmin) throw refuse('Invalid Permissions');
  if (name === 'list') return paged(agents, value);
  if (name === 'info') return found(agents, value?.id);
  if (name === 'signature') return `${found(agents, value?.id).name}`;
  throw refuse('Invalid Payload');
}

async function extensionValue(desk, name) {
  const { portal, agents } = desk.session;
  switch (name) {
    case 'config':
      return readConfig();
    case 'permissions':
      return readPermissions(desk.user);
    case 'departments':
      return portal.departments;
    case 'profiles':
      return portal.profiles;
    case 'users':
      return agents;
    case 'resources':
      return { permissions: desk.extension.permissions };
    default:
      throw refuse('Invalid Payload');
  }
}
