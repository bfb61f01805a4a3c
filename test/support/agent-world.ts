import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Frame, Page } from 'playwright-core';
import { buildWidgets } from '../../scripts/build-widgets.ts';
import { stageExtension } from '../../scripts/stage-extension.ts';
import { launchChromium } from './chromium.ts';
import { widgetFrame } from './desk-page.ts';
import { startPanelWorld, type PanelWorld } from './panel-world.ts';

const AGENT = 'otto.agent@zylker.example';

/** The demo company with our packaged extension in the sandbox's Desk page, and an agent's browser. */
export interface AgentWorld {
  readonly world: PanelWorld;
  readonly browser: Browser;
  /** Requests that the pages sent to the connector: `GET /v1/panel/tickets/42`. */
  readonly asked: string[];
  /** A Desk page of an agent's own browser, without a session of before; e.g. `?locale=ar#/tickets/<id>`. */
  open(path: string): Promise<Page>;
  /** A widget's frame, signed in. */
  signedIn(page: Page, widget: string): Promise<Frame>;
  stop(): Promise<void>;
}

/** @param transport how the pages reach the connector: directly, or through Desk's server */
export async function startAgentWorld(transport: 'fetch' | 'desk' = 'fetch'): Promise<AgentWorld> {
  const folder = await mkdtemp(join(tmpdir(), 'agent-world-'));
  const scripts = join(folder, 'scripts');
  const extension = join(folder, 'extension');
  await buildWidgets(scripts);
  const world = await startPanelWorld({
    variants: { 'desk.agentDepartments': `${AGENT}=Support` },
  });
  const connector = world.connector.url;
  await stageExtension(extension, { connector, scripts, transport });
  world.scenario.sandbox.deskPage.install({ folder: extension, connector });
  const browser = await launchChromium();
  const asked: string[] = [];

  async function open(path: string): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    // The pretend Zoho lets whom the address names sign in, as a browser would that knows the person.
    await context.route('**/oauth/v2/auth?*', (route) =>
      route.continue({ url: `${route.request().url()}&login_hint=${encodeURIComponent(AGENT)}` }),
    );
    const page = await context.newPage();
    page.on('request', (request) => {
      const url = new URL(request.url());
      if (url.origin === connector && request.method() !== 'OPTIONS') {
        asked.push(`${request.method()} ${url.pathname}`);
      }
    });
    await page.goto(`${world.scenario.sandbox.urls.deskPage}/${path}`);
    await page.waitForFunction(() => 'deskPage' in window);
    await page.evaluate(() => window.deskPage.ready);
    return page;
  }

  return {
    world,
    browser,
    asked,
    open,
    async signedIn(page, widget) {
      const frame = await widgetFrame(page, widget);
      await frame.locator('crm-sign-in button.primary').click();
      await frame.locator('crm-sign-in').waitFor({ state: 'detached' });
      return frame;
    },
    async stop() {
      await browser.close();
      await world.stop();
      await rm(folder, { recursive: true });
    },
  };
}
