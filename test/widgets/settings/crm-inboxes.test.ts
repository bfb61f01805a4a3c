import { expect, html, waitUntil } from '@open-wc/testing';
import { restore, useFakeTimers } from 'sinon';
import { CARDS } from '../../../widgets/settings/inboxes/crm-conflict-inbox.ts';
import type { CrmInboxes } from '../../../widgets/settings/inboxes/crm-inboxes.ts';
import '../../../widgets/settings/inboxes/crm-inboxes.ts';
import { EAGER_MS } from '../../../widgets/settings/records/keep-looking.ts';
import { accessible } from '../support/accessible.ts';
import {
  AMBIGUOUS,
  CASE,
  CONFLICTS,
  DELETIONS,
  FIELDS,
  HELD,
  NO_DELETIONS,
  PAGES,
  conflict,
} from '../support/care-data.ts';
import { FakeConnector, NO_ANSWER, Refuse, SILENCE } from '../support/fake-connector.ts';
import { HUGE, MARKUP } from '../support/hostile.ts';
import { mount } from '../support/mount.ts';
import { pressHeading } from '../support/press-heading.ts';
import { control, deep, deepAll, hasControl, seesText, textOf } from '../support/seen.ts';

const CONFLICT_LIST = /GET \/v1\/conflicts/;
const RESOLVE = /POST \/v1\/conflicts\/resolve/;
const UNDO_CONFLICT = /POST \/v1\/conflicts\/undo/;
const MATCHES = /GET \/v1\/ambiguous$/;
const NONE = { total: 0, entries: [], next: null, decisions: [] };

/** Everything empty but what a test sets. */
function connectorWith(...answers: readonly (readonly [RegExp, unknown])[]): FakeConnector {
  const connector = new FakeConnector()
    .on(/POST /, { ok: true })
    .on(UNDO_CONFLICT, { outcome: 'withdrawn' })
    .on(CONFLICT_LIST, { open: [], settled: [] })
    .on(/GET \/v1\/deletions/, NO_DELETIONS)
    .on(MATCHES, NONE)
    .on(/record-pages/, PAGES)
    .on(/modules\/\w+\/fields/, FIELDS);
  for (const [path, answer] of answers) connector.on(path, answer);
  return connector;
}
async function opened(...answers: readonly (readonly [RegExp, unknown])[]) {
  const stage = await mount<CrmInboxes>(html`<crm-inboxes></crm-inboxes>`, {
    connector: connectorWith(...answers),
  });
  await waitUntil(() => deepAll(stage.element, 'crm-skeleton').length === 0).catch(() => undefined);
  return stage;
}
const bodies = (connector: FakeConnector, path: RegExp) => connector.askedFor(path).map(({ body }) => body);

