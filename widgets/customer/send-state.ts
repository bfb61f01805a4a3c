import type { TemplateResult } from 'lit';
import { html, nothing } from 'lit';
import '../elements/crm-notice.ts';
import { t } from '../i18n/messages.ts';
import { problemText } from '../page/problem-text.ts';
import type { SendState } from './action-sender.ts';

/** What became of the last try, above a form's buttons. */
export function drawSendState(state: SendState): TemplateResult | typeof nothing {
  if (state.kind === 'refused')
    return html`<crm-notice kind="error" .text=${problemText(state.error)}></crm-notice>`;
  if (state.kind === 'unknown')
    return html`<crm-notice kind="warning" .text=${t('outcome-unknown')}></crm-notice>`;
  return nothing;
}

/** The words of a form's main button. */
export function submitText(state: SendState, words: string): string {
  if (state.kind === 'sending') return t('add.sending');
  return state.kind === 'unknown' ? t('retry') : words;
}
