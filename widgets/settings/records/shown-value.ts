import type { TemplateResult } from 'lit';
import { html } from 'lit';
import type { Value } from '../../api/shapes/value-shape.ts';
import { formatText } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';

const LONGEST = 1000;

/** A field's value as people read it; an empty one says so. */
export function shownValue(value: Value): TemplateResult {
  const words = valueText(value);
  return words === null
    ? html`<span class="secondary">${t('history.empty-value')}</span>`
    : html`<bdi>${words}</bdi>`;
}

/** @returns null for an empty value */
export function valueText(value: Value): string | null {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return null;
  if (typeof value === 'boolean') return value ? t('field.yes') : t('field.no');
  // A number stands as it is stored: a grouped one could be an id or a year.
  if (typeof value === 'number') return String(value);
  return plain(Array.isArray(value) ? value.join(', ') : formatText(value), LONGEST);
}
