import { expect, html, waitUntil } from '@open-wc/testing';
import type { PanelBlock, PanelItem } from '../../../server/contract/panel.ts';
import type { CrmItem } from '../../../widgets/customer/crm-item.ts';
import '../../../widgets/customer/crm-item.ts';
import { accessible } from '../support/accessible.ts';
import { FakeConnector, NO_ANSWER, SILENCE } from '../support/fake-connector.ts';
import { BIDI, HUGE, MARKUP, SCRIPT_LINK } from '../support/hostile.ts';
import { mount } from '../support/mount.ts';
import { CONTACT } from '../support/panel-data.ts';
import { control, deep, deepAll, hasControl, seesText, textOf } from '../support/seen.ts';

const TARGET = { place: 'tickets', id: '42' } as const;
type Ready = { state: 'ready'; rows: never[]; hasMore: boolean };
const ready = (rows: unknown[], hasMore = false): Ready => ({
  state: 'ready',
  rows: rows as never[],
  hasMore,
});

async function shown(item: PanelItem, section: PanelBlock[PanelItem], connector = new FakeConnector()) {
  const { element } = await mount<CrmItem>(
    html`<crm-item .entity=${'contacts'} .item=${item} .section=${section}></crm-item>`,
    { connector, target: TARGET },
  );
  return { element, connector, text: () => textOf(element) };
}
/** Exotic spaces as plain ones. */
const said = (text: string) => text.replace(/[\u00A0\u202F\u2009]/g, ' ');

describe('<crm-item> shows', () => {
  it('S113: potentials with name, stage, amount in its currency, and closing date', async () => {
    const { element, text } = await shown('potentials', CONTACT.potentials);
    expect(text()).to.contain('Spring order, 400 hampers').and.to.contain('Negotiation/Review');
    expect(text())
      .to.contain('€48,250.50')
      .and.to.contain('Closes Dec 18, 2026')
      .and.to.contain('Sam Seller');
    await accessible(element);
  });

  it('S114: notes with their line breaks, the time, and who wrote them', async () => {
    const { element, text } = await shown('notes', CONTACT.notes);
    expect(text()).to.contain('Prefers phone').and.to.contain('Sam Seller');
    expect(deep(element, 'p').textContent).to.equal('Call before noon.\nAsk for Hanna if she is out.');
    expect(said(text())).to.contain('Nov 20, 2026, 9:30 AM');
    await accessible(element);
  });

  it('S115: calls, open ones before closed ones', async () => {
    const { element, text } = await shown('calls', CONTACT.calls);
    expect(said(text())).to.match(
      /Open.*Talk about the delivery dates.*Nov 27.*Closed.*First contact.*Inbound.*21 min/,
    );
    expect(deepAll(element, 'ul').map((list) => list.getAttribute('aria-label'))).to.deep.equal([
      'Calls: Open',
      'Calls: Closed',
    ]);
    await accessible(element);
  });

  it('S115: events with their time and place', async () => {
    const { element, text } = await shown('events', CONTACT.events);
    expect(said(text()))
      .to.contain('Tasting')
      .and.to.contain('Dec 1, 2026, 1:00 – 3:00 PM')
      .and.to.contain('Berlin');
    await accessible(element);
  });

  it('S115: tasks with due date, status and priority', async () => {
    const { element, text } = await shown('tasks', CONTACT.tasks);
    expect(text())
      .to.contain('Send the offer')
      .and.to.contain('Due Nov 30, 2026')
      .and.to.contain('Not Started')
      .and.to.contain('High');
    await accessible(element);
  });

  it('S116: the profile, each value in the viewer’s way', async () => {
    const { element, text } = await shown('information', CONTACT.information);
    expect(text()).to.contain('Full Name Maria Anders').and.to.contain('Date of Birth Apr 3, 1987');
    expect(text())
      .to.contain('Email Opt Out No')
      .and.to.contain('Languages German, English')
      .and.to.contain('Assistant –');
    expect(control<HTMLAnchorElement>(element, 'www.alfreds').href).to.equal(
      'https://www.alfreds-futterkiste.example/',
    );
    await accessible(element);
  });

  const items: readonly PanelItem[] = ['information', 'potentials', 'notes', 'calls', 'events', 'tasks'];
  for (const item of items) {
    it(`S116: that there are no ${item}, that they are denied, or that they could not be read`, async () => {
      const empty = await shown(item, ready([]));
      expect(empty.text()).to.match(/^No |shows no/);
      await accessible(empty.element);
      const denied = await shown(item, undefined);
      expect(denied.text()).to.equal('Your profile may not see this.');
      await accessible(denied.element);
      const failed = await shown(item, { state: 'failed', code: 'crm-unavailable' });
      let retries = 0;
      failed.element.addEventListener('crm-retry', () => (retries += 1));
      control(failed.element, 'Try again').click();
      expect(retries).to.equal(1);
      expect(failed.text()).to.contain('could not be read');
      await accessible(failed.element);
    });
  }
});

