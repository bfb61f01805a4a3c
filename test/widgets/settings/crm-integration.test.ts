import { expect, html, waitUntil } from '@open-wc/testing';
import '../../../widgets/settings/crm-integration.ts';
import { accessible } from '../support/accessible.ts';
import { FakeEvents } from '../support/event-source.ts';
import { FakeConnector, NO_ANSWER, Refuse } from '../support/fake-connector.ts';
import { mount } from '../support/mount.ts';
import { control, deep, deepAll, hasControl, seesText, textOf } from '../support/seen.ts';
import {
  NOT_CONNECTED,
  importingStatus,
  problemOf,
  runningIntegration,
  statusOf,
  troubledStatus,
} from '../support/settings-data.ts';

const NO_STREAM = new Refuse(429, 'too-many-streams');

const problems = (page: Element) => deepAll(deep(page, 'crm-problems'), 'crm-notice');

describe('<crm-integration>', () => {
  let events: FakeEvents;
  let connector: FakeConnector;
  beforeEach(() => {
    events = new FakeEvents();
    connector = new FakeConnector()
      .on(/preflight/, NOT_CONNECTED)
      .on(/GET .*integration/, runningIntegration())
      .on(/GET .*status/, statusOf())
      .on(/status\/stream/, () => events);
    history.replaceState(null, '', '#status');
  });

  async function open(status: object | null = statusOf()) {
    if (status) {
      connector.on(/GET .*status$/, status);
      events.status('1', status);
    }
    const changes: Event[] = [];
    const stage = await mount(
      html`<crm-integration
        .integration=${runningIntegration()}
        @crm-changed=${(event: Event) => changes.push(event)}
      ></crm-integration>`,
      { connector, administrator: true },
    );
    return { ...stage, changes };
  }

  it('S27: shows the state of the three modules', async () => {
    const { element } = await open();
    await seesText(element, 'Sync Settings');
    const rows = deepAll(element, '.module').map((row) => textOf(row));
    expect(rows[0]).to.match(/^Accounts In sync Two-way Last success: Nov 25, 2026/);
    expect(rows[2]).to.equal('Products Not set up Configure');
    expect(textOf(element)).to.contain('9,000 of 50,000 used');
    expect(textOf(element)).to.contain('About 30,000 will be left at the end of the day.');
    await accessible(element, 320);
    await accessible(element, 900);
  });

  it('S29: shows how far the first session is, at which rate, and how long it will take', async () => {
    const { element } = await open(importingStatus());
    await seesText(element, '1,200 of 4,800 records');
    expect(textOf(element)).to.contain('12.5 per second');
    expect(textOf(element)).to.contain('5 min left');
    const bar = deep<HTMLProgressElement>(element, 'progress');
    expect([bar.value, bar.max]).to.deep.equal([1200, 4800]);
    expect(textOf(deep(element, 'header'))).to.contain('First session runs');
    await accessible(element, 320);
  });

  it('shows what changes as it is told, without asking', async () => {
    const { element } = await open(importingStatus());
    await seesText(element, '1,200 of 4,800 records');
    events.status('2', statusOf());
    await waitUntil(() => deepAll(element, 'progress').length === 0);
    expect(connector.askedFor(/GET .*status$/)).to.have.length(0);
  });

  it('asks now and then where the status cannot be followed', async () => {
    connector.on(/status\/stream/, NO_STREAM);
    const { element } = await open();
    await seesText(element, 'Sync Settings');
    expect(connector.askedFor(/GET .*status$/)).to.have.length(1);
  });

  it('comes back after the stream ended, with the id of what it saw last', async () => {
    const { element } = await open();
    await seesText(element, 'Sync Settings');
    events.send('event: end\ndata: {"reason":"shutting-down"}\n\n');
    events = new FakeEvents();
    await waitUntil(() => connector.askedFor(/stream/).length === 2, 'no second stream', { timeout: 4000 });
    expect(connector.askedFor(/stream/)[1]?.body).to.deep.equal({ 'last-event-id': '1' });
    expect(textOf(element)).to.contain('Sync Settings');
  });

  it('keeps what it knows when the connection breaks, and says that it may be out of date', async () => {
    const { element } = await open();
    await seesText(element, 'Sync Settings');
    connector.on(/status/, NO_ANSWER);
    events.break();
    await seesText(element, 'This may be out of date.');
    expect(textOf(element)).to.contain('Sync Settings');
  });

  it('S7: shows nothing any more when the rank was lost meanwhile', async () => {
    const { element } = await open();
    await seesText(element, 'Sync Settings');
    connector.on(/status/, new Refuse(403, 'administrator-required'));
    events.end();
    await seesText(element, 'This needs an administrator of Zoho Desk.');
    expect(textOf(element)).not.to.contain('Sync Settings');
  });

  it('S79: pauses once for a double click, and the button becomes Resume', async () => {
    const { element, host } = await open();
    await seesText(element, 'Sync Settings');
    connector.on(/sync.pause/, () => {
      connector.on(/GET .*status$/, statusOf({ state: 'paused', waiting: 4 }));
      return { state: 'paused', settled: true };
    });
    const button = control(element, 'Pause Sync');
    button.click();
    button.click();
    await waitUntil(() => hasControl(element, 'Resume'));
    expect(connector.askedFor(/sync.pause/)).to.have.length(1);
    expect(host.notified.map(({ title }) => title)).to.deep.equal(['Sync is paused']);
    expect(textOf(deep(element, 'header'))).to.contain('Paused');
  });

  it('S82: says how many changes wait, and resumes', async () => {
    const paused = statusOf({
      state: 'paused',
      waiting: 12,
      problems: [problemOf('resume', { code: 'paused', details: { waiting: 12 } })],
    });
    const { element, host } = await open(paused);
    await seesText(element, '12 changes wait for Resume.');
    await accessible(element, 320);
    connector.on(/sync.resume/, () => {
      connector.on(/GET .*status$/, statusOf());
      return { state: 'active', waiting: 12 };
    });
    control(deep(element, 'crm-problems'), 'Resume').click();
    await waitUntil(() => hasControl(element, 'Pause Sync'));
    expect(host.notified.map(({ title }) => title)).to.deep.equal(['Sync goes on with 12 waiting changes']);
  });

  it('says why it could not pause', async () => {
    const { element } = await open();
    await seesText(element, 'Sync Settings');
    connector.on(/sync.pause/, new Refuse(409, 'illegal-transition'));
    control(element, 'Pause Sync').click();
    await seesText(element, 'The integration is in another state by now.');
  });

  it('tells when another administrator deleted the integration', async () => {
    const { element, changes } = await open();
    await seesText(element, 'Sync Settings');
    events.status('2', statusOf({ state: 'deleted' }));
    await waitUntil(() => changes.length > 0);
  });

  it('has one action for each problem, and each goes where it can be mended', async () => {
    const { element } = await open(troubledStatus());
    await seesText(element, 'Very many Contacts disappeared at once.');
    const actions = problems(element).map((notice) => textOf(notice));
    expect(actions).to.have.length(8);
    await accessible(element, 320);
    await accessible(element, 900);
    const press = async (at: number, hash: string) => {
      history.replaceState(null, '', '#status');
      window.dispatchEvent(new HashChangeEvent('hashchange'));
      await waitUntil(() => deepAll(element, 'crm-problems').length === 1);
      control(problems(element)[at] ?? element, '').click();
      await waitUntil(() => location.hash === hash, hash);
    };
    await press(1, '#inboxes/deletions');
    await press(3, '#status/edit/accounts');
    await press(5, '#failures');
    await press(6, '#inboxes/ambiguous');
    await press(7, '#inboxes/conflicts');
  });

  it('lets an authorisation that ended be given again in a dialog', async () => {
    const { element } = await open(troubledStatus());
    await seesText(element, 'The authorisation of Zoho CRM has ended.');
    control(deep(element, 'crm-problems'), 'Authenticate again').click();
    await waitUntil(() => deepAll(element, 'dialog').length === 1);
    expect(hasControl(deep(element, 'crm-connect'), 'Authenticate')).to.equal(true);
    await accessible(element, 320);
  });

  it('shows the preconditions when events do not come', async () => {
    const { element } = await open(troubledStatus());
    await seesText(element, 'Zoho Desk does not tell changes at once');
    control(element, 'Check the setup').click();
    await waitUntil(() => deepAll(element, 'crm-dialog').length === 1);
    await seesText(deep(element, 'crm-dialog'), 'You are an administrator of Zoho Desk');
  });

  it('S84: offers Delete Integration under More', async () => {
    const { element } = await open();
    await seesText(element, 'Sync Settings');
    const chosen: string[] = [];
    element.addEventListener('crm-choose', (event) => {
      chosen.push((event as CustomEvent<{ id: string }>).detail.id);
    });
    control(element, 'More').click();
    await waitUntil(() => hasControl(element, 'Delete Integration'));
    control(element, 'Delete Integration').click();
    expect(chosen).to.deep.equal(['delete']);
  });

  it('opens a tab by its address', async () => {
    history.replaceState(null, '', '#history');
    connector.on(/GET .*history/, { entries: [] });
    const { element } = await open();
    await waitUntil(() => deepAll(element, 'crm-sync-history').length === 1, 'no history', {
      timeout: 15_000,
    });
    const current = deepAll(element, 'nav a').filter((tab) => tab.getAttribute('aria-current') === 'page');
    expect(current.map((tab) => textOf(tab))).to.deep.equal(['Sync History']);
  });
});
