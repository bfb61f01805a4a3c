import { expect, html } from '@open-wc/testing';
import '../../../widgets/customer/crm-customer-panel.ts';
import type { CrmCustomerPanel } from '../../../widgets/customer/crm-customer-panel.ts';
import { accessible } from '../support/accessible.ts';
import { FakeConnector } from '../support/fake-connector.ts';
import { mount } from '../support/mount.ts';
import { panelOf } from '../support/panel-data.ts';
import { seesText } from '../support/seen.ts';

const template = html`<crm-customer-panel .place=${'tickets'} .deskId=${'42'}></crm-customer-panel>`;

describe('<crm-customer-panel>', () => {
  it('S4: shows potentials, notes and activities of the ticket’s contact after one request', async () => {
    const connector = new FakeConnector().on(/GET .*panel/, panelOf());
    const { element } = await mount<CrmCustomerPanel>(template, { connector });
    await seesText(element, 'Spring order, 400 hampers');
    expect(connector.askedFor(/panel/)).to.have.length(1);
    await accessible(element);
  });
});
