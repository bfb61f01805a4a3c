import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Module, Side } from '../../server/core/record.ts';
import { MODULES, SIDES, otherSide } from '../../server/core/record.ts';
import { startScenario, type Row, type Scenario } from '../support/scenario.ts';

const NAME: Record<Module, Record<Side, string>> = {
  accounts: { desk: 'accountName', crm: 'Account_Name' },
  contacts: { desk: 'lastName', crm: 'Last_Name' },
  products: { desk: 'productName', crm: 'Product_Name' },
};
const TEXT: Record<Side, string> = { desk: 'description', crm: 'Description' };

/** Desk has no product events (zoho-desk-api.md §3): polling finds them. Everything else is announced. */
function isPolled(module: Module, side: Side): boolean {
  return module === 'products' && side === 'desk';
}

describe('what starts a sync', () => {
  let scenario: Scenario;
  let departmentId: string;
  before(async () => {
    scenario = await startScenario();
    await scenario.engine.firstSync();
    const [product] = scenario.human.records('desk', 'products');
    departmentId = String((product?.['departmentIds'] as string[])[0]);
  });
  after(() => scenario.stop());

  let counter = 0;
  const draft = (module: Module, side: Side): Row => {
    counter += 1;
    const values: Record<string, unknown> = { [NAME[module][side]]: `Trigger ${counter}` };
    if (module === 'products' && side === 'desk') values['departmentIds'] = [departmentId];
    return values;
  };
  const announce = async (module: Module, side: Side, ids: readonly string[]) => {
    if (!isPolled(module, side)) await scenario.engine.notify(module, side, ...ids);
    await scenario.engine.settle();
  };
  const newPair = async (module: Module, side: Side) => {
    const id = await scenario.human.create(side, module, draft(module, side));
    await announce(module, side, [id]);
    const other = await scenario.partnerId(module, side, id);
    assert.ok(other);
    return { id, other };
  };

  for (const module of MODULES) {
    for (const side of SIDES) {
      const other = otherSide(side);
      it(`S38: a record created in ${side} ${module} appears once in ${other}`, async () => {
        const before = scenario.human.records(other, module).length;
        const { id } = await newPair(module, side);
        await announce(module, side, [id, id]);
        assert.equal(scenario.human.records(other, module).length, before + 1);
        const partner = await scenario.partner(module, side, id);
        assert.match(String(partner[NAME[module][other]]), /^Trigger \d+$/);
      });

      it(`S38: an update in ${side} ${module} arrives in ${other} with one write`, async () => {
        const { id } = await newPair(module, side);
        await scenario.human.update(side, module, id, { [TEXT[side]]: 'edited' });
        const writes = await scenario.writesDuring(() => announce(module, side, [id]));
        assert.deepEqual(
          writes.map(({ product, mutations }) => [product, mutations]),
          [[other, 1]],
        );
        assert.equal((await scenario.partner(module, side, id))[TEXT[other]], 'edited');
      });

      it(`S38: a deletion in ${side} ${module} is noticed, and deletes nothing in ${other}`, async () => {
        const { id, other: partner } = await newPair(module, side);
        await scenario.human.trash(side, module, [id]);
        await scenario.engine.notify(module, side, id);
        assert.deepEqual(await scenario.writesDuring(() => scenario.engine.settle()), []);
        assert.ok(scenario.human.record(other, module, partner));
        const link = (await scenario.engine.org.links.byIds(module, side, [id])).get(id);
        assert.ok(link, 'the pair is remembered');
        assert.notEqual(link.presence[side], 'live');
        assert.equal(link.presence[other], 'live');
      });

      it(`S38: a mass update in ${side} ${module} arrives in ${other}, nobody lost, one write each`, async () => {
        const ids: string[] = [];
        for (let index = 0; index < 12; index += 1)
          ids.push(await scenario.human.create(side, module, draft(module, side)));
        await announce(module, side, ids);
        const value = `mass ${module} ${side}`;
        if (isPolled(module, side)) {
          // Desk has no mass update of products: the same by hand, and no event.
          for (const id of ids) await scenario.human.update(side, module, id, { [TEXT[side]]: value });
        } else await scenario.human.massUpdate(side, module, TEXT[side], value, ids);
        const writes = await scenario.writesDuring(() => announce(module, side, ids));
        assert.ok(writes.every(({ product }) => product === other));
        assert.equal(
          writes.reduce((sum, { mutations }) => sum + mutations, 0),
          ids.length,
        );
        for (const id of ids) assert.equal((await scenario.partner(module, side, id))[TEXT[other]], value);
      });
    }
  }

  it('S38: lost events do no harm, polling finds the edits', async () => {
    const { id } = await newPair('contacts', 'desk');
    const { id: crm } = await newPair('accounts', 'crm');
    await scenario.human.update('desk', 'contacts', id, { title: 'Unannounced' });
    await scenario.human.update('crm', 'accounts', crm, { Phone: '+1 555' });
    // Desk's search shows an edit only after its index lag.
    await scenario.sandbox.advance('PT2M');
    await scenario.engine.settle();
    assert.equal((await scenario.partner('contacts', 'desk', id))['Title'], 'Unannounced');
    assert.equal((await scenario.partner('accounts', 'crm', crm))['phone'], '+1 555');
  });

  it('S40: deleting contacts or accounts in Desk deletes nothing in CRM', () => {
    assert.deepEqual(deletes(scenario, 'crm'), []);
  });

  it('S41: deleting contacts or accounts in CRM deletes nothing in Desk', () => {
    assert.deepEqual(deletes(scenario, 'desk'), []);
  });

  it('S42: products follow the same rule', () => {
    const gone = [...deletes(scenario, 'desk'), ...deletes(scenario, 'crm')];
    assert.deepEqual(
      gone.filter(({ path }) => /products/i.test(path)),
      [],
    );
  });
});

