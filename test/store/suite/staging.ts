import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Subject } from '../store.suite.ts';
import { minute, NASTY, record, T0 } from './fixtures.ts';

export function stagingSuite(subject: Subject): void {
  describe('staging', () => {
    it('keeps records exactly, the newest of an id', async () => {
      const { staging } = subject.org();
      const odd = record('1', {
        createdAt: null,
        modifiedAt: null,
        values: { text: NASTY, none: null, list: ['b', 'a'], number: 12345.678, yes: true },
        departmentIds: ['9'],
        inRecycleBin: true,
      });
      await staging.put('contacts', 'crm', [record('1'), odd, record('2')]);
      await staging.put('contacts', 'crm', [record('2', { createdAt: minute(1) })]);
      const found = await staging.get('contacts', 'crm', ['1', '2', '3']);
      assert.deepEqual(found.get('1'), odd);
      assert.deepEqual(found.get('2'), record('2', { createdAt: minute(1) }));
      assert.equal(found.size, 2);
      assert.equal((await staging.get('contacts', 'desk', ['1'])).size, 0);
    });

    it('hands out one field of the records created since', async () => {
      const { staging } = subject.org();
      await staging.put('contacts', 'desk', [
        record('1', { createdAt: minute(0) }),
        record('2', { createdAt: '2026-01-01T00:05:00Z' }),
        record('3', { createdAt: minute(6), values: { accountId: null } }),
        record('4', { createdAt: minute(6), values: { other: 'x' } }),
        record('5', { createdAt: minute(6), values: { accountId: '77', note: NASTY } }),
        record('6', { createdAt: minute(6), values: { other: NASTY } }),
        record('7', { createdAt: null }),
      ]);
      assert.deepEqual(await staging.valuesOf('contacts', 'desk', 'accountId', minute(5)), [
        { id: '2', value: 'account-2' },
        { id: '3', value: null },
        { id: '5', value: '77' },
      ]);
    });

    it('counts and lists what is staged, and clears a module or all', async () => {
      const { staging } = subject.org();
      const many = Array.from({ length: 1_050 }, (_, index) => record(String(index)));
      await staging.put('contacts', 'desk', many);
      await staging.put('accounts', 'desk', [record('1')]);
      assert.equal(await staging.count('contacts', 'desk'), 1_050);
      assert.deepEqual(new Set(await staging.ids('contacts', 'desk')), new Set(many.map(({ id }) => id)));
      await staging.clear('contacts');
      assert.equal(await staging.count('contacts', 'desk'), 0);
      assert.equal(await staging.count('accounts', 'desk'), 1);
      await staging.clear();
      assert.equal(await staging.count('accounts', 'desk'), 0);
      assert.deepEqual(await staging.valuesOf('accounts', 'desk', 'a', T0), []);
    });
  });
}
