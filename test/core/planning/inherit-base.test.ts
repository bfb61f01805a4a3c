import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { inheritBase } from '../../../server/core/planning/inherit-base.ts';
import { planPair } from '../../../server/core/planning/plan-pair.ts';
import { NO_REFERENCES } from '../../../server/core/planning/references.ts';
import { contactMapping, record } from './support.ts';

const mapping = contactMapping();
const [name = '', phone = '', age = ''] = mapping.rows.map((row) => row.key);
const base = {
  [name]: { desk: 'Ames', crm: 'Ames' },
  [phone]: { desk: '1', crm: '1' },
  [age]: { desk: '40', crm: '40' },
};

describe('inheritBase', () => {
  it('keeps what the heir holds a value for, and nothing it lacks or does not show', () => {
    const heir = record('m', { Last_Name: 'Ames-Lund', Phone: null });
    assert.deepEqual(inheritBase(mapping, 'crm', heir, base), { [name]: { desk: 'Ames', crm: 'Ames' } });
  });

  it('P11: so the survivor’s choice travels, and what it lacks is filled instead of emptied', () => {
    const crm = record('m', { Last_Name: 'Ames-Lund', Phone: null, Age: 40 });
    const desk = record('d', { lastName: 'Ames', phone: '1', cf_age: '40' });
    const inherited = inheritBase(mapping, 'crm', crm, base);
    const plan = planPair({ mapping, desk, crm, base: inherited, references: NO_REFERENCES });
    assert.deepEqual(plan.writes.desk?.values, { lastName: 'Ames-Lund' });
    assert.deepEqual(plan.writes.crm?.values, { Phone: '1' });
    assert.deepEqual(plan.conflicts, []);
  });

  it('a row without a base has none afterwards', () => {
    assert.deepEqual(inheritBase(mapping, 'desk', record('d', { lastName: 'Ames' }), {}), {});
  });
});
