import { expect } from '@open-wc/testing';
import { restore, stub, useFakeTimers } from 'sinon';
import type { ZohoDeskClient } from '../../../widgets/host/zohodesk.ts';
import { ONLOAD_LIMIT_MS, connectDesk } from '../../../widgets/host/zohodesk.ts';

interface Call {
  readonly what: string;
  readonly value: unknown;
}

/** Zoho's client script, as the reference describes it. */
class FakeZohoDesk implements ZohoDeskClient {
  readonly calls: Call[] = [];
  readonly values: Record<string, unknown> = {};
  readonly listeners: Record<string, (payload: unknown) => void> = {};
  onloads = 0;
  app: Record<string, unknown> = {
    locale: 'de',
    localeResource: { retry: 'Nochmal' },
    meta: { userPreferences: { appearance: 'dark', theme: 'green', fontFamily: 'Lato' } },
    instance: {
      on: (event: string, listener: (payload: unknown) => void) => (this.listeners[event] = listener),
    },
  };
  readonly extension = {
    onload: async () => {
      this.onloads += 1;
      return Promise.resolve(this.app);
    },
  };
  get = async (property: string) => {
    if (!(property in this.values)) return Promise.reject(new Error('No Data Found'));
    return Promise.resolve({ [property]: this.values[property], status: 'success' });
  };
  invoke = async (what: string, value: unknown) => this.#note(what, value);
  notify = async (value: unknown) => this.#note('notify', value);
  request = async (value: unknown) => this.#note('request', value);

  async #note(what: string, value: unknown) {
    this.calls.push({ what, value });
    return Promise.resolve({ ok: true });
  }
}

describe('connectDesk', () => {
  afterEach(() => restore());

  it('registers once, in the same turn, and tells language, texts and look', async () => {
    const client = new FakeZohoDesk();
    const host = connectDesk(client);
    expect(client.onloads, 'before anything asynchronous').to.equal(1);
    expect(await host.ready).to.deep.equal({
      locale: 'de',
      messages: { retry: 'Nochmal' },
      preferences: { appearance: 'dark', theme: 'green', font: 'Lato' },
    });
    await host.recordId('ticket').catch(() => null);
    expect(client.onloads).to.equal(1);
  });

  it('reads texts under the name that the documentation gives them, and survives a Desk that says nothing', async () => {
    const client = new FakeZohoDesk();
    client.app = { localeResources: { retry: 'Otra vez' } };
    expect((await connectDesk(client).ready).messages).to.deep.equal({ retry: 'Otra vez' });
    client.app = {};
    expect(await connectDesk(client).ready).to.deep.equal({
      locale: null,
      messages: {},
      preferences: { appearance: 'light', theme: 'blue', font: 'Puvi' },
    });
  });

  it('says that it is outside of Desk when Zoho’s script is missing', async () => {
    const host = connectDesk(undefined);
    expect(await host.ready.catch((error: unknown) => error)).to.have.property('code', 'outside-desk');
    expect(await host.viewer()).to.deep.equal({ timeZone: null, orgId: null, departmentId: null });
    expect(await host.openTicket('1')).to.equal(false);
  });

  it('says so too when Desk never answers', async () => {
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const client = new FakeZohoDesk();
    stub(client.extension, 'onload').returns(new Promise(() => undefined));
    const host = connectDesk(client);
    const outcome = host.ready.catch((error: unknown) => error);
    await clock.tickAsync(ONLOAD_LIMIT_MS);
    expect(await outcome).to.have.property('code', 'outside-desk');
  });

  it('tells the record’s id; null for anything that is none', async () => {
    const client = new FakeZohoDesk();
    const host = connectDesk(client);
    Object.assign(client.values, { 'ticket.id': '60045000000', 'contact.id': 42, 'account.id': '../7' });
    expect(await host.recordId('ticket')).to.equal('60045000000');
    expect(await host.recordId('contact')).to.equal('42');
    expect(await host.recordId('account')).to.equal(null);
  });

  it('says that Desk refused to tell the record', async () => {
    const error = await connectDesk(new FakeZohoDesk())
      .recordId('ticket')
      .catch((thrown: unknown) => thrown);
    expect(error).to.have.property('code', 'no-record');
  });

  it('knows of the viewer what Desk tells, and nulls for the rest', async () => {
    const client = new FakeZohoDesk();
    client.values['user'] = { id: '7', timeZone: 'Asia/Tokyo' };
    client.values['portal.id'] = '5';
    client.values['department.id'] = 'allDepartment';
    expect(await connectDesk(client).viewer()).to.deep.equal({
      timeZone: 'Asia/Tokyo',
      orgId: '5',
      departmentId: null,
    });
  });

  it('hears of another ticket and of another look until it stops listening', async () => {
    const client = new FakeZohoDesk();
    const host = connectDesk(client);
    let shifts = 0;
    const looks: unknown[] = [];
    const stop = host.onTicketShift(() => (shifts += 1));
    host.onPreferences((look) => looks.push(look));
    await host.ready;
    client.listeners['ticket_Shift']?.({ ticket_shifted: true });
    client.listeners['user_preference.changed']?.({ appearance: 'pureDark', theme: 'mauve' });
    stop();
    client.listeners['ticket_Shift']?.({ ticket_shifted: true });
    expect(shifts).to.equal(1);
    expect(looks).to.deep.equal([{ appearance: 'pureDark', theme: 'blue', font: 'Puvi' }]);
  });

  it('asks Desk to notify, to open a ticket, to resize and to send a request', async () => {
    const client = new FakeZohoDesk();
    const host = connectDesk(client);
    await host.notify({ title: 'x'.repeat(300), kind: 'success' });
    await host.openTicket('9');
    await host.request({ url: 'https://c.test/v1', type: 'POST', headers: { a: 'b' }, postBody: { c: 1 } });
    expect(client.calls).to.deep.equal([
      { what: 'notify', value: { title: 'x'.repeat(255), content: '', icon: 'success' } },
      { what: 'ROUTE_TO', value: { entity: 'ticket', id: '9', page: 'dv' } },
      {
        what: 'request',
        value: { url: 'https://c.test/v1', type: 'POST', headers: { a: 'b' }, data: {}, postBody: { c: 1 } },
      },
    ]);
  });
});
