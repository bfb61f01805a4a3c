import type { TemplateResult } from 'lit';
import { html } from 'lit';
import '../../elements/crm-notice.ts';
import { t, tMaybe } from '../../i18n/messages.ts';
import '../../page/crm-problem.ts';
import { problemCode, problemText } from '../../page/problem-text.ts';

/** What went wrong in the daily care of the sync, in the administrator's words. */
export function careText(error: unknown): string {
  return tMaybe(`failures.problem.${problemCode(error)}`) ?? problemText(error);
}

/** Why there is nothing to see: not allowed, or an error with Try again. */
export function problemNotice(error: unknown, retry: () => void): TemplateResult {
  if (problemCode(error) === 'administrator-required')
    return html`<crm-notice kind="restricted" .text=${careText(error)}></crm-notice>`;
  const known = tMaybe(`failures.problem.${problemCode(error)}`);
  return known === undefined
    ? html`<crm-problem .error=${error} @crm-retry=${retry}></crm-problem>`
    : html`<crm-notice kind="error" .text=${known} .action=${t('retry')} @crm-action=${retry}></crm-notice>`;
}
