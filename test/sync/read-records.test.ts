import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SyncError } from '../../server/core/errors.ts';
import type { RecordGateway } from '../../server/ports/record-gateway.ts';
import { startScenario, type Scenario } from '../support/scenario.ts';

/** Makes a side refuse to show one record, as a product does that knows rights per record. */
function refuse(gateway: RecordGateway, id: string, error: SyncError): () => void {
  const original = gateway.getMany.bind(gateway);
  gateway.getMany = (module, ids, options) =>
    ids.includes(id) ? Promise.reject(error) : original(module, ids, options);
  return () => {
    gateway.getMany = original;
  };
}

describe('a record that the product refuses to show', () => {
  let scenario: Scenario;
  const ids: string[] = [];
  before(async () => {
    scenario = await startScenario();
    for (let n = 0; n < 7; n += 1) {
      const { desk } = await scenario.pair('contacts', 'desk', { lastName: `Reader ${n}` });
      ids.push(desk);
    }
  });
  after(() => scenario.stop());

  for (const side of ['desk', 'crm'] as const) {
    it(`S78: on ${side} it becomes one failure, and the other six sync (P16)`, async () => {
      const secret = ids[3] ?? '';
      const partner = (await scenario.partnerId('contacts', 'desk', secret)) ?? '';
      const hidden = side === 'desk' ? secret : partner;
      const restore = refuse(
        scenario.engine.gateways[side],
        hidden,
        new SyncError('permission', 'FORBIDDEN', { providerCode: 'FORBIDDEN' }),
      );
      for (const id of ids) await scenario.human.update('desk', 'contacts', id, { title: `T ${side}` });
      await scenario.sync('contacts', 'desk', ...ids);
      restore();

      for (const id of ids.filter((other) => other !== secret)) {
        assert.equal((await scenario.partner('contacts', 'desk', id))['Title'], `T ${side}`);
      }
      assert.equal((await scenario.failureOf('contacts', 'desk', secret))?.code, 'permission');
      assert.equal((await scenario.failures('contacts')).length, 1);

      await scenario.sync('contacts', 'desk', secret);
      assert.equal((await scenario.partner('contacts', 'desk', secret))['Title'], `T ${side}`);
      assert.equal(await scenario.failureOf('contacts', 'desk', secret), undefined, 'gone with the success');
    });
  }

  it('an ended grant is no record’s fault: nothing fails, the rows wait (P16)', async () => {
    const [id = ''] = ids;
    const restore = refuse(
      scenario.engine.gateways.desk,
      id,
      new SyncError('reauthorization-required', 'INVALID_OAUTH'),
    );
    await scenario.human.update('desk', 'contacts', id, { title: 'Later' });
    await assert.rejects(scenario.sync('contacts', 'desk', id), { code: 'reauthorization-required' });
    restore();
    assert.equal((await scenario.failures('contacts')).length, 0);
    await scenario.engine.settle();
    assert.equal((await scenario.partner('contacts', 'desk', id))['Title'], 'Later');
  });
});