describe('<crm-inboxes>: conflicts', () => {
  afterEach(() => restore());

  it('S96: an open conflict shows what it was and both values side by side', async () => {
    const { element } = await opened([CONFLICT_LIST, CONFLICTS]);
    await seesText(element, 'person1@example.com : Phone');
    expect(textOf(element)).to.contain(
      'Before 030 1 Zoho Desk 030 2 Use Zoho Desk Zoho CRM 030 3 Use Zoho CRM',
    );
    expect(textOf(element)).to.contain('Before never the same Zoho Desk empty');
    await accessible(element, 1000);
    await accessible(element, 300);
  });

  it('S96: choosing a side is sent once with the version that was looked at, and can be undone', async () => {
    const { element, connector } = await opened([CONFLICT_LIST, CONFLICTS]);
    await seesText(element, 'person1@example.com');
    const button = control(element, 'Use Zoho CRM: person1');
    button.click();
    button.click();
    connector.on(CONFLICT_LIST, { open: [conflict('1', { choice: 'crm' })], settled: [] });
    await seesText(element, 'The value of Zoho CRM counts');
    expect(bodies(connector, RESOLVE)).to.deep.equal([
      { module: 'contacts', deskId: '1', key: 'phone=Phone', version: 3, choose: 'crm' },
    ]);
    await seesText(element, 'Decided for Zoho CRM.');
    await waitUntil(() => deep(element, '.told').matches(':focus'));
    await accessible(element, 300);
    connector.on(CONFLICT_LIST, CONFLICTS);
    deep<HTMLButtonElement>(deep(element, '.told'), 'button').click();
    await seesText(element, 'The decision is taken back');
    expect(bodies(connector, UNDO_CONFLICT)).to.deep.equal([
      { module: 'contacts', deskId: '1', key: 'phone=Phone', version: 3 },
    ]);
    await seesText(element, '030 2 Use Zoho Desk');
  });

  it('S96: a choice that was carried out before Undo is asked back as a settled one', async () => {
    const { element, connector } = await opened([CONFLICT_LIST, CONFLICTS]);
    await seesText(element, 'person1@example.com');
    control(element, 'Use Zoho Desk: person1').click();
    await seesText(element, 'The value of Zoho Desk counts');
    const [settled] = CONFLICTS.settled;
    const own = { ...settled, id: '78', deskId: '1', field: 'phone', winner: 'desk' };
    connector.on(CONFLICT_LIST, { open: [], settled: [own] });
    connector.on(UNDO_CONFLICT, ({ body }: { body: object }) =>
      'settledId' in body ? { outcome: 'scheduled' } : new Refuse(404, 'conflict-unknown'),
    );
    deep<HTMLButtonElement>(deep(element, '.told'), 'button').click();
    await seesText(element, 'The other value is written back');
    expect(bodies(connector, UNDO_CONFLICT).at(-1)).to.deep.equal({ settledId: '78' });
  });

  it('S96: a side that changed meanwhile is shown anew, and nothing is overwritten', async () => {
    const { element, connector } = await opened(
      [CONFLICT_LIST, CONFLICTS],
      [RESOLVE, new Refuse(409, 'stale-version')],
    );
    await seesText(element, 'person1@example.com');
    connector.on(CONFLICT_LIST, { open: [conflict('1', { version: 4, crm: '030 99' })], settled: [] });
    control(element, 'Use Zoho CRM: person1').click();
    await seesText(element, 'A side changed meanwhile, so nothing was decided.');
    await seesText(element, '030 99');
  });

  it('S96: settled conflicts keep both values; the one that lost can be asked back', async () => {
    const { element, connector } = await opened([CONFLICT_LIST, CONFLICTS]);
    await seesText(element, 'Settled conflicts 1');
    pressHeading(element, 'Settled conflicts');
    await seesText(element, 'settled@example.com Last Name Desk name CRM name ( won )');
    await accessible(element, 300);
    connector.on(UNDO_CONFLICT, { outcome: 'scheduled' });
    const [settled] = CONFLICTS.settled;
    connector.on(CONFLICT_LIST, { open: [], settled: [{ ...settled, undoneAt: '2026-11-20T00:00:00Z' }] });
    control(element, 'Undo: settled@example.com').click();
    await seesText(element, 'The other value is written back');
    expect(bodies(connector, UNDO_CONFLICT)).to.deep.equal([{ settledId: '77' }]);
    await seesText(element, 'undone');
    expect(hasControl(element, 'Undo: settled')).to.equal(false);
  });

  it('looks again soon while a decision is to be written', async () => {
    const clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const waiting = { open: [conflict('1', { choice: 'desk' })], settled: [] };
    const { element, connector } = await mount<CrmInboxes>(html`<crm-inboxes></crm-inboxes>`, {
      connector: connectorWith([CONFLICT_LIST, waiting]),
    });
    await clock.tickAsync(0);
    connector.on(CONFLICT_LIST, { open: [], settled: [] });
    await clock.tickAsync(30_000 + EAGER_MS);
    expect(textOf(element)).to.contain('No conflict waits.');
  });

  it('draws many conflicts in parts', async () => {
    const open = Array.from({ length: 500 }, (_, at) => conflict(String(at)));
    const { element } = await opened([CONFLICT_LIST, { open, settled: [] }]);
    await waitUntil(() => deepAll(element, 'crm-conflict-card').length === CARDS);
    control(element, 'Show more').click();
    await waitUntil(() => deepAll(element, 'crm-conflict-card').length === 2 * CARDS);
  });
});

