import { SyncError } from '../../core/errors.ts';
import type { Module } from '../../core/record.ts';
import { MODULES } from '../../core/record.ts';
import type { HttpClient } from '../http-client.ts';
import { below } from '../http-client.ts';
import { isObject } from '../json.ts';
import { parseAnswer } from '../parse-answer.ts';
import { crmDateTime } from './crm-record.ts';
import { CRM_API, CRM_MODULE } from './modules.ts';
import { WatchAnswer, WatchList } from './wire.ts';

/** A week is the most; anything beyond silently becomes one hour (zoho-crm-api §4). */
const LIFE_MS = (6 * 24 + 23) * 3_600_000;
/** A clock that differs by more is no clock that is wrong, but an answer that is old. */
const MOST_SKEW_MS = 3_600_000;

export interface ChannelRequest {
  /** Digits, chosen by us, unique in the organisation. */
  readonly channelId: string;
  /** At most 50 characters; comes back with every notification and is all that proves it genuine. */
  readonly token: string;
  /** At most 255 characters. */
  readonly notifyUrl: string;
}

export interface Channel {
  readonly channelId: string;
  readonly modules: readonly Module[];
  /** The earliest expiry CRM granted, ISO 8601 UTC: read back, never assumed. */
  readonly expiresAt: string;
}

export interface CrmChannels {
  /** Subscribes to all changes of the three modules. */
  enable(request: ChannelRequest): Promise<Channel>;
  /** Extends the channel; one that has expired is subscribed anew. */
  renew(request: ChannelRequest): Promise<Channel>;
  /** A channel that is gone already is no error. */
  disable(channelId: string): Promise<void>;
  /** Null when CRM knows no such channel. */
  find(channelId: string): Promise<Channel | null>;
}

/** @param options.http from `createCrmClient` */
export function createCrmChannels(options: {
  readonly http: HttpClient;
  readonly now?: () => number;
}): CrmChannels {
  const { now = Date.now } = options;
  const http = below(options.http, CRM_API);
  const path = '/actions/watch';

  /** CRM's clock as its last answer told it; after a long silence (a pause) that tells nothing, and ours must do. */
  function crmNow(): number {
    const told = http.serverTime();
    const isFresh = told !== null && Math.abs(now() - Date.parse(told)) < MOST_SKEW_MS;
    return isFresh ? Date.parse(told) : now();
  }

  async function send(
    method: 'POST' | 'PATCH',
    { channelId, token, notifyUrl }: ChannelRequest,
  ): Promise<Channel> {
    const expiry = new Date(crmNow() + LIFE_MS).toISOString();
    const { data } = await http.request({
      method,
      path,
      idempotent: true,
      isAnswer: (_status, body) => isObject(body) && Array.isArray(body['watch']),
      data: {
        watch: [
          {
            channel_id: channelId,
            events: MODULES.map((module) => `${CRM_MODULE[module]}.all`),
            channel_expiry: crmDateTime(expiry),
            token,
            notify_url: notifyUrl,
            notify_on_related_action: false,
          },
        ],
      },
    });
    const { watch } = parseAnswer(WatchAnswer, data, `${method} ${path}`);
    const failure = watch.find(({ code }) => code !== 'SUCCESS');
    if (failure !== undefined) {
      throw new SyncError('provider', `CRM refused the channel: ${failure.code} ${failure.message}`, {
        providerCode: failure.code,
      });
    }
    return channel(
      channelId,
      watch.flatMap(({ details }) => details?.events ?? []),
    );
  }

  return {
    enable: (request) => send('POST', request),
    async renew(request) {
      try {
        return await send('PATCH', request);
      } catch (error) {
        // CRM removes expired channels.
        if (isNotSubscribed(error)) return await send('POST', request);
        throw error;
      }
    },
    async disable(channelId) {
      try {
        await http.request({ method: 'DELETE', path, params: { channel_ids: channelId } });
      } catch (error) {
        if (!isNotSubscribed(error)) throw error;
      }
    },
    async find(channelId) {
      const { data } = await http.request({ method: 'GET', path, params: { channel_id: channelId } });
      if (data === null) return null;
      const rows = parseAnswer(WatchList, data, path).watch.filter((row) => row.channel_id === channelId);
      return rows.length === 0 ? null : channel(channelId, rows);
    },
  };
}

function isNotSubscribed(error: unknown): boolean {
  return error instanceof SyncError && error.providerCode === 'NOT_SUBSCRIBED';
}

interface WatchedModule {
  readonly resource_name: string;
  readonly channel_expiry: string | null;
}

function channel(channelId: string, rows: readonly WatchedModule[]): Channel {
  const names = new Set(rows.map(({ resource_name }) => resource_name));
  const expiries = rows.flatMap(({ channel_expiry }) => channel_expiry ?? []).toSorted();
  const [expiresAt] = expiries;
  if (expiresAt === undefined) throw new SyncError('provider', 'CRM names no expiry of the channel');
  return { channelId, modules: MODULES.filter((module) => names.has(CRM_MODULE[module])), expiresAt };
}
