import type { DeskHost, HostFacts, RecordKind, Viewer } from './desk-host.ts';
import { HostError } from './desk-host.ts';
import { readPreferences } from './read-preferences.ts';
import { asRecord, pick } from './unwrap-answer.ts';

/** The part of Zoho's client script that we use (reference: desk-extension-platform §4). */
export interface ZohoDeskClient {
  readonly extension: { onload(): Promise<unknown> };
  get(property: string): Promise<unknown>;
  invoke(action: string, value?: unknown): Promise<unknown>;
  notify(message: unknown): Promise<unknown>;
  request(options: unknown): Promise<unknown>;
}
interface ZohoDeskApp {
  readonly instance?: { on?(event: string, listener: (payload: unknown) => void): void };
}

/** After this long without an answer, nobody is there. */
export const ONLOAD_LIMIT_MS = 10_000;
const VIEWER_LIMIT_MS = 1500;
const ID = /^\d{1,30}$/;

/** Zoho's client, when its script was loaded: the one place that names the global. */
export function zohoDesk(): ZohoDeskClient | undefined {
  return (globalThis as { readonly ZOHODESK?: ZohoDeskClient }).ZOHODESK;
}

/**
 * Connects to the Desk page. Call it once, synchronously at the start of the page's script: an `onload()` that comes
 * after the frame's load event, or a second one, is never answered (reference: desk-extension-platform §5.4).
 */
export function connectDesk(client: ZohoDeskClient | undefined = zohoDesk()): DeskHost {
  const app = client ? client.extension.onload() : Promise.reject(new HostError('outside-desk'));
  const ready = within(ONLOAD_LIMIT_MS, app).then(
    (value): HostFacts => readFacts(value),
    (cause: unknown) => {
      throw new HostError('outside-desk', { cause });
    },
  );
  // Whoever shows the page awaits it; without this line, a page that shows nothing yet would report it as unhandled.
  ready.catch(() => undefined);

  const listen = (event: string, listener: (payload: unknown) => void) => {
    let wanted = true;
    app.then(
      (value) =>
        (value as ZohoDeskApp | undefined)?.instance?.on?.(event, (payload) => wanted && listener(payload)),
      () => undefined,
    );
    // The client has no off().
    return () => {
      wanted = false;
    };
  };
  const get = async (property: string) => pick(await (await connected()).get(property), property);
  const connected = async () => {
    await ready;
    if (!client) throw new HostError('outside-desk');
    return client;
  };
  const quietly = async <T>(work: Promise<T>) => within(VIEWER_LIMIT_MS, work).catch(() => null);

  return {
    ready,
    async viewer(): Promise<Viewer> {
      const [user, portalId, department] = await Promise.all(
        ['user', 'portal.id', 'department.id'].map((property) => quietly(get(property))),
      );
      const timeZone = asRecord(user)?.['timeZone'];
      return {
        timeZone: typeof timeZone === 'string' ? timeZone : null,
        orgId: asId(portalId),
        departmentId: asId(department),
      };
    },
    async recordId(kind: RecordKind) {
      try {
        return asId(await within(ONLOAD_LIMIT_MS, get(`${kind}.id`)));
      } catch (cause) {
        throw cause instanceof HostError ? cause : new HostError('no-record', { cause });
      }
    },
    onTicketShift: (listener) => listen('ticket_Shift', () => listener()),
    onPreferences: (listener) =>
      listen('user_preference.changed', (payload) => listener(readPreferences(asRecord(payload) ?? {}))),
    async notify({ title, kind }) {
      // Desk takes at most 255 characters.
      await quietly(
        connected().then((desk) => desk.notify({ title: title.slice(0, 255), content: '', icon: kind })),
      );
    },
    async openTicket(id) {
      const route = { entity: 'ticket', id, page: 'dv' };
      return connected()
        .then((desk) => desk.invoke('ROUTE_TO', route))
        .then(
          () => true,
          () => false,
        );
    },
    async request({ url, type, headers, postBody = {} }) {
      return (await connected()).request({ url, type, headers, data: {}, postBody });
    },
    fitHeight(height) {
      void quietly(connected().then((desk) => desk.invoke('RESIZE', { height: `${String(height)}px` })));
    },
  };
}

function readFacts(value: unknown): HostFacts {
  const app = asRecord(value) ?? {};
  const { locale } = app;
  return {
    locale: typeof locale === 'string' ? locale : null,
    // The client says localeResource, its documentation localeResources.
    messages: asRecord(app['localeResource']) ?? asRecord(app['localeResources']) ?? {},
    preferences: readPreferences(asRecord(asRecord(app['meta'])?.['userPreferences']) ?? {}),
  };
}

function asId(value: unknown): string | null {
  const text = typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value;
  return typeof text === 'string' && ID.test(text) ? text : null;
}

async function within<T>(limitMs: number, work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`No answer within ${String(limitMs)} ms`)), limitMs);
  });
  return Promise.race([work, limit]).finally(() => clearTimeout(timer));
}
