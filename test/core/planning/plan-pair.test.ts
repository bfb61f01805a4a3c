import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SyncError } from '../../../server/core/errors.ts';
import { planPair, type PairInput } from '../../../server/core/planning/plan-pair.ts';
import { NO_REFERENCES } from '../../../server/core/planning/references.ts';
import { contactMapping, record } from './support.ts';

const AGREED = { 'lastName=Last_Name': { desk: 'Lee', crm: 'Lee' }, 'phone=Phone': { desk: '1', crm: '1' } };

function plan(input: Partial<PairInput> & { desk: PairInput['desk']; crm: PairInput['crm'] }) {
  return planPair({ mapping: contactMapping(), base: AGREED, references: NO_REFERENCES, ...input });
}
const early = '2026-02-01T10:00:00.000Z';
const late = '2026-02-01T10:00:05.000Z';

describe('planPair', () => {
  it('S102: both sides equal the base, so nothing is written and no base moves', () => {
    const same = plan({
      desk: record('d', { lastName: 'Lee', phone: '1' }),
      crm: record('c', { Last_Name: 'Lee', Phone: '1' }),
    });
    assert.deepEqual(same, { writes: {}, agreed: {}, conflicts: [], missing: [] });
  });

  it('P14: one field changed in Desk, so CRM gets that field alone', () => {
    const { writes } = plan({
      desk: record('d', { lastName: 'Lee', phone: '2' }),
      crm: record('c', { Last_Name: 'Lee', Phone: '1' }),
    });
    assert.deepEqual(Object.keys(writes), ['crm']);
    assert.deepEqual(writes.crm?.values, { Phone: '2' });
    assert.deepEqual(writes.crm.base, { 'phone=Phone': { desk: '2', crm: '2' } });
  });

  it('S97: different fields changed on both sides, so both edits survive', () => {
    const { writes, conflicts } = plan({
      desk: record('d', { lastName: 'Lee', phone: '2' }),
      crm: record('c', { Last_Name: 'Li', Phone: '1' }),
    });
    assert.deepEqual(writes.crm?.values, { Phone: '2' });
    assert.deepEqual(writes.desk?.values, { lastName: 'Li' });
    assert.deepEqual(conflicts, []);
  });

  for (const { when, desk, crm, winner } of [
    { when: 'Desk was modified later', desk: late, crm: early, winner: 'desk' },
    { when: 'CRM was modified later', desk: early, crm: late, winner: 'crm' },
    { when: 'both were modified at the same time: CRM', desk: early, crm: early, winner: 'crm' },
    { when: 'a modified time is unknown: CRM', desk: null, crm: early, winner: 'crm' },
  ] as const) {
    it(`S96: the same field changed on both sides; ${when}`, () => {
      const { writes, conflicts } = plan({
        desk: record('d', { phone: '2' }, desk),
        crm: record('c', { Phone: '3' }, crm),
      });
      assert.deepEqual(Object.keys(writes), [winner === 'desk' ? 'crm' : 'desk']);
      assert.deepEqual(conflicts, [
        { key: 'phone=Phone', field: 'phone', base: { desk: '1', crm: '1' }, desk: '2', crm: '3', winner },
      ]);
    });
  }

  it('S98: a field emptied in CRM is emptied in Desk', () => {
    const { writes } = plan({ desk: record('d', { phone: '1' }), crm: record('c', { Phone: null }) });
    assert.deepEqual(writes.desk?.values, { phone: null });
  });

  it('S98, S74: a mandatory field emptied on one side fails the record instead', () => {
    assert.throws(
      () =>
        plan({
          desk: record('d', { lastName: 'Lee', phone: '9' }),
          crm: record('c', { Last_Name: '', Phone: '1' }),
        }),
      (error) =>
        error instanceof SyncError && error.code === 'mandatory-missing' && error.field === 'lastName',
    );
  });

  it('S73: text that is no number fails the whole record, though another field could be written', () => {
    assert.throws(
      () =>
        plan({
          desk: record('d', { cf_age: 'old', phone: '2' }),
          crm: record('c', { Age: null, Phone: '1' }),
        }),
      (error) => error instanceof SyncError && error.code === 'type-mismatch' && error.field === 'Age',
    );
  });

  it('P15: a field that one side did not send is left alone, an empty one is not', () => {
    const { writes } = plan({
      desk: record('d', { lastName: 'Lee' }),
      crm: record('c', { Last_Name: 'Lee', Phone: '3' }),
    });
    assert.deepEqual(writes, {});
  });

  it('S101: unmapped fields are never written', () => {
    const { writes } = plan({
      desk: record('d', { phone: '1', fax: '7' }),
      crm: record('c', { Phone: '1', Fax: '8' }),
    });
    assert.deepEqual(writes, {});
  });

  it('S21: without a base filled beats empty, on either side', () => {
    const { writes } = plan({
      base: {},
      desk: record('d', { lastName: 'Lee', phone: '' }),
      crm: record('c', { Last_Name: null, Phone: '3' }),
    });
    assert.deepEqual(writes.crm?.values, { Last_Name: 'Lee' });
    assert.deepEqual(writes.desk?.values, { phone: '3' });
  });

  it('S17: in one-way sync a Desk edit is never written to CRM', () => {
    const { writes } = plan({
      mapping: contactMapping({ syncType: 'crm-to-desk' }),
      desk: record('d', { phone: '2' }, late),
      crm: record('c', { Phone: '1' }, early),
    });
    assert.deepEqual(writes, {});
  });

  it('S99: the account travels as the partner of the account, not as its id or name', () => {
    const { writes } = plan({
      references: {
        partnerOf: (_module, side, id) => (side === 'crm' && id === 'C-acme' ? 'D-acme' : undefined),
        isGone: () => false,
      },
      desk: record('d', { accountId: null }),
      crm: record('c', { Account_Name: 'C-acme' }),
    });
    assert.deepEqual(writes.desk?.values, { accountId: 'D-acme' });
    assert.deepEqual(writes.desk.base, { 'accountId=Account_Name': { desk: 'D-acme', crm: 'C-acme' } });
  });

  it('S51: an account field that only a deletion emptied is neither brought over nor refilled', () => {
    const lost = plan({
      references: {
        partnerOf: () => 'C-acme',
        isGone: (_module, side, id) => side === 'desk' && id === 'D-acme',
      },
      base: { 'accountId=Account_Name': { desk: 'D-acme', crm: 'C-acme' } },
      desk: record('d', { accountId: null }),
      crm: record('c', { Account_Name: 'C-acme' }),
    });
    assert.deepEqual(lost.writes, {});
    assert.deepEqual(lost.agreed, {});
    assert.deepEqual(lost.missing, []);
  });

  it('P13: a reference changed while the account of the other side is deleted waits for its return', () => {
    const { writes, missing } = plan({
      references: {
        partnerOf: () => undefined,
        isGone: (_module, side, id) => side === 'crm' && id === 'C-acme',
      },
      base: { 'accountId=Account_Name': { desk: 'D-acme', crm: 'C-acme' } },
      desk: record('d', { accountId: null }),
      crm: record('c', { Account_Name: null }),
    });
    assert.deepEqual(writes, {});
    assert.deepEqual(missing, [{ module: 'accounts', side: 'crm', id: 'C-acme' }]);
  });

  it('S1: a contact moved to another account on one side, so the other follows though its own account was deleted', () => {
    const { writes, missing, conflicts } = plan({
      references: {
        partnerOf: (_module, side, id) => (side === 'crm' && id === 'C-new' ? 'D-new' : undefined),
        isGone: (_module, side, id) => side === 'desk' && id === 'D-acme',
      },
      base: { 'accountId=Account_Name': { desk: 'D-acme', crm: 'C-acme' } },
      desk: record('d', { accountId: null }),
      crm: record('c', { Account_Name: 'C-new' }),
    });
    assert.deepEqual(writes.desk?.values, { accountId: 'D-new' });
    assert.equal(writes.crm, undefined);
    assert.deepEqual(conflicts, []);
    assert.deepEqual(missing, []);
  });

  it('P9: an account without partner leaves the field untouched and is named, never emptied', () => {
    const { writes, missing } = plan({
      desk: record('d', { accountId: 'D-old' }),
      crm: record('c', { Account_Name: 'C-new' }),
    });
    assert.deepEqual(writes, {});
    assert.deepEqual(missing, [{ module: 'accounts', side: 'crm', id: 'C-new' }]);
  });

  it('a value the target cannot hold is refused, never cut short', () => {
    assert.throws(
      () => plan({ desk: record('d', { lastName: 'x'.repeat(11) }), crm: record('c', { Last_Name: 'Lee' }) }),
      (error) => error instanceof SyncError && error.code === 'value-rejected',
    );
  });
});
