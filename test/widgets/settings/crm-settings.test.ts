import { expect, html, waitUntil } from '@open-wc/testing';
import '../../../widgets/settings/crm-settings.ts';
import { accessible } from '../support/accessible.ts';
import { FakeConnector, NO_ANSWER, Refuse, SILENCE } from '../support/fake-connector.ts';
import { mount } from '../support/mount.ts';
import { control, deep, deepAll, hasControl, seesText, textOf } from '../support/seen.ts';
import {
  NOT_CONNECTED,
  connectedIntegration,
  integrationOf,
  legacyIntegration,
  runningIntegration,
  statusOf,
} from '../support/settings-data.ts';

const PAGE = html`<crm-settings></crm-settings>`;

function connectorWith(integration: unknown): FakeConnector {
  return new FakeConnector()
    .on(/GET .*integration/, integration)
    .on(/preflight/, NOT_CONNECTED)
    .on(/GET .*status/, statusOf())
    .on(/status\/stream/, new Refuse(429, 'too-many-streams'));
}
const open = async (connector: FakeConnector, administrator = true) =>
  mount(PAGE, { connector, administrator });

describe('<crm-settings>', () => {
  it('S7: shows no settings to who is no Desk administrator, and asks for none', async () => {
    const { element, connector } = await open(connectorWith(integrationOf()), false);
    await seesText(element, 'Only an administrator of Zoho Desk can see and change these settings.');
    expect(hasControl(element, 'Integrate')).to.equal(false);
    expect(hasControl(element, 'More')).to.equal(false);
    expect(connector.askedFor(/integration|status|preflight/)).to.deep.equal([]);
    await accessible(element, 320);
  });

  it('S7: takes everything away when the rank was lost meanwhile', async () => {
    const { element } = await open(connectorWith(new Refuse(403, 'administrator-required')));
    await seesText(element, 'This needs an administrator of Zoho Desk.');
    expect(hasControl(element, 'Integrate')).to.equal(false);
  });

  it('asks to sign in first, in words for administrators', async () => {
    const { element } = await mount(PAGE, { signedIn: false });
    await seesText(element, 'Sign in to set up Zoho CRM');
    await accessible(element, 320);
  });

  it('S10: shows Integrate only while nothing is integrated', async () => {
    const { element, connector } = await open(connectorWith(integrationOf()));
    await seesText(element, 'Professional or Enterprise');
    const buttons = deepAll(element, 'main button').map((button) => textOf(button));
    expect(buttons.filter((words) => words !== '')).to.deep.equal(['Integrate']);
    expect(connector.askedFor(/POST/).filter(({ path }) => !path.includes('session'))).to.deep.equal([]);
    await accessible(element, 320);
    control(element, 'Integrate').click();
    await seesText(element, 'Zoho CRM Authentication');
  });

  it('says that an integration was deleted, and offers Integrate again', async () => {
    const { element } = await open(connectorWith(integrationOf({ state: 'deleted' })));
    await seesText(element, 'The integration was deleted.');
    expect(hasControl(element, 'Integrate')).to.equal(true);
  });

  it('draws grey lines while it waits, and the reason with another try when it fails', async () => {
    const { element, connector } = await open(connectorWith(SILENCE));
    await seesText(element, 'Loading the integration…');
    connector.on(/GET .*integration/, NO_ANSWER);
    const failing = await open(connectorWith(NO_ANSWER));
    await seesText(failing.element, 'The connector cannot be reached.');
    failing.connector.on(/GET .*integration/, integrationOf());
    control(failing.element, 'Try again').click();
    await seesText(failing.element, 'Integrate');
  });

  it('S84: offers Delete Integration under More at every step of the setup, and Cancel changes nothing', async () => {
    const { element, connector } = await open(connectorWith(connectedIntegration({ step: 'connect-crm' })));
    await seesText(element, 'Preconditions');
    control(element, 'More').click();
    await waitUntil(() => hasControl(element, 'Delete Integration'));
    control(element, 'Delete Integration').click();
    await seesText(element, 'No further data sync will take place between Zoho CRM and Zoho Desk.');
    expect(textOf(element)).to.contain('You will no longer be able to view customer information');
    expect(textOf(element)).to.contain('You cannot answer tickets based on their customer type');
    await accessible(element, 320);
    control(element, 'Cancel').click();
    await waitUntil(() => deepAll(element, 'dialog').length === 0);
    expect(connector.askedFor(/DELETE/)).to.have.length(0);
  });

  it('S84: deletes once for a double click on Delete, and is back at Integrate', async () => {
    const connector = connectorWith(connectedIntegration({ step: 'connect-crm' }));
    const { element, host } = await open(connector);
    await seesText(element, 'Preconditions');
    control(element, 'More').click();
    await waitUntil(() => hasControl(element, 'Delete Integration'));
    control(element, 'Delete Integration').click();
    await seesText(element, 'On deleting:');
    connector.on(/DELETE .*integration/, () => {
      connector.on(/GET .*integration/, integrationOf({ state: 'deleted' }));
      return { state: 'deleted', finished: false };
    });
    const button = control(element, 'Delete');
    button.click();
    button.click();
    await seesText(element, 'The integration was deleted.');
    expect(connector.askedFor(/DELETE/)).to.have.length(1);
    expect(host.notified[0]?.title).to.contain('as soon as it answers');
  });

  it('says why it could not be deleted, and keeps the dialog', async () => {
    const connector = connectorWith(connectedIntegration({ step: 'connect-crm' }));
    connector.on(/DELETE .*integration/, NO_ANSWER);
    const { element } = await open(connector);
    await seesText(element, 'Preconditions');
    control(element, 'More').click();
    await waitUntil(() => hasControl(element, 'Delete Integration'));
    control(element, 'Delete Integration').click();
    await seesText(element, 'On deleting:');
    control(element, 'Delete').click();
    await seesText(element, 'The connector cannot be reached.');
    expect(deepAll(element, 'dialog')).to.have.length(1);
  });

  describe('the scheduled import of old', () => {
    it('S89: shows what is imported, and Enable Two-way Sync', async () => {
      const { element } = await open(connectorWith(legacyIntegration()));
      await seesText(element, 'All Contacts');
      expect(textOf(element)).to.contain('Key Accounts');
      expect(hasControl(element, 'Enable Two-way Sync')).to.equal(true);
      await accessible(element, 320);
    });

    it('S90: warns before Continue, and Cancel leaves the import as it is', async () => {
      const { element, connector } = await open(connectorWith(legacyIntegration()));
      await seesText(element, 'All Contacts');
      control(element, 'Enable Two-way Sync').click();
      await seesText(element, 'you cannot revert to the one-way import');
      await accessible(element, 320);
      control(element, 'Cancel').click();
      await waitUntil(() => deepAll(element, 'dialog').length === 0);
      expect(connector.askedFor(/switch/)).to.have.length(0);
      expect(textOf(element)).to.contain('All Contacts');
    });

    it('S93: leads from Continue to the mapping, once for a double click', async () => {
      const connector = connectorWith(legacyIntegration());
      connector.on(/switch/, () => {
        connector.on(/GET .*integration/, connectedIntegration());
        return { state: 'configured', switchedAt: '2026-11-25T09:30:00.000Z' };
      });
      const { element } = await open(connector);
      await seesText(element, 'All Contacts');
      control(element, 'Enable Two-way Sync').click();
      await seesText(element, 'you cannot revert');
      const button = control(element, 'Continue');
      button.click();
      button.click();
      await seesText(element, 'Contacts and accounts');
      expect(connector.askedFor(/switch/)).to.have.length(1);
      expect(deep(element, 'crm-wizard')).not.to.equal(null);
    });

    it('lets an authorisation that ended be given again first', async () => {
      const connections = legacyIntegration().connections.map((connection) => ({
        ...connection,
        status: connection.product === 'crm' ? 'reauthorization-required' : 'valid',
      }));
      const { element } = await open(connectorWith({ ...legacyIntegration(), connections }));
      await seesText(element, 'Authenticate both products to go on.');
      expect(hasControl(element, 'Enable Two-way Sync')).to.equal(false);
      expect(hasControl(element, 'Authenticate')).to.equal(true);
    });
  });

  it('shows the integration with its tabs once sync has started', async () => {
    const { element } = await open(connectorWith(runningIntegration()));
    await seesText(element, 'Sync Settings');
    const tabs = deepAll(element, 'nav a').map((tab) => textOf(tab));
    expect(tabs).to.deep.equal(['Status', 'Permissions', 'Sync History', 'Failure Log', 'Decisions']);
    await accessible(element, 320);
  });
});
