import { ContextProvider } from '@lit/context';
import { fixture } from '@open-wc/testing';
import type { TemplateResult } from 'lit';
import en from '../../../app/translations/en.json';
import { apiContext, createApiClient } from '../../../widgets/api/api-client.ts';
import type { PanelTarget } from '../../../widgets/api/panel-api.ts';
import { targetContext } from '../../../widgets/customer/panel-target-context.ts';
import { hostContext } from '../../../widgets/host/host-context.ts';
import { setLocale } from '../../../widgets/i18n/messages.ts';
import { Session, sessionContext } from '../../../widgets/session/session.ts';
import { ADMINISTRATOR, FakeConnector, ORIGIN, issued } from './fake-connector.ts';
import { FakeHost } from './fake-host.ts';

export interface Stage {
  readonly connector: FakeConnector;
  readonly host: FakeHost;
  readonly session: Session;
}
export interface StageOptions {
  readonly connector?: FakeConnector;
  readonly host?: FakeHost;
  readonly signedIn?: boolean;
  readonly administrator?: boolean;
  /** For elements below `<crm-customer-panel>`, which provides it. */
  readonly target?: PanelTarget;
}

/** English, UTC, light, left to right, nothing moving: what every test starts from. */
export function plainPage(): void {
  setLocale({ code: 'en', messages: en, timeZone: 'UTC' });
  document.documentElement.style.setProperty('--motion', '0ms');
  Object.assign(document.documentElement.dataset, { appearance: 'light', theme: 'blue', font: 'Puvi' });
}

/** A page's worth of contexts around a template: the product's own client and session over a faked connector. */
export async function mount<T extends Element>(
  template: TemplateResult,
  options: StageOptions = {},
): Promise<Stage & { readonly element: T }> {
  plainPage();
  const connector = options.connector ?? new FakeConnector();
  const host = options.host ?? new FakeHost();
  const session = new Session(createApiClient(ORIGIN, connector, null), () => null);
  if (options.signedIn ?? true) await signIn(session, connector, options.administrator);
  else await session.start(null, null);

  const stage = document.createElement('div');
  new ContextProvider(stage, { context: hostContext, initialValue: host });
  new ContextProvider(stage, { context: sessionContext, initialValue: session });
  new ContextProvider(stage, {
    context: apiContext,
    initialValue: createApiClient(ORIGIN, connector, session),
  });
  if (options.target) new ContextProvider(stage, { context: targetContext, initialValue: options.target });
  const element = await fixture<T>(template, { parentNode: stage });
  return { element, connector, host, session };
}

export async function signIn(
  session: Session,
  connector: FakeConnector,
  administrator = false,
): Promise<void> {
  connector.on(/POST .*session.start/, { claimId: 'c'.repeat(43), authorizeUrl: 'https://accounts.test/' });
  connector.on(/POST .*session.claim/, administrator ? issued(1, 900, ADMINISTRATOR) : issued());
  await session.start(null, null);
  await session.signIn();
}
