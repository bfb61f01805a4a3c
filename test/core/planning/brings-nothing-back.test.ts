import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NO_REFERENCES } from '../../../server/core/planning/references.ts';
import { bringsNothingBack } from '../../../server/core/planning/unchanged-since-base.ts';
import { contactMapping, record } from './support.ts';

describe('what may bring a deleted partner back', () => {
  const mapping = contactMapping();
  const agreed = { 'lastName=Last_Name': { desk: 'Wu', crm: 'Wu' } };
  const isQuiet = (values: Parameters<typeof record>[1]) =>
    bringsNothingBack(mapping, 'crm', record('2', { Last_Name: 'Wu', ...values }), agreed, NO_REFERENCES);

  it('S48: a field that never synced and is empty is no edit', () => {
    assert.ok(isQuiet({ Phone: null, Age: null, Account_Name: null }));
  });

  it('S48: an account without partner, which never could sync, is no edit', () => {
    assert.ok(isQuiet({ Account_Name: '77' }));
  });

  it('S44: a changed field is one, and so is a filled one that never synced', () => {
    assert.ok(!isQuiet({ Last_Name: 'Wang' }));
    assert.ok(!isQuiet({ Phone: '030' }));
  });
});
