import type { TemplateResult } from 'lit';
import { html } from 'lit';
import type * as z from 'zod/mini';
import type { PanelValue, ProfileField } from '../../server/contract/panel.ts';
import { externalLink } from '../elements/external-link.ts';
import { formatText } from '../i18n/format.ts';
import { t } from '../i18n/messages.ts';
import { plain, safeUrl } from '../i18n/plain-text.ts';

/** One field of the customer's profile (S116). Web addresses are links, and nothing else is. */
export function fieldRow({ label, value }: z.infer<typeof ProfileField>): TemplateResult {
  return html`<dt><bdi>${plain(label, 80)}</bdi></dt>
    <dd>${drawValue(value)}</dd>`;
}

function drawValue(value: z.infer<typeof PanelValue>): TemplateResult | string {
  if (value === null || value === '') return html`<span class="secondary">${t('field.empty')}</span>`;
  if (typeof value === 'boolean') return value ? t('field.yes') : t('field.no');
  if (typeof value !== 'string') return html`<bdi>${plain(value.join(', '), 1000)}</bdi>`;
  if (safeUrl(value) !== undefined) return externalLink(value, value.replace(/^https?:\/\//i, ''));
  return html`<bdi>${plain(formatText(value), 1000)}</bdi>`;
}
