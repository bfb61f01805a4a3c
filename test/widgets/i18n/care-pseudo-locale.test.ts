import { expect, html, waitUntil } from '@open-wc/testing';
import { setLocale } from '../../../widgets/i18n/messages.ts';
import '../../../widgets/settings/failures/crm-failure-log.ts';
import '../../../widgets/settings/history/crm-sync-history.ts';
import '../../../widgets/settings/inboxes/crm-inboxes.ts';
import { accessible } from '../support/accessible.ts';
import {
  AMBIGUOUS,
  CASE,
  CHANGES,
  CONFLICTS,
  CORRECTABLE,
  DAILY,
  DELETIONS,
  FIELDS,
  HELD,
  HISTORY,
  LOG,
  PAGES,
  conflict,
} from '../support/care-data.ts';
import { FakeConnector, Refuse } from '../support/fake-connector.ts';
import { mount, plainPage } from '../support/mount.ts';
import { pseudoLocale } from '../support/pseudo-locale.ts';
import { deepAll, textOf } from '../support/seen.ts';
import { strangers } from '../support/strangers.ts';

const DECIDED = { ...CONFLICTS, open: [...CONFLICTS.open, conflict('3', { choice: 'desk' })] };
const ACCEPTED = { ...HELD, acceptedUntil: '2026-11-20T11:00:00Z' };
const ANSWERS: readonly (readonly [RegExp, unknown])[] = [
  [/GET .*history$/, HISTORY],
  [/GET .*history\/daily/, DAILY],
  [/GET .*history\/r\d/, CHANGES],
  [/GET .*record-pages/, PAGES],
  [/GET .*modules\/\w+\/fields/, FIELDS],
  [/GET .*failures$/, LOG],
  [/GET .*failures\/fields/, CORRECTABLE],
  [/GET .*conflicts/, DECIDED],
  [/GET .*deletions\/contacts/, DELETIONS],
  [/GET .*deletions\/accounts/, ACCEPTED],
  [/GET .*deletions\/products/, new Refuse(503, 'internal-error')],
  [/GET .*ambiguous$/, AMBIGUOUS],
  [/GET .*ambiguous\//, CASE],
];
/** Names of products and days, and what a number or a date is made of. */
const ELSEWHERE = 'Zoho Desk CRM Sat Sun Mon Tue Wed Thu Fri';

describe('S123: every text of history, failure log and inboxes comes from the catalogue, and 40 % more of it still fits', () => {
  afterEach(() => plainPage());

  for (const tag of ['crm-sync-history', 'crm-failure-log', 'crm-inboxes'] as const) {
    it(tag, async () => {
      const connector = new FakeConnector();
      for (const [path, answer] of ANSWERS) connector.on(path, answer);
      const { element } = await mount(html`<p></p>`, { connector });
      setLocale({ code: 'en', messages: pseudoLocale(), timeZone: 'UTC' });
      const page = document.createElement(tag);
      element.replaceWith(page);
      const folded = () => deepAll(page, 'button[aria-expanded="false"]');
      await waitUntil(() => folded().length > 0);
      await waitUntil(() => deepAll(page, 'crm-skeleton').length === 0);
      for (const button of folded()) button.click();
      await waitUntil(() => folded().length === 0 && deepAll(page, 'crm-skeleton').length === 0);
      await waitUntil(() => textOf(page).includes('⟧'));
      const data = JSON.stringify([...ANSWERS, ELSEWHERE]);
      expect(strangers(page, data).join(' ')).to.equal('');
      await accessible(page, 300);
      await accessible(page, 900);
    });
  }
});
