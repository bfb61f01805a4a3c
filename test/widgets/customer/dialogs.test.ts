import { expect, html, waitUntil } from '@open-wc/testing';
import type { PanelOptions } from '../../../server/contract/panel-actions.ts';
import type { CrmCustomerPanel } from '../../../widgets/customer/crm-customer-panel.ts';
import '../../../widgets/customer/crm-customer-panel.ts';
import '../../../widgets/customer/dialogs.ts';
import { accessible } from '../support/accessible.ts';
import { FakeConnector, NO_ANSWER, Refuse } from '../support/fake-connector.ts';
import { mount } from '../support/mount.ts';
import { newCustomer, panelOf } from '../support/panel-data.ts';
import { control, deepAll, fill, hasControl, seesText, textOf } from '../support/seen.ts';

const OPTIONS: PanelOptions = {
  stages: [
    { value: 'Qualification', label: 'Qualification', forecast: 'open' },
    { value: 'Closed Won', label: 'Closed Won', forecast: 'won' },
  ],
  taskStatuses: ['Not Started', 'Completed'],
  taskPriorities: ['High', 'Normal'],
};
const DONE = { id: '777', url: 'https://crm.test/777' };

/** The panel with a dialog open: reached as an agent does, by its button. */
async function dialog(button: string, panel = panelOf({ account: undefined })) {
  const connector = new FakeConnector().on(/GET .*panel\/tickets\/42$/, panel).on(/panel-options/, OPTIONS);
  const stage = await mount<CrmCustomerPanel>(
    html`<crm-customer-panel .place=${'tickets'} .deskId=${'42'}></crm-customer-panel>`,
    { connector },
  );
  const { element } = stage;
  await waitUntil(() => hasControl(element, button) || hasControl(element, 'Activities'));
  if (!hasControl(element, button) || /call|event|task/.test(button)) control(element, 'Activities').click();
  control(element, button).click();
  await waitUntil(() => deepAll(element, 'dialog').length > 0, 'the dialog opens');
  const sent = (path: RegExp) => connector.askedFor(path).map(({ body }) => body as Record<string, unknown>);
  return { ...stage, element, connector, sent, closed: () => deepAll(element, 'dialog').length === 0 };
}

