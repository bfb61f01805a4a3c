import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { callSdk, messagesOf, widgetFrame } from '../support/desk-page.ts';
import { heard, PUMP, readyProbe, startProbedDesk, type ProbedDesk } from './fixture.ts';

const LIGHT = '?user=lin.light@zylker.example';

/** Places, looks and manners of Desk's page around the widgets. */
describe('Desk’s page', () => {
  let desk: ProbedDesk;
  before(async () => (desk = await startProbedDesk()));
  after(async () => await desk.stop());

  it('another ticket keeps the widget’s frame and tells it that the ticket shifted, not to which', async () => {
    const { page, probe } = await desk.openTicket();
    await probe.evaluate(() => Reflect.set(window, 'mark', 1));
    const other = desk.ticket('Where is my order?');
    await page.click(`.ticket-list a[href="#/tickets/${other.id}"]`);
    await probe.waitForFunction(
      (text) => document.getElementById('record')?.textContent === text,
      other.subject,
    );
    assert.equal(await probe.evaluate(() => Reflect.get(window, 'mark') as number), 1);
    assert.deepEqual(await heard(probe), [['ticket_Shift', { ticket_shifted: true }]]);
    assert.equal(await page.locator('#ticket-subject').textContent(), other.subject);
    await page.close();
  });

  it('another contact gets a frame of its own, or the same one without a word when told to', async () => {
    const [first, second] = [desk.ticket(PUMP), desk.ticket('Where is my order?')];
    const page = await desk.open(`/#/contacts/${first.contactId}`);
    await readyProbe(page, 'probe-contact');
    const uniqueID = async () => await page.evaluate(() => window.deskPage.widgets[0]?.uniqueID);
    const before = await uniqueID();
    await page.evaluate((id) => (location.hash = `#/contacts/${id}`), second.contactId);
    await page.getByRole('heading', { name: 'Wanda Won' }).waitFor();
    const frame = await readyProbe(page, 'probe-contact');
    const renewed = await uniqueID();
    assert.notEqual(renewed, before);
    await page.evaluate(() => window.deskPage.setFaults({ silentShift: true }));
    await page.evaluate((id) => (location.hash = `#/contacts/${id}`), first.contactId);
    await page.getByRole('heading', { name: 'Anna Berg' }).waitFor();
    assert.equal(await uniqueID(), renewed);
    const answer = await callSdk(frame, 'get', 'contact.id');
    assert.deepEqual(answer.ok && answer.value, { 'contact.id': first.contactId, status: 'success' });
    await page.close();
  });

  it('a card takes the height its widget asks for, between 145 and 600 pixels, and is 285 wide', async () => {
    const { page, probe } = await desk.openTicket();
    const box = async () => await page.locator('iframe[data-widget="probe-ticket"]').boundingBox();
    assert.equal((await box())?.width, 285);
    for (const [asked, height] of [
      [300, 300],
      ['220px', 220],
      [10, 145],
      [5000, 600],
    ] as const) {
      await callSdk(probe, 'invoke', 'RESIZE', { height: asked, width: 10 });
      assert.equal((await box())?.height, height);
    }
    assert.equal((await callSdk(probe, 'invoke', 'RESIZE')).ok, true);
    await page.evaluate(() => window.deskPage.setPanelWidth(360));
    assert.equal((await box())?.width, 360);
    await page.close();
  });

  it('ROUTE_TO opens contacts, accounts and tickets, here or in a new tab', async () => {
    const page = await desk.open('/#/topband/probe-band');
    const { id, contactId } = desk.ticket(PUMP);
    const band = await readyProbe(page, 'probe-band');
    const opened = page.context().waitForEvent('page');
    const route = { entity: 'ticket', id, page: 'dv', target: '_blank' };
    assert.equal((await callSdk(band, 'invoke', 'ROUTE_TO', route)).ok, true);
    const tab = await opened;
    assert.equal(new URL(tab.url()).hash, `#/tickets/${id}`);
    await tab.close();
    const wrong = { entity: 'ticket', id: '../x', page: 'dv' };
    assert.equal((await callSdk(band, 'invoke', 'ROUTE_TO', wrong)).ok, false);
    // Its own frame goes with the page it leaves, so its answer is not waited for.
    void callSdk(band, 'invoke', 'ROUTE_TO', { entity: 'contact', id: contactId, page: 'dv' }).catch(
      () => null,
    );
    await page.getByRole('heading', { name: 'Anna Berg' }).waitFor();
    await page.close();
  });

  it('a widget puts text into the reply, and sets fields of the open ticket on the page', async () => {
    const { page, probe } = await desk.openTicket();
    await callSdk(probe, 'invoke', 'INSERT', 'ticket.replyEditor', { value: 'Dear Anna' });
    assert.equal(await page.locator('#reply').inputValue(), 'Dear Anna');
    await callSdk(probe, 'set', 'ticket.subject', 'Pump repaired');
    assert.equal(await page.locator('#ticket-subject').textContent(), 'Pump repaired');
    assert.equal((await callSdk(probe, 'invoke', 'ROUTE_TO', 'ticket.history')).ok, true);
    assert.equal((await callSdk(probe, 'log', 'hello')).ok, true);
    await page.close();
  });

  it('popups are asked of the person, or answered by the test; markup in them stays text', async () => {
    const { page, probe } = await desk.openTicket();
    const options = { title: 'Unlink?', content: '<b>Anna</b>', type: 'confirmation', okText: 'Unlink' };
    const agreed = callSdk(probe, 'showpopup', options);
    assert.equal(await page.locator('dialog p').textContent(), '<b>Anna</b>');
    await page.getByRole('button', { name: 'Unlink' }).click();
    assert.deepEqual(await agreed, { ok: true, value: { result: true } });
    const dismissed = callSdk(probe, 'showpopup', options);
    await page.getByRole('button', { name: 'Cancel' }).click();
    assert.equal((await dismissed).ok, false);
    await page.evaluate(() => window.deskPage.answerPopups('ok'));
    assert.equal((await callSdk(probe, 'showpopup', options)).ok, true);
    await page.evaluate(() => window.deskPage.answerPopups('cancel'));
    assert.equal((await callSdk(probe, 'showpopup', options)).ok, false);
    assert.equal((await page.evaluate(() => window.deskPage.popups)).length, 4);
    await page.close();
  });

  it('a notification is a toast; a title that is too long is refused', async () => {
    const { page, probe } = await desk.openTicket();
    await callSdk(probe, 'notify', { title: 'Saved', content: 'The note is in CRM', icon: 'success' });
    assert.match((await page.locator('.toast').textContent()) ?? '', /SavedThe note is in CRM/);
    assert.equal((await callSdk(probe, 'notify', { title: 'x'.repeat(256) })).ok, false);
    await page.close();
  });

  it('a modal is a widget of its own: it registers, hears its opener, and closes itself', async () => {
    const { page, probe } = await desk.openTicket();
    const info = await probe.evaluate(async () => {
      const { app } = Reflect.get(window, 'probe') as {
        app: { instance: { modal(options: unknown): Promise<Record<string, unknown> & { emit: unknown }> } };
      };
      const modal = await app.instance.modal({ url: '/app/probe.html#id=7', title: 'Link a contact' });
      Reflect.set(window, 'modal', modal);
      return {
        name: modal['name'],
        location: modal['location'],
        url: modal['url'],
        widgetID: modal['widgetID'],
      };
    });
    assert.equal(info.location, '__MODAL__');
    assert.match(String(info.url), /probe\.html\?serviceOrigin=[^#]*#id=7$/);
    const modal = await readyProbe(page, String(info.name));
    await probe.evaluate(() => {
      const modal = Reflect.get(window, 'modal') as { emit(name: string, data: unknown): void };
      modal.emit('greeting', 'hello');
    });
    await modal.waitForFunction(
      () => (Reflect.get(window, 'probe') as { events: unknown[] }).events.length > 0,
    );
    assert.deepEqual(await heard(modal), [['greeting', 'hello']]);
    assert.equal((await heard(probe))[0]?.[0], 'modal.opened');
    const names = await widgetNames(probe);
    assert.deepEqual(names, ['probe-ticket', 'late-ticket', 'probe-ticket-modal']);
    // Its frame goes with it, so the answer is looked for in the log.
    void callSdk(modal, 'invoke', 'MODAL_CLOSE').catch(() => null);
    await page.locator('dialog.modal').waitFor({ state: 'detached' });
    const last = (await messagesOf(page)).findLast(({ widget }) => widget === info.name);
    assert.equal(last?.message?.['isSuccess'], true);
    assert.deepEqual(await widgetNames(probe), ['probe-ticket', 'late-ticket']);
    assert.equal((await callSdk(probe, 'invoke', 'MODAL_CLOSE')).ok, false);
    await page.close();
  });

  async function widgetNames(frame: Frame): Promise<readonly string[]> {
    return await frame.evaluate(async () => {
      const { app } = Reflect.get(window, 'probe') as {
        app: { instance: { getWidgets(): Promise<readonly { name: string }[]> } };
      };
      return (await app.instance.getWidgets()).map(({ name }) => name);
    });
  }

  it('a changed preference reaches the page and the widget without a reload', async () => {
    const { page, probe } = await desk.openTicket({ query: '?appearance=dark' });
    const root = page.locator('html');
    assert.equal(await root.getAttribute('data-appearance'), 'dark');
    await page.evaluate(() =>
      window.deskPage.setPreferences({ appearance: 'pureDark', theme: 'red', font: 'Lato' }),
    );
    await probe.waitForFunction(
      () => (Reflect.get(window, 'probe') as { events: unknown[] }).events.length > 0,
    );
    assert.deepEqual(await heard(probe), [
      ['user_preference.changed', { appearance: 'pureDark', theme: 'red', fontFamily: 'Lato' }],
    ]);
    assert.equal(await root.getAttribute('data-appearance'), 'pureDark');
    await page.emulateMedia({ colorScheme: 'dark' });
    await page.evaluate(() => window.deskPage.setPreferences({ appearance: 'auto' }));
    assert.equal(await root.getAttribute('data-appearance'), 'dark');
    await page.close();
  });

  it('Arabic turns the page and brings the widget its texts; an unknown language brings English', async () => {
    const arabic = await desk.openTicket({ query: '?locale=ar' });
    assert.equal(await arabic.page.locator('html').getAttribute('dir'), 'rtl');
    assert.equal(await arabic.probe.locator('#hello').textContent(), 'مرحبا');
    await arabic.page.close();
    const unknown = await desk.openTicket({ query: '?locale=pt' });
    assert.equal(await unknown.probe.locator('#hello').textContent(), 'Hello');
    await unknown.page.close();
  });

  it('a light agent sees no extension, unless the sandbox is told otherwise', async () => {
    const page = await desk.open(`/${LIGHT}#/tickets/${desk.ticket(PUMP).id}`);
    assert.match((await page.locator('.right-panel').textContent()) ?? '', /Light agents have no extensions/);
    await page.evaluate(() => window.deskPage.setFaults({ lightAgents: true }));
    await page.evaluate(() => (location.hash = '#/settings'));
    await widgetFrame(page, 'probe-settings');
    await page.close();
  });

  it('the list shows the chosen department, and the sandbox drawer every message', async () => {
    const page = await desk.open('/#/tickets');
    const all = await page.locator('.rows li').count();
    await page.selectOption('#department', { label: 'Returns' });
    await page.locator('.rows li').nth(1).waitFor();
    await page.waitForFunction((count) => {
      const rows = document.querySelectorAll('.rows li').length;
      return rows > 0 && rows < count;
    }, all);
    assert.deepEqual(await page.locator('.rows .title').allTextContents(), [
      'Return of two lamps',
      'Refund arrived, thank you',
    ]);
    await page.click('#open-drawer');
    await page.evaluate((id) => (location.hash = `#/tickets/${id}`), desk.ticket(PUMP).id);
    await page.locator('.messages li', { hasText: 'GET_DATA ticket' }).waitFor();
    await page.close();
  });

  it('an administrator gives a profile a permission on the settings page', async () => {
    const page = await desk.open('/#/settings');
    const saved = page.waitForResponse(
      (response) =>
        response.url().endsWith('/extension/permissions') && response.request().method() === 'POST',
    );
    await page.getByLabel('changeIt for Light Agent').check();
    await saved;
    const read = async (): Promise<unknown> =>
      await (await fetch(`${desk.sandbox.urls.deskPage}/_desk/extension/permissions${LIGHT}`)).json();
    const wanted = [
      { apiName: 'seeIt', isEnabled: true },
      { apiName: 'changeIt', isEnabled: true },
    ];
    assert.deepEqual(await read(), wanted);
    await page.close();
  });
});
