import { expect } from '@open-wc/testing';
import { LatestDraft } from '../../../server/contract/drafts.ts';
import { Departments, ModuleFields } from '../../../server/contract/fields.ts';
import { Preview, Records, Verdicts } from '../../../server/contract/mapping-check.ts';
import { ModuleMapping } from '../../../server/contract/mapping.ts';
import { Permissions, PermissionsPreview } from '../../../server/contract/permissions.ts';
import { isDepartments, isModuleFields } from '../../../widgets/api/shapes/fields-shape.ts';
import { isPreview, isRecords, isVerdicts } from '../../../widgets/api/shapes/mapping-check-shape.ts';
import { isLatestDraft, isModuleMapping } from '../../../widgets/api/shapes/mapping-shape.ts';
import { isPermissions, isPermissionsPreview } from '../../../widgets/api/shapes/permissions-shape.ts';
import { DEPARTMENTS, FIELDS, PREVIEW, mappingOf, row, sample } from '../support/mapping-data.ts';
import { panelOf } from '../support/panel-data.ts';
import { profile } from '../support/permissions-data.ts';
import type { ShapePair } from '../support/spoiled.ts';
import { differences, refusals } from '../support/spoiled.ts';

const REFERENCE = {
  ...FIELDS,
  crm: FIELDS.crm
    .slice(0, 2)
    .map((field) => ({ ...field, referenceTo: 'accounts', decimalPlaces: 2, options: ['a'] })),
};
const MAPPED = mappingOf({
  departmentIds: ['1'],
  mappings: [row('a', 'A', { valueMap: [{ desk: 'x', crm: 'X' }] })],
  problems: [{ code: 'x', severity: 'error', side: 'desk', field: 'a', reason: 'r', option: 'o' }],
});
const { syncType, mappings, departmentIds } = MAPPED;
const DRAFT = {
  syncType,
  mappings,
  departmentIds,
  basedOn: 1,
  savedAt: '2026-11-26T10:00:00.000Z',
  stale: false,
};
const VERDICTS = {
  problems: MAPPED.problems,
  rows: [
    {
      desk: 'a',
      crm: 'A',
      verdict: 'sometimes',
      reason: 'rounding',
      samples: [sample('crm', { refused: 1, examples: [{ recordId: '1', value: ['a'], code: 'x' }] })],
    },
    { desk: 'a', crm: 'A', verdict: null, reason: null, samples: [] },
  ],
};
/** Where a schema has a default, it takes what is left out; the connector's answers leave nothing out. */
const HAS_DEFAULT = /\b(?:direction|conflict|initialWinner|syncType|departmentIds) is gone$/;
/** Only shown, and sent back. */
const ID = /\bdepartmentIds\.0 is a word$/;

const PAIRS: readonly ShapePair[] = [
  { name: 'ModuleFields', schema: ModuleFields, guard: isModuleFields, examples: [FIELDS, REFERENCE] },
  {
    name: 'Departments',
    schema: Departments,
    guard: isDepartments,
    examples: [{ departments: DEPARTMENTS }],
  },
  { name: 'Verdicts', schema: Verdicts, guard: isVerdicts, examples: [VERDICTS] },
  {
    name: 'Records',
    schema: Records,
    guard: isRecords,
    examples: [{ side: 'crm', records: [{ id: '1', name: null, hint: 'h' }] }],
  },
  { name: 'Preview', schema: Preview, guard: isPreview, examples: [PREVIEW, { ...PREVIEW, partner: null }] },
  {
    name: 'Permissions',
    schema: Permissions,
    guard: isPermissions,
    examples: [{ profiles: [profile('1', 'Agent'), profile('2', null)] }],
  },
  {
    name: 'PermissionsPreview',
    schema: PermissionsPreview,
    guard: isPermissionsPreview,
    examples: [{ panel: null }, { panel: panelOf() }],
  },
  { name: 'ModuleMapping', schema: ModuleMapping, guard: isModuleMapping, examples: [MAPPED] },
  {
    name: 'LatestDraft',
    schema: LatestDraft,
    guard: isLatestDraft,
    examples: [{ draft: null }, { draft: DRAFT }],
  },
];

describe('the guards of mapping and permissions and the contract’s schemas', () => {
  for (const pair of PAIRS) {
    it(`agree on what is a ${pair.name}, whatever is wrong with it`, () => {
      for (const example of pair.examples) expect(pair.guard(example)).to.equal(true);
      const differ = differences(pair).filter((where) => !HAS_DEFAULT.test(where) && !ID.test(where));
      expect(differ).to.deep.equal([]);
      expect(refusals(pair)).to.be.greaterThan(0);
    });
  }
});
