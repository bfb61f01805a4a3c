import type { TemplateResult } from 'lit';
import { html } from 'lit';
import type { CorrectableField, FieldFacts } from '../../api/shapes/failures-shape.ts';
import type { Value } from '../../api/shapes/value-shape.ts';
import { t } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import { fromLocalInput, toLocalInput } from '../../i18n/zoned-time.ts';

const NUMBERS = new Set(['integer', 'decimal', 'currency', 'percent']);

/** What stands in the field's control: text, or the chosen options. */
export type Draft = string | readonly string[];

/** @returns how the control shows the value that is stored now */
export function draftOf({ field, value }: CorrectableField): Draft {
  if (field.type === 'multiselect') {
    if (Array.isArray(value)) return value;
    return typeof value === 'string' && value !== '' ? value.split(';') : [];
  }
  if (value === null) return '';
  if (Array.isArray(value)) return value.join(', ');
  const instant = Date.parse(String(value));
  return field.type === 'datetime' && !Number.isNaN(instant)
    ? toLocalInput(new Date(instant))
    : String(value);
}

/**
 * The draft as the connector wants it, of the same kind as the value that it replaces.
 * @returns undefined when it is no value of the field's type
 */
export function valueOf({ field, value }: CorrectableField, draft: Draft): Value | undefined {
  if (typeof draft !== 'string') return typeof value === 'string' ? draft.join(';') : [...draft];
  const words = draft.trim();
  if (words === '') return null;
  if (field.type === 'boolean') return typeof value === 'string' ? words : words === 'true';
  if (field.type === 'datetime') return fromLocalInput(words) ?? undefined;
  if (!NUMBERS.has(field.type)) return draft;
  const number = Number(words);
  if (!Number.isFinite(number)) return undefined;
  return typeof value === 'string' ? words : number;
}

/** The control that fits the field's type. @param change called with what stands in it */
export function valueInput(field: FieldFacts, draft: Draft, change: (draft: Draft) => void): TemplateResult {
  const typed = (event: Event) => change((event.target as HTMLInputElement).value);
  const text = typeof draft === 'string' ? draft : draft.join(';');
  if (field.type === 'boolean') {
    const options = [
      { value: 'true', words: t('field.yes') },
      { value: 'false', words: t('field.no') },
    ];
    return select(options, text, typed);
  }
  if (field.type === 'multiselect' && field.options) {
    return html`<select
      id="value"
      multiple
      size="5"
      @change=${(event: Event) => change([...(event.target as HTMLSelectElement).selectedOptions].map(({ value }) => value))}
    >
      ${field.options.map(
        (option) =>
          html`<option value=${option} ?selected=${draft.includes(option)}>${plain(option, 120)}</option>`,
      )}
    </select>`;
  }
  if (field.options && field.options.length > 0) {
    const options = [...new Set([...field.options, ...(text === '' ? [] : [text])])];
    return select(
      options.map((option) => ({ value: option, words: plain(option, 120) })),
      text,
      typed,
    );
  }
  if (field.type === 'textarea')
    return html`<textarea id="value" dir="auto" rows="5" .value=${text} @input=${typed}></textarea>`;
  return html`<input
    id="value"
    dir="auto"
    autocomplete="off"
    type=${inputType(field.type)}
    inputmode=${NUMBERS.has(field.type) ? 'decimal' : 'text'}
    .value=${text}
    @input=${typed}
  />`;
}

function select(
  options: readonly { readonly value: string; readonly words: string }[],
  chosen: string,
  change: (event: Event) => void,
): TemplateResult {
  return html`<select id="value" @change=${change}>
    <option value="" ?selected=${chosen === ''}>${t('form.none')}</option>
    ${options.map(
      ({ value, words }) => html`<option value=${value} ?selected=${value === chosen}>${words}</option>`,
    )}
  </select>`;
}

/** Text where the browser's own control would refuse to show the value that is wrong. */
function inputType(type: string): 'date' | 'datetime-local' | 'text' {
  if (type === 'date') return 'date';
  return type === 'datetime' ? 'datetime-local' : 'text';
}
