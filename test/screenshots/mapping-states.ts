import type { MappingRow, ModuleMapping } from '../../server/contract/mapping.ts';
import type { Verdicts } from '../../server/contract/mapping-check.ts';
import { ADMINISTRATOR } from '../widgets/support/fake-connector.ts';
import {
  DEPARTMENTS,
  FIELDS,
  PREVIEW,
  STANDARD,
  mappingOf,
  row,
  sample,
} from '../widgets/support/mapping-data.ts';
import { CONTACT, panelOf } from '../widgets/support/panel-data.ts';
import { FULL, FULL_ENTITY, profile } from '../widgets/support/permissions-data.ts';
import { runningIntegration, statusOf } from '../widgets/support/settings-data.ts';
import type { State } from './states.ts';

type RowVerdict = Verdicts['rows'][number];
const ROWS: readonly MappingRow[] = [
  row('cf_level', 'Level', { valueMap: [{ desk: 'Silver', crm: 'Platinum' }], conflict: 'desk' }),
  ...STANDARD,
  row('cf_seats', 'Points'),
  row('phone', 'Score'),
  row('gone', 'Phone'),
];
const examples = [{ recordId: '1892000000143237', value: 'three', code: 'type-mismatch' }];
const FOUND: Readonly<Record<string, Partial<RowVerdict>>> = {
  Points: {
    verdict: 'sometimes',
    reason: 'text-to-number',
    samples: [sample('desk', { refused: 3, examples })],
  },
  Level: {
    verdict: 'sometimes',
    reason: 'options-differ',
    samples: [sample('desk', { refused: 2, filled: 14 })],
  },
  Score: { verdict: 'never', reason: 'no-common-meaning', samples: [] },
  Phone: { verdict: null, reason: 'unknown-field', samples: [] },
};
const VERDICTS: Verdicts = {
  rows: ROWS.map(({ desk, crm }) => ({
    desk,
    crm,
    verdict: 'lossless',
    reason: null,
    samples: [sample('desk'), sample('crm')],
    ...FOUND[crm],
  })),
  problems: [
    { code: 'unknown-field', severity: 'error', side: 'desk', field: 'gone' },
    { code: 'read-only', severity: 'warning', side: 'crm', field: 'Score' },
  ],
};
const RECORDS = {
  side: 'desk',
  records: [
    { id: '42', name: 'Maria Anders', hint: 'maria.anders@alfreds-futterkiste.example' },
    { id: '43', name: 'Thomas Hardy', hint: 'thomas@around-the-horn.example' },
  ],
};
const PROFILES = {
  profiles: [
    profile('1', 'Support Administrator'),
    profile('2', 'Agent', {
      permissions: {
        ...FULL,
        contacts: { ...FULL_ENTITY, activities: { calls: true, events: false, tasks: true } },
      },
    }),
    profile('3', 'Light Agent', { permissions: { ...FULL, accounts: { ...FULL_ENTITY, shown: false } } }),
    profile('4', 'Contractor', { permissions: { ...FULL, visible: false } }),
    profile('1892000000056099', null),
  ],
};

/** With products. */
const { modules } = runningIntegration();
const RUNNING = runningIntegration({ modules: modules.map((each) => ({ ...each, state: 'synced' })) });

function edit(
  name: string,
  mapping: ModuleMapping,
  press: readonly string[] = [],
  answers: State['answers'] = [],
): State {
  return tab(`mapping-${name}`, `#status/edit/${mapping.module}`, press, [
    ...answers,
    [/\/fields$/, FIELDS],
    [/\/mapping$/, mapping],
    [/\/draft$/, { draft: null }],
    [/\/departments$/, { departments: DEPARTMENTS }],
    [/verdicts$/, VERDICTS],
    [/records$/, RECORDS],
    [/preview$/, PREVIEW],
  ]);
}
function tab(name: string, hash: string, press: readonly string[], answers: State['answers'] = []): State {
  const page = {
    page: 'settings',
    viewer: ADMINISTRATOR,
    answer: { status: 404, code: 'not-faked' },
  } as const;
  return {
    ...page,
    name,
    hash,
    press,
    answers: [
      ...answers,
      [/status\/stream/, { status: 429, code: 'too-many-streams' }],
      [/GET .*status/, statusOf()],
      [/GET .*integration/, RUNNING],
    ],
  };
}
const permissions = (name: string, press: readonly string[] = []) =>
  tab(`permissions${name}`, '#permissions', press, [
    [
      /permissions\/\d+\/preview/,
      { panel: panelOf({ place: 'contacts', contact: { ...CONTACT, notes: undefined } }) },
    ],
    [/GET .*permissions$/, PROFILES],
    [/records$/, RECORDS],
  ]);

const mapped = mappingOf({ mappings: [...ROWS] });
const draft = {
  syncType: 'two-way',
  mappings: [...ROWS],
  departmentIds: [],
  savedAt: '2026-11-25T09:00:00.000Z',
};
export const MAPPING_STATES: readonly State[] = [
  edit('problems', mapped),
  edit('details', mapped, ['More settings']),
  edit('preview', mapped, ['Preview with one of your records', 'Maria Anders']),
  edit('products', { ...mapped, module: 'products', departmentIds: ['1', '99'], mappings: STANDARD }),
  edit('draft', mappingOf(), [], [[/\/draft$/, { draft: { ...draft, basedOn: 3, stale: false } }]]),
  edit(
    'stale',
    mappingOf({ version: 4 }),
    [],
    [[/\/draft$/, { draft: { ...draft, basedOn: 3, stale: true } }]],
  ),
  permissions(''),
  permissions('-items', ['Restricted Access']),
  permissions('-see-as', ['See as this profile: Agent', 'Maria Anders']),
];
