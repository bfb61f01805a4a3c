import {
  CrmError,
  errorBody,
  expectedParamMissing,
  invalidData,
  mandatoryNotFound,
  tooLong,
  wrongType,
} from '../errors.ts';
import type { ErrorBody } from '../errors.ts';
import { noContent, ok } from '../call.ts';
import type { Answer, CrmCall } from '../call.ts';
import { asArray, asText, commaList, isObject } from '../json.ts';
import type { JsonObject } from '../json.ts';
import { positiveNumber } from '../listing.ts';
import type { CrmOrg } from '../org.ts';
import type { Operation } from '../scopes.ts';
import { DAY_MS, parseDateTime } from '../time.ts';
import { activeChannels, parseEvent } from '../watch/channel.ts';
import type { Channel } from '../watch/channel.ts';
import type { Mount, Route } from './mount.ts';

const PATH = '/crm/v8/actions/watch';
const DEFAULT_LIFE_MS = 3_600_000;
/** A later expiry silently becomes the default one (§4). */
const MAX_LIFE_MS = 7 * DAY_MS;
const MAX_TOKEN = 50;
const MAX_URL = 255;
const MAX_ITEMS = 50;

export function mountWatch(mount: Mount): void {
  const add = (method: Route['method'], operation: Operation, handle: Route['handle']) =>
    mount({ method, path: PATH, scopes: () => [`ZohoCRM.notifications.${operation}`], handle });
  add('POST', 'CREATE', (call) => eachItem(call, 201, (item, path) => enable(call, item, path)));
  add('PUT', 'UPDATE', (call) => eachItem(call, 200, (item, path) => replace(call, item, path)));
  add('PATCH', 'UPDATE', (call) => eachItem(call, 200, (item, path) => change(call, item, path)));
  add('GET', 'READ', list);
  add('DELETE', 'DELETE', disable);
}

type ItemResult = { readonly channel: Channel } | { readonly error: ErrorBody };

function eachItem(
  call: CrmCall,
  allOk: 200 | 201,
  handle: (item: JsonObject, path: string) => ItemResult,
): Answer {
  const items = asArray(call.body['watch']);
  if (!items || items.length === 0) {
    throw new CrmError(400, mandatoryNotFound('watch', '$.watch'));
  }
  if (items.length > MAX_ITEMS) throw new CrmError(400, tooLong('watch', '$.watch', MAX_ITEMS));
  activeChannels(call.org);
  const results = items.map((item, index) => {
    const path = `$.watch[${index}]`;
    return isObject(item) ? handle(item, path) : { error: wrongType('watch', path, 'jsonobject') };
  });
  const failed = results.filter((result) => 'error' in result).length;
  const watch = results.map((result) =>
    'error' in result ? result.error : success(call.org, result.channel, 'subscribed'),
  );
  return { status: failed === 0 ? allOk : failed === results.length ? 400 : 207, body: { watch } };
}

function success(org: CrmOrg, channel: Channel, verb: 'subscribed'): JsonObject {
  return {
    code: 'SUCCESS',
    details: {
      events: modulesOf(channel).map((module) => ({
        channel_expiry: org.formatTime(channel.expiryMs),
        ...resource(org, module),
        channel_id: channel.id,
      })),
    },
    message: `Successfully ${verb} for actions-watch of the given module`,
    status: 'success',
  };
}

function modulesOf(channel: Channel): string[] {
  return [...new Set(channel.events.map((event) => parseEvent(event)?.module ?? ''))];
}
function resource(org: CrmOrg, module: string): JsonObject {
  return {
    resource_uri: `${org.world.urls.crm}/crm/v8/${module}`,
    resource_id: org.idOf(`module:${module}`),
    resource_name: module,
  };
}

