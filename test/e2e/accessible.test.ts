import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Frame, Page } from 'playwright-core';
import { focusedName, sees, tabTo } from '../support/agent-view.ts';
import { startAgentWorld, type AgentWorld } from '../support/agent-world.ts';
import { violationsIn, wideIn } from '../support/axe-in-page.ts';
import { widgetFrame } from '../support/desk-page.ts';
import { until } from '../support/until.ts';

const PUMP = 'Pump makes a grinding noise';
const LOOKS = [
  { name: 'light, from left to right', query: '?appearance=light' },
  { name: 'dark, from right to left', query: '?appearance=dark&locale=ar' },
];

describe('the pages in Desk for everybody', () => {
  let desk: AgentWorld;
  let places: { readonly widget: string; readonly path: string; readonly text: string }[];
  before(async () => {
    desk = await startAgentWorld();
    const { world } = desk;
    places = [
      { widget: 'crm-ticket-panel', path: `#/tickets/${await world.ticketId(PUMP)}`, text: 'Pump renewal' },
      {
        widget: 'crm-contact-panel',
        path: `#/contacts/${world.idOf('contacts', 'Berg')}`,
        text: 'Pump renewal',
      },
      {
        widget: 'crm-account-panel',
        path: `#/accounts/${world.idOf('accounts', 'Cobalt Marine')}`,
        text: 'Pump renewal',
      },
      { widget: 'crm-handshake', path: '#/topband/crm-handshake', text: PUMP },
    ];
  });
  after(() => desk.stop());

  const placeOf = (wanted: string) => {
    const place = places.find(({ widget }) => widget === wanted);
    assert.ok(place);
    return place;
  };
  /** One tab for all, signed in once, as an agent works. */
  let tab: Page | null = null;
  async function opened(widget: string, query = ''): Promise<{ page: Page; frame: Frame }> {
    const { path, text } = placeOf(widget);
    const isFirst = tab === null;
    tab ??= await desk.open(query + path);
    if (!isFirst) {
      await tab.goto('about:blank');
      await tab.goto(`${desk.world.scenario.sandbox.urls.deskPage}/${query}${path}`);
    }
    const frame = isFirst ? await desk.signedIn(tab, widget) : await widgetFrame(tab, widget);
    await sees(frame, text);
    return { page: tab, frame };
  }
  /** Opens the dialogs of the first record one after the other. */
  async function dialogs(page: Page, frame: Frame, check: () => Promise<void>): Promise<void> {
    const record = frame.locator('crm-record').first();
    const folded = record.locator('crm-disclosure button[aria-expanded="false"]');
    while ((await folded.count()) > 0) await folded.first().click();
    const open = [
      ...(await record.locator('button.icon-only[slot="action"], .activity-head button').all()).map(
        (button) => () => button.click(),
      ),
      async () => {
        await record.locator('header crm-menu button').first().click();
        await record.locator('header crm-menu [role="menuitem"]').first().click();
      },
    ];
    for (const click of open) {
      await click();
      await frame.locator('dialog[open]').waitFor();
      await check();
      await page.keyboard.press('Escape');
      await frame.locator('dialog').waitFor({ state: 'detached' });
    }
  }

  for (const { name, query } of LOOKS) {
    it(`S124: axe finds nothing in the three panels, their dialogs and the board, ${name}`, async () => {
      const wrong: string[] = [];
      for (const { widget } of places) {
        const { page, frame } = await opened(widget, query);
        const look = async () => {
          for (const line of await violationsIn(frame)) wrong.push(`${widget} ${line}`);
          for (const line of await wideIn(frame)) wrong.push(`${widget} ${line}`);
        };
        await look();
        if (widget === 'crm-contact-panel') await dialogs(page, frame, look);
      }
      assert.deepEqual(wrong, []);
    });
  }

  it('S124: at 200 % nothing of a panel of 285 px has to be scrolled sideways, and axe is content', async () => {
    const { page, frame } = await opened('crm-ticket-panel');
    // The browser's zoom halves the window and doubles the pixels; the panel keeps the width that Desk gives it.
    const session = await page.context().newCDPSession(page);
    await session.send('Emulation.setDeviceMetricsOverride', {
      ...{ width: 640, height: 450, deviceScaleFactor: 2, mobile: false },
    });
    await page.evaluate(() => window.deskPage.setPanelWidth(285));
    await until(() => frame.evaluate(() => innerWidth <= 285 && devicePixelRatio === 2));
    assert.deepEqual(await wideIn(frame), []);
    assert.deepEqual(await violationsIn(frame), []);
    await frame.getByRole('button', { name: 'Add a note' }).first().click();
    await frame.locator('dialog[open]').waitFor();
    assert.deepEqual(await wideIn(frame), []);
    await session.detach();
  });

  it('S124: nothing moves for an agent who asked for less motion', async () => {
    const { page, frame } = await opened('crm-contact-panel');
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await frame.getByRole('button', { name: 'Refresh' }).click();
    await frame.getByRole('button', { name: 'Add a note' }).first().click();
    await frame.locator('dialog[open]').waitFor();
    const moving = await frame.evaluate(() => {
      const roots: ParentNode[] = [document];
      for (const root of roots)
        for (const each of root.querySelectorAll('*')) if (each.shadowRoot) roots.push(each.shadowRoot);
      return roots
        .flatMap((root) => [...root.querySelectorAll('*')])
        .flatMap((each) => each.getAnimations())
        .map((animation) => animation.effect?.getComputedTiming())
        .filter((timing) => Number(timing?.duration) > 1 && timing?.progress !== null).length;
    });
    assert.equal(moving, 0);
    await page.emulateMedia({ reducedMotion: null });
  });

  for (const widget of ['crm-contact-panel', 'crm-account-panel']) {
    it(`S124: ${widget} is worked by keyboard alone: sections, menu, form, Escape, and the focus comes back`, async () => {
      const { page, frame } = await opened(widget);
      await frame.getByRole('button', { name: 'Refresh' }).focus();
      await tabTo(page, frame, /Notes/);
      await page.keyboard.press('Enter');
      await sees(frame, widget === 'crm-account-panel' ? 'Framework contract' : 'Does not read long mails.');
      await tabTo(page, frame, /Add a note/);
      await page.keyboard.press('Space');
      await frame.getByLabel('Note', { exact: true }).waitFor();
      await page.keyboard.press('Escape');
      await frame.locator('dialog').waitFor({ state: 'detached' });
      assert.match(await focusedName(frame), /Add a note/);
      await frame.getByRole('button', { name: 'Refresh' }).focus();
      await tabTo(page, frame, /^(Contact|Account): More actions/);
      await page.keyboard.press('Enter');
      await until(async () => /End the link/.test(await focusedName(frame)));
      await page.keyboard.press('Enter');
      await frame.getByText('Both records stay.').waitFor();
      await page.keyboard.press('Escape');
      await frame.locator('dialog').waitFor({ state: 'detached' });
      assert.match(await focusedName(frame), /More actions/);
    });
  }

  it('S124: the board is worked by keyboard alone, up to opening a ticket', async () => {
    const { page, frame } = await opened('crm-handshake');
    await frame.getByRole('button', { name: 'Refresh' }).focus();
    await tabTo(page, frame, new RegExp(PUMP));
    await page.keyboard.press('Enter');
    await until(() => page.url().includes('#/tickets/'));
  });
});
