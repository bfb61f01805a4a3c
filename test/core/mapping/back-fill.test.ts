import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { needsBackFill } from '../../../server/core/mapping/back-fill.ts';
import type { FieldMapping, ModuleConfig } from '../../../server/core/mapping/field-mapping.ts';

const row = (desk: string, change: Partial<FieldMapping> = {}): FieldMapping => ({
  desk,
  crm: desk.toUpperCase(),
  direction: 'both',
  conflict: 'newest',
  initialWinner: 'crm',
  ...change,
});
const BEFORE: ModuleConfig = {
  module: 'products',
  version: 3,
  syncType: 'two-way',
  mappings: [row('a'), row('b', { direction: 'crm-to-desk' })],
  departmentIds: ['1'],
};

describe('S21: which changes of a configuration concern all records', () => {
  const cases: readonly (readonly [string, ModuleConfig, Partial<ModuleConfig>, boolean])[] = [
    ['nothing changed', BEFORE, {}, false],
    ['a new row', BEFORE, { mappings: [...BEFORE.mappings, row('c')] }, true],
    ['a row mapped to another field', BEFORE, { mappings: [row('a', { crm: 'X' })] }, true],
    ['a row that became two-way', BEFORE, { mappings: [row('a'), row('b')] }, true],
    ['a row that became one-way', BEFORE, { mappings: [row('a', { direction: 'crm-to-desk' })] }, false],
    ['a row fewer', BEFORE, { mappings: [row('a')] }, false],
    ['another conflict policy', BEFORE, { mappings: [row('a', { conflict: 'desk' })] }, false],
    ['two-way to one-way', BEFORE, { syncType: 'crm-to-desk' }, false],
    ['one-way to two-way', { ...BEFORE, syncType: 'crm-to-desk' }, { syncType: 'two-way' }, true],
    ['a department more', BEFORE, { departmentIds: ['1', '2'] }, true],
    ['a department fewer', { ...BEFORE, departmentIds: ['1', '2'] }, { departmentIds: ['2'] }, false],
  ];
  for (const [situation, before, change, expected] of cases) {
    it(`${situation}: ${expected ? 'all records are looked at' : 'only later edits'}`, () =>
      assert.equal(needsBackFill(before, { ...before, ...change }), expected));
  }
});