describe('<crm-inboxes>: deletions', () => {
  it('S40, S41: held deletions say what vanished; accepting them can be undone', async () => {
    const contacts = /GET \/v1\/deletions\/contacts/;
    const { element, connector } = await opened([contacts, HELD]);
    await seesText(element, '240 of 1,000 records vanished from Zoho Desk within a day.');
    expect(textOf(element)).to.contain('nothing is deleted on the other side');
    await accessible(element, 300);
    connector.on(contacts, { ...NO_DELETIONS, acceptedUntil: '2026-11-20T11:00:00Z' });
    const accept = control(element, 'Accept');
    accept.click();
    accept.click();
    await seesText(element, 'Contacts: accepted, the sync goes on.');
    await seesText(element, 'This can be undone until Nov 20, 2026, 11:00 AM.');
    expect(connector.askedFor(/accept/)).to.have.length(1);
    connector.on(contacts, HELD);
    deep<HTMLButtonElement>(deep(element, '.told'), 'button').click();
    await seesText(element, 'Contacts: on hold again.');
    expect(connector.askedFor(/POST .*contacts\/undo/)).to.have.length(1);
    await seesText(element, '240 of 1,000');
  });

  for (const [code, words] of [
    ['mass-emptying', 'The field Phone was emptied in 240 of 1,000 records of Zoho Desk'],
    ['empty-read', '240 of 1,000 records were missing when Zoho Desk was read.'],
  ] as const) {
    it(`says of ${code} what happened`, async () => {
      const held = { ...HELD.held, code, field: code === 'mass-emptying' ? 'phone' : null };
      const { element } = await opened([/deletions\/accounts/, { ...NO_DELETIONS, held }]);
      await seesText(element, words);
    });
  }

  it('says when there is nothing to undo any more', async () => {
    const accepted = { ...NO_DELETIONS, acceptedUntil: '2026-11-20T11:00:00Z' };
    const { element } = await opened(
      [/deletions\/products/, accepted],
      [/products\/undo/, new Refuse(409, 'nothing-to-undo')],
    );
    await seesText(element, 'Products: accepted.');
    control(element, 'Undo').click();
    await seesText(element, 'There is nothing to undo any more.');
  });

  it('S46: a deleted record can be sent again to the side that lacks it, after a question', async () => {
    const { element, connector } = await opened([/GET .*deletions\/contacts/, DELETIONS]);
    await seesText(element, 'Contacts 2');
    pressHeading(element, 'Contacts');
    await seesText(element, 'gone@example.com in the recycle bin there Nov 18, 2026');
    expect(textOf(element)).to.contain('32 deleted for good in the recycle bin');
    expect(hasControl(element, 'Send again: 32'), 'both are gone').to.equal(false);
    await accessible(element, 300);
    control(element, 'Send again: gone@example.com').click();
    await seesText(element, 'The record is made again in Zoho Desk');
    await accessible(deep(element, 'crm-dialog'), 300);
    const [yes] = deepAll<HTMLButtonElement>(deep(element, 'crm-dialog'), 'button.primary');
    yes?.click();
    yes?.click();
    await seesText(element, 'on its way');
    expect(bodies(connector, /send-again/)).to.deep.equal([{ deskId: '31', crmId: '41' }]);
    expect(textOf(element)).to.contain('The record is being made again in Zoho Desk.');
    expect(deepAll(element, 'crm-dialog')).to.have.length(0);
  });

  it('S46: what came back meanwhile is not sent again', async () => {
    const { element } = await opened(
      [/GET .*deletions\/contacts/, DELETIONS],
      [/send-again/, new Refuse(409, 'nothing-to-send')],
    );
    await seesText(element, 'Contacts 2');
    pressHeading(element, 'Contacts');
    control(element, 'Send again: gone@example.com').click();
    await waitUntil(() => deepAll(element, 'crm-dialog').length === 1);
    deep<HTMLButtonElement>(deep(element, 'crm-dialog'), 'button.primary').click();
    await seesText(element, 'Both records are there by now, or both are gone.');
  });

  it('reads further pages of deletions', async () => {
    const [pair] = DELETIONS.deletions;
    const { element, connector } = await opened([
      /deletions\/contacts/,
      ({ query }: { query: Record<string, string> }) =>
        query['after'] === undefined
          ? { ...DELETIONS, next: '32' }
          : { ...NO_DELETIONS, deletions: [{ ...pair, deskId: '33', recordKey: 'third@example.com' }] },
    ]);
    await seesText(element, 'Contacts 2+');
    pressHeading(element, 'Contacts');
    control(element, 'Show more').click();
    await seesText(element, 'third@example.com');
    expect(connector.askedFor(/deletions\/contacts/).some(({ query }) => query['after'] === '32')).to.equal(
      true,
    );
    await seesText(element, 'Contacts 3');
  });
});

