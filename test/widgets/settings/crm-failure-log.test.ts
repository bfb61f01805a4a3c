import { expect, html, waitUntil } from '@open-wc/testing';
import { restore, stub, useFakeTimers } from 'sinon';
import type { CrmFailureLog } from '../../../widgets/settings/failures/crm-failure-log.ts';
import '../../../widgets/settings/failures/crm-failure-log.ts';
import { ROWS } from '../../../widgets/settings/failures/crm-failure-records.ts';
import { PATIENCE_MS } from '../../../widgets/settings/failures/attempts.ts';
import { CALM_MS, EAGER_MS } from '../../../widgets/settings/records/keep-looking.ts';
import reasons from '../../../resources/failure-reasons.json';
import en from '../../../app/translations/en.json';
import { accessible } from '../support/accessible.ts';
import { FIELDS, LOG, PAGES, TAKEN, failure, logOf } from '../support/care-data.ts';
import { FakeConnector, NO_ANSWER, Refuse, SILENCE } from '../support/fake-connector.ts';
import { BIDI, HUGE, MARKUP } from '../support/hostile.ts';
import { mount } from '../support/mount.ts';
import { pressHeading } from '../support/press-heading.ts';
import { control, deepAll, hasControl, seesText, textOf } from '../support/seen.ts';

const LIST = /GET \/v1\/failures$/;
const RETRY = /POST \/v1\/failures\/retry/;

async function opened(log: unknown = LOG) {
  const connector = new FakeConnector()
    .on(LIST, log)
    .on(RETRY, { retried: 1 })
    .on(/record-pages/, PAGES)
    .on(/modules\/\w+\/fields/, FIELDS);
  return mount<CrmFailureLog>(html`<crm-failure-log></crm-failure-log>`, { connector });
}
const records = (element: Element) => deepAll(element, 'tbody > tr').map((row) => textOf(row));
const names = (element: Element) => deepAll(element, 'tbody .name').map((name) => textOf(name));

