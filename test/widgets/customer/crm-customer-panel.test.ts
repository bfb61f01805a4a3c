import { aTimeout, expect, html, waitUntil } from '@open-wc/testing';
import type { Panel } from '../../../server/contract/panel.ts';
import type { CrmCustomerPanel } from '../../../widgets/customer/crm-customer-panel.ts';
import '../../../widgets/customer/crm-customer-panel.ts';
import { accessible } from '../support/accessible.ts';
import type { Asked } from '../support/fake-connector.ts';
import { FakeConnector, NO_ANSWER, Refuse, SILENCE, issued } from '../support/fake-connector.ts';
import { mount } from '../support/mount.ts';
import { ACCOUNT, CONTACT, newCustomer, panelOf } from '../support/panel-data.ts';
import { control, deepAll, hasControl, seesText, textOf } from '../support/seen.ts';

const PANEL = /GET \/v1\/panel\/tickets/;
const SECRET = 'Spring order, 400 hampers';

async function opened(answer: unknown, signedIn = true) {
  const connector = new FakeConnector().on(PANEL, answer);
  const stage = await mount<CrmCustomerPanel>(
    html`<crm-customer-panel .place=${'tickets'} .deskId=${'42'}></crm-customer-panel>`,
    { connector, signedIn },
  );
  return { ...stage, text: () => textOf(stage.element) };
}

describe('<crm-customer-panel> opens', () => {
  it('S4: with potentials, notes and activities of the ticket’s contact and account, after one request', async () => {
    const { element, connector } = await opened(panelOf());
    await seesText(element, SECRET);
    await seesText(element, 'Vending machines');
    expect(textOf(element)).to.contain('Notes 1').and.to.contain('Activities 4');
    expect(connector.askedFor(PANEL).map(({ query }) => query)).to.deep.equal([{}]);
    await accessible(element);
    await accessible(element, 900);
  });

  for (const [type, words] of [
    ['customers', 'Customer type: Customer'],
    ['prospects', 'Customer type: Prospect'],
    ['contacts-leads', 'Customer type: Contact or lead'],
    ['new', 'Customer type: New'],
  ] as const) {
    it(`with the customer’s type: ${type}`, async () => {
      const { element } = await opened(panelOf({ customerType: type }));
      await seesText(element, words);
    });
  }

  it('with a skeleton that says what is loading', async () => {
    const { element, text } = await opened(SILENCE);
    expect(text()).to.contain('Loading customer information');
    await accessible(element);
  });

  it('S4: with what can be done about a contact that CRM does not know', async () => {
    const { element } = await opened(newCustomer());
    await seesText(element, 'This contact is not in CRM.');
    expect(hasControl(element, 'Create in CRM')).to.equal(true);
    await accessible(element);
  });

  it('without a request when nobody is signed in, and says why it wants a sign-in', async () => {
    const { connector, text } = await opened(panelOf(), false);
    expect(text()).to.contain('Sign in to see CRM data');
    expect(connector.askedFor(PANEL)).to.have.length(0);
  });

  it('S56: without the block that the profile does not show', async () => {
    const { element, text } = await opened(panelOf({ account: undefined }));
    await seesText(element, SECRET);
    expect(text()).not.to.contain('Account').and.not.to.contain('Alfreds');
  });

  it('S54: without an item that is denied, and says that it is', async () => {
    const { element } = await opened(
      panelOf({ contact: { ...CONTACT, potentials: undefined }, account: null }),
    );
    await seesText(element, 'Your profile may not see this.');
    await accessible(element);
  });

  const refusals = [
    { status: 403, code: 'crm-hidden', words: 'does not show CRM information', retry: false },
    { status: 404, code: 'desk-record-unknown', words: 'not there any more', retry: false },
    { status: 409, code: 'not-integrated', words: 'not connected', retry: false },
    { status: 503, code: 'crm-unavailable', words: 'nothing is known from before', retry: true },
    { status: 503, code: 'desk-unavailable', words: 'Zoho Desk does not answer', retry: true },
  ];
  for (const { status, code, words, retry } of refusals) {
    it(`with the reason when the connector answers ${code}`, async () => {
      const { element } = await opened(new Refuse(status, code));
      await seesText(element, words);
      expect(hasControl(element, 'Try again')).to.equal(retry);
      await accessible(element);
    });
  }

  it('at the next try after an error', async () => {
    const { element, connector } = await opened(NO_ANSWER);
    await seesText(element, 'cannot be reached');
    connector.on(PANEL, panelOf());
    control(element, 'Try again').click();
    await seesText(element, SECRET);
  });
});

