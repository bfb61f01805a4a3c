import { expect, html, waitUntil } from '@open-wc/testing';
import type { CrmSignIn } from '../../../widgets/page/crm-sign-in.ts';
import '../../../widgets/page/crm-sign-in.ts';
import { accessible } from '../support/accessible.ts';
import { FakeConnector, Refuse, SILENCE } from '../support/fake-connector.ts';
import { mount } from '../support/mount.ts';
import { control, hasControl, seesText, textOf } from '../support/seen.ts';

const STARTED = { claimId: 'c'.repeat(43), authorizeUrl: 'https://accounts.test/oauth' };

describe('<crm-sign-in>', () => {
  async function shown(connector = new FakeConnector()) {
    return mount<CrmSignIn>(html`<crm-sign-in></crm-sign-in>`, { connector, signedIn: false });
  }

  it('offers one button and says why', async () => {
    const { element } = await shown();
    expect(textOf(element)).to.contain('depends on your Zoho Desk profile');
    expect(hasControl(element, 'Sign in with Zoho')).to.equal(true);
    await accessible(element);
  });

  it('gives a plain link when the browser blocks the popup, and can be cancelled', async () => {
    const connector = new FakeConnector().on(/session.start/, STARTED).on(/session.claim/, SILENCE);
    const { element } = await shown(connector);
    control(element, 'Sign in with Zoho').click();
    await waitUntil(() => hasControl(element, 'Open the sign-in page'));
    expect(textOf(element)).to.contain('blocked the sign-in window');
    const link = control<HTMLAnchorElement>(element, 'Open the sign-in page');
    expect([link.href, link.target, link.rel]).to.deep.equal([
      STARTED.authorizeUrl,
      '_blank',
      'noopener noreferrer',
    ]);
    await accessible(element);
    control(element, 'Cancel').click();
    await seesText(element, 'Sign in with Zoho');
  });

  it('tells why the last try failed, and offers another', async () => {
    const connector = new FakeConnector()
      .on(/session.start/, STARTED)
      .on(/session.claim/, new Refuse(403, 'agent-inactive'));
    const { element } = await shown(connector);
    control(element, 'Sign in with Zoho').click();
    await seesText(element, 'no active agent');
    expect(hasControl(element, 'Sign in with Zoho')).to.equal(true);
    await accessible(element);
  });

  it('shows a code that it has no words for', async () => {
    const { element } = await shown(
      new FakeConnector().on(/session.start/, new Refuse(400, 'never-heard-of')),
    );
    control(element, 'Sign in with Zoho').click();
    await seesText(element, 'Code: never-heard-of');
  });
});