describe('<crm-inboxes>: records whose partner is not clear', () => {
  const CASES = /GET \/v1\/ambiguous\/contacts\.desk\.51/;
  const CHOOSE = /POST \/v1\/ambiguous\/contacts\.desk\.51\/choose/;
  const withCase = async (...answers: readonly (readonly [RegExp, unknown])[]) => {
    const stage = await opened([MATCHES, AMBIGUOUS], [CASES, CASE], ...answers);
    await seesText(stage.element, 'Dora Double');
    pressHeading(stage.element, 'Dora Double');
    await seesText(stage.element, 'Dora Double-Free');
    return stage;
  };

  it('S33, S34: the record and its candidates stand side by side, with what differs', async () => {
    const { element } = await withCase();
    expect(textOf(element)).to.contain('2 records in Zoho CRM could be its partner.');
    expect(textOf(element)).to.contain('Surname Double Telephone 030 2 ( differs )');
    expect(textOf(element), 'empty everywhere').not.to.contain('Fax');
    expect(textOf(element)).to.contain('Others in Zoho Desk that look the same: Dora the Other');
    await accessible(element, 1000);
    await accessible(element, 300);
  });

  it('S33: pairs with a candidate, once, and the pair can be undone', async () => {
    const { element, connector } = await withCase();
    const pair = control(element, 'These two are the same: Dora Double-Free');
    connector.on(MATCHES, NONE);
    pair.click();
    pair.click();
    await seesText(element, 'The two are a pair now, and sync.');
    expect(bodies(connector, CHOOSE)).to.deep.equal([{ choose: 'pair', candidateId: '61' }]);
    await seesText(element, 'Every record has found its partner.');
    connector.on(MATCHES, AMBIGUOUS);
    deep<HTMLButtonElement>(deep(element, '.told'), 'button').click();
    await seesText(element, 'the record is looked at again');
    expect(connector.askedFor(/POST .*51\/undo/)).to.have.length(1);
    await seesText(element, 'Dora Double');
  });

  it('S72: a candidate that has a partner cannot be chosen', async () => {
    const { element } = await withCase();
    expect(textOf(element)).to.contain('already linked to another record');
    expect(hasControl(element, 'These two are the same: Dora Double-Taken')).to.equal(false);
  });

  for (const [button, choice, words] of [
    ['None of them: create a new one in Zoho CRM', 'create', 'A new record is being made.'],
    ['Leave it alone', 'leave', 'The record is left alone'],
  ] as const) {
    it(`S33: "${button}"`, async () => {
      const { element, connector } = await withCase();
      control(element, button).click();
      await seesText(element, words);
      expect(bodies(connector, CHOOSE)).to.deep.equal([{ choose: choice }]);
    });
  }

  for (const [code, words] of [
    ['decided-otherwise', 'Another administrator decided otherwise'],
    ['candidate-linked', 'One of the two has a partner already.'],
    ['ambiguous-unknown', 'waits for no decision any more'],
  ] as const) {
    it(`S33: refused as ${code}, it says why`, async () => {
      const { element } = await withCase([CHOOSE, new Refuse(409, code)]);
      control(element, 'Leave it alone').click();
      await seesText(element, words);
    });
  }

  it('lists earlier decisions, with Undo where it is not too late', async () => {
    const { element, connector } = await opened([MATCHES, AMBIGUOUS]);
    await seesText(element, 'Earlier decisions 2');
    pressHeading(element, 'Earlier decisions');
    await seesText(element, 'Accounts , Zoho CRM 71 Paired with Zoho Desk 81');
    await seesText(element, 'New record Nov 19, 2026, 8:00 AM carried out');
    await accessible(element, 300);
    control(element, 'Undo: Accounts 71').click();
    await seesText(element, 'The decision is taken back');
    expect(connector.askedFor(/POST .*accounts\.crm\.71\/undo/)).to.have.length(1);
    expect(hasControl(element, 'Undo: Accounts 72')).to.equal(false);
  });

  it('says when an Undo comes too late', async () => {
    const { element } = await withCase([/51\/undo/, new Refuse(409, 'carried-out')]);
    control(element, 'None of them').click();
    await seesText(element, 'A new record is being made.');
    deep<HTMLButtonElement>(deep(element, '.told'), 'button').click();
    await seesText(element, 'The record was made already.');
  });

  it('reads further entries', async () => {
    const [entry] = AMBIGUOUS.entries;
    const { element } = await opened([
      MATCHES,
      ({ query }: { query: Record<string, string> }) =>
        query['after'] === undefined
          ? { ...AMBIGUOUS, total: 2, next: 'contacts.desk.51' }
          : { ...AMBIGUOUS, entries: [{ ...entry, id: 'contacts.desk.52', recordName: 'Second page' }] },
    ]);
    await seesText(element, 'Dora Double');
    control(element, 'Show more').click();
    await seesText(element, 'Second page');
    expect(hasControl(element, 'Show more')).to.equal(false);
  });
});

