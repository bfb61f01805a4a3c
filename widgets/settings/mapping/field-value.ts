import type { Preview } from '../../../server/contract/mapping-check.ts';
import { formatText } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';

/** A value of either product, as a person reads it; a dash for an empty one. */
export function valueText(value: Preview['fields'][number]['value']): string {
  if (value === null || value === '' || (Array.isArray(value) && value.length === 0)) return t('field.empty');
  if (typeof value === 'boolean') return t(value ? 'field.yes' : 'field.no');
  if (Array.isArray(value)) return value.map((entry) => plain(entry, 80)).join(', ');
  // As it is sent: separators of thousands would be another text.
  return typeof value === 'number' ? String(value) : plain(formatText(value), 200);
}