describe('mass deletion', () => {
  it('S43: a thousand contacts deleted on one side change nothing on the other', async () => {
    const rows = Array.from({ length: 1000 }, (_, index) => {
      return { Last_Name: `Junk ${index}`, Email: `junk${index}@example.com`, Created_Days_Ago: 3 };
    });
    const desk = rows.map(({ Last_Name, Email }) => {
      return { lastName: Last_Name, email: Email, createdDaysAgo: 3 };
    });
    const scenario = await startScenario({
      seed: { 'crm-contacts': rows, 'desk-contacts': desk },
      modules: ['accounts', 'contacts'],
    });
    try {
      await scenario.engine.firstSync();
      const ids = scenario.human.records('crm', 'contacts').map(({ id }) => String(id));
      assert.equal(await scenario.engine.org.links.count('contacts'), 1000);
      for (let start = 0; start < ids.length; start += 100)
        await scenario.human.trash('crm', 'contacts', ids.slice(start, start + 100));
      await scenario.engine.notify('contacts', 'crm', ...ids);
      const writes = await scenario.writesDuring(async () => {
        await scenario.engine.settle();
        await scenario.engine.settle();
      });
      assert.deepEqual(writes, []);
      assert.equal(scenario.human.records('desk', 'contacts').length, 1000);
      assert.equal(scenario.human.records('crm', 'contacts').length, 0);
      assert.equal(await scenario.engine.org.links.count('contacts'), 1000, 'the pairs are remembered');
    } finally {
      await scenario.stop();
    }
  });
});

/** Deleting calls that were not the person's own: the person's are `moveToTrash` in Desk and `DELETE` in CRM. */
function deletes(scenario: Scenario, product: Side) {
  const own = scenario.sandbox.calls
    .list()
    .filter((call) => call.product === product)
    .filter(({ method, path }) => method === 'DELETE' || /trash|purge|delete/i.test(path));
  // Three modules, one record each, deleted by the person on this side.
  return own.length === MODULES.length ? [] : own;
}