describe('<crm-failure-log>', () => {
  afterEach(() => restore());

  it('S69: record types with their counts; a click shows the causes, each with its records and what to do', async () => {
    const { element } = await opened();
    await seesText(element, 'Contacts 3');
    expect(textOf(element)).to.contain('Accounts 1').and.not.to.contain('Products');
    expect(records(element)).to.deep.equal([]);
    await accessible(element, 300);
    pressHeading(element, 'Contacts');
    await seesText(element, 'Text value is given for an Integer field 2');
    expect(textOf(element)).to.contain('CRM ID is already mapped with another Support Entity 1');
    expect(textOf(element)).to.contain('Enter a number in the field');
    expect(records(element)).to.have.length(3);
    await accessible(element, 1000);
    await accessible(element, 300);
    pressHeading(element, 'Contacts');
    await waitUntil(() => records(element).length === 0);
  });

  it('S70: a record has a name, the time, the reason with field and details, and links to both sides', async () => {
    const { element } = await opened();
    await seesText(element, 'Contacts 3');
    pressHeading(element, 'Contacts');
    await seesText(element, 'Field: Seats');
    expect(records(element)[1]).to.contain(
      'Person 2 Zoho Desk · Zoho CRM Nov 20, 2026, 10:02 AM Text value is given for an Integer field',
    );
    expect(records(element)[1]).to.contain('"a dozen" is no whole number');
    await waitUntil(() => deepAll(element, 'tbody a').length === 4);
    expect(deepAll<HTMLAnchorElement>(element, 'tbody a').map(({ href }) => href)).to.include.members([
      `${PAGES.desk?.contacts ?? ''}2`,
      `${PAGES.crm?.contacts ?? ''}92`,
    ]);
  });

  it('S72, S73, S74, S75, S76: the five messages stand word for word, and every code has words in the catalogue', () => {
    const catalogue: Readonly<Record<string, string>> = en;
    for (const [code, { reason, fix }] of Object.entries(reasons)) {
      expect(catalogue[`failures.reason.${code}`], code).to.equal(reason);
      expect(catalogue[`failures.fix.${code}`], code).to.equal(fix);
    }
  });

  it('S77: a code that is not known shows the connector’s sentence, and so do a product’s own words', async () => {
    const { element } = await opened(
      logOf([
        failure('1', { code: 'brand-new', reason: 'Something new happened', fix: 'Wait a little.' }),
        failure('2', { code: 'provider', providerCode: 'LOCKED', reason: 'It is locked', fix: 'Unlock it.' }),
        failure('3', { code: 'provider', providerCode: null, reason: 'The product refused the record: no' }),
      ]),
    );
    await seesText(element, 'Contacts 3');
    pressHeading(element, 'Contacts');
    await seesText(element, 'Something new happened 1 Try Again Wait a little.');
    expect(textOf(element)).to.contain('It is locked 1 Try Again Unlock it.');
    expect(textOf(element)).to.contain('The product refused the record: no 1');
  });

  it('S68: newest first or oldest first, as the connector sorts it', async () => {
    const { element, connector } = await opened();
    await seesText(element, 'Contacts 3');
    expect(connector.askedFor(LIST)[0]?.query).to.deep.equal({ order: 'desc' });
    pressHeading(element, 'Contacts');
    await seesText(element, 'Person 1');
    const sorted = () => deepAll(element, 'th[aria-sort]')[0]?.getAttribute('aria-sort');
    expect(sorted()).to.equal('descending');
    connector.on(LIST, logOf([...LOG.failures].reverse()));
    control(element, 'Failed at').click();
    await waitUntil(() => names(element).indexOf('Person 2') < names(element).indexOf('Person 1'));
    expect(connector.askedFor(LIST).at(-1)?.query).to.deep.equal({ order: 'asc' });
    expect(sorted()).to.equal('ascending');
  });

  it('S71: Try Again asks for the one record, and what is synced leaves the log by itself', async () => {
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.now() });
    const { element, connector } = await opened();
    await clock.tickAsync(0);
    pressHeading(element, 'Contacts');
    await clock.tickAsync(0);
    control(element, 'Try Again: Person 1').click();
    control(element, 'Try Again: Person 1').click();
    await clock.tickAsync(0);
    expect(connector.askedFor(RETRY).map(({ body }) => body)).to.deep.equal([
      { record: { module: 'contacts', side: 'desk', recordId: '1' } },
    ]);
    expect(records(element)[0]).to.contain('Being tried…');
    connector.on(LIST, logOf(LOG.failures.slice(1)));
    await clock.tickAsync(EAGER_MS);
    expect(names(element)).not.to.include('Person 1');
    expect(textOf(element)).to.contain('Person 1 was synced.').and.to.contain('Contacts 2');
    const asked = connector.askedFor(LIST).length;
    await clock.tickAsync(CALM_MS - 1);
    expect(connector.askedFor(LIST)).to.have.length(asked);
  });

  it('S71: what fails again stays, with its new time, and can be tried again', async () => {
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.now() });
    const { element, connector } = await opened();
    await clock.tickAsync(0);
    pressHeading(element, 'Contacts');
    await clock.tickAsync(0);
    control(element, 'Try Again: Person 1').click();
    await clock.tickAsync(EAGER_MS);
    expect(records(element)[0]).to.contain('Being tried…');
    connector.on(LIST, logOf([failure('1', { failedAt: '2026-11-21T12:00:00Z' }), ...LOG.failures.slice(1)]));
    await clock.tickAsync(EAGER_MS);
    expect(textOf(element)).to.contain('Person 1 failed again.');
    expect(records(element)[0]).to.contain('Nov 21, 2026, 12:00 PM').and.not.to.contain('Being tried…');
  });

  it('S71: an attempt that tells nothing for long is no attempt any more', async () => {
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.now() });
    const { element } = await opened();
    await clock.tickAsync(0);
    pressHeading(element, 'Contacts');
    await clock.tickAsync(0);
    control(element, 'Try Again: Person 1').click();
    await clock.tickAsync(PATIENCE_MS + EAGER_MS);
    expect(records(element)[0]).not.to.contain('Being tried…');
    expect(hasControl(element, 'Try Again: Person 1')).to.equal(true);
  });

  it('S71: Try Again of a cause, of a record type, and of all', async () => {
    const { element, connector } = await opened();
    await seesText(element, 'Contacts 3');
    pressHeading(element, 'Contacts');
    pressHeading(element, 'Accounts');
    await seesText(element, 'Vintage Vinyl');
    control(element, 'Try Again: The record is locked').click();
    control(element, 'Try Again: Text value').click();
    control(element, 'Try Again: Contacts').click();
    await waitUntil(() => connector.askedFor(RETRY).length === 3);
    expect(connector.askedFor(RETRY).map(({ body }) => body)).to.deep.equal([
      { module: 'accounts', code: 'provider', providerCode: 'LOCKED' },
      { module: 'contacts', code: 'type-mismatch' },
      { module: 'contacts' },
    ]);
    control(element, 'Try Again for all').click();
    expect(connector.askedFor(RETRY), 'all of them are being tried').to.have.length(3);
    const other = await opened();
    await seesText(other.element, 'Contacts 3');
    control(other.element, 'Try Again for all').click();
    await waitUntil(() => other.connector.askedFor(RETRY).length === 1);
    expect(other.connector.askedFor(RETRY)[0]?.body).to.deep.equal({});
  });

  it('S71: while the sync is paused Try Again is refused with a message, and nothing looks tried', async () => {
    const { element, connector } = await opened();
    await seesText(element, 'Contacts 3');
    connector.on(RETRY, new Refuse(409, 'sync-paused'));
    pressHeading(element, 'Contacts');
    await seesText(element, 'Person 1');
    control(element, 'Try Again: Person 1').click();
    await seesText(element, 'The sync is paused. Resume it first');
    expect(textOf(element)).not.to.contain('Being tried…');
    await accessible(element, 300);
  });

  it('S71: an entry that leaves the log elsewhere vanishes, and the last one leaves "No failures"', async () => {
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'Date'], now: Date.now() });
    const { element, connector } = await opened();
    await clock.tickAsync(0);
    expect(textOf(element)).to.contain('Contacts 3');
    connector.on(LIST, logOf([]));
    await clock.tickAsync(CALM_MS);
    expect(textOf(element)).to.contain('No failures').and.not.to.contain('Contacts');
  });

  it('S72: leads from a record whose partner is taken to where that is decided', async () => {
    const { element } = await opened(logOf([failure('3', TAKEN)]));
    let wish: unknown;
    element.addEventListener('crm-go', (event) => (wish = (event as CustomEvent<unknown>).detail));
    await seesText(element, 'Contacts 1');
    pressHeading(element, 'Contacts');
    await seesText(element, 'Person 3');
    control(element, 'Decide: Person 3').click();
    expect(wish).to.deep.equal({ tab: 'inboxes', part: 'ambiguous' });
  });

  it('exports the log as CSV', async () => {
    const { element, connector } = await opened();
    await seesText(element, 'Contacts 3');
    connector.on(/failures\.csv/, 'failedAt,module\r\n');
    const click = stub(HTMLAnchorElement.prototype, 'click');
    control(element, 'Export CSV').click();
    await waitUntil(() => click.calledOnce);
    expect(click.firstCall.thisValue).to.have.property('download', 'failure-log.csv');
  });

  it('draws many records in parts: 500 rows stay fluid', async () => {
    const many = Array.from({ length: 500 }, (_, at) => failure(String(at)));
    const { element } = await opened(logOf(many));
    await seesText(element, 'Contacts 500');
    pressHeading(element, 'Contacts');
    await waitUntil(() => records(element).length === ROWS);
    control(element, 'Show more').click();
    await waitUntil(() => records(element).length === 2 * ROWS);
  });

  it('says that there are no failures, that it loads, what went wrong, and to whom it is not allowed', async () => {
    const empty = await opened(logOf([]));
    await seesText(empty.element, 'No failures');
    expect(hasControl(empty.element, 'Try Again')).to.equal(false);
    await accessible(empty.element, 300);
    const loading = await opened(SILENCE);
    await seesText(loading.element, 'Loading');
    const { element, connector } = await opened(NO_ANSWER);
    await seesText(element, 'cannot be reached');
    connector.on(LIST, LOG);
    control(element, 'Try again').click();
    await seesText(element, 'Contacts 3');
    const denied = await opened(new Refuse(403, 'administrator-required'));
    await seesText(denied.element, 'Only a Zoho Desk administrator');
    await accessible(denied.element, 300);
  });

  it('draws hostile names and reasons as text that fits', async () => {
    const bad = failure('1', {
      recordName: MARKUP,
      code: BIDI,
      reason: MARKUP,
      fix: HUGE,
      details: HUGE,
      field: MARKUP,
    });
    const { element } = await opened(logOf([bad]));
    await seesText(element, 'Contacts 1');
    pressHeading(element, 'Contacts');
    await seesText(element, '<img src=x');
    expect(deepAll(element, 'img, script')).to.have.length(0);
    expect(window).not.to.have.property('hacked');
    await accessible(element, 300);
  });
});
