import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { SyncError } from '../../server/core/errors.ts';
import type { Side } from '../../server/core/record.ts';
import type { RecordGateway } from '../../server/ports/record-gateway.ts';
import { startScenario, type Scenario } from '../support/scenario.ts';

const DAY = 86_400_000;

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

describe('a record whose read fails for ever', () => {
  let scenario: Scenario;
  const pairs: { readonly desk: string; readonly crm: string }[] = [];
  before(async () => {
    scenario = await startScenario({ settings: { pollReconcileMs: DAY, pollProductsMs: DAY } });
    for (let n = 0; n < 6; n += 1)
      pairs.push(await scenario.pair('contacts', 'desk', { lastName: `Sick ${n}` }));
  });
  after(() => scenario.stop());

  const sick = () => pairs[2] ?? { desk: '', crm: '' };
  /** Whoever asks for that one record gets a 500; CRM reads many at once, so there it is the list that names it. */
  const fail = (path: string) => {
    scenario.sandbox.setFaults({ rules: [{ kind: 'server-error', path, method: 'GET', actor: 'human' }] });
  };
  async function editAll(side: Side, title: string) {
    for (const pair of pairs) {
      await scenario.human.update(side, 'contacts', pair[side], {
        [side === 'desk' ? 'title' : 'Title']: title,
      });
    }
    await scenario.engine.notify('contacts', side, ...pairs.map((pair) => pair[side]));
  }
  function titles(side: Side) {
    return pairs.map(
      (pair) => scenario.human.record(side, 'contacts', pair[side])?.[side === 'desk' ? 'title' : 'Title'],
    );
  }

  for (const side of ['desk', 'crm'] as const) {
    it(`P16, S78: read because ${side} was edited: the others go on, it becomes a failure that is retried`, async () => {
      fail(`/contacts/${sick().desk}$`);
      await editAll(side, `from ${side}`);
      for (let run = 0; run < 2; run += 1) {
        await assert.rejects(
          scenario.engine.settle(),
          { code: 'unavailable' },
          'taken for an outage at first',
        );
        assert.deepEqual(await scenario.failures('contacts'), []);
      }
      await scenario.engine.settle();
      const others = titles(side === 'desk' ? 'crm' : 'desk').filter((_, index) => index !== 2);
      assert.deepEqual(others, Array<string>(5).fill(`from ${side}`));
      const failure = await scenario.failureOf('contacts', side, sick()[side]);
      assert.equal(failure?.code, 'unavailable');
      assert.equal(await scenario.engine.org.inbox.count(), 1, 'it is tried again, apart');

      const more = await scenario.pair('contacts', 'desk', { lastName: `Healthy after ${side}` });
      assert.ok(scenario.human.record('crm', 'contacts', more.crm), 'new work is not held back');
      scenario.sandbox.setFaults({});
      await scenario.sandbox.world.clock.advance(DAY / 12);
      await scenario.engine.settle();
      assert.deepEqual(titles(side === 'desk' ? 'crm' : 'desk'), Array<string>(6).fill(`from ${side}`));
      assert.deepEqual(await scenario.failures('contacts'), [], 'gone by itself');
      assert.equal(await scenario.engine.org.inbox.count(), 0);
    });
  }

  it('P16: a side that is down is an outage however long it lasts: no record is blamed, nothing is lost', async () => {
    fail('/contacts/\\d+$');
    await editAll('desk', 'after the outage');
    for (let run = 0; run < 7; run += 1) {
      await assert.rejects(scenario.engine.settle(), { code: 'unavailable' });
    }
    assert.deepEqual(await scenario.failures('contacts'), []);
    scenario.sandbox.setFaults({});
    await scenario.engine.settle();
    assert.deepEqual(titles('crm'), Array<string>(6).fill('after the outage'));
  });
});
