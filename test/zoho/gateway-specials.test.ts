import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { crmUnderTest, deskUnderTest } from './support/gateway-under-test.ts';

let sandbox: Sandbox;
before(async () => {
  sandbox = await startSandbox({ seed: 'small', settings: { deskSearchLagMs: 600_000 } });
});
after(() => sandbox.stop());

describe('Desk only', () => {
  it('reads changed products at once, whatever search knows', async () => {
    const { gateway, http } = deskUnderTest(sandbox);
    const [department] = (
      (await http.request({ method: 'GET', path: '/departments' })).data as { data: { id: string }[] }
    ).data;
    const departmentIds = [department?.id ?? ''];
    const outcomes = await gateway.create(
      'products',
      ['One', 'Two'].map((name) => ({ values: { productName: name }, departmentIds })),
    );
    const since = new Date(
      Date.parse(outcomes[0]?.ok === true ? (outcomes[0].modifiedAt ?? '') : ''),
    ).toISOString();
    const changed = [];
    for await (const { records } of gateway.readModifiedSince('products', since, {
      fields: ['productName'],
    })) {
      changed.push(...records);
    }
    assert.deepEqual(
      changed.map(({ values }) => values['productName']),
      ['One', 'Two'],
    );
    assert.deepEqual(changed[0]?.departmentIds, departmentIds);
    http.close();
  });
});

describe('CRM only', () => {
  it('does not overwrite what a person changed meanwhile (P4)', async () => {
    const { gateway, http } = crmUnderTest(sandbox);
    const [kept, changed] = await gateway.create('contacts', [
      { values: { Last_Name: 'A' } },
      { values: { Last_Name: 'B' } },
    ]);
    assert.ok(kept?.ok && changed?.ok);
    await sandbox.advance('PT5S');
    const seenAt = new Date(Date.parse(changed.modifiedAt ?? '')).toISOString();
    await gateway.update('contacts', [{ id: changed.id, values: { Phone: '1' } }]);
    const outcomes = await gateway.update(
      'contacts',
      [kept, changed].map(({ id }) => ({ id, values: { Phone: '2' } })),
      { unmodifiedSince: seenAt },
    );
    assert.deepEqual(
      outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code)),
      ['ok', 'changed-meanwhile'],
    );
    http.close();
  });
});
