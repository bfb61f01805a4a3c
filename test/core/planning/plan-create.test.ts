import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SyncError } from '../../../server/core/errors.ts';
import { planCreate } from '../../../server/core/planning/plan-create.ts';
import { NO_REFERENCES } from '../../../server/core/planning/references.ts';
import { unchangedSinceBase } from '../../../server/core/planning/unchanged-since-base.ts';
import { contactMapping, record, row } from './support.ts';

describe('planCreate', () => {
  it('S37: a contact without e-mail gets a partner with every filled mapped field', () => {
    const source = record('d', { lastName: ' Lee ', phone: '', cf_age: '12', notMapped: 'x' });
    const plan = planCreate(contactMapping(), 'desk', source, NO_REFERENCES);
    assert.deepEqual(plan.values, { Last_Name: 'Lee', Age: 12 });
    assert.deepEqual(plan.base['cf_age=Age'], { desk: '12', crm: '12' });
    assert.deepEqual(plan.base['phone=Phone'], { desk: null, crm: null });
  });

  it('S103: right after the partner was made, neither side counts as changed', () => {
    const mapping = contactMapping();
    const source = record('d', { lastName: 'Lee', phone: null, cf_age: '12', accountId: null });
    const plan = planCreate(mapping, 'desk', source, NO_REFERENCES);
    assert.ok(unchangedSinceBase(mapping, 'desk', source, plan.base));
    const made = record('c', { Last_Name: 'Lee', Phone: null, Age: 12, Account_Name: null });
    assert.ok(unchangedSinceBase(mapping, 'crm', made, plan.base));
  });

  it('S74: a mandatory field without a value fails, nothing is created', () => {
    assert.throws(
      () => planCreate(contactMapping(), 'crm', record('c', { Last_Name: null }), NO_REFERENCES),
      (error) => error instanceof SyncError && error.code === 'mandatory-missing',
    );
  });

  it('S74: a mandatory field that nobody mapped fails too', () => {
    const mapping = contactMapping({ mappings: [] });
    assert.throws(
      () => planCreate(mapping, 'desk', record('d', { lastName: 'Lee' }), NO_REFERENCES),
      (error) =>
        error instanceof SyncError && error.code === 'mandatory-missing' && error.field === 'Last_Name',
    );
  });

  it('P9: an unpaired account is left out and named', () => {
    const plan = planCreate(
      contactMapping(),
      'desk',
      record('d', { lastName: 'Lee', accountId: 'D1' }),
      NO_REFERENCES,
    );
    assert.deepEqual(plan.missing, [{ module: 'accounts', side: 'desk', id: 'D1' }]);
    assert.equal('Account_Name' in plan.values, false);
  });
});

describe('unchangedSinceBase', () => {
  const mapping = contactMapping({ mappings: [row('phone', 'Phone', { direction: 'crm-to-desk' })] });

  it('S17: a Desk value never makes a one-way row look changed, so it is not read again and again', () => {
    assert.ok(unchangedSinceBase(mapping, 'desk', record('d', { phone: '1' }), {}));
    assert.ok(unchangedSinceBase(mapping, 'crm', record('c', { Phone: null }), {}));
  });

  it('a CRM value without a base, or apart from it, does', () => {
    assert.equal(unchangedSinceBase(mapping, 'crm', record('c', { Phone: '2' }), {}), false);
    const base = { 'phone=Phone': { desk: '1', crm: '1' } };
    assert.equal(unchangedSinceBase(mapping, 'crm', record('c', { Phone: null }), base), false);
  });
});