describe('<crm-inboxes>: the page', () => {
  it('begins with the inbox that was asked for', async () => {
    const { element } = await opened();
    element.inbox = 'ambiguous';
    await element.updateComplete;
    const first = () => deepAll(element, 'h3')[0];
    await waitUntil(() => textOf(first() ?? element).startsWith('Unclear partners'));
  });

  it('says that nothing waits', async () => {
    const { element } = await opened();
    await seesText(element, 'No conflict waits.');
    await seesText(element, 'Every record has found its partner.');
    await accessible(element, 300);
  });

  it('loads each inbox on its own: one that fails says so and can be tried again', async () => {
    const { element, connector } = await opened([CONFLICT_LIST, NO_ANSWER], [MATCHES, SILENCE]);
    await seesText(element, 'cannot be reached');
    expect(textOf(element)).to.contain('Loading').and.to.contain('Products 0');
    await accessible(element, 300);
    connector.on(CONFLICT_LIST, CONFLICTS);
    control(element, 'Try again').click();
    await seesText(element, 'person1@example.com');
  });

  it('says to whom it is not allowed', async () => {
    const denied = new Refuse(403, 'administrator-required');
    const { element } = await opened([/GET /, denied]);
    await seesText(element, 'Only a Zoho Desk administrator');
    await accessible(element, 300);
  });

  it('draws hostile values as text that fits', async () => {
    const bad = conflict('1', { recordKey: MARKUP, desk: HUGE, crm: [MARKUP, HUGE], key: `${MARKUP}=x` });
    const [candidate] = CASE.candidates;
    const found = { ...CASE, candidates: [{ ...candidate, name: MARKUP, values: { 'phone=Phone': HUGE } }] };
    const { element } = await opened(
      [CONFLICT_LIST, { open: [bad], settled: [] }],
      [MATCHES, { ...AMBIGUOUS, entries: [{ ...AMBIGUOUS.entries[0], recordName: MARKUP }] }],
      [/GET .*contacts\.desk\.51/, found],
    );
    await seesText(element, '<img src=x');
    pressHeading(element, '<img src=x');
    await seesText(element, 'These two are the same');
    expect(deepAll(element, 'img, script')).to.have.length(0);
    expect(window).not.to.have.property('hacked');
    await accessible(element, 300);
  });
});
