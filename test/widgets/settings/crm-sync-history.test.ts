import { expect, html, waitUntil } from '@open-wc/testing';
import { restore, stub, useFakeTimers } from 'sinon';
import { setTimeZone } from '../../../widgets/i18n/messages.ts';
import type { CrmSyncHistory } from '../../../widgets/settings/history/crm-sync-history.ts';
import '../../../widgets/settings/history/crm-sync-history.ts';
import { ROWS } from '../../../widgets/settings/history/crm-sync-history.ts';
import { EAGER_MS } from '../../../widgets/settings/records/keep-looking.ts';
import { accessible } from '../support/accessible.ts';
import { CHANGES, DAILY, FIELDS, HISTORY, PAGES, entry } from '../support/care-data.ts';
import { FakeConnector, NO_ANSWER, Refuse, SILENCE } from '../support/fake-connector.ts';
import { BIDI, HUGE, MARKUP } from '../support/hostile.ts';
import { mount } from '../support/mount.ts';
import { control, deepAll, fill, hasControl, seesText, textOf } from '../support/seen.ts';

const LIST = /GET \/v1\/history$/;

async function opened(history: unknown = HISTORY, changes: unknown = CHANGES) {
  const connector = new FakeConnector()
    .on(/GET \/v1\/history\/r\d/, changes)
    .on(LIST, history)
    .on(/GET \/v1\/history\/daily/, DAILY)
    .on(/record-pages/, PAGES)
    .on(/modules\/\w+\/fields/, FIELDS);
  const stage = await mount<CrmSyncHistory>(html`<crm-sync-history></crm-sync-history>`, { connector });
  return stage;
}
const rows = (element: Element) => deepAll(element, 'tbody > tr').map((row) => textOf(row));
/** Those of the table of runs. */
const runs = (element: CrmSyncHistory) =>
  [...(element.shadowRoot?.querySelectorAll('tbody > tr:not(.details)') ?? [])].map((row) => textOf(row));