describe('<crm-item> pages', () => {
  const note = (id: string) => ({
    id,
    ownerName: null,
    url: 'https://crm.test',
    title: `Note ${id}`,
    content: 'x',
    createdAt: '2026-11-20T09:30:00Z',
  });
  const page = (ids: string[], hasMore: boolean) => ({
    section: 'notes',
    page: 2,
    hasMore,
    rows: ids.map(note),
  });

  it('S122: a long list further, without a row twice, until its end', async () => {
    const connector = new FakeConnector().on(/contacts\/notes/, ({ query }: { query: { page?: string } }) =>
      query.page === '2' ? page(['2', '3'], true) : page(['4'], false),
    );
    const { element, text } = await shown('notes', ready([note('1'), note('2')], true), connector);
    control(element, 'Show more: Notes').click();
    await seesText(element, 'Note 3');
    expect(deepAll(element, 'li')).to.have.length(3);
    control(element, 'Show more: Notes').click();
    await seesText(element, 'Note 4');
    expect(hasControl(element, 'Show more')).to.equal(false);
    expect(text().match(/Note 2/g)).to.have.length(1);
    expect(
      connector.asked.filter(({ path }) => path.includes('notes')).map(({ query }) => query['page']),
    ).to.deep.equal(['2', '3']);
  });

  it('says that more could not be read, and tries again', async () => {
    const connector = new FakeConnector().on(/contacts\/notes/, NO_ANSWER);
    const { element } = await shown('notes', ready([note('1')], true), connector);
    control(element, 'Show more: Notes').click();
    await seesText(element, 'cannot be reached');
    await accessible(element);
    connector.on(/contacts\/notes/, page(['2'], false));
    control(element, 'Show more: Notes').click();
    await seesText(element, 'Note 2');
  });

  it('starts over when the panel is read anew, and forgets what was under way', async () => {
    const connector = new FakeConnector().on(/contacts\/notes/, page(['2'], true));
    const { element, text } = await shown('notes', ready([note('1')], true), connector);
    control(element, 'Show more: Notes').click();
    await seesText(element, 'Note 2');
    connector.on(/contacts\/notes/, SILENCE);
    control(element, 'Show more: Notes').click();
    await waitUntil(() => connector.askedFor(/contacts\/notes/).length === 2);
    element.section = ready([note('9')]);
    await element.updateComplete;
    expect(text()).to.contain('Note 9').and.not.to.contain('Note 2');
    expect(hasControl(element, 'Show more')).to.equal(false);
  });
});

describe('<crm-item> against hostile data', () => {
  afterEach(() => expect(window).not.to.have.property('hacked'));
  const row = { id: '1', ownerName: MARKUP, url: SCRIPT_LINK, open: true };
  const hostile: readonly { readonly item: PanelItem; readonly rows: unknown[] }[] = [
    {
      item: 'information',
      rows: [
        { apiName: 'A', label: MARKUP, value: MARKUP },
        { apiName: 'B', label: HUGE, value: HUGE },
        { apiName: 'C', label: BIDI, value: BIDI },
        { apiName: 'D', label: 'Website', value: SCRIPT_LINK },
        { apiName: 'E', label: 'List', value: [MARKUP, SCRIPT_LINK] },
      ],
    },
    {
      item: 'potentials',
      rows: [{ ...row, name: MARKUP, stage: MARKUP, amount: MARKUP, currency: MARKUP, closingDate: MARKUP }],
    },
    { item: 'notes', rows: [{ ...row, title: MARKUP, content: `${MARKUP}\n${HUGE}`, createdAt: MARKUP }] },
    { item: 'calls', rows: [{ ...row, subject: HUGE, type: MARKUP, startsAt: MARKUP, durationSeconds: -5 }] },
    { item: 'events', rows: [{ ...row, title: BIDI, startsAt: MARKUP, endsAt: MARKUP, venue: MARKUP }] },
    { item: 'tasks', rows: [{ ...row, subject: MARKUP, status: HUGE, priority: MARKUP, dueDate: MARKUP }] },
  ];
  for (const { item, rows } of hostile) {
    it(`${item}: markup, traps, direction tricks and 64 kB of name are text that fits`, async () => {
      const { element, text } = await shown(item, ready(rows));
      expect(deepAll(element, 'img, script, iframe')).to.have.length(0);
      expect(deepAll<HTMLAnchorElement>(element, 'a').map(({ href }) => href)).to.deep.equal([]);
      expect(text()).not.to.match(/[\u202A-\u202E\u2066-\u2069]/);
      expect(text().length).to.be.lessThan(4000);
      await accessible(element);
    });
  }
});
