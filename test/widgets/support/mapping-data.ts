import type { Departments, Field, ModuleFields } from '../../../server/contract/fields.ts';
import type { Preview, Verdicts } from '../../../server/contract/mapping-check.ts';
import type { MappingRow, ModuleMapping } from '../../../server/contract/mapping.ts';
import type { Asked } from './fake-connector.ts';
import { FakeConnector, Refuse } from './fake-connector.ts';

export function field(apiName: string, label: string, change: Partial<Field> = {}): Field {
  return {
    apiName,
    label,
    type: 'text',
    custom: false,
    mandatory: false,
    writable: true,
    maxLength: 100,
    decimalPlaces: null,
    options: null,
    referenceTo: null,
    ...change,
  };
}
const custom = { custom: true } as const;

export const FIELDS: ModuleFields = {
  module: 'contacts',
  desk: [
    field('lastName', 'Last Name', { mandatory: true, maxLength: 80 }),
    field('firstName', 'First Name'),
    field('email', 'Email', { type: 'email' }),
    field('phone', 'Phone', { type: 'phone', maxLength: 30 }),
    field('cf_seats', 'Seats', custom),
    field('cf_level', 'Service level', { ...custom, type: 'picklist', options: ['Gold', 'Silver', 'Basic'] }),
    field('cf_birthday', 'Birthday', { ...custom, type: 'date', maxLength: null }),
    field('createdTime', 'Created Time', { type: 'datetime', writable: false, maxLength: null }),
  ],
  crm: [
    field('Last_Name', 'Last Name', { mandatory: true, maxLength: 80 }),
    field('First_Name', 'First Name'),
    field('Email', 'Email', { type: 'email' }),
    field('Phone', 'Phone', { type: 'phone' }),
    field('Points', 'Points', { ...custom, type: 'integer', maxLength: 9 }),
    field('Level', 'Level', { ...custom, type: 'picklist', options: ['Gold', 'Platinum'] }),
    field('Date_of_Birth', 'Date of Birth', { type: 'date', maxLength: null }),
    field('Score', 'Score', { type: 'decimal', writable: false }),
    field('Photo', 'Photo', { type: 'unsupported' }),
  ],
};

export function row(desk: string, crm: string, change: Partial<MappingRow> = {}): MappingRow {
  return { desk, crm, direction: 'both', conflict: 'newest', initialWinner: 'crm', ...change };
}
export const STANDARD = [row('lastName', 'Last_Name'), row('firstName', 'First_Name'), row('email', 'Email')];

export function mappingOf(change: Partial<ModuleMapping> = {}): ModuleMapping {
  return {
    module: 'contacts',
    version: 3,
    syncType: 'two-way',
    mappings: STANDARD,
    departmentIds: [],
    problems: [],
    suggestions: [
      { desk: 'cf_birthday', crm: 'Date_of_Birth', confidence: 0.81, reason: 'synonym' },
      { desk: 'cf_level', crm: 'Level', confidence: 0.92, reason: 'same-words' },
    ],
    ...change,
  };
}
export const DEPARTMENTS: Departments['departments'] = [
  { id: '1', name: 'Support', enabled: true },
  { id: '2', name: 'Sales', enabled: true },
  { id: '3', name: 'Archive', enabled: false },
];

interface EditedBody {
  readonly mappings: readonly MappingRow[];
}
type Judge = (row: MappingRow) => Partial<Verdicts['rows'][number]>;

/** What the connector says of any mapping: everything fits, but for what `judge` knows better. */
export function verdictsOn(judge: Judge = () => ({}), problems: Verdicts['problems'] = []) {
  return ({ body }: Asked): Verdicts => ({
    rows: (body as EditedBody).mappings.map((each) => ({
      desk: each.desk,
      crm: each.crm,
      verdict: 'lossless',
      reason: null,
      samples: [sample('desk'), sample('crm')],
      ...judge(each),
    })),
    problems,
  });
}
type Sample = Verdicts['rows'][number]['samples'][number];
export function sample(from: Sample['from'], change: Partial<Sample> = {}): Sample {
  return { from, looked: 20, filled: 20, refused: 0, changed: 0, examples: [], ...change };
}

export const PREVIEW: Preview = {
  module: 'contacts',
  side: 'desk',
  record: { id: '42', name: 'Maria Anders', hint: null },
  partner: { id: '900', name: 'M. Anders', hint: null },
  fields: [
    shown('lastName', 'Last_Name', {
      value: 'Anders',
      there: 'Anders',
      back: 'Anders',
      partnerValue: 'Andersen',
    }),
    shown('cf_seats', 'Points', { value: 'three', problem: 'type-mismatch', partnerValue: 7 }),
    shown('email', 'Email', { value: 'maria@example.com', oneWay: true }),
  ],
};
function shown(
  desk: string,
  crm: string,
  change: Partial<Preview['fields'][number]>,
): Preview['fields'][number] {
  const nothing = { value: null, there: null, back: null, oneWay: false, partnerValue: null, problem: null };
  return { desk, crm, ...nothing, ...change };
}

/** A connector that stores: one administrator's draft, one mapping, versions as the real one counts them. */
export class FakeMapping {
  stored: ModuleMapping;
  draft: { body: Record<string, unknown>; savedAt: string } | null = null;
  readonly connector: FakeConnector;

  /** @param connector where another module's mapping is served already */
  constructor(
    stored: ModuleMapping = mappingOf(),
    fields: ModuleFields = FIELDS,
    connector: FakeConnector = new FakeConnector(),
  ) {
    this.stored = stored;
    const path = (method: string, what: string) => new RegExp(`^${method} .*/${stored.module}/${what}$`);
    this.connector = connector
      .on(path('GET', 'fields'), fields)
      .on(path('GET', 'mapping'), () => this.stored)
      .on(/GET .*\/departments$/, { departments: DEPARTMENTS })
      .on(path('GET', 'draft'), () => ({ draft: this.latest() }))
      .on(path('PUT', 'draft'), ({ body }: Asked) => {
        this.draft = { body: body as Record<string, unknown>, savedAt: '2026-11-26T10:00:00.000Z' };
        return { draft: this.latest() };
      })
      .on(path('DELETE', 'draft'), () => {
        this.draft = null;
        return { ok: true };
      })
      .on(path('PUT', 'config'), ({ body }: Asked) => this.save(body as Record<string, unknown>))
      .on(/POST .*\/verdicts$/, verdictsOn());
  }

  private latest() {
    if (!this.draft) return null;
    const { body, savedAt } = this.draft;
    return { ...body, savedAt, stale: body['basedOn'] !== this.stored.version };
  }
  private save({ expectedVersion, ...content }: Record<string, unknown>) {
    if (expectedVersion !== this.stored.version) return new Refuse(409, 'stale-version');
    this.stored = { ...this.stored, ...content, version: this.stored.version + 1 };
    this.draft = null;
    return this.stored;
  }
}
