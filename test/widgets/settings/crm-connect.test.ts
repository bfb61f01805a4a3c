import { expect, html } from '@open-wc/testing';
import { useFakeTimers } from 'sinon';
import type { SinonFakeTimers } from 'sinon';
import type { Integration } from '../../../server/contract/integration.ts';
import type { Popup } from '../../../widgets/session/sign-in.ts';
import '../../../widgets/settings/connect/crm-connect.ts';
import { LOOK_EVERY_MS } from '../../../widgets/settings/connect/connect-flow.ts';
import { accessible } from '../support/accessible.ts';
import { FakeConnector, ORIGIN, Refuse } from '../support/fake-connector.ts';
import { mount } from '../support/mount.ts';
import { control, deep, deepAll, fill, hasControl, seesText, textOf } from '../support/seen.ts';
import { CONNECTED, OWN_EMAIL, connectionOf, integrationOf } from '../support/settings-data.ts';

/** Not the faked one. */
const soon = window.setTimeout.bind(window);
async function waitUntil(holds: () => boolean): Promise<void> {
  for (let turn = 0; !holds(); turn += 1) {
    if (turn > 500) throw new Error(`Waited in vain: ${String(holds)}`);
    await new Promise((resolve) => soon(resolve, 5));
  }
}

const OTHER = 'sales@zylker.example';
/** The window of Zoho's pages. */
class FakePopup implements Popup {
  #opener: unknown = window;
  closed = false;
  get opener(): unknown {
    return this.#opener;
  }
  /** As a browser: a page of another origin lets nobody write to its window. */
  set opener(value: unknown) {
    if (this.shown.length > 0) throw new DOMException('Blocked a frame', 'SecurityError');
    this.#opener = value;
  }
  readonly shown: string[] = [];
  readonly location = { replace: (address: string) => void this.shown.push(address) };
  close() {
    this.closed = true;
  }
}

