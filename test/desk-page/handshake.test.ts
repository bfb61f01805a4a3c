import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { callSdk, messagesOf, widgetFrame } from '../support/desk-page.ts';
import { heard, startProbedDesk, type ProbedDesk } from './fixture.ts';

/** Rules of the handshake: reference desk-extension-platform §5.4. */
describe('the handshake between Desk’s page and a widget', () => {
  let desk: ProbedDesk;
  before(async () => (desk = await startProbedDesk()));
  after(async () => await desk.stop());

  it('a widget that calls onload at once learns its place, its language and the user’s preferences', async () => {
    const { page, probe } = await desk.openTicket();
    const app = await probe.evaluate(() => {
      const { app } = Reflect.get(window, 'probe') as { app: Record<string, unknown> };
      const { uniqueID, extensionID, location, locale, localeResource, meta } = app;
      return { uniqueID, extensionID, location, locale, localeResource, meta };
    });
    assert.equal(app['location'], 'desk.ticket.detail.rightpanel');
    assert.equal(app['locale'], 'en');
    assert.deepEqual(app['localeResource'], { hello: 'Hello' });
    assert.match(String(app['uniqueID']), /^widget-\d+$/);
    const meta = app['meta'] as Record<string, unknown>;
    assert.deepEqual(meta['userPreferences'], { appearance: 'light', theme: 'blue', fontFamily: 'Puvi' });
    assert.equal(meta['deskDomainUrl'], desk.sandbox.urls.deskPage);
    const own = (await messagesOf(page)).filter(({ widget }) => widget === 'probe-ticket');
    assert.deepEqual(
      own.slice(0, 2).map(({ direction, message }) => [direction, message?.['type']]),
      [
        ['out', '__REGISTER__'],
        ['in', '__REGISTER__'],
      ],
    );
    await page.close();
  });

  it('a widget comes from another origin, with Desk’s query before its own fragment', async () => {
    const { contactId } = desk.ticket('Where is my order?');
    const page = await desk.open(`/#/contacts/${contactId}`);
    const frame = await widgetFrame(page, 'probe-contact');
    const url = new URL(frame.url());
    assert.equal(url.origin, desk.sandbox.urls.widgets);
    assert.notEqual(url.origin, desk.sandbox.urls.deskPage);
    assert.match(url.pathname, /^\/appfiles\/v2\/\d+\/[\d.]+\/[0-9a-f]+\/app\/probe\.html$/);
    assert.deepEqual(
      [...url.searchParams.keys()],
      ['serviceOrigin', 'isDevMode', 'isLogEnabled', 'frameorigin'],
    );
    assert.equal(url.searchParams.get('serviceOrigin'), desk.sandbox.urls.deskPage);
    assert.equal(url.hash, '#contact');
    await page.close();
  });

  it('onload called after the frame’s load event never settles, and Desk removes the widget', async () => {
    const page = await desk.open('/#/tickets');
    await page.evaluate(() => window.deskPage.setFaults({ ackLimitMs: 400 }));
    await page.evaluate((id) => (location.hash = `#/tickets/${id}`), desk.ticket('Return of two lamps').id);
    const late = await (await page.waitForSelector('iframe[data-widget="late-ticket"]')).contentFrame();
    await late?.waitForFunction(() => Reflect.get(window, 'asked') === true);
    assert.equal(await late?.evaluate(() => Reflect.get(window, 'settled') as boolean), false);
    await page.waitForSelector('.widget-removed');
    assert.equal(await page.locator('iframe[data-widget="late-ticket"]').count(), 0);
    assert.equal(await page.locator('iframe[data-widget="probe-ticket"]').count(), 1);
    assert.match(
      (await messagesOf(page)).findLast(({ widget }) => widget === 'late-ticket')?.note ?? '',
      /removed/,
    );
    await page.close();
  });

  it('a second onload never settles, while the first keeps working', async () => {
    const { page, probe } = await desk.openTicket();
    const settled = await probe.evaluate(async () => {
      const sdk = Reflect.get(window, 'ZOHODESK') as {
        extension: { onload(): Promise<unknown> };
        get(name: string): Promise<unknown>;
      };
      let settled = false;
      void sdk.extension.onload().then(() => (settled = true));
      await sdk.get('ticket.id');
      return settled;
    });
    assert.equal(settled, false);
    await page.close();
  });

  it('a widget that changes its path is not believed any more; a changed fragment does no harm', async () => {
    const { page, probe, ticket } = await desk.openTicket();
    await probe.evaluate(() => (location.hash = '#notes'));
    assert.deepEqual(await callSdk(probe, 'get', 'ticket.id'), {
      ok: true,
      value: { 'ticket.id': ticket.id, status: 'success' },
    });
    await probe.evaluate(() => {
      history.pushState(null, '', 'elsewhere.html');
      const sdk = Reflect.get(window, 'ZOHODESK') as { get(name: string): Promise<unknown> };
      void sdk.get('ticket.subject');
    });
    await page.waitForFunction(() =>
      window.deskPage.messages.some(({ note }) => note === 'ignored: another widgetOrigin'),
    );
    await page.close();
  });

  it('a message with another widget’s id, or from a frame that is none, is ignored', async () => {
    const { page, probe } = await desk.openTicket();
    await probe.evaluate(() => {
      window.parent.postMessage({ type: '__EVENT__', eventName: 'DESK_EVENT', uniqueID: 'widget-999' }, '*');
    });
    await page.waitForFunction(() =>
      window.deskPage.messages.some(({ note }) => note === 'ignored: another uniqueID'),
    );
    const uniqueID = await page.evaluate(() => window.deskPage.widgets[0]?.uniqueID);
    await page.evaluate(() => {
      const stranger = document.createElement('iframe');
      stranger.id = 'stranger';
      stranger.src = 'page/forger.html';
      document.body.append(stranger);
    });
    const stranger = await (await page.waitForSelector('#stranger')).contentFrame();
    await stranger?.waitForLoadState();
    await stranger?.evaluate(
      (id) => window.parent.postMessage({ type: '__EVENT__', uniqueID: id }, '*'),
      uniqueID,
    );
    await page.waitForFunction(() =>
      window.deskPage.messages.some(({ note }) => note === 'ignored: no frame of ours sent it'),
    );
    await page.close();
  });

  it('answers find their promise by its id, whatever their order', async () => {
    const { page, probe, ticket } = await desk.openTicket();
    const values = await probe.evaluate(async () => {
      const sdk = Reflect.get(window, 'ZOHODESK') as { get(name: string): Promise<Record<string, unknown>> };
      const [config, id] = await Promise.all([sdk.get('extension.config'), sdk.get('ticket.id')]);
      return { config: config['extension.config'], id: id['ticket.id'] };
    });
    assert.equal(values.id, ticket.id);
    assert.ok(Array.isArray(values.config));
    const log = (await messagesOf(page)).filter(({ widget }) => widget === 'probe-ticket').slice(-4);
    assert.deepEqual(
      log.map(({ direction }) => direction),
      ['in', 'in', 'out', 'out'],
    );
    const ids = log.map(({ message }) => message?.['promiseID']);
    assert.deepEqual(ids.slice(2), [ids[1], ids[0]], 'the quick answer overtook the slow one');
    assert.match(String(ids[0]), /^Promise\d{3}$/);
    await page.close();
  });

  it('a stranger’s message with the right id reaches the widget’s handler, as it does with the real SDK', async () => {
    const { page, probe } = await desk.openTicket();
    const uniqueID = await page.evaluate(() => window.deskPage.widgets[0]?.uniqueID ?? '');
    await page.evaluate(async (id) => {
      await window.deskPage.forge(id, {
        type: '__EVENT__',
        eventName: 'greeting',
        data: 'forged',
        uniqueID: id,
        widgetID: id,
      });
    }, uniqueID);
    await probe.waitForFunction(
      () => (Reflect.get(window, 'probe') as { events: unknown[] }).events.length > 0,
    );
    assert.deepEqual(await heard(probe), [['greeting', 'forged']]);
    await page.close();
  });

  it('a page that is loaded again is registered again', async () => {
    const { page, probe } = await desk.openTicket();
    await probe.evaluate(() => location.reload());
    await page.waitForFunction(
      () =>
        window.deskPage.messages.filter(
          ({ widget, direction, message }) =>
            widget === 'probe-ticket' && direction === 'in' && message?.['type'] === '__REGISTER__',
        ).length === 2,
    );
    await page.close();
  });

  it('a hook is decided by the widget’s handlers; one that is silent too long passes', async () => {
    const { page, probe } = await desk.openTicket();
    await probe.evaluate(() => {
      const { app } = Reflect.get(window, 'probe') as {
        app: { instance: { on(name: string, handler: (data: unknown) => unknown): void } };
      };
      app.instance.on('ticket.reOpen', (data) => ({ seen: data }));
      app.instance.on('ticket.reply', () => new Promise(() => undefined));
    });
    const ask = async (name: string) => await page.evaluate((hook) => window.deskPage.askHook(hook, 7), name);
    const widget = 'probe-ticket';
    assert.deepEqual(await ask('ticket.close'), [{ widget, isSuccess: false, response: { msg: 'not yet' } }]);
    assert.deepEqual(await ask('ticket.reOpen'), [{ widget, isSuccess: true, response: { seen: 7 } }]);
    await page.evaluate(() => window.deskPage.setFaults({ hookLimitMs: 50 }));
    assert.deepEqual(await ask('ticket.reply'), []);
    await page.close();
  });

  it('faults: replies dropped, replies late, registration late, an unknown fault refused', async () => {
    const { page, probe } = await desk.openTicket();
    await page.evaluate(() => window.deskPage.setFaults({ drop: ['ticket.email'], delayMs: 120 }));
    await probe.evaluate(() => {
      const sdk = Reflect.get(window, 'ZOHODESK') as { get(name: string): Promise<unknown> };
      void sdk.get('ticket.email');
    });
    assert.equal((await callSdk(probe, 'get', 'ticket.id')).ok, true);
    const log = await messagesOf(page);
    assert.equal(log.findLast(({ note }) => note !== undefined)?.note, 'dropped');
    const answer = log.findLast(({ direction }) => direction === 'out');
    const asked = log.findLast(({ direction }) => direction === 'in');
    assert.ok(Date.parse(answer?.at ?? '') - Date.parse(asked?.at ?? '') >= 119);
    await page.evaluate(() => window.deskPage.setFaults());
    await page.evaluate(() => window.deskPage.setFaults({ lateRegisterMs: 120 }));
    await page.evaluate(() => (location.hash = '#/topband'));
    assert.equal((await callSdk(await widgetFrame(page, 'probe-band'), 'get', 'user.id')).ok, true);
    await assert.rejects(
      page.evaluate(() => window.deskPage.setFaults({ nonsense: 1 })),
      /no fault is called nonsense/,
    );
    await page.close();
  });
});