/** A channel id in use is taken over: the newest subscription counts. */
function enable(call: CrmCall, item: JsonObject, path: string): ItemResult {
  const id = channelId(item);
  const checked = checkItem(call.org, item, path, ['channel_id', 'events', 'notify_url']);
  if (checked) return { error: checked };
  const channel: Channel = { id, ownerId: call.user.id, ...settingsOf(call.org, item, null) };
  call.org.channels.set(id, channel);
  return { channel };
}

/** PUT: what is not sent goes back to its default. */
function replace(call: CrmCall, item: JsonObject, path: string): ItemResult {
  const found = existing(call.org, item, path);
  if ('error' in found) return found;
  const error = checkItem(call.org, item, path, ['events', 'notify_url']);
  if (error) return { error };
  Object.assign(found.channel, settingsOf(call.org, item, null));
  return found;
}

/** PATCH: only what is sent changes; `_delete_events` takes events away. */
function change(call: CrmCall, item: JsonObject, path: string): ItemResult {
  const found = existing(call.org, item, path);
  if ('error' in found) return found;
  const error = checkItem(call.org, item, path, []);
  if (error) return { error };
  const { channel } = found;
  const before = channel.events;
  Object.assign(channel, settingsOf(call.org, item, channel));
  if (item['_delete_events'] === true) {
    const removed = new Set(asArray(item['events']) ?? []);
    channel.events = before.filter((event) => !removed.has(event));
    if (channel.events.length === 0) call.org.channels.delete(channel.id);
  }
  return found;
}

function existing(org: CrmOrg, item: JsonObject, path: string): ItemResult {
  const id = channelId(item);
  if (id === '') return { error: mandatoryNotFound('channel_id', `${path}.channel_id`) };
  const channel = org.channels.get(id);
  return channel
    ? { channel }
    : {
        error: errorBody('NOT_SUBSCRIBED', 'the channel is not subscribed', {
          api_name: 'channel_id',
          json_path: `${path}.channel_id`,
        }),
      };
}

function channelId(item: JsonObject): string {
  const id = item['channel_id'];
  return typeof id === 'number' ? String(id) : (asText(id) ?? '');
}

function checkItem(
  org: CrmOrg,
  item: JsonObject,
  path: string,
  mandatory: readonly string[],
): ErrorBody | null {
  for (const name of mandatory) {
    if (item[name] === undefined || item[name] === null) return mandatoryNotFound(name, `${path}.${name}`);
  }
  if (item['channel_id'] !== undefined && !/^\d{1,19}$/.test(channelId(item))) {
    return wrongType('channel_id', `${path}.channel_id`, 'bigint');
  }
  const { events } = item as { events?: unknown };
  if (events !== undefined) {
    const list = asArray(events);
    if (!list || list.length === 0) return wrongType('events', `${path}.events`, 'jsonarray');
    if (list.length > MAX_ITEMS) return tooLong('events', `${path}.events`, MAX_ITEMS);
    const bad = list.findIndex((event) => typeof event !== 'string' || !parseEvent(event));
    if (bad >= 0) return wrongType('events', `${path}.events[${bad}]`, 'event');
  }
  const { notify_url: url, token, channel_expiry: expiry } = item as Record<string, unknown>;
  if (url !== undefined) {
    if (typeof url !== 'string' || !URL.canParse(url))
      return wrongType('notify_url', `${path}.notify_url`, 'url');
    if (url.length > MAX_URL) return tooLong('notify_url', `${path}.notify_url`, MAX_URL);
  }
  if (token !== undefined && token !== null) {
    if (typeof token !== 'string') return wrongType('token', `${path}.token`, 'text');
    if (token.length > MAX_TOKEN) return tooLong('token', `${path}.token`, MAX_TOKEN);
  }
  if (expiry !== undefined && expiry !== null) {
    const ms = typeof expiry === 'string' ? parseDateTime(expiry) : null;
    if (ms === null || ms <= org.now)
      return wrongType('channel_expiry', `${path}.channel_expiry`, 'datetime');
  }
  return null;
}

