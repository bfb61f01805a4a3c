import { expect, html, waitUntil } from '@open-wc/testing';
import { restore, stub, useFakeTimers } from 'sinon';
import type { CrmHandshakeBoard } from '../../../widgets/handshake/crm-handshake-board.ts';
import '../../../widgets/handshake/crm-handshake-board.ts';
import { POLL_MS, SOON_MS } from '../../../widgets/handshake/crm-handshake-board.ts';
import { accessible } from '../support/accessible.ts';
import { DEPARTMENTS, boardOf, ticket } from '../support/board-data.ts';
import { FakeConnector, NO_ANSWER, Refuse, SILENCE } from '../support/fake-connector.ts';
import { FakeHost } from '../support/fake-host.ts';
import { BIDI, HUGE, MARKUP, SCRIPT_LINK } from '../support/hostile.ts';
import { mount } from '../support/mount.ts';
import { control, deepAll, fill, hasControl, seesText, textOf } from '../support/seen.ts';

const BOARD = /GET \/v1\/handshake\/\d/;
interface Options {
  readonly host?: FakeHost;
  readonly signedIn?: boolean;
  readonly departments?: unknown;
}

async function opened(
  answer: unknown,
  { host = new FakeHost(), signedIn = true, departments = DEPARTMENTS }: Options = {},
) {
  const connector = new FakeConnector().on(/departments/, departments).on(BOARD, answer);
  const stage = await mount<CrmHandshakeBoard>(html`<crm-handshake-board></crm-handshake-board>`, {
    connector,
    host,
    signedIn,
  });
  const queries = () => connector.askedFor(BOARD).map(({ path, query }) => ({ path, ...query }));
  return { ...stage, queries, text: () => textOf(stage.element) };
}
const columns = (element: Element) =>
  deepAll(element, 'section').map((section) => textOf(section.querySelector('h2') ?? section));

