import { expect, html } from '@open-wc/testing';
import type { TemplateResult } from 'lit';
import '../../../widgets/account-panel/crm-account-panel.ts';
import '../../../widgets/contact-panel/crm-contact-panel.ts';
import '../../../widgets/ticket-panel/crm-ticket-panel.ts';
import { accessible } from '../support/accessible.ts';
import type { Asked } from '../support/fake-connector.ts';
import { FakeConnector } from '../support/fake-connector.ts';
import { FakeHost } from '../support/fake-host.ts';
import { mount } from '../support/mount.ts';
import { newCustomer, panelOf } from '../support/panel-data.ts';
import { control, seesText } from '../support/seen.ts';

const PANELS: readonly { readonly place: string; readonly template: TemplateResult }[] = [
  { place: 'tickets', template: html`<crm-ticket-panel></crm-ticket-panel>` },
  { place: 'contacts', template: html`<crm-contact-panel></crm-contact-panel>` },
  { place: 'accounts', template: html`<crm-account-panel></crm-account-panel>` },
];

async function shown(template: TemplateResult, host = new FakeHost()) {
  const connector = new FakeConnector().on(/GET .*panel/, ({ path }: Asked) =>
    path.endsWith('/42') ? panelOf() : newCustomer(),
  );
  return mount<HTMLElement>(template, { connector, host });
}

describe('the panels', () => {
  for (const { place, template } of PANELS) {
    it(`S5, S117: ${place} show the same customer, asked for by the id that Desk told`, async () => {
      const { element, connector } = await shown(template);
      await seesText(element, 'Spring order, 400 hampers');
      expect(connector.askedFor(/panel/).map(({ path }) => path)).to.deep.equal([`/v1/panel/${place}/42`]);
      await accessible(element);
    });
  }

  it('the ticket’s follows the viewer to the next ticket', async () => {
    const { element, host, connector } = await shown(html`<crm-ticket-panel></crm-ticket-panel>`);
    await seesText(element, 'Spring order, 400 hampers');
    host.shiftTo('43');
    await seesText(element, 'This contact is not in CRM.');
    expect(connector.askedFor(/panel/).map(({ path }) => path)).to.deep.equal([
      '/v1/panel/tickets/42',
      '/v1/panel/tickets/43',
    ]);
  });

  it('say so when Desk shows no record', async () => {
    const host = new FakeHost();
    host.id = null;
    const { element } = await shown(html`<crm-ticket-panel></crm-ticket-panel>`, host);
    await seesText(element, 'No customer');
    await accessible(element);
  });

  it('ask Desk again when it would not say', async () => {
    const host = new FakeHost();
    host.id = undefined;
    const { element } = await shown(html`<crm-contact-panel></crm-contact-panel>`, host);
    await seesText(element, 'does not say which record');
    await accessible(element);
    host.id = '42';
    control(element, 'Try again').click();
    await seesText(element, 'Spring order, 400 hampers');
  });
});
