import assert from 'node:assert/strict';
import { after, afterEach, before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { refresh, sees } from '../support/agent-view.ts';
import { startAgentWorld, type AgentWorld } from '../support/agent-world.ts';
import { widgetFrame } from '../support/desk-page.ts';

const PUMP = 'Pump makes a grinding noise';
const MINUTE = 60_000;
const OTTO = { product: 'desk', agent: 'otto.agent@zylker.example' };

describe('an agent’s session in Desk', () => {
  let desk: AgentWorld;
  let ticket: string;
  let other: string;
  before(async () => {
    desk = await startAgentWorld();
    ticket = await desk.world.ticketId(PUMP);
    other = await desk.world.ticketId('Invoice shows the wrong address');
  });
  afterEach(() => Promise.all(desk.browser.contexts().map((context) => context.close())));
  after(() => desk.stop());

  const signedInAtTicket = async () => {
    const page = await desk.open(`#/tickets/${ticket}`);
    const frame = await desk.signedIn(page, 'crm-ticket-panel');
    await sees(frame, 'Pump renewal');
    return { page, frame };
  };
  /** As a click on one of Desk's links would. */
  const goTo = (page: Page, fragment: string) =>
    page.evaluate((hash) => {
      location.hash = hash;
    }, fragment);
  const isGone = (page: Page, widget: string) =>
    page.waitForFunction((name) => window.deskPage.widgets.every((each) => each.widget !== name), widget);
  const signIns = () => desk.asked.filter((path) => path === 'POST /v1/session/start').length;
  const seesWithoutSignIn = async (page: Page, widget: string, text: string) => {
    const frame = await widgetFrame(page, widget);
    await sees(frame, text);
    assert.equal(await frame.locator('crm-sign-in').count(), 0);
  };

  it('is renewed in silence when the token ends while the panel is open, and asks to sign in when the handle ended', async () => {
    const { page, frame } = await signedInAtTicket();
    await desk.world.later(16 * MINUTE);
    desk.asked.length = 0;
    await refreshTwice(page, 'Pump renewal');
    assert.deepEqual(
      desk.asked.map((path) => path.replace(/\d+$/, '…')),
      ['GET /v1/panel/tickets/…', 'POST /v1/session/refresh', 'GET /v1/panel/tickets/…'],
    );
    await desk.world.later(13 * 60 * MINUTE);
    await frame.getByRole('button', { name: 'Refresh' }).click();
    await frame.locator('crm-sign-in button.primary').waitFor();
    assert.equal(await frame.getByText('Pump renewal').count(), 0);
    await desk.signedIn(page, 'crm-ticket-panel');
    await sees(frame, 'Pump renewal');
  });
  /** The first answer refuses the token, the second one is drawn. */
  async function refreshTwice(page: Page, text: string): Promise<void> {
    const frame = await widgetFrame(page, 'crm-ticket-panel');
    await refresh(page, frame);
    await sees(frame, text);
    assert.equal(await frame.locator('crm-sign-in').count(), 0);
  }

  it('ends for an agent who is deactivated in Desk while the panel is open: nothing of CRM stays', async () => {
    const { page, frame } = await signedInAtTicket();
    desk.world.scenario.sandbox.setUp({ ...OTTO, status: 'DISABLED' });
    await desk.world.later(61_000);
    await frame.getByRole('button', { name: 'Refresh' }).click();
    await frame.locator('crm-sign-in button.primary').waitFor();
    assert.equal(await frame.getByText('Pump renewal').count(), 0);
    await frame.locator('crm-sign-in button.primary').click();
    await frame.locator('crm-sign-in crm-notice').waitFor();
    assert.equal(await frame.getByText('Pump renewal').count(), 0, 'signing in again does not help');
    desk.world.scenario.sandbox.setUp({ ...OTTO, status: 'ACTIVE' });
    await desk.world.later(61_000);
    await desk.signedIn(page, 'crm-ticket-panel');
    await sees(frame, 'Pump renewal');
  });

  it('ends in all tabs when the agent signs out, and the connector has forgotten it', async () => {
    const { page, frame } = await signedInAtTicket();
    const second = await page.context().newPage();
    await second.goto(page.url());
    await seesWithoutSignIn(second, 'crm-ticket-panel', 'Pump renewal');
    await frame.getByRole('button', { name: 'More actions', exact: true }).click();
    const ended = page.waitForResponse((response) => response.request().method() === 'POST');
    await frame.getByRole('menuitem', { name: 'Sign out' }).click();
    assert.ok((await ended).ok());
    for (const tab of [page, second]) {
      const panel = await widgetFrame(tab, 'crm-ticket-panel');
      await panel.locator('crm-sign-in button.primary').waitFor();
      assert.equal(await panel.getByText('Pump renewal').count(), 0);
    }
    await page.reload();
    await (await widgetFrame(page, 'crm-ticket-panel')).locator('crm-sign-in button.primary').waitFor();
  });

  it('outlives leaving a ticket for the list, for another ticket, and for the board and back', async () => {
    const { page } = await signedInAtTicket();
    const before = signIns();
    await goTo(page, '#/tickets');
    await isGone(page, 'crm-ticket-panel');
    await goTo(page, `#/tickets/${other}`);
    await seesWithoutSignIn(page, 'crm-ticket-panel', 'Anna Berg');
    await goTo(page, '#/topband/crm-handshake');
    await seesWithoutSignIn(page, 'crm-handshake', 'Prospects');
    await goTo(page, `#/tickets/${ticket}`);
    await seesWithoutSignIn(page, 'crm-ticket-panel', 'Pump renewal');
    await page.reload();
    await seesWithoutSignIn(page, 'crm-ticket-panel', 'Pump renewal');
    assert.equal(signIns(), before);
  });

  it('is shared by two tabs: whichever of them closes or leaves its ticket, nobody is thrown out', async () => {
    const { page } = await signedInAtTicket();
    const second = await page.context().newPage();
    await second.goto(page.url());
    await seesWithoutSignIn(second, 'crm-ticket-panel', 'Pump renewal');
    await goTo(page, '#/tickets');
    await isGone(page, 'crm-ticket-panel');
    await desk.world.later(16 * MINUTE);
    await refreshTwice(second, 'Pump renewal');
    await goTo(page, `#/tickets/${ticket}`);
    await seesWithoutSignIn(page, 'crm-ticket-panel', 'Pump renewal');
    await second.close({ runBeforeUnload: true });
    await desk.world.later(16 * MINUTE);
    await refreshTwice(page, 'Pump renewal');
  });

  it('is not lost by duplicating a tab while its handle lies in the session storage', async () => {
    const { page } = await signedInAtTicket();
    await goTo(page, '#/tickets');
    await isGone(page, 'crm-ticket-panel');
    // A window that a page opens starts with a copy of its session storage, as a duplicated tab does.
    const opened = page.context().waitForEvent('page');
    await page.evaluate((hash) => window.open(location.pathname + hash), `#/tickets/${ticket}`);
    const copy = await opened;
    await seesWithoutSignIn(copy, 'crm-ticket-panel', 'Pump renewal');
    await goTo(page, `#/tickets/${other}`);
    await seesWithoutSignIn(page, 'crm-ticket-panel', 'Anna Berg');
    await desk.world.later(16 * MINUTE);
    await refreshTwice(copy, 'Pump renewal');
    await refreshTwice(page, 'Anna Berg');
  });
});