/** What the item says; the rest from `before`, or the defaults. */
function settingsOf(org: CrmOrg, item: JsonObject, before: Channel | null): Omit<Channel, 'id' | 'ownerId'> {
  const has = (name: string) => item[name] !== undefined;
  const flag = (name: string, kept: boolean) => (typeof item[name] === 'boolean' ? item[name] : kept);
  return {
    notifyUrl: asText(item['notify_url']) ?? before?.notifyUrl ?? '',
    token: has('token') ? asText(item['token']) : (before?.token ?? null),
    events: has('events')
      ? (asArray(item['events']) ?? []).filter((event) => typeof event === 'string')
      : (before?.events ?? []),
    expiryMs:
      has('channel_expiry') || !before ? expiryOf(org, asText(item['channel_expiry'])) : before.expiryMs,
    returnAffectedFieldValues: flag(
      'return_affected_field_values',
      before?.returnAffectedFieldValues ?? false,
    ),
    notifyOnRelatedAction: flag('notify_on_related_action', before?.notifyOnRelatedAction ?? true),
    conditions: has('notification_condition')
      ? (asArray(item['notification_condition']) ?? [])
      : (before?.conditions ?? []),
  };
}

function expiryOf(org: CrmOrg, wanted: string | null): number {
  const standard = org.now + DEFAULT_LIFE_MS;
  const ms = wanted === null ? null : parseDateTime(wanted);
  return ms === null || ms - org.now > MAX_LIFE_MS ? standard : ms;
}

function list(call: CrmCall): Answer {
  const { org, query } = call;
  const page = positiveNumber(call, 'page', 1);
  const perPage = positiveNumber(call, 'per_page', 200, 200);
  const rows = activeChannels(org)
    .filter(({ id }) => query['channel_id'] === undefined || query['channel_id'] === id)
    .flatMap((channel) => modulesOf(channel).map((module) => ({ channel, module })))
    .filter(({ module }) => query['module'] === undefined || query['module'] === module);
  const shown = rows.slice((page - 1) * perPage, page * perPage);
  if (shown.length === 0) return noContent;
  return ok({
    watch: shown.map(({ channel, module }) => ({
      notify_on_related_action: channel.notifyOnRelatedAction,
      channel_expiry: org.formatTime(channel.expiryMs),
      ...resource(org, module),
      return_affected_field_values: channel.returnAffectedFieldValues,
      notify_url: channel.notifyUrl,
      fields: null,
      notification_condition: channel.conditions.length > 0 ? channel.conditions : null,
      channel_id: channel.id,
      events: channel.events.filter((event) => parseEvent(event)?.module === module),
      token: channel.token,
    })),
    info: { per_page: perPage, count: shown.length, page, more_records: rows.length > page * perPage },
  });
}

function disable(call: CrmCall): Answer {
  const { org } = call;
  const ids = commaList(call.query['channel_ids'] ?? '');
  if (ids.length === 0) throw expectedParamMissing(['channel_ids']);
  if (ids.length > MAX_ITEMS) throw invalidData({ param_name: 'channel_ids', maximum_length: MAX_ITEMS });
  activeChannels(org);
  const results = ids.flatMap((id): JsonObject[] => {
    const channel = org.channels.get(id);
    if (!channel) {
      return [
        { ...errorBody('NOT_SUBSCRIBED', 'the channel is not subscribed', { api_name: 'channel_ids' }) },
      ];
    }
    org.channels.delete(id);
    return modulesOf(channel).map((module) => {
      const { resource_uri, resource_id } = resource(org, module);
      return {
        code: 'SUCCESS',
        details: { resource_uri, resource_id, channel_id: id },
        message: 'Successfully un-subscribed from actions-watch',
        status: 'success',
      };
    });
  });
  const failed = results.filter((result) => result['status'] === 'error').length;
  return { status: failed === 0 ? 200 : failed === results.length ? 400 : 207, body: { watch: results } };
}
