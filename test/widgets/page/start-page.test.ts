import { expect, waitUntil } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import ar from '../../../app/translations/ar.json';
import { HostError } from '../../../widgets/host/desk-host.ts';
import { viewerTimeZone } from '../../../widgets/i18n/messages.ts';
import { startPage } from '../../../widgets/page/start-page.ts';
import '../../../widgets/ticket-panel/crm-ticket-panel.ts';
import { issued } from '../support/fake-connector.ts';
import { FakeHost } from '../support/fake-host.ts';
import { plainPage } from '../support/mount.ts';
import { panelOf } from '../support/panel-data.ts';
import { control, deepAll, seesText } from '../support/seen.ts';

const json = (body: unknown) => new Response(JSON.stringify(body), { status: 200 });

const addressOf = (input: RequestInfo | URL) => (input instanceof Request ? input.url : input.toString());

describe('startPage', () => {
  afterEach(() => {
    restore();
    document.body.replaceChildren();
    plainPage();
  });

  it('shows a skeleton at once, then the panel in the viewer’s language, look and time zone', async () => {
    const host = new FakeHost();
    host.facts = {
      locale: 'ar',
      messages: ar,
      preferences: { appearance: 'dark', theme: 'red', font: 'Lato' },
    };
    host.viewerIs = { timeZone: 'Asia/Tokyo', orgId: '77', departmentId: null };
    startPage('crm-ticket-panel', { host });
    expect(document.body.querySelector('crm-skeleton')).not.to.equal(null);

    await seesText(document.body, ar['sign-in.button']);
    const { lang, dir, dataset } = document.documentElement;
    expect([lang, dir, dataset['appearance'], dataset['theme']]).to.deep.equal(['ar', 'rtl', 'dark', 'red']);
    expect(viewerTimeZone()).to.equal('Asia/Tokyo');
    host.changeLook({ appearance: 'light', theme: 'blue', font: 'Puvi' });
    expect(dataset['appearance']).to.equal('light');
  });

  it('S4: asks the connector that the page names, once, after the sign-in', async () => {
    document.documentElement.dataset['connector'] = 'https://connector.test/';
    const fetched = stub(window, 'fetch').callsFake(async (input) => {
      const url = addressOf(input);
      if (url.includes('session/start'))
        return Promise.resolve(json({ claimId: 'c'.repeat(43), authorizeUrl: 'https://a.test/' }));
      if (url.includes('session/claim')) return Promise.resolve(json(issued()));
      return Promise.resolve(json(panelOf()));
    });
    stub(window, 'open').returns(null);
    const host = new FakeHost();
    host.viewerIs = { timeZone: null, orgId: '78', departmentId: null };
    startPage('crm-ticket-panel', { host });
    await seesText(document.body, 'Sign in with Zoho');
    control(document.body, 'Sign in with Zoho').click();
    await seesText(document.body, 'Spring order, 400 hampers');
    const asked = fetched.getCalls().map(({ args }) => addressOf(args[0]));
    expect(asked).to.deep.equal([
      'https://connector.test/v1/session/start',
      'https://connector.test/v1/session/claim',
      'https://connector.test/v1/panel/tickets/42',
    ]);
  });

  it('speaks English when Desk handed over no texts', async () => {
    startPage('crm-ticket-panel', { host: new FakeHost() });
    await seesText(document.body, 'Sign in with Zoho');
  });

  it('says so outside of Desk', async () => {
    const host = Object.assign(new FakeHost(), { ready: Promise.reject(new HostError('outside-desk')) });
    startPage('crm-ticket-panel', { host });
    await seesText(document.body, 'Open this page inside Zoho Desk.');
    expect(deepAll(document.body, 'button')).to.have.length(0);
  });

  it('asks Desk for a frame that fits, never too small for a dialog', async () => {
    const host = new FakeHost();
    const heights: number[] = [];
    host.fitHeight = (height: number) => void heights.push(height);
    startPage('crm-ticket-panel', { host, fitHeight: true });
    await waitUntil(() => heights.length > 0);
    expect(Math.min(...heights)).to.be.at.least(360);
  });
});
