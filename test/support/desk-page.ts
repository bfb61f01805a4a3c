import type { Browser, Frame, Page } from 'playwright-core';
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox/sandbox.ts';
import { launchChromium } from './chromium.ts';

/** One message between Desk's page and a widget. `note` says why it was ignored, dropped or led to a removal. */
export interface LoggedMessage {
  readonly at: string;
  readonly direction: 'in' | 'out';
  readonly uniqueID: string | null;
  readonly widget: string | null;
  readonly message: Readonly<Record<string, unknown>> | null;
  readonly note?: string;
}

/** `window.deskPage` of the sandbox's Desk page, as far as tests use it (test/sandbox/desk-page/README.md). */
export interface DeskPageLevers {
  readonly ready: Promise<void>;
  readonly messages: readonly LoggedMessage[];
  readonly widgets: readonly {
    readonly widget: string;
    readonly location: string;
    readonly uniqueID: string;
    readonly registered: boolean;
    readonly url: string;
  }[];
  readonly popups: readonly Readonly<Record<string, unknown>>[];
  setFaults(change?: Readonly<Record<string, unknown>>): void;
  setPreferences(change: { appearance?: string; theme?: string; font?: string }): void;
  setPanelWidth(pixels: number): void;
  fire(eventName: string, data: unknown): void;
  askHook(eventName: string, data: unknown): Promise<readonly unknown[]>;
  answerPopups(how: 'ask' | 'ok' | 'cancel'): void;
  forge(uniqueID: string, message: Readonly<Record<string, unknown>>): Promise<void>;
  setPermission(change: { profile: string; apiName: string; isEnabled: boolean }): Promise<unknown>;
  setConfig(param: { name: string; value: string }): Promise<unknown>;
}
declare global {
  interface Window {
    deskPage: DeskPageLevers;
  }
}

/** A sandbox and a browser that shows its Desk page. */
export interface Desk {
  readonly sandbox: Sandbox;
  readonly browser: Browser;
  /** Opens e.g. `/?user=…&appearance=dark#/tickets/<id>` in a page of its own and waits until the view is drawn. */
  open(path: string): Promise<Page>;
  stop(): Promise<void>;
}

export async function startDesk(options: SandboxOptions = {}): Promise<Desk> {
  const browser = await launchChromium();
  const sandbox = await startSandbox(options).catch(async (error: unknown) => {
    await browser.close();
    throw error;
  });
  return {
    sandbox,
    browser,
    async open(path) {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      await page.goto(sandbox.urls.deskPage + path);
      await page.waitForFunction(() => 'deskPage' in window);
      await page.evaluate(() => window.deskPage.ready);
      return page;
    },
    async stop() {
      await browser.close();
      await sandbox.stop();
    },
  };
}

/** The registered frame of a widget, by its name in the manifest. */
export async function widgetFrame(page: Page, name: string): Promise<Frame> {
  const selector = `iframe[data-widget="${name}"]`;
  await page.waitForFunction(
    (wanted) =>
      'deskPage' in window &&
      window.deskPage.widgets.some(({ widget, registered }) => widget === wanted && registered),
    name,
  );
  const frame = await (await page.waitForSelector(selector, { state: 'attached' })).contentFrame();
  if (!frame) throw new Error(`${name} has no frame`);
  return frame;
}

/** What a call of the SDK came to inside a widget. */
export type SdkOutcome =
  { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: unknown };

/** `ZOHODESK.<method>(…)` inside a widget. */
export async function callSdk(
  frame: Frame,
  method: string,
  ...args: readonly unknown[]
): Promise<SdkOutcome> {
  return await frame.evaluate(
    async ({ method, args }) => {
      const sdk = Reflect.get(window, 'ZOHODESK') as Record<string, (...args: unknown[]) => Promise<unknown>>;
      try {
        return { ok: true as const, value: await sdk[method]?.(...args) };
      } catch (error) {
        return { ok: false as const, error };
      }
    },
    { method, args },
  );
}

/** Every message so far. */
export async function messagesOf(page: Page): Promise<readonly LoggedMessage[]> {
  return await page.evaluate(() => structuredClone(window.deskPage.messages));
}
