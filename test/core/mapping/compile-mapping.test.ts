import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { compileMapping } from '../../../server/core/mapping/compile-mapping.ts';
import type { CompiledMapping } from '../../../server/core/mapping/compile-mapping.ts';
import type { FieldMapping, SyncType } from '../../../server/core/mapping/field-mapping.ts';
import { newRow } from '../../../server/core/mapping/suggest-mapping.ts';
import type { FieldMeta } from '../../../server/core/record.ts';
import { field } from './fields.ts';

const DESK = [
  field('text', { apiName: 'lastName', mandatory: true }),
  field('email', { apiName: 'email' }),
  field('text', { apiName: 'title' }),
  field('text', { apiName: 'cf_code' }),
  field('integer', { apiName: 'cf_formula', writable: false }),
  field('picklist', { apiName: 'cf_tier', options: ['Gold', 'Silver'] }),
  field('reference', { apiName: 'accountId' }),
];
const CRM = [
  field('text', { apiName: 'Last_Name', mandatory: true }),
  field('email', { apiName: 'Email' }),
  field('text', { apiName: 'Title' }),
  field('integer', { apiName: 'Code' }),
  field('text', { apiName: 'Full_Name', writable: false }),
  field('picklist', { apiName: 'Tier', options: ['VIP', 'Silver'] }),
  field('reference', { apiName: 'Account_Name' }),
];
const NAME = newRow('lastName', 'Last_Name');

function compile(mappings: readonly FieldMapping[], syncType: SyncType = 'two-way'): CompiledMapping {
  const config = { module: 'contacts', version: 1, syncType, mappings, departmentIds: [] } as const;
  return compileMapping(config, { desk: DESK, crm: CRM });
}
const flags = (mapping: CompiledMapping): string[] =>
  mapping.problems.map(({ code, severity, side, field: name }) => `${severity} ${code} ${side} ${name}`);
const keys = (mapping: CompiledMapping): string[] => mapping.rows.map(({ key }) => key);

describe('compileMapping', () => {
  it('makes rows that convert, and lists what to read with the match key', () => {
    const mapping = compile([NAME, newRow('title', 'Title')]);
    assert.deepEqual(mapping.problems, []);
    assert.deepEqual(keys(mapping), ['lastName=Last_Name', 'title=Title']);
    assert.deepEqual(mapping.fieldsToRead('desk'), ['lastName', 'title', 'email']);
    assert.deepEqual(mapping.fieldsToRead('crm'), ['Last_Name', 'Title', 'Email']);
    const [row] = mapping.rows;
    assert.equal(row?.direction, 'both');
    assert.equal(row.encode('crm', row.decode('desk', ' Anders ')), 'Anders');
  });

  const cases: readonly (readonly [string, FieldMapping, string, kept: boolean])[] = [
    ['a deleted Desk field', newRow('gone', 'Title'), 'error unknown-field desk gone', false],
    ['a deleted CRM field', newRow('title', 'Gone'), 'error unknown-field crm Gone', false],
    ['types that never convert', newRow('accountId', 'Title'), 'error never-convertible crm Title', false],
    [
      'types that convert sometimes',
      newRow('cf_code', 'Code'),
      'warning sometimes-convertible crm Code',
      true,
    ],
    ['a read-only CRM field', newRow('title', 'Full_Name'), 'warning read-only crm Full_Name', true],
    ['a read-only Desk field', newRow('cf_formula', 'Code'), 'error read-only desk cf_formula', false],
    [
      'a second row to one CRM field',
      newRow('title', 'Last_Name'),
      'error duplicate-target crm Last_Name',
      false,
    ],
    [
      'a second row to one Desk field',
      newRow('lastName', 'Title'),
      'error duplicate-target desk lastName',
      false,
    ],
  ];
  for (const [what, row, flag, kept] of cases) {
    it(`S19: flags ${what} (${kept ? 'kept' : 'left out'})`, () => {
      const mapping = compile([NAME, row]);
      assert.deepEqual(flags(mapping), [flag]);
      assert.equal(keys(mapping).length, kept ? 2 : 1);
    });
  }

  it('S19: flags mandatory fields that nothing fills', () => {
    assert.deepEqual(flags(compile([])), [
      'error mandatory-unmapped desk lastName',
      'error mandatory-unmapped crm Last_Name',
    ]);
    assert.deepEqual(flags(compile([{ ...NAME, direction: 'crm-to-desk' }])), [
      'error mandatory-unmapped crm Last_Name',
    ]);
  });

  it('S17: one-way needs nothing of CRM, and makes every row one-way', () => {
    assert.deepEqual(flags(compile([], 'crm-to-desk')), ['error mandatory-unmapped desk lastName']);
    assert.equal(compile([NAME], 'crm-to-desk').rows[0]?.direction, 'crm-to-desk');
  });

  it('a CRM field may feed several Desk fields, as long as one row writes it', () => {
    const mapping = compile([NAME, { ...newRow('title', 'Last_Name'), direction: 'crm-to-desk' }]);
    assert.deepEqual(flags(mapping), []);
  });

  it('flags options of the value map that are gone', () => {
    const valueMap = [{ desk: 'Platinum', crm: 'vip' }];
    const mapping = compile([NAME, { ...newRow('cf_tier', 'Tier'), valueMap }]);
    assert.deepEqual(mapping.problems, [
      {
        code: 'sometimes-convertible',
        severity: 'warning',
        side: 'crm',
        field: 'Tier',
        reason: 'options-differ',
      },
      { code: 'vanished-option', severity: 'warning', side: 'desk', field: 'cf_tier', option: 'Platinum' },
    ]);
  });

  it('does not ask for a match key that the organisation does not have', () => {
    const lastName: FieldMeta[] = DESK.slice(0, 1);
    const config = {
      module: 'contacts',
      version: 1,
      syncType: 'two-way',
      mappings: [NAME],
      departmentIds: [],
    } as const;
    const mapping = compileMapping(config, { desk: lastName, crm: CRM });
    assert.deepEqual(mapping.fieldsToRead('desk'), ['lastName']);
  });
});
