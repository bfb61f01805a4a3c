import type { JsonObject } from '../json.ts';
import { asText } from '../json.ts';
import type { ModuleName } from '../modules/module.ts';
import { isModuleName } from '../modules/module.ts';
import type { CrmOrg } from '../org.ts';
import { renderField, renderUserName } from '../render.ts';
import type { Row } from '../row.ts';
import type { CrmUser } from '../users.ts';
import { activeChannels, conditionHolds, listensTo } from './channel.ts';
import type { Channel, EventKind } from './channel.ts';

export interface RecordChange {
  readonly operation: 'insert' | 'update' | 'delete';
  readonly row: Row;
  /** API names of the fields that now hold another value. */
  readonly fields: readonly string[];
}

const KIND: Readonly<Record<RecordChange['operation'], EventKind>> = {
  insert: 'create',
  update: 'edit',
  delete: 'delete',
};
/** Callbacks carry at most this many ids. */
const IDS_PER_CALLBACK = 100;
const TIMEOUT_MS = 10_000;

/**
 * Sends the callbacks that changes cause, whoever made them: CRM has no way to leave out one's own (§4).
 *
 * Changes of one call that share module and operation travel together (switch `crm-write-callbacks`,
 * for mass updates `crm-mass-update-callbacks`). Nothing is repeated when a receiver fails.
 */
export function announce(
  org: CrmOrg,
  user: CrmUser,
  changes: readonly RecordChange[],
  kind: 'write' | 'mass-update',
): void {
  const channels = activeChannels(org);
  if (channels.length === 0 || changes.length === 0) return;
  const mode = org.variants.choice(kind === 'write' ? 'crm-write-callbacks' : 'crm-mass-update-callbacks');
  if (mode === 'none') return;
  const size = mode === 'each' ? 1 : IDS_PER_CALLBACK;
  for (const channel of channels) {
    const heard = changes.filter(({ row, operation, fields }) => {
      if (!listensTo(channel, row.module, KIND[operation])) return false;
      return operation !== 'update' || conditionHolds(channel, row.module, fields);
    });
    const told = channel.notifyOnRelatedAction ? [...heard, ...relatedChanges(org, channel, changes)] : heard;
    for (const batch of batches(told, size)) deliver(org, channel, user, batch);
  }
}

/** The contact or account behind an edited record: "related action" callbacks of its own module. */
function relatedChanges(org: CrmOrg, channel: Channel, changes: readonly RecordChange[]): RecordChange[] {
  const parents = new Set<Row>();
  for (const { row } of changes) {
    for (const parent of parentsOf(org, row)) {
      if (listensTo(channel, parent.module, 'edit')) parents.add(parent);
    }
  }
  return [...parents].map((row) => ({ operation: 'update', row, fields: [] }));
}

function parentsOf(org: CrmOrg, row: Row): Row[] {
  const live = (module: ModuleName, field: string) =>
    org.table(module).getLive(asText(row.values[field]) ?? '');
  const about = row.values['$se_module'];
  const found = [
    live('Accounts', 'Account_Name'),
    live('Contacts', 'Contact_Name'),
    live('Contacts', 'Who_Id'),
    ...(isModuleName(about) ? [live(about, 'What_Id'), live(about, 'Parent_Id')] : []),
  ];
  return found.filter((parent) => parent !== undefined);
}

function* batches(changes: readonly RecordChange[], size: number): Generator<RecordChange[]> {
  const groups = new Map<string, RecordChange[]>();
  for (const change of changes) {
    const key = `${change.row.module}.${change.operation}`;
    const group = groups.get(key);
    if (group) group.push(change);
    else groups.set(key, [change]);
  }
  for (const group of groups.values()) {
    for (let start = 0; start < group.length; start += size) yield group.slice(start, start + size);
  }
}

function deliver(org: CrmOrg, channel: Channel, user: CrmUser, changes: readonly RecordChange[]): void {
  const body = callbackBody(org, channel, user, changes);
  const url = channel.notifyUrl;
  org.world.deliver(async () => {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    await response.arrayBuffer();
  });
}

function callbackBody(
  org: CrmOrg,
  channel: Channel,
  user: CrmUser,
  changes: readonly RecordChange[],
): string {
  const module = changes[0]?.row.module ?? '';
  const values = changes.map(({ row, fields, operation }) => ({
    record_id: row.id,
    values:
      operation === 'delete'
        ? { Modified_By: renderUserName(org, user.id), Record_Status__s: 'Trash' }
        : affectedValues(org, row, fields),
  }));
  return JSON.stringify({
    server_time: Math.floor(org.now),
    // Callbacks name v2 whatever the version of the subscription (§4).
    resource_uri: `${org.world.urls.crm}/crm/v2/${module}`,
    module,
    operation: changes[0]?.operation,
    ids: changes.map(({ row }) => row.id),
    channel_id: channel.id,
    token: channel.token,
    query_params: Object.fromEntries(new URL(channel.notifyUrl).searchParams),
    affected_fields: changes.map(({ row, fields }) => ({ [row.id]: fields })),
    ...(channel.returnAffectedFieldValues ? { affected_values: values } : {}),
  });
}

function affectedValues(org: CrmOrg, row: Row, fields: readonly string[]): JsonObject {
  const { byName } = org.module(row.module);
  const shown: Record<string, unknown> = {};
  for (const name of fields) {
    const field = byName.get(name);
    if (field) shown[name] = renderField(org, row, field);
  }
  return shown;
}
