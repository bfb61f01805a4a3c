import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Frame, Locator, Page } from 'playwright-core';
import { buildWidgets } from '../../scripts/build-widgets.ts';
import { stageExtension } from '../../scripts/stage-extension.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { launchChromium } from './chromium.ts';
import { startConnector, type ConnectorProcess } from './connector-process.ts';
import { freePort } from './free-port.ts';
import { widgetFrame } from './desk-page.ts';
import { createHuman, type Human } from './human.ts';
import { startPostgres } from './postgres.ts';
import { writeSeedFolder, type SeedFiles } from './seed-folder.ts';

export const ADMIN = 'ada.admin@zylker.example';
export const CRM_ADMIN = 'carla.crm@zylker.example';
export const AGENT = 'otto.agent@zylker.example';

/** A company, not integrated; our packaged extension installed in its Desk; the connector as users run it. */
export interface SetupWorld {
  readonly sandbox: Sandbox;
  readonly connector: Pick<ConnectorProcess, 'url'>;
  readonly human: Human;
  readonly browser: Browser;
  /** A page of that person's own browser; whoever Zoho would ask is them. */
  pageOf(email: string): Promise<Page>;
  /** Settings of the extension in Desk, not signed in. */
  settings(email: string): Promise<SettingsPage>;
  /** Calls of the connector to CRM that changed something. */
  crmMutations(): number;
  stop(): Promise<void>;
}

/** What an administrator does with the settings page; clicks are counted. */
export interface SettingsPage {
  readonly page: Page;
  frame(): Frame;
  clicks(): number;
  /** Presses the first visible button of exactly these words. */
  click(words: string): Promise<void>;
  choose(words: string): Promise<void>;
  /** The same by keyboard alone: Tab until the focus is there, then Enter. */
  enter(words: string): Promise<void>;
  tab(words: string): Promise<void>;
  sees(words: string | RegExp): Promise<void>;
  signIn(): Promise<void>;
  /** Closes the tab and opens it again, as somebody would who was called away. */
  reopen(): Promise<void>;
}

export interface SetupOptions {
  /** How the pages reach the connector: directly, or through Desk's server. */
  readonly transport?: 'fetch' | 'desk';
  /** The companies' records; the demo company unless given. */
  readonly seed?: SeedFiles;
  /** More of the connector's environment. */
  readonly env?: Readonly<Record<string, string>>;
}

export async function startSetupWorld({
  transport = 'fetch',
  seed,
  env = {},
}: SetupOptions = {}): Promise<SetupWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'setup-world-'));
  const scripts = join(folder, 'scripts');
  const extension = join(folder, 'extension');
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  await buildWidgets(scripts);
  await stageExtension(extension, { connector: url, scripts, transport });
  const seedFolder = seed ? writeSeedFolder(seed) : null;
  const sandbox = await startSandbox({
    seed: seedFolder?.path ?? 'small',
    settings: { autoApprove: true },
    connectorClient: { redirectUris: [`${url}/oauth/callback`] },
    extension: { folder: extension, connector: url },
  });
  const postgres = await startPostgres();
  const databaseUrl = await postgres.createDatabase();
  const connector = await startConnector({ port, sandbox, store: { databaseUrl }, env });
  const browser = await launchChromium();
  const world = {
    sandbox,
    connector,
    human: createHuman(sandbox),
    browser,
    pageOf: (email: string) => openPage(browser, email),
    settings: async (email: string) => openSettings(await openPage(browser, email), sandbox.urls.deskPage),
    crmMutations: () =>
      sandbox.calls.list().filter(({ product, actor, mutations }) => {
        return product === 'crm' && actor === 'connector' && mutations > 0;
      }).length,
    async stop() {
      await browser.close();
      await connector.stop();
      await postgres.stop();
      await sandbox.stop();
      await rm(folder, { recursive: true, force: true });
      seedFolder?.remove();
    },
  };
  return world;
}

/** More stops than two mappings have. */
const MOST_TABS = 600;

/** Words of the element that has the focus, however deep in shadow roots. */
async function focusedName(frame: Frame): Promise<string> {
  return await frame.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').trim();
  });
}

/** A step that takes longer fails the test. */
const STEP_LIMIT_MS = 30_000;

/** The pretend Zoho lets whom the address names agree, as a browser would that knows the person. */
export async function openPage(browser: Browser, email: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  await context.route('**/oauth/v2/auth?*', (route) => {
    const address = new URL(route.request().url());
    if (!address.searchParams.has('login_hint')) address.searchParams.set('login_hint', email);
    return route.continue({ url: address.href });
  });
  const page = await context.newPage();
  page.setDefaultTimeout(STEP_LIMIT_MS);
  return page;
}

export async function openSettings(firstTab: Page, deskUrl: string): Promise<SettingsPage> {
  let page = firstTab;
  let clicks = 0;
  let frame = await load();

  async function load(): Promise<Frame> {
    await page.goto(`${deskUrl}/#/settings`);
    await page.waitForFunction(() => 'deskPage' in window);
    await page.evaluate(() => window.deskPage.ready);
    return await widgetFrame(page, 'crm-settings');
  }
  async function press(control: Locator): Promise<void> {
    await control.filter({ visible: true }).first().click();
    clicks += 1;
  }
  const settings: SettingsPage = {
    get page() {
      return page;
    },
    frame: () => frame,
    clicks: () => clicks,
    click: (words) =>
      press(
        frame
          .getByRole('button', { name: words, exact: true })
          .or(frame.getByRole('menuitem', { name: words, exact: true })),
      ),
    async enter(words) {
      for (let presses = 0; (await focusedName(frame)) !== words; presses += 1) {
        if (presses > MOST_TABS) throw new Error(`Tab does not lead to ${words}`);
        await page.keyboard.press('Tab');
      }
      await page.keyboard.press('Enter');
    },
    choose: (words) => press(frame.getByRole('radio', { name: words })),
    tab: (words) => press(frame.getByRole('link', { name: words, exact: true })),
    async sees(words) {
      await frame.getByText(words).filter({ visible: true }).first().waitFor();
    },
    async signIn() {
      await settings.click('Sign in with Zoho');
      await frame.locator('crm-sign-in').waitFor({ state: 'detached' });
    },
    async reopen() {
      const browser = page.context();
      await page.close();
      page = await browser.newPage();
      page.setDefaultTimeout(STEP_LIMIT_MS);
      frame = await load();
      await settings.signIn();
    },
  };
  return settings;
}