describe('<crm-customer-panel> while it is open', () => {
  const kept = panelOf({ refreshing: true, readAt: '2026-11-25T10:00:00.000Z' });
  const newer = (): Panel =>
    panelOf({ contact: null, account: ACCOUNT, match: { contacts: { outcome: 'not-in-crm' } } });

  it('shows a kept answer at once and asks exactly once more for what CRM says now', async () => {
    const { element, connector } = await opened(({ query }: Asked) => (query['since'] ? newer() : kept));
    await seesText(element, 'This contact is not in CRM.');
    expect(connector.askedFor(PANEL).map(({ query }) => query)).to.deep.equal([{}, { since: kept.readAt }]);
  });

  it('does not go on asking when CRM is still being read after that', async () => {
    const { element, connector } = await opened(kept);
    await seesText(element, SECRET);
    await aTimeout(50);
    expect(connector.askedFor(PANEL)).to.have.length(2);
  });

  it('keeps the kept answer in view when the second request fails, and says so', async () => {
    const { element, text } = await opened(({ query }: Asked) => (query['since'] ? NO_ANSWER : kept));
    await seesText(element, 'could not be refreshed');
    expect(text()).to.contain(SECRET);
    await accessible(element);
  });

  it('S120: shows the last known data with its age while CRM is down', async () => {
    const readAt = new Date(Date.now() - 2 * 3_600_000).toISOString();
    const { element, text } = await opened(panelOf({ readAt, stale: { code: 'crm-unavailable' } }));
    await seesText(element, 'CRM cannot be reached. This is what it last said.');
    expect(text()).to.contain('Updated 2 hours ago').and.to.contain(SECRET);
    await accessible(element);
  });

  it('S81: says that the sync is paused, or still at its first session, and shows the data', async () => {
    const { element, text } = await opened(panelOf({ integration: { state: 'paused', importing: true } }));
    await seesText(element, 'The sync with CRM is paused.');
    expect(text()).to.contain('The first sync is still running.').and.to.contain(SECRET);
    await accessible(element);
  });

  it('has CRM read again on refresh, once at a time, with the data in view', async () => {
    const { element, connector, text } = await opened(panelOf());
    await seesText(element, SECRET);
    connector.on(PANEL, SILENCE);
    control(element, 'Refresh').click();
    await waitUntil(() => connector.askedFor(PANEL).length === 2);
    await waitUntil(() => control(element, 'Refresh').getAttribute('aria-busy') === 'true');
    control(element, 'Refresh').click();
    expect(connector.askedFor(PANEL).map(({ query }) => query)).to.deep.equal([{}, { refresh: 'true' }]);
    expect(text()).to.contain(SECRET);
    await accessible(element);
  });

  it('S61: drops what it shows when a refresh is refused', async () => {
    const { element, connector, text } = await opened(panelOf());
    await seesText(element, SECRET);
    connector.on(PANEL, new Refuse(403, 'crm-hidden'));
    control(element, 'Refresh').click();
    await seesText(element, 'does not show CRM information');
    expect(text()).not.to.contain(SECRET).and.not.to.contain('Alfreds');
  });

  it('S61: drops an item that the profile may no longer see', async () => {
    const { element, connector, text } = await opened(panelOf({ account: undefined }));
    await seesText(element, SECRET);
    connector.on(PANEL, panelOf({ account: undefined, contact: { ...CONTACT, potentials: undefined } }));
    control(element, 'Refresh').click();
    await seesText(element, 'Your profile may not see this.');
    expect(text()).not.to.contain(SECRET);
  });

  it('shows nothing of one ticket beside another, not even for a moment', async () => {
    const { element, connector, text } = await opened(panelOf());
    await seesText(element, SECRET);
    connector.on(PANEL, SILENCE);
    element.deskId = '43';
    await element.updateComplete;
    expect(text()).not.to.contain(SECRET);
    expect(connector.asked.at(-1)?.path).to.equal('/v1/panel/tickets/43');
  });

  it('does not show a late answer about the ticket before', async () => {
    let late: (panel: Panel) => void = () => {};
    const { element, connector, text } = await opened(async () => new Promise((resolve) => (late = resolve)));
    await waitUntil(() => connector.askedFor(PANEL).length === 1);
    connector.on(PANEL, newCustomer());
    element.deskId = '43';
    await seesText(element, 'This contact is not in CRM.');
    late(panelOf());
    await aTimeout(20);
    expect(text()).not.to.contain(SECRET);
  });

  it('empties itself when the agent signs out', async () => {
    const { element, connector, text } = await opened(panelOf());
    await seesText(element, SECRET);
    connector.on(/session.end/, { ok: true });
    control(element, 'More actions').click();
    await waitUntil(() => hasControl(element, 'Sign out'));
    control(element, 'Sign out').click();
    await seesText(element, 'Sign in to see CRM data');
    expect(text()).not.to.contain(SECRET);
  });

  it('empties itself when the session is revoked, and says that it has ended', async () => {
    const { element, connector, text } = await opened(panelOf());
    await seesText(element, SECRET);
    connector
      .on(PANEL, new Refuse(401, 'session-required'))
      .on(/session.refresh/, new Refuse(401, 'session-ended'));
    control(element, 'Refresh').click();
    await seesText(element, 'Your session has ended.');
    expect(text()).not.to.contain(SECRET);
    expect(deepAll(element, 'crm-sign-in')).to.have.length(1);
  });

  it('renews a token that has run out without a word', async () => {
    const { element, connector } = await opened(panelOf({ contact: null, match: {} }));
    connector.on(/session.refresh/, issued(2));
    connector.on(PANEL, ({ token }: Asked) =>
      token === 'token-2' ? panelOf() : new Refuse(401, 'session-required'),
    );
    await seesText(element, 'Alfreds');
    control(element, 'Refresh').click();
    await seesText(element, SECRET);
  });
});