describe('<crm-handshake-board>', () => {
  afterEach(() => restore());

  it('S6, S112: shows the columns in the connector’s order with their counts, and no empty ones', async () => {
    const { element } = await opened(boardOf());
    await seesText(element, 'The order 1 did not arrive');
    expect(columns(element)).to.deep.equal([
      'Customers 2 2 open tickets',
      'Prospects 1 1 open ticket',
      'New 1 1 open ticket',
    ]);
    expect(textOf(element)).to.contain('4 open tickets');
    await accessible(element, 1100);
    await accessible(element, 320);
  });

  it('shows of a ticket what decides: number, subject, contact, state, person, due date', async () => {
    const { element, text } = await opened(boardOf());
    await seesText(
      element,
      '# 101 The order 1 did not arrive Maria Anders Open High Ana Agent Overdue since',
    );
    expect(text()).to.contain('Due May 1, 2099').and.to.contain('Unassigned').and.to.contain('No contact');
  });

  it('opens a ticket in Desk at a click', async () => {
    const { element, host } = await opened(boardOf());
    await seesText(element, 'The order 2');
    const link = control<HTMLAnchorElement>(element, 'The order 2');
    const event = new MouseEvent('click', { bubbles: true, composed: true, cancelable: true });
    link.dispatchEvent(event);
    expect(host.opened).to.deep.equal(['2']);
    expect(event.defaultPrevented).to.equal(true);
    expect(link.href).to.equal('https://desk.example.com/tickets/2');
  });

  it('leaves a click with a modifier to the browser', async () => {
    const { element, host } = await opened(boardOf());
    await seesText(element, 'The order 2');
    const event = new MouseEvent('click', { ctrlKey: true, bubbles: true, composed: true, cancelable: true });
    const keep = (inner: Event) => {
      expect(inner.defaultPrevented).to.equal(false);
      inner.preventDefault();
    };
    document.addEventListener('click', keep, { once: true });
    control(element, 'The order 2').dispatchEvent(event);
    expect(host.opened).to.deep.equal([]);
  });

  it('starts with the department that the viewer works in, and can show another', async () => {
    const host = new FakeHost();
    host.viewerIs = { timeZone: null, orgId: '5', departmentId: '2' };
    const { element, queries } = await opened(boardOf(), { host });
    await seesText(element, 'The order 1');
    fill(element, 'Department', '1');
    await waitUntil(() => queries().length === 2);
    expect(queries()).to.deep.equal([{ path: '/v1/handshake/2' }, { path: '/v1/handshake/1' }]);
  });

  it('filters by state, priority, person and type together, and clears all at once', async () => {
    const { element, queries } = await opened(boardOf());
    await seesText(element, 'The order 1');
    fill(element, 'Status', 'Escalated');
    await waitUntil(() => queries().length === 2);
    fill(element, 'Assigned to', 'none');
    await waitUntil(() => queries().length === 3);
    fill(element, 'Customer type', 'prospects');
    await waitUntil(() => queries().length === 4);
    await waitUntil(() => hasControl(element, 'Clear the filters'));
    control(element, 'Clear the filters').click();
    await waitUntil(() => queries().length === 5);
    expect(queries().slice(3)).to.deep.equal([
      { path: '/v1/handshake/1', status: 'Escalated', assigneeId: 'none', type: 'prospects' },
      { path: '/v1/handshake/1' },
    ]);
  });

  it('says how many of all are shown, and when none matches', async () => {
    const { element, connector } = await opened(boardOf({ total: 9 }));
    await seesText(element, '4 of 9 open tickets');
    connector.on(BOARD, boardOf({ total: 9, columns: [] }));
    fill(element, 'Priority', 'Low');
    await seesText(element, 'No ticket matches the filters.');
    await accessible(element, 1100);
  });

  it('S112: says that no ticket is open', async () => {
    const { element } = await opened(boardOf({ total: 0, columns: [] }));
    await seesText(element, 'No open tickets');
    await accessible(element, 1100);
  });

  it('says that it is old, or not all', async () => {
    const { element } = await opened(boardOf({ stale: { code: 'crm-unavailable' }, truncated: true }));
    await seesText(element, 'CRM cannot be reached. This is what it last said.');
    expect(textOf(element)).to.contain('the newest are missing');
    await accessible(element, 1100);
  });

  it('reads again every minute while it is seen, and not while it is hidden', async () => {
    const clock = useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'Date'] });
    const { element, queries } = await opened(boardOf());
    await seesText(element, 'The order 1');
    const visible = stub(document, 'visibilityState').value('hidden');
    clock.tick(5 * POLL_MS);
    expect(queries()).to.have.length(1);
    visible.value('visible');
    document.dispatchEvent(new Event('visibilitychange'));
    await waitUntil(() => queries().length === 2);
    await waitUntil(() => control(element, 'Refresh').getAttribute('aria-busy') === 'false');
    clock.tick(POLL_MS);
    await waitUntil(() => queries().length === 3);
    expect(queries().every((query) => !('refresh' in query))).to.equal(true);
  });

  it('shows a kept board at once, and asks again soon for what is being read', async () => {
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { element, connector, queries } = await opened(
      boardOf({ refreshing: true, columns: [], total: 0 }),
    );
    await clock.tickAsync(100);
    expect(textOf(element)).to.contain('No open tickets');
    connector.on(BOARD, boardOf());
    await clock.tickAsync(SOON_MS);
    expect(textOf(element)).to.contain('The order 1');
    await clock.tickAsync(5 * SOON_MS);
    expect(queries()).to.deep.equal([{ path: '/v1/handshake/1' }, { path: '/v1/handshake/1' }]);
  });

  it('has Zoho read again on refresh, with the board in view', async () => {
    const { element, connector, queries, text } = await opened(boardOf());
    await seesText(element, 'The order 1');
    connector.on(BOARD, SILENCE);
    control(element, 'Refresh').click();
    await waitUntil(() => queries().length === 2);
    expect(queries()[1]).to.deep.equal({ path: '/v1/handshake/1', refresh: 'true' });
    expect(text()).to.contain('The order 1');
  });

  it('keeps the board when a refresh fails, and drops it when it is refused', async () => {
    const { element, connector, text } = await opened(boardOf());
    await seesText(element, 'The order 1');
    connector.on(BOARD, NO_ANSWER);
    control(element, 'Refresh').click();
    await seesText(element, 'could not be refreshed');
    expect(text()).to.contain('The order 1');
    connector.on(BOARD, new Refuse(403, 'handshake-denied'));
    await waitUntil(() => control(element, 'Refresh').getAttribute('aria-busy') === 'false');
    control(element, 'Refresh').click();
    await seesText(element, 'may not see potentials');
    expect(text()).not.to.contain('The order 1');
    await accessible(element, 1100);
  });

  it('S87: says that CRM is not connected', async () => {
    const { element } = await opened(boardOf(), { departments: new Refuse(409, 'not-integrated') });
    await seesText(element, 'Zoho CRM is not connected');
    await accessible(element, 1100);
  });

  it('says that the agent works in no department', async () => {
    const { element } = await opened(boardOf(), { departments: { departments: [] } });
    await seesText(element, 'You work in no department');
    await accessible(element, 1100);
  });

  it('wants a sign-in first, and asks nothing before', async () => {
    const { element, connector } = await opened(boardOf(), { signedIn: false });
    await seesText(element, 'Sign in to see CRM data');
    expect(connector.asked).to.have.length(0);
    await accessible(element, 1100);
  });

  it('shows a skeleton while it loads', async () => {
    const { element } = await opened(SILENCE);
    await seesText(element, 'Loading the board');
    await accessible(element, 1100);
  });

  it('draws hostile subjects, names and addresses as text that fits', async () => {
    const bad = ticket('1', {
      subject: HUGE,
      contactName: MARKUP,
      status: BIDI,
      assignee: { id: '7', name: MARKUP },
      webUrl: SCRIPT_LINK,
    });
    const { element } = await opened(
      boardOf({
        columns: [{ type: 'customers', count: 1, tickets: [bad] }],
        filters: { statuses: [MARKUP], priorities: [HUGE], assignees: [{ id: '7', name: MARKUP }] },
      }),
      { departments: { departments: [{ id: '1', name: MARKUP }] } },
    );
    await seesText(element, 'WWWW');
    expect(deepAll(element, 'img, script')).to.have.length(0);
    expect(
      deepAll<HTMLAnchorElement>(element, 'crm-ticket-card a').every(
        ({ href }) => !href.startsWith('javascript'),
      ),
    ).to.equal(true);
    expect(window).not.to.have.property('hacked');
    await accessible(element, 320);
  });
});