describe('adding from a panel', () => {
  interface Form {
    readonly button: string;
    readonly path: RegExp;
    /** By label. */
    readonly values: Readonly<Record<string, string>>;
    readonly body: Readonly<Record<string, unknown>>;
    readonly done: string;
  }
  const forms: readonly Form[] = [
    {
      button: 'Add a note',
      path: /POST .*42\/notes/,
      values: { Note: 'Call back\nsoon', Title: 'Promise' },
      body: { entity: 'contacts', content: 'Call back\nsoon', title: 'Promise' },
      done: 'Note added',
    },
    {
      button: 'Add a task',
      path: /POST .*42\/tasks/,
      values: { Subject: 'Send offer', 'Due date': '2026-12-01', Priority: 'High' },
      body: { entity: 'contacts', subject: 'Send offer', dueDate: '2026-12-01', priority: 'High' },
      done: 'Task added',
    },
    {
      button: 'Add a call',
      path: /POST .*42\/calls/,
      values: {
        Subject: 'Dates',
        Direction: 'Inbound',
        Starts: '2026-12-01T09:30',
        'Length in minutes': '15',
      },
      body: {
        entity: 'contacts',
        subject: 'Dates',
        type: 'Inbound',
        startsAt: '2026-12-01T09:30:00.000Z',
        durationSeconds: 900,
      },
      done: 'Call added',
    },
    {
      button: 'Add an event',
      path: /POST .*42\/events/,
      values: { Title: 'Tasting', Starts: '2026-12-01T09:30', Ends: '2026-12-01T10:30', Place: 'Berlin' },
      body: {
        entity: 'contacts',
        title: 'Tasting',
        startsAt: '2026-12-01T09:30:00.000Z',
        endsAt: '2026-12-01T10:30:00.000Z',
        venue: 'Berlin',
      },
      done: 'Event added',
    },
    {
      button: 'Add a potential',
      path: /POST .*42\/potentials/,
      values: { Name: 'Big one', Stage: 'Closed Won', 'Closing date': '2026-12-31', Amount: '1200.50' },
      body: {
        entity: 'contacts',
        name: 'Big one',
        stage: 'Closed Won',
        closingDate: '2026-12-31',
        amount: '1200.50',
      },
      done: 'Potential added',
    },
  ];
  for (const { button, path, values, body, done } of forms) {
    it(`${button}: sends what was typed with a key, tells Desk, and has CRM read again`, async () => {
      const { element, connector, sent, host, closed } = await dialog(button);
      connector.on(path, DONE);
      const [first = ''] = Object.keys(values);
      await waitUntil(() => hasControl(element, first));
      await waitUntil(() => deepAll(element, ':focus').includes(control(element, first)));
      await accessible(element);
      for (const [label, value] of Object.entries(values)) fill(element, label, value);
      deepAll<HTMLFormElement>(element, 'form')[0]?.requestSubmit();
      await waitUntil(closed);
      const [{ key, ...rest } = {}] = sent(path);
      expect(rest).to.deep.equal(body);
      expect(key).to.match(/^[A-Za-z0-9_-]{16,64}$/);
      expect(host.notified).to.deep.equal([{ title: done, kind: 'success' }]);
      await waitUntil(() => connector.askedFor(/GET .*42$/).at(-1)?.query['refresh'] === 'true');
    });
  }

  it('a double click adds one', async () => {
    const { element, connector, sent, closed } = await dialog('Add a note');
    let answer: (done: unknown) => void = () => {};
    connector.on(/42\/notes/, async () => new Promise((resolve) => (answer = resolve)));
    await waitUntil(() => hasControl(element, 'Note'));
    fill(element, 'Note', 'Once');
    const form = deepAll<HTMLFormElement>(element, 'form')[0];
    form?.requestSubmit();
    form?.requestSubmit();
    await seesText(element, 'Sending…');
    form?.requestSubmit();
    answer(DONE);
    await waitUntil(closed);
    expect(sent(/42\/notes/)).to.have.length(1);
  });

  it('another try after no answer is the very same action: same key, same words, which cannot be changed', async () => {
    const { element, connector, sent, closed } = await dialog('Add a note');
    connector.on(/42\/notes/, NO_ANSWER);
    await waitUntil(() => hasControl(element, 'Note'));
    fill(element, 'Note', 'Once');
    const form = deepAll<HTMLFormElement>(element, 'form')[0];
    form?.requestSubmit();
    await seesText(element, 'nobody knows whether it was done');
    await accessible(element);
    expect(deepAll<HTMLTextAreaElement>(element, 'textarea')[0]?.readOnly).to.equal(true);
    fill(element, 'Note', 'Changed by a trick');
    connector.on(/42\/notes/, DONE);
    form?.requestSubmit();
    await waitUntil(closed);
    const [first, second] = sent(/42\/notes/);
    expect(second).to.deep.equal(first);
  });

  it('another try after a refusal is a new action, and says what CRM did not like', async () => {
    const { element, connector, sent, closed } = await dialog('Add a note');
    connector.on(/42\/notes/, new Refuse(422, 'crm-refused', { field: 'Note_Content' }));
    await waitUntil(() => hasControl(element, 'Note'));
    fill(element, 'Note', 'Wrong');
    const form = deepAll<HTMLFormElement>(element, 'form')[0];
    form?.requestSubmit();
    await seesText(element, 'CRM does not accept this: Note_Content.');
    await accessible(element);
    connector.on(/42\/notes/, DONE);
    fill(element, 'Note', 'Right');
    form?.requestSubmit();
    await waitUntil(closed);
    const [first, second] = sent(/42\/notes/);
    expect(second?.['content']).to.equal('Right');
    expect(second?.['key']).not.to.equal(first?.['key']);
  });

  it('an opened form has a key of its own', async () => {
    const keys: unknown[] = [];
    for (let n = 0; n < 2; n += 1) {
      const { element, connector, sent, closed } = await dialog('Add a note');
      connector.on(/42\/notes/, DONE);
      await waitUntil(() => hasControl(element, 'Note'));
      fill(element, 'Note', 'The same words');
      deepAll<HTMLFormElement>(element, 'form')[0]?.requestSubmit();
      await waitUntil(closed);
      keys.push(sent(/42\/notes/)[0]?.['key']);
    }
    expect(new Set(keys).size).to.equal(2);
  });

  it('asks for what is missing, in words, at the field', async () => {
    const { element, sent } = await dialog('Add a note');
    await waitUntil(() => hasControl(element, 'Note'));
    fill(element, 'Note', '   ');
    deepAll<HTMLFormElement>(element, 'form')[0]?.requestSubmit();
    await seesText(element, 'Fill in this field.');
    expect(control(element, 'Note').getAttribute('aria-invalid')).to.equal('true');
    expect(control(element, 'Note').matches(':focus')).to.equal(true);
    expect(sent(/42\/notes/)).to.have.length(0);
    await accessible(element);
  });

  it('does not let an event end before it starts', async () => {
    const { element, sent } = await dialog('Add an event');
    await waitUntil(() => hasControl(element, 'Ends'));
    fill(element, 'Title', 'Backwards');
    fill(element, 'Starts', '2026-12-01T10:00');
    fill(element, 'Ends', '2026-12-01T09:00');
    deepAll<HTMLFormElement>(element, 'form')[0]?.requestSubmit();
    await seesText(element, 'The end must be after the start.');
    expect(sent(/42\/events/)).to.have.length(0);
  });

  it('says that the choices could not be read, and tries again', async () => {
    const stage = await dialog('Add a note');
    stage.connector.on(/panel-options/, NO_ANSWER);
    control(stage.element, 'Cancel').click();
    await waitUntil(stage.closed);
    control(stage.element, 'Activities').click();
    control(stage.element, 'Add a task').click();
    await seesText(stage.element, 'cannot be reached');
    stage.connector.on(/panel-options/, OPTIONS);
    control(stage.element, 'Try again').click();
    await waitUntil(() => hasControl(stage.element, 'Priority'));
  });

  it('closes without a request when the agent gives up', async () => {
    const { element, closed, sent } = await dialog('Add a note');
    await waitUntil(() => hasControl(element, 'Cancel'));
    control(element, 'Cancel').click();
    await waitUntil(closed);
    expect(sent(/POST .*panel/)).to.have.length(0);
  });
});