describe('<crm-sync-history>', () => {
  afterEach(() => restore());

  it('S62, S65, S66, S67: one row per run, record type and direction, with added, updated and failed', async () => {
    const { element } = await opened();
    await seesText(element, 'Date of sync');
    expect(runs(element)).to.deep.equal([
      'Nov 20, 2026, 11:30 PM Zoho Desk → Zoho CRM Contacts Changes 3 12 1 Details',
      'Nov 20, 2026, 11:30 PM Zoho CRM → Zoho Desk Contacts Changes 0 4 0 Details',
      'Nov 19, 2026, 8:00 AM Zoho Desk → Zoho CRM Accounts Try Again 3 12 0 Details',
      'Nov 18, 2026, 8:00 AM running Zoho Desk → Zoho CRM Products First sync 1,204 12 1 Details',
    ]);
    await accessible(element, 1000);
    await accessible(element, 300);
  });

  it('S64: dates are the viewer’s, and so are the chart’s days', async () => {
    const connector = new FakeConnector().on(LIST, HISTORY).on(/daily/, DAILY);
    const { element } = await mount<CrmSyncHistory>(html`<p></p>`, { connector });
    setTimeZone('Asia/Tokyo');
    const history = document.createElement('crm-sync-history');
    element.replaceWith(history);
    await seesText(history, 'Nov 21, 2026, 8:30 AM');
    expect(connector.askedFor(/daily/)[0]?.query).to.deep.equal({ zone: 'Asia/Tokyo' });
  });

  it('S63: asks for the last 7 days, and says so', async () => {
    const { element, connector } = await opened();
    await seesText(element, 'The last 7 days');
    expect(connector.askedFor(LIST).map(({ query }) => query)).to.deep.equal([{}]);
  });

  it('S62: narrows by record type, direction, kind and outcome, and takes it back', async () => {
    const { element, connector } = await opened();
    await seesText(element, '4 entries');
    fill(element, 'Record type', 'accounts');
    await seesText(element, '4 entries');
    fill(element, 'Source and target', 'crm');
    await waitUntil(() => connector.askedFor(LIST).length === 3);
    const wanted = { module: 'accounts', target: 'crm' };
    expect(connector.askedFor(LIST).at(-1)?.query).to.deep.equal(wanted);
    expect(connector.askedFor(/daily/).at(-1)?.query).to.deep.include(wanted);
    await seesText(element, '4 entries');
    fill(element, 'Kind', 'first-sync');
    await seesText(element, '1 entry');
    fill(element, 'Kind', 'legacy-import');
    await seesText(element, 'No entry matches the filters.');
    control(element, 'Clear the filters').click();
    await seesText(element, '4 entries');
    fill(element, 'Outcome', 'true');
    await seesText(element, '2 entries');
  });

  it('S62, S96: details of a run go down to the field: old value, new value and the rule, with links to both sides', async () => {
    const { element, connector } = await opened();
    await seesText(element, '4 entries');
    control(element, 'Details: Nov 20').click();
    await seesText(element, 'Telephone 030 1 030 2 Changed in Zoho Desk');
    await seesText(element, 'Surname empty Anders Was empty in Zoho CRM');
    await seesText(element, 'Left deleted 23');
    expect(connector.askedFor(/history\/r1/)[0]?.query).to.deep.equal({ module: 'contacts', target: 'crm' });
    const links = () => deepAll<HTMLAnchorElement>(element, 'li a').map(({ href }) => href);
    await waitUntil(() => links().length === 4);
    expect(links().slice(0, 2)).to.deep.equal([
      `${PAGES.desk?.contacts ?? ''}11`,
      `${PAGES.crm?.contacts ?? ''}22`,
    ]);
    await accessible(element, 1000);
    await accessible(element, 300);
    control(element, 'Details: Nov 20').click();
    await waitUntil(() => deepAll(element, 'crm-run-details').length === 0);
  });

  it('reads the next page of a long run, and says when that fails', async () => {
    const { element, connector } = await opened(HISTORY, { ...CHANGES, next: '200' });
    await seesText(element, '4 entries');
    control(element, 'Details: Nov 20').click();
    await seesText(element, 'maria@example.com');
    connector.on(/history\/r1/, NO_ANSWER);
    control(element, 'Show more').click();
    await seesText(element, 'cannot be reached');
    connector.on(/history\/r1/, { changes: [{ ...CHANGES.changes[0], recordKey: 'later' }], next: null });
    control(element, 'Show more').click();
    await seesText(element, 'later');
    expect(connector.askedFor(/history\/r1/).at(-1)?.query['after']).to.equal('200');
    expect(hasControl(element, 'Show more')).to.equal(false);
  });

  it('leads from a run with failures to the Failure Log', async () => {
    const { element } = await opened();
    await seesText(element, '4 entries');
    let wish: unknown;
    element.addEventListener('crm-go', (event) => (wish = (event as CustomEvent<unknown>).detail));
    control(element, 'Details: Nov 20').click();
    await seesText(element, '1 record failed.');
    control(element, 'Open the Failure Log').click();
    expect(wish).to.deep.equal({ tab: 'failures', part: 'contacts' });
  });

  it('S67: draws a chart of added, updated and failed per day, with the same numbers as a table', async () => {
    const { element } = await opened();
    await seesText(element, 'Records per day');
    const bars = deepAll<SVGTitleElement>(element, 'rect > title').map(({ textContent }) => textContent);
    expect(bars).to.include('Nov 18, 2026: Added 120').and.to.have.length(16);
    const [drawing] = deepAll(element, 'svg[role="img"]');
    expect(drawing?.getAttribute('aria-label')).to.equal(
      'Records per day: Added 152, Updated 132, Failed 15',
    );
    deepAll<HTMLDetailsElement>(element, 'details')[0]?.setAttribute('open', '');
    expect(rows(element)).to.include('Nov 18, 2026 120 12 9');
    await accessible(element, 300);
  });

  it('S63: exports the last 7 days as filtered, or all that is kept, as a file of this page', async () => {
    const { element, connector } = await opened();
    await seesText(element, '4 entries');
    connector.on(/history\.csv/, '\uFEFFstartedAt,kind\r\n2026,Ä\r\n');
    const saved: { name: string; address: string }[] = [];
    stub(HTMLAnchorElement.prototype, 'click').callsFake(function (this: HTMLAnchorElement) {
      saved.push({ name: this.download, address: this.href });
    });
    fill(element, 'Record type', 'contacts');
    await seesText(element, '4 entries');
    control(element, 'Export CSV').click();
    await waitUntil(() => saved.length === 1);
    expect(saved[0]?.name).to.equal('sync-history.csv');
    const bytes = new Uint8Array(await (await fetch(saved[0]?.address ?? '')).arrayBuffer());
    expect([...bytes.slice(0, 3)]).to.deep.equal([0xef, 0xbb, 0xbf]);
    expect(new TextDecoder().decode(bytes)).to.equal('startedAt,kind\r\n2026,Ä\r\n');
    const { since, ...filter } = connector.askedFor(/csv/)[0]?.query ?? {};
    expect(filter).to.deep.equal({ module: 'contacts' });
    expect(since).to.match(/^\d{4}-.*Z$/);
    expect(connector.askedFor(/csv/)[0]?.token).to.equal('token-1');
    control(element, 'Export all that is kept').click();
    await waitUntil(() => saved.length === 2);
    expect(connector.askedFor(/csv/)[1]?.query).to.deep.equal({ module: 'contacts' });
    expect(textOf(element)).to.contain('If your browser saved nothing: sync-history.csv');
    expect(deepAll<HTMLTextAreaElement>(element, 'textarea')[0]?.value).to.contain('2026,Ä');
    await accessible(element, 300);
  });

  it('takes a proxy’s page for no export', async () => {
    const { element, connector } = await opened();
    await seesText(element, '4 entries');
    connector.on(/history\.csv/, '<html>Sign in to the network</html>');
    control(element, 'Export CSV').click();
    await seesText(element, 'was not understood');
  });

  it('draws many runs in parts: 500 rows stay fluid', async () => {
    const entries = Array.from({ length: 500 }, (_, at) => entry({ runId: `r${String(at)}` }));
    const { element } = await opened({ entries });
    await seesText(element, '500 entries');
    expect(runs(element)).to.have.length(ROWS);
    control(element, 'Show more').click();
    await waitUntil(() => runs(element).length === 2 * ROWS);
  });

  it('looks again soon while a run is under way, and keeps what it has when that fails', async () => {
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { element, connector } = await opened();
    await waitUntil(() => connector.askedFor(LIST).length === 1);
    await clock.tickAsync(0);
    connector.on(LIST, NO_ANSWER);
    await clock.tickAsync(30_000);
    expect(connector.askedFor(LIST)).to.have.length(2);
    expect(textOf(element)).to.contain('could not be refreshed').and.to.contain('4 entries');
    connector.on(LIST, { entries: [entry()] });
    await clock.tickAsync(EAGER_MS);
    expect(textOf(element)).to.contain('1 entry').and.not.to.contain('could not be refreshed');
  });

  it('says that nothing was synced yet', async () => {
    const { element } = await opened({ entries: [] });
    await seesText(element, 'No sync yet');
    await accessible(element, 300);
  });

  it('shows a skeleton, an error with another try, and to whom it is not allowed', async () => {
    const loading = await opened(SILENCE);
    await seesText(loading.element, 'Loading');
    await accessible(loading.element, 300);
    const { element, connector } = await opened(NO_ANSWER);
    await seesText(element, 'cannot be reached');
    await accessible(element, 300);
    connector.on(LIST, HISTORY);
    control(element, 'Try again').click();
    await seesText(element, '4 entries');
    const denied = await opened(new Refuse(403, 'administrator-required'));
    await seesText(denied.element, 'Only a Zoho Desk administrator');
    await accessible(denied.element, 300);
  });

  it('draws hostile names and values as text that fits', async () => {
    const [change] = CHANGES.changes;
    const bad = {
      ...change,
      recordKey: MARKUP,
      action: BIDI,
      fields: [{ field: MARKUP, from: HUGE, to: MARKUP, rule: MARKUP }],
    };
    const { element } = await opened(HISTORY, { changes: [bad], next: null });
    await seesText(element, '4 entries');
    control(element, 'Details: Nov 20').click();
    await seesText(element, 'WWWW');
    expect(deepAll(element, 'img, script')).to.have.length(0);
    expect(window).not.to.have.property('hacked');
    await accessible(element, 300);
  });
});
