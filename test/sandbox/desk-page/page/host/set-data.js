import { setConfig } from '../api.js';
import { fromDatabase, success } from './get-data.js';
import { Refusal, refuse } from './refusal.js';

/** Fields of the open ticket that a widget may fill in on the page; nothing is saved before the agent does. */
const TICKET_FIELDS = new Set(
  'subject status priority dueDate email phone channel classification category subCategory description'.split(
    ' ',
  ),
);

/**
 * `ZOHODESK.set(property, value)` (reference §4.3).
 * @throws Refusal `Invalid Payload`, `Invalid Permissions` (a parameter that is the installer's), `No Data Found`
 */
export async function setData(desk, property, value) {
  if (property === 'database') return success('database.set', await fromDatabase('set', value));
  if (property === 'extension.config') {
    const { isSuccess, data } = await setConfig({ name: value?.name, value: value?.value });
    if (!isSuccess) throw new Refusal(data);
    return success(property, data);
  }
  const [group, name] = String(property).split('.');
  if (group !== 'ticket') throw refuse('Invalid Payload');
  if (desk.record?.kind !== 'ticket') throw refuse('No Data Found');
  if (name !== 'comment' && !TICKET_FIELDS.has(name)) throw refuse('Invalid Payload');
  desk.dispatchEvent(new CustomEvent('ticket-set', { detail: { name, value } }));
  return success(property, value);
}

/** `ZOHODESK.delete('database', …)`; there is nothing else to delete. */
export async function deleteData(property, value) {
  if (property !== 'database') throw refuse('Invalid Payload');
  return success('database.delete', await fromDatabase('delete', value));
}