describe('linking from a panel', () => {
  const candidate = (id: string, name: string, taken = false) => ({
    id,
    name,
    email: `${id}@example.com`,
    phone: null,
    url: `https://crm.test/${id}`,
    taken,
  });

  async function linking() {
    const stage = await dialog('Link to a CRM record', newCustomer());
    return stage;
  }

  it('S4: offers who shares e-mail, phone or name, and pairs the chosen one', async () => {
    const connector = { candidates: [candidate('1', 'Maria Anders'), candidate('2', 'M. Anders', true)] };
    const stage = await linking();
    stage.connector.on(/candidates/, connector).on(/42\/link/, DONE);
    fill(stage.element, 'Search in CRM', 'anders');
    await seesText(stage.element, 'already linked to another record');
    expect(stage.connector.askedFor(/candidates/).at(-1)?.query).to.deep.equal({
      entity: 'contacts',
      query: 'anders',
    });
    await accessible(stage.element);
    const [free, taken] = deepAll<HTMLInputElement>(stage.element, 'input[type="radio"]');
    expect([free?.disabled, taken?.disabled]).to.deep.equal([false, true]);
    free?.click();
    deepAll<HTMLFormElement>(stage.element, 'form')[0]?.requestSubmit();
    await waitUntil(stage.closed);
    expect(stage.sent(/42\/link/)[0]).to.include({ entity: 'contacts', crmId: '1' });
    expect(stage.host.notified).to.deep.equal([{ title: 'Linked', kind: 'success' }]);
  });

  it('says that nobody was found, and sends nothing without a choice', async () => {
    const stage = await linking();
    stage.connector.on(/candidates/, { candidates: [] });
    fill(stage.element, 'Search in CRM', 'nobody');
    await seesText(stage.element, 'Nothing found.');
    deepAll<HTMLFormElement>(stage.element, 'form')[0]?.requestSubmit();
    expect(stage.sent(/42\/link/)).to.have.length(0);
    await accessible(stage.element);
  });

  it('says that the record was taken meanwhile', async () => {
    const stage = await linking();
    stage.connector
      .on(/candidates/, { candidates: [candidate('1', 'Maria Anders')] })
      .on(/42\/link/, new Refuse(409, 'already-linked'));
    fill(stage.element, 'Search in CRM', 'maria');
    await seesText(stage.element, 'Maria Anders');
    deepAll<HTMLInputElement>(stage.element, 'input[type="radio"]')[0]?.click();
    deepAll<HTMLFormElement>(stage.element, 'form')[0]?.requestSubmit();
    await seesText(stage.element, 'already linked to another one');
    await accessible(stage.element);
  });
});

describe('creating in CRM and ending a link', () => {
  it('S4: creates the CRM contact after a question, once', async () => {
    const { element, connector, sent, host, closed } = await dialog('Create in CRM', newCustomer());
    connector.on(/42\/create/, DONE);
    expect(textOf(element)).to.contain('A CRM contact is created from this contact');
    await accessible(element);
    const button = deepAll(element, 'crm-confirm-dialog').flatMap((each) => deepAll(each, '.primary'))[0];
    button?.click();
    button?.click();
    await waitUntil(closed);
    expect(sent(/42\/create/)).to.have.length(1);
    expect(sent(/42\/create/)[0]).to.include({ entity: 'contacts' });
    expect(host.notified).to.deep.equal([{ title: 'Created in CRM', kind: 'success' }]);
  });

  it('says that CRM has the record by now', async () => {
    const { element, connector } = await dialog('Create in CRM', newCustomer());
    connector.on(/42\/create/, new Refuse(409, 'already-in-crm'));
    deepAll(element, 'crm-confirm-dialog')
      .flatMap((each) => deepAll(each, '.primary'))[0]
      ?.click();
    await seesText(element, 'CRM has this record by now.');
    await accessible(element);
  });

  it('ends a link after a question, and both records stay', async () => {
    const stage = await dialog('Add a note');
    stage.connector.on(/42\/unlink/, DONE);
    control(stage.element, 'Cancel').click();
    await waitUntil(stage.closed);
    control(stage.element, 'Contact: More actions').click();
    await waitUntil(() => hasControl(stage.element, 'End the link'));
    control(stage.element, 'End the link').click();
    await seesText(stage.element, 'Both records stay.');
    await accessible(stage.element);
    deepAll(stage.element, 'crm-confirm-dialog')
      .flatMap((each) => deepAll(each, '.danger'))[0]
      ?.click();
    await waitUntil(stage.closed);
    expect(stage.sent(/42\/unlink/)[0]).to.include({ entity: 'contacts', crmId: '100' });
  });
});
