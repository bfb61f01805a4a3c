import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { writeCost } from '../../../server/core/planning/credits.ts';
import { driftOf, type PlanLine } from '../../../server/core/planning/drift.ts';

const line = (change: Partial<PlanLine>): PlanLine => ({
  module: 'contacts',
  target: 'crm',
  action: 'updated',
  deskId: '1',
  crmId: '2',
  fields: [{ field: 'Title', to: 'Captain' }],
  ...change,
});

describe('drift between a flight plan and what was done', () => {
  it('none: a record created under another id than planned, and references to it', () => {
    const account = (crmId: string) =>
      line({
        module: 'accounts',
        action: 'added',
        deskId: '7',
        crmId,
        fields: [{ field: 'Name', to: 'Acme' }],
      });
    const contact = (crmId: string, to: string) =>
      line({ action: 'added', deskId: '8', crmId, fields: [{ field: 'Account', to }] });
    const planned = [account('planned-crm-1'), contact('planned-crm-2', 'planned-crm-1')];
    const done = [contact('901', '900'), account('900')];
    assert.deepEqual(driftOf(planned, done), { missing: [], extra: [], different: [] });
    const wrong = [account('900'), contact('901', '555')];
    assert.equal(driftOf(planned, wrong).different.length, 1, 'a reference to somebody else is drift');
  });

  it('none: one planned write that took two, the last value being the planned one', () => {
    const done = [line({ fields: [{ field: 'Title', to: 'Cadet' }] }), line({})];
    assert.deepEqual(driftOf([line({})], done), { missing: [], extra: [], different: [] });
  });

  it('names what is missing, what came in addition and what got another value', () => {
    const planned = [line({}), line({ deskId: '3', crmId: '4' })];
    const done = [line({ fields: [{ field: 'Title', to: 'Major' }] }), line({ deskId: '5', crmId: '6' })];
    const { missing, extra, different } = driftOf(planned, done);
    assert.deepEqual([missing, extra], [[planned[1]], [done[1]]]);
    assert.deepEqual(different, [{ planned: planned[0], done: done[0] }]);
  });

  it('a field more or less is another value', () => {
    const two = line({ fields: [...line({}).fields, { field: 'Phone', to: '1' }] });
    assert.equal(driftOf([line({})], [two]).different.length, 1);
    assert.equal(driftOf([two], [line({})]).different.length, 1);
  });
});

describe('what writes cost', () => {
  it('a credit per record in Desk, six to restore; a credit per ten in CRM, a call per hundred', () => {
    assert.deepEqual(writeCost('desk', 'create', 25), { calls: 25, credits: 25 });
    assert.deepEqual(writeCost('desk', 'restore', 2), { calls: 2, credits: 12 });
    assert.deepEqual(writeCost('crm', 'update', 101), { calls: 2, credits: 11 });
    assert.deepEqual(writeCost('crm', 'create', 0), { calls: 0, credits: 0 });
  });
});
