import type { World } from '../kernel/types.ts';

/**
 * Every switch of the CRM sandbox with its default: the documented or likelier reading first.
 * `world.settings.variants` may name another value; the README tells what each one plays.
 */
const CHOICES = {
  'crm-if-modified-since': ['inclusive', 'exclusive'],
  'crm-unknown-field': ['ignore', 'reject'],
  'crm-picklist-unknown': ['accept', 'reject'],
  'crm-missing-record': ['204', 'invalid-data'],
  'crm-all-failed-status': ['400', '202'],
  'crm-several-errors': ['first', 'multiple'],
  'crm-se-module': ['optional', 'required'],
  'crm-count-type': ['number', 'string'],
  'crm-coql-lookup': ['object', 'id'],
  'crm-coql-brackets': ['binary', 'loose'],
  'crm-write-callbacks': ['batch', 'each'],
  'crm-mass-update-callbacks': ['batch', 'each', 'none'],
  'crm-restore-callback': ['none', 'create'],
  'crm-restore-modified-time': ['keep', 'touch'],
  'crm-merged-records': ['bin', 'gone'],
} as const;

const NUMBERS = {
  /** Virtual ms until search finds a written record. */
  'crm-search-lag-ms': 1_000,
  /** Virtual ms from ADDED to COMPLETED of a bulk read or a scheduled mass update. */
  'crm-job-ms': 1_000,
  /** Virtual ms each call takes; above 0 it makes the concurrency limits felt. */
  'crm-latency-ms': 0,
  /** Overrides the edition's credits per 24 h when above 0. */
  'crm-credit-limit': 0,
} as const;

type Choices = typeof CHOICES;

export interface Variants {
  choice<Name extends keyof Choices>(name: Name): Choices[Name][number];
  number(name: keyof typeof NUMBERS): number;
  /** `Module.Field` names that carry the unique flag (`crm-unique-fields`, comma list, none by default). */
  isUnique(module: string, field: string): boolean;
  /** IANA zone of the organisation (`crm-time-zone`). */
  timeZone(): string;
}

export function readVariants(world: World): Variants {
  const given = (name: string) => world.settings.variants[name];
  return {
    choice: (name) => {
      const options: readonly string[] = CHOICES[name];
      const wanted = given(name);
      const chosen = wanted !== undefined && options.includes(wanted) ? wanted : options[0];
      return chosen as Choices[typeof name][number];
    },
    number: (name) => {
      const value = Number(given(name) ?? NUMBERS[name]);
      return Number.isFinite(value) && value >= 0 ? value : NUMBERS[name];
    },
    isUnique: (module, field) =>
      (given('crm-unique-fields') ?? '')
        .split(',')
        .map((name) => name.trim())
        .includes(`${module}.${field}`),
    timeZone: () => given('crm-time-zone') ?? 'Europe/Berlin',
  };
}
