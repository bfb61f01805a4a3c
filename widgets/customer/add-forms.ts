import type { PanelOptions } from '../../server/contract/panel-actions.ts';
import type { PanelActions } from '../api/panel-actions-api.ts';
import { t } from '../i18n/messages.ts';
import { fromLocalInput, toLocalInput } from '../i18n/zoned-time.ts';

/** What can be added from a panel. */
export type Addable = 'notes' | 'tasks' | 'calls' | 'events' | 'potentials';

export interface FormField {
  readonly name: string;
  readonly label: string;
  readonly type: 'text' | 'area' | 'date' | 'datetime-local' | 'number' | 'choice';
  readonly required?: boolean;
  /** Most characters. */
  readonly length?: number;
  readonly value?: string;
  readonly choices?: readonly { readonly value: string; readonly label: string }[];
}
type Values = Readonly<Record<string, string>>;
/** What is sent, without key and entity. */
type Body<Item extends Addable> = Omit<PanelActions[Item], 'key' | 'entity'>;

interface AddForm<Item extends Addable> {
  /** Needs what CRM offers to choose among. */
  readonly needsOptions: boolean;
  fields(options: PanelOptions, now: Date): readonly FormField[];
  /** @param values every field's text. Only called when each field for itself is valid */
  read(values: Values): Body<Item>;
}

const HOUR_MS = 3_600_000;
const word = (label: string) => ({ value: label, label });
const none = () => ({ value: '', label: t('form.none') });
/** Choices when CRM told them, else free text. */
function choiceOrText(choices: readonly { value: string; label: string }[] | undefined) {
  if (!choices || choices.length === 0) return { type: 'text', length: 120 } as const;
  return { type: 'choice', choices } as const;
}
const description = (): FormField => ({
  name: 'description',
  label: t('form.description'),
  type: 'area',
  length: 32_000,
});
/** Empty fields are not sent. */
function given<Name extends string>(values: Values, ...names: Name[]): Partial<Record<Name, string>> {
  return Object.fromEntries(
    names.flatMap((name) => (values[name]?.trim() ? [[name, values[name].trim()]] : [])),
  ) as Partial<Record<Name, string>>;
}
const text = (values: Values, name: string) => values[name]?.trim() ?? '';
const instant = (values: Values, name: string) => fromLocalInput(text(values, name)) ?? '';

export const ADD_FORMS: { readonly [Item in Addable]: AddForm<Item> } = {
  notes: {
    needsOptions: false,
    fields: () => [
      { name: 'content', label: t('form.content'), type: 'area', required: true, length: 32_000 },
      { name: 'title', label: t('form.title'), type: 'text', length: 120 },
    ],
    read: (values) => ({ content: text(values, 'content'), ...given(values, 'title') }),
  },
  tasks: {
    needsOptions: true,
    fields: ({ taskStatuses, taskPriorities }) => [
      { name: 'subject', label: t('form.subject'), type: 'text', required: true, length: 255 },
      { name: 'dueDate', label: t('form.due'), type: 'date' },
      {
        name: 'priority',
        label: t('form.priority'),
        ...choiceOrText(taskPriorities && [none(), ...taskPriorities.map(word)]),
      },
      {
        name: 'status',
        label: t('form.status'),
        ...choiceOrText(taskStatuses && [none(), ...taskStatuses.map(word)]),
      },
      description(),
    ],
    read: (values) => ({
      subject: text(values, 'subject'),
      ...given(values, 'dueDate', 'priority', 'status', 'description'),
    }),
  },
  calls: {
    needsOptions: false,
    fields: (_options, now) => [
      { name: 'subject', label: t('form.subject'), type: 'text', required: true, length: 255 },
      {
        name: 'type',
        label: t('form.call-type'),
        type: 'choice',
        choices: [
          { value: 'Outbound', label: t('form.call-type.outbound') },
          { value: 'Inbound', label: t('form.call-type.inbound') },
        ],
      },
      {
        name: 'startsAt',
        label: t('form.starts'),
        type: 'datetime-local',
        required: true,
        value: toLocalInput(now),
      },
      { name: 'minutes', label: t('form.minutes'), type: 'number' },
      description(),
    ],
    read: (values) => ({
      subject: text(values, 'subject'),
      type: values['type'] === 'Inbound' ? 'Inbound' : 'Outbound',
      startsAt: instant(values, 'startsAt'),
      ...(text(values, 'minutes') ? { durationSeconds: Math.round(Number(values['minutes']) * 60) } : {}),
      ...given(values, 'description'),
    }),
  },
  events: {
    needsOptions: false,
    fields: (_options, now) => {
      const nextHour = new Date(Math.ceil(now.getTime() / HOUR_MS) * HOUR_MS);
      const later = new Date(nextHour.getTime() + HOUR_MS);
      return [
        { name: 'title', label: t('form.title'), type: 'text', required: true, length: 255 },
        {
          name: 'startsAt',
          label: t('form.starts'),
          type: 'datetime-local',
          required: true,
          value: toLocalInput(nextHour),
        },
        {
          name: 'endsAt',
          label: t('form.ends'),
          type: 'datetime-local',
          required: true,
          value: toLocalInput(later),
        },
        { name: 'venue', label: t('form.venue'), type: 'text', length: 255 },
        description(),
      ];
    },
    read: (values) => ({
      title: text(values, 'title'),
      startsAt: instant(values, 'startsAt'),
      endsAt: instant(values, 'endsAt'),
      ...given(values, 'venue', 'description'),
    }),
  },
  potentials: {
    needsOptions: true,
    fields: ({ stages }) => [
      { name: 'name', label: t('form.name'), type: 'text', required: true, length: 120 },
      { name: 'stage', label: t('form.stage'), required: true, ...choiceOrText(stages) },
      { name: 'closingDate', label: t('form.closing'), type: 'date', required: true },
      { name: 'amount', label: t('form.amount'), type: 'number' },
    ],
    read: (values) => ({
      name: text(values, 'name'),
      stage: text(values, 'stage'),
      closingDate: text(values, 'closingDate'),
      ...given(values, 'amount'),
    }),
  },
};

/** @returns the first wrong field and why; null when the form may be sent */
export function findMistake(
  fields: readonly FormField[],
  values: Values,
): { readonly name: string; readonly text: string } | null {
  for (const { name, required, type } of fields) {
    const value = text(values, name);
    if (required && value === '') return { name, text: t('form.required') };
    const broken =
      (type === 'datetime-local' && fromLocalInput(value) === null) ||
      (type === 'number' && value !== '' && !/^\d{1,16}(\.\d{1,9})?$/.test(value));
    if (broken) return { name, text: t('problem.invalid-request') };
  }
  const { startsAt, endsAt } = values;
  if (startsAt && endsAt && endsAt <= startsAt) return { name: 'endsAt', text: t('form.end-before-start') };
  return null;
}
