import { ContextProvider } from '@lit/context';
import type { Context } from '@lit/context';
import { apiContext, createApiClient } from '../api/api-client.ts';
import { createDeskTransport } from '../api/desk-transport.ts';
import { fetchTransport } from '../api/fetch-transport.ts';
import type { DeskHost } from '../host/desk-host.ts';
import { hostContext } from '../host/host-context.ts';
import { connectDesk } from '../host/zohodesk.ts';
import { loadEnglish, setLocale, setTimeZone, tMaybe } from '../i18n/messages.ts';
import { createSharing } from '../session/session-sharing.ts';
import { Session, sessionContext } from '../session/session.ts';
import { createLookApplier } from '../styles/apply-preferences.ts';
import '../elements/crm-skeleton.ts';
import './crm-problem.ts';

export interface PageOptions {
  readonly host?: DeskHost;
  /** Ask Desk for a frame as tall as the content: for narrow cards, whose height Desk lets us choose. */
  readonly fitHeight?: boolean;
}
/** Room for a dialog, however little there is to show. */
const LEAST_HEIGHT_PX = 360;

/**
 * Starts a page of the extension: connects to Desk at once (it must be in the script's first turn), provides host,
 * session and API to every element, and shows `<tag>` once Desk has told the viewer's language and look.
 *
 * `<html data-connector="https://…" data-transport="fetch">` says where the connector is and how to reach it; both are
 * put there when the package is made. `data-transport="desk"` goes through Desk's server.
 */
export function startPage(tag: keyof HTMLElementTagNameMap, options: PageOptions = {}): void {
  const host = options.host ?? connectDesk();
  const { connector = '', transport: way } = document.documentElement.dataset;
  const applyLook = createLookApplier();
  applyLook({ appearance: 'auto', theme: 'blue', font: 'Puvi' });
  const root = document.createElement('div');
  root.append(document.createElement('crm-skeleton'));
  document.body.replaceChildren(root);

  const origin = connector.replace(/\/+$/, '');
  const transport = way === 'desk' ? createDeskTransport(host) : fetchTransport;
  const session = new Session(createApiClient(origin, transport, null));
  provide(root, hostContext, host);
  provide(root, sessionContext, session);
  provide(root, apiContext, createApiClient(origin, transport, session));

  host.ready.then(
    async ({ locale, messages, preferences }) => {
      setLocale({ code: locale ?? 'en', messages, timeZone: null });
      if (tMaybe('retry') === undefined) await loadEnglish();
      applyLook(preferences);
      host.onPreferences(applyLook);
      if (options.fitHeight) followHeight(host);
      root.replaceChildren(document.createElement(tag));
      void beginSession(host, session);
    },
    async (error: unknown) => {
      await loadEnglish();
      root.replaceChildren(Object.assign(document.createElement('crm-problem'), { error }));
    },
  );
}

/** The time zone is known before the session, hence before anything with a date is drawn. */
async function beginSession(host: DeskHost, session: Session): Promise<void> {
  const { orgId, timeZone } = await host.viewer();
  setTimeZone(timeZone);
  await session.start(orgId, orgId === null ? null : createSharing(orgId));
}

function provide<T>(root: HTMLElement, context: Context<unknown, T>, initialValue: T): void {
  new ContextProvider(root, { context, initialValue });
}

function followHeight(host: DeskHost): void {
  const fit = () => host.fitHeight(Math.max(LEAST_HEIGHT_PX, document.body.offsetHeight));
  new ResizeObserver(fit).observe(document.body);
}
