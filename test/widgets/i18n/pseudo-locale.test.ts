import { expect, html, waitUntil } from '@open-wc/testing';
import type { TemplateResult } from 'lit';
import '../../../widgets/customer/crm-customer-panel.ts';
import '../../../widgets/customer/dialogs.ts';
import '../../../widgets/handshake/crm-handshake-board.ts';
import { setLocale } from '../../../widgets/i18n/messages.ts';
import { accessible } from '../support/accessible.ts';
import { DEPARTMENTS, boardOf } from '../support/board-data.ts';
import { FakeConnector, Refuse } from '../support/fake-connector.ts';
import { mount, plainPage } from '../support/mount.ts';
import { CONTACT, newCustomer, panelOf } from '../support/panel-data.ts';
import { pseudoLocale } from '../support/pseudo-locale.ts';
import { deepAll, textOf } from '../support/seen.ts';
import { strangers } from '../support/strangers.ts';

const PANEL = html`<crm-customer-panel .place=${'tickets'} .deskId=${'42'}></crm-customer-panel>`;
const BOARD = html`<crm-handshake-board></crm-handshake-board>`;
const denied = { ...CONTACT, potentials: undefined, notes: { state: 'failed' as const, code: 'x' } };

const STATES: readonly {
  readonly name: string;
  readonly template: TemplateResult;
  readonly answer: unknown;
}[] = [
  { name: 'a customer', template: PANEL, answer: panelOf() },
  { name: 'a customer, half denied', template: PANEL, answer: panelOf({ contact: denied }) },
  {
    name: 'a customer while CRM is down and the sync paused',
    template: PANEL,
    answer: panelOf({
      stale: { code: 'crm-unavailable' },
      integration: { state: 'paused', importing: true },
    }),
  },
  { name: 'a contact that CRM does not know', template: PANEL, answer: newCustomer() },
  { name: 'a refusal', template: PANEL, answer: new Refuse(403, 'crm-hidden') },
  { name: 'an error', template: PANEL, answer: new Refuse(503, 'crm-unavailable') },
  { name: 'the board', template: BOARD, answer: boardOf() },
];

describe('S123: every text comes from the catalogue, and 40 % more of it still fits', () => {
  afterEach(() => plainPage());

  for (const { name, template, answer } of STATES) {
    it(name, async () => {
      const connector = new FakeConnector()
        .on(/GET .*panel/, answer)
        .on(/departments/, DEPARTMENTS)
        .on(/handshake\/\d/, answer);
      const { element } = await mount(template, { connector });
      setLocale({ code: 'en', messages: pseudoLocale(), timeZone: 'UTC' });
      // Drawn anew in the other language, from the same answers.
      const again = element.cloneNode(true) as HTMLElement;
      if (template === PANEL) Object.assign(again, { place: 'tickets', deskId: '42' });
      element.replaceWith(again);
      await waitUntil(
        () =>
          textOf(again).includes('⟧') && !textOf(again).includes(pseudoLocale()['loading.customer'] ?? ''),
      );
      await waitUntil(() => deepAll(again, 'crm-skeleton').length === 0);
      for (const button of deepAll(again, 'crm-disclosure button[aria-expanded="false"]')) button.click();
      await waitUntil(() => deepAll(again, 'crm-disclosure button[aria-expanded="false"]').length === 0);
      expect(strangers(again, JSON.stringify(answer) + JSON.stringify(DEPARTMENTS))).to.deep.equal([]);
      await accessible(again, name === 'the board' ? 1100 : 285);
    });
  }
});