describe('<crm-connect>', () => {
  let clock: SinonFakeTimers;
  let popup: FakePopup | null;
  let connector: FakeConnector;
  let now: Integration;
  beforeEach(() => {
    popup = new FakePopup();
    now = integrationOf();
    connector = new FakeConnector()
      .on(/GET .*integration/, () => now)
      .on(/authorize/, ({ path }: { path: string }) => ({ authorizeUrl: `https://accounts.test${path}` }));
  });
  afterEach(() => clock.restore());

  async function open(integration: Integration = now) {
    now = integration;
    const opened = { count: 0 };
    const changes: Event[] = [];
    const stage = await mount(
      html`<crm-connect
        .integration=${integration}
        .open=${() => {
          opened.count += 1;
          return popup;
        }}
        @crm-changed=${(event: Event) => changes.push(event)}
      ></crm-connect>`,
      { connector, administrator: true },
    );
    // From here on the page's own waits are the test's; lit and fetch need none.
    clock = useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    return { ...stage, opened, changes };
  }
  const asked = () => connector.askedFor(/authorize/).map(({ path, body }) => [path, body]);
  const settle = () => new Promise((resolve) => soon(resolve, 20));

  it('S11: offers the account that matches the administrator’s e-mail, before any input', async () => {
    const { element } = await open(integrationOf({ suggestedCrmAccounts: [OWN_EMAIL, OTHER] }));
    const radios = deepAll<HTMLInputElement>(element, 'input[type="radio"]');
    expect(radios.map(({ value }) => value)).to.deep.equal([OWN_EMAIL, OTHER, 'other-account', 'zsc-key']);
    expect(radios[0]?.checked).to.equal(true);
    clock.restore();
    await accessible(element, 320);
  });

  it('S11: offers another account and the key when no account matches', async () => {
    const { element } = await open(integrationOf({ suggestedCrmAccounts: [], suggestedCrmAccount: null }));
    const radios = deepAll<HTMLInputElement>(element, 'input[type="radio"]');
    expect(radios.map(({ value, checked }) => [value, checked])).to.deep.equal([
      ['other-account', true],
      ['zsc-key', false],
    ]);
  });

  it('S13: authorises Desk and then CRM in one window, and says that something changed', async () => {
    const { element, opened, changes } = await open();
    const button = control(element, 'Authenticate');
    button.click();
    button.click();
    await waitUntil(() => popup?.shown.length === 1);
    expect(popup?.opener).to.equal(null);
    now = integrationOf({ connections: [connectionOf('desk'), ...now.connections.slice(1)] });
    await clock.tickAsync(LOOK_EVERY_MS);
    await waitUntil(() => hasControl(element, 'Open the page of Zoho CRM'));
    now = integrationOf({ connections: CONNECTED });
    await clock.tickAsync(LOOK_EVERY_MS);
    await settle();
    expect(asked()).to.deep.equal([
      ['/v1/connections/desk/authorize', { loginHint: OWN_EMAIL, thenCrm: { loginHint: OWN_EMAIL } }],
      ['/v1/connections/crm/authorize', { loginHint: OWN_EMAIL }],
    ]);
    expect([opened.count, popup?.shown.length, popup?.closed, changes.length]).to.deep.equal([1, 1, true, 1]);
  });

  it('S12: lets Zoho ask for the account after Configure another account', async () => {
    const { element } = await open(
      integrationOf({ connections: [connectionOf('desk'), ...integrationOf().connections.slice(1)] }),
    );
    control(element, 'Configure another account').click();
    control(element, 'Authenticate').click();
    await waitUntil(() => popup?.shown.length === 1);
    expect(asked()).to.deep.equal([['/v1/connections/crm/authorize', {}]]);
  });

  it('S8, S13: stays here with the reason when the account is no CRM administrator', async () => {
    const desk = [connectionOf('desk'), ...integrationOf().connections.slice(1)];
    const problem = {
      topic: 'connect-crm',
      message: '',
      details: {},
      since: '2026-11-25T09:00:00.000Z',
    } as const;
    // A reason of before is not this one's.
    const { element } = await open(
      integrationOf({ connections: desk, problems: [{ ...problem, code: 'access-refused' }] }),
    );
    control(element, 'Authenticate').click();
    await waitUntil(() => popup?.shown.length === 1);
    await clock.tickAsync(LOOK_EVERY_MS);
    expect(textOf(element)).not.to.contain('Not connected');
    const since = '2026-11-25T09:31:00.000Z';
    now = integrationOf({
      connections: desk,
      problems: [{ ...problem, code: 'not-crm-administrator', since }],
    });
    await clock.tickAsync(LOOK_EVERY_MS);
    clock.restore();
    await seesText(element, 'The account is no administrator of Zoho CRM.');
    expect(hasControl(element, 'Authenticate')).to.equal(true);
    await accessible(element, 320);
  });

  it('S15: names who holds the CRM organisation', async () => {
    const { element } = await open(
      integrationOf({ connections: [connectionOf('desk'), ...integrationOf().connections.slice(1)] }),
    );
    control(element, 'Authenticate').click();
    await waitUntil(() => popup?.shown.length === 1);
    now = {
      ...now,
      problems: [
        {
          topic: 'connect-crm',
          code: 'crm-organisation-taken',
          message: '',
          details: { holder: '600100099' },
          since: '2026-11-25T09:31:00.000Z',
        },
      ],
    };
    await clock.tickAsync(LOOK_EVERY_MS);
    clock.restore();
    await seesText(element, 'the Zoho Desk organisation 600100099');
  });

  it('offers Zoho’s page as a link when the browser blocks windows, and can be cancelled', async () => {
    popup = null;
    const { element } = await open();
    control(element, 'Authenticate').click();
    await waitUntil(() => hasControl(element, 'Open the page of Zoho Desk'));
    expect(textOf(element)).to.contain('Your browser blocked the window for Zoho Desk.');
    const link = control<HTMLAnchorElement>(element, 'Open the page of Zoho Desk');
    expect([link.target, link.rel]).to.deep.equal(['_blank', 'noopener noreferrer']);
    control(element, 'Cancel').click();
    await settle();
    const before = connector.asked.length;
    await clock.tickAsync(LOOK_EVERY_MS * 3);
    expect(connector.asked.length).to.equal(before);
    expect(hasControl(element, 'Open the page')).to.equal(false);
  });

  describe('with a ZSC key', () => {
    const DESK_DONE = integrationOf({
      connections: [connectionOf('desk'), ...integrationOf().connections.slice(1)],
    });
    async function enter(email: string, key: string) {
      const stage = await open(DESK_DONE);
      control(stage.element, 'Somebody else is the CRM administrator').click();
      await waitUntil(() => hasControl(stage.element, 'ZSC key'));
      fill(stage.element, 'E-mail address of the CRM administrator', email);
      deep<HTMLInputElement>(stage.element, '#key').value = key;
      control(stage.element, 'Authenticate').click();
      return stage;
    }

    it('S14: says where the key comes from, with a link to the connector’s own page', async () => {
      const { element } = await open(DESK_DONE);
      control(element, 'Somebody else is the CRM administrator').click();
      await waitUntil(() => hasControl(element, 'ZSC key'));
      expect(textOf(element)).to.contain('an administrator of Zoho CRM makes it on the connector’s own page');
      expect(deep<HTMLAnchorElement>(element, '.key a').href).to.equal(`${ORIGIN}/zsc`);
      expect(deep<HTMLInputElement>(element, '#key').type).to.equal('password');
      clock.restore();
      await accessible(element, 320);
    });

    it('S14: connects with e-mail and key, and forgets the key', async () => {
      connector.on(/crm.zsc/, { state: 'configured', accountEmail: OTHER });
      const { element, changes } = await enter(` ${OTHER} `, ' zsc.0.secret ');
      await waitUntil(() => changes.length === 1);
      expect(connector.askedFor(/crm.zsc/).map(({ body }) => body)).to.deep.equal([
        { email: OTHER, key: 'zsc.0.secret' },
      ]);
      expect(deep<HTMLInputElement>(element, '#key').value).to.equal('');
      expect(asked()).to.deep.equal([]);
    });

    for (const [code, words] of [
      ['zsc-key-wrong', 'There is no such ZSC key.'],
      ['zsc-email-wrong', 'The ZSC key belongs to another e-mail address.'],
      ['zsc-key-revoked', 'The ZSC key was revoked.'],
      ['zsc-authorisation-expired', 'The CRM administrator must authorise again'],
      ['not-crm-administrator', 'The account is no administrator of Zoho CRM.'],
    ] as const) {
      it(`S14: says it when the connector refuses for ${code}`, async () => {
        connector.on(/crm.zsc/, new Refuse(403, code));
        const { element } = await enter(OTHER, 'zsc.0.secret');
        clock.restore();
        await seesText(element, words);
        expect(textOf(element)).not.to.contain('secret');
        expect(deep<HTMLInputElement>(element, '#key').value).to.equal('');
      });
    }

    it('S14: says how long to wait after too many attempts', async () => {
      connector.on(/crm.zsc/, new Refuse(429, 'zsc-too-many-attempts', { retryAfterSeconds: 600 }));
      const { element } = await enter(OTHER, 'zsc.0.secret');
      clock.restore();
      await seesText(element, 'Try again in 10 min.');
    });

    it('asks for what is missing before anything is sent', async () => {
      const { element } = await enter(OTHER, '');
      clock.restore();
      await seesText(element, 'Fill this in.');
      expect(deep<HTMLInputElement>(element, '#key').getAttribute('aria-invalid')).to.equal('true');
      expect(connector.askedFor(/zsc/)).to.have.length(0);
    });
  });
});
