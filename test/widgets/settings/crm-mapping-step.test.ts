import { expect, html, waitUntil } from '@open-wc/testing';
import '../../../widgets/settings/connect/crm-mapping-step.ts';
import { Refuse } from '../support/fake-connector.ts';
import { FIELDS, FakeMapping, STANDARD, mappingOf, row, verdictsOn } from '../support/mapping-data.ts';
import { mount } from '../support/mount.ts';
import { control, deep, deepAll, hasControl, seesText, textOf } from '../support/seen.ts';
import { connectedIntegration } from '../support/settings-data.ts';

/** Answers that wait until somebody lets them go. */
class Gate {
  readonly #opened = Promise.withResolvers<null>();
  open(): void {
    this.#opened.resolve(null);
  }
  /** What `answer` says by then. */
  before<Asked>(answer: (asked: Asked) => unknown): (asked: Asked) => Promise<unknown> {
    return async (asked) => {
      await this.#opened.promise;
      return answer(asked);
    };
  }
}

function twoModules(change: Parameters<typeof mappingOf>[0] = { version: 0 }) {
  const contacts = new FakeMapping(mappingOf({ ...change, module: 'contacts' }));
  const accounts = new FakeMapping(
    mappingOf({ ...change, module: 'accounts' }),
    { ...FIELDS, module: 'accounts' },
    contacts.connector,
  );
  return { contacts, accounts, connector: contacts.connector };
}
type Fakes = ReturnType<typeof twoModules>;

async function opened(fakes: Fakes) {
  const went: string[] = [];
  const stage = await mount(
    html`<crm-mapping-step
      .integration=${connectedIntegration()}
      @crm-next=${() => went.push('next')}
      @crm-start=${() => went.push('start')}
    ></crm-mapping-step>`,
    { connector: fakes.connector, administrator: true },
  );
  return { ...stage, went };
}
const chooseOneWay = async (element: Element) => {
  await waitUntil(() => deepAll(element, 'input[value="crm-to-desk"]').length > 0);
  deep<HTMLInputElement>(element, 'input[value="crm-to-desk"]').click();
};
const stored = ({ contacts, accounts }: Fakes) =>
  [contacts, accounts].map(({ stored: { version, syncType } }) => [version, syncType]);
const saves = ({ connector }: Fakes) => connector.askedFor(/PUT .*config/).length;

describe('<crm-mapping-step>', () => {
  it('S17: Continue pressed while the mappings are still being read saves them with the type that was chosen, and goes on', async () => {
    const fakes = twoModules();
    const fields = new Gate();
    for (const module of ['contacts', 'accounts'] as const) {
      const path = new RegExp(`GET .*/${module}/fields$`);
      fakes.connector.on(
        path,
        fields.before(() => ({ ...FIELDS, module })),
      );
    }
    const { element, went } = await opened(fakes);
    await chooseOneWay(element);
    control(element, 'Continue').click();
    await waitUntil(() => control(element, 'Continue').getAttribute('aria-disabled') === 'true');
    expect(textOf(element)).not.to.contain('Some of it could not be saved');
    fields.open();
    await waitUntil(() => went.length > 0);
    expect(went).to.deep.equal(['next']);
    expect(stored(fakes)).to.deep.equal([
      [1, 'crm-to-desk'],
      [1, 'crm-to-desk'],
    ]);
  });

  it('Continue pressed before even the drafts are read → goes on when they are', async () => {
    const fakes = twoModules();
    const drafts = new Gate();
    fakes.connector.on(
      /GET .*draft$/,
      drafts.before(() => ({ draft: null })),
    );
    const { element, went } = await opened(fakes);
    control(element, 'Continue').click();
    drafts.open();
    await waitUntil(() => went.length > 0);
    expect(stored(fakes)).to.deep.equal([
      [1, 'two-way'],
      [1, 'two-way'],
    ]);
  });

  it('the reading fails → Continue says that nothing is saved, and goes on after it was read', async () => {
    const fakes = twoModules();
    let down = true;
    fakes.connector.on(/GET .*contacts.fields$/, () => (down ? new Refuse(503, 'unavailable') : FIELDS));
    const { element, went } = await opened(fakes);
    control(element, 'Continue').click();
    await seesText(element, 'Some of it could not be saved');
    expect(went).to.deep.equal([]);
    down = false;
    control(element, 'Try again').click();
    await waitUntil(() => !hasControl(element, 'Try again'));
    control(element, 'Continue').click();
    await waitUntil(() => went.length > 0);
    expect(stored(fakes).map(([version]) => version)).to.deep.equal([1, 1]);
  });

  it('S20: the sync type changes and Start Sync is pressed while Continue is still saving → the newer type is stored, and Start Sync is where it leads', async () => {
    const fakes = twoModules();
    const saving = new Gate();
    const { contacts } = fakes;
    const save = fakes.connector;
    const { element, went } = await opened(fakes);
    await waitUntil(() => deepAll(element, 'crm-mapping-row').length === 6);
    const real = save.send.bind(save);
    save.send = async (request, signal) => {
      if (request.method === 'PUT' && request.url.endsWith('/config')) await saving.before(() => null)(null);
      return real(request, signal);
    };
    control(element, 'Continue').click();
    await seesText(element, 'Saving…');
    await chooseOneWay(element);
    control(element, 'Start Sync').click();
    saving.open();
    await waitUntil(() => went.length > 0);
    expect(went).to.deep.equal(['start']);
    expect(stored(fakes).map(([, syncType]) => syncType)).to.deep.equal(['crm-to-desk', 'crm-to-desk']);
    expect(contacts.draft).to.equal(null);
  });

  it('Continue pressed three times at once → each module is saved once', async () => {
    const fakes = twoModules();
    const { element, went } = await opened(fakes);
    for (let press = 0; press < 3; press += 1) control(element, 'Continue').click();
    await waitUntil(() => went.length > 0);
    expect([went, saves(fakes)]).to.deep.equal([['next'], 2]);
  });

  it('S17: a row that two-way sync cannot have is no reason to refuse one-way sync before it is checked again', async () => {
    const fakes = twoModules({ version: 0, mappings: [...STANDARD, row('cf_birthday', 'Points')] });
    const flag = { code: 'never-convertible', severity: 'error', side: 'crm', field: 'Points' } as const;
    const checked = new Gate();
    const judge = verdictsOn(({ crm }) => (crm === 'Points' ? { verdict: 'never' } : {}), [flag]);
    fakes.connector.on(/verdicts$/, (asked: Parameters<typeof judge>[0]) => {
      const { syncType } = asked.body as { syncType: string };
      return syncType === 'two-way' ? judge(asked) : checked.before(verdictsOn())(asked);
    });
    const { element, went } = await opened(fakes);
    await waitUntil(() => deepAll(element, '.finding.error').length === 2);
    await chooseOneWay(element);
    control(element, 'Continue').click();
    await waitUntil(() => went.length > 0);
    expect(stored(fakes).map(([, syncType]) => syncType)).to.deep.equal(['crm-to-desk', 'crm-to-desk']);
    checked.open();
  });
});
