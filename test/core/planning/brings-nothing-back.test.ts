import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { NO_REFERENCES, type References } from '../../../server/core/planning/references.ts';
import { bringsNothingBack, unpairedReferences } from '../../../server/core/planning/unchanged-since-base.ts';
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

  it('S48, P9: an edit that names an account without partner brings nothing, and waits for that account', () => {
    const base = { ...agreed, 'accountId=Account_Name': { desk: null, crm: null } };
    const edited = record('2', { Last_Name: 'Wu', Account_Name: '77' });
    assert.ok(bringsNothingBack(mapping, 'crm', edited, base, NO_REFERENCES));
    assert.deepEqual(unpairedReferences(mapping, 'crm', edited, base, NO_REFERENCES), [
      { module: 'accounts', side: 'crm', id: '77' },
    ]);
    const paired: References = { ...NO_REFERENCES, partnerOf: () => '5' };
    assert.ok(!bringsNothingBack(mapping, 'crm', edited, base, paired));
    assert.deepEqual(unpairedReferences(mapping, 'crm', edited, base, paired), []);
  });

  it('S44: a changed field is one, and so is a filled one that never synced', () => {
    assert.ok(!isQuiet({ Last_Name: 'Wang' }));
    assert.ok(!isQuiet({ Phone: '030' }));
  });
});
