import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { SyncError } from '../../server/core/errors.ts';
import type { Module, Side } from '../../server/core/record.ts';
import { SIDES, otherSide } from '../../server/core/record.ts';
import { startScenario, type Scenario, type ScenarioOptions } from '../support/scenario.ts';

const NAMES = {
  contacts: { desk: 'lastName', crm: 'Last_Name' },
  accounts: { desk: 'accountName', crm: 'Account_Name' },
  products: { desk: 'productName', crm: 'Product_Name' },
} as const;
const PHONES = {
  contacts: { desk: 'phone', crm: 'Phone' },
  accounts: { desk: 'phone', crm: 'Phone' },
} as const;
const MINUTE = 60_000;
const DAY = 86_400_000;

let scenario: Scenario | undefined;
afterEach(async () => {
  await scenario?.stop();
  scenario = undefined;
});

async function start(options: ScenarioOptions = {}): Promise<Scenario> {
  scenario = await startScenario({ settings: { pollReconcileMs: DAY, pollProductsMs: DAY }, ...options });
  return scenario;
}

/** A pair in which nothing is left to do, a minute ago. */
async function settledPair(at: Scenario, module: 'contacts' | 'accounts', side: Side = 'crm') {
  const values = {
    [NAMES[module][side]]: 'Fontaine',
    ...(module === 'contacts' ? {} : { [PHONES[module][side]]: '1' }),
  };
  if (module === 'contacts')
    Object.assign(values, { [side === 'crm' ? 'Email' : 'email']: 'a@fontaine.example' });
  const ids = await at.pair(module, side, values);
  await later(at);
  return ids;
}
async function later(at: Scenario, ms = MINUTE) {
  await at.sandbox.world.clock.advance(ms);
}
function deletes(at: Scenario) {
  return at.sandbox.calls
    .list()
    .filter((call) => call.method === 'DELETE' || /moveToTrash|recycleBin\/delete/.test(call.path));
}
async function actions(at: Scenario, id: string) {
  const runs = await at.engine.org.runs.list('1970-01-01T00:00:00.000Z');
  const rows = await Promise.all(runs.map((run) => at.engine.org.history.ofRun(run.id, 1_000)));
  return rows.flat().filter((row) => row.deskId === id || row.crmId === id);
}
async function presence(at: Scenario, module: Module, crmId: string) {
  return (await at.engine.org.links.byIds(module, 'crm', [crmId])).get(crmId)?.presence;
}

describe('deletions never travel', () => {
  for (const [statement, side] of [
    ['S40', 'desk'],
    ['S41', 'crm'],
  ] as const) {
    for (const module of ['contacts', 'accounts'] as const) {
      it(`${statement}: ${module} deleted in ${side} stay on the other side`, async () => {
        const at = await start();
        const ids = await settledPair(at, module);
        await at.human.trash(side, module, [ids[side]]);
        const before = deletes(at).length;
        const writes = await at.writesDuring(() => at.sync(module, side, ids[side]));
        assert.deepEqual(writes, []);
        assert.equal(deletes(at).length, before);
        assert.ok(at.human.record(otherSide(side), module, ids[otherSide(side)]));
      });
    }
  }

  it('S42: a product deleted on either side stays on the other', async () => {
    const at = await start();
    for (const side of SIDES) {
      const ids = await at.pair('products', 'crm', { Product_Name: `Valve ${side}` });
      await later(at);
      await at.human.trash(side, 'products', [ids[side]]);
      const writes = await at.writesDuring(() => at.sync('products', side, ids[side]));
      assert.deepEqual(writes, []);
      assert.ok(at.human.record(otherSide(side), 'products', ids[otherSide(side)]));
    }
  });

  it('S51: contacts keep their account on the other side when the account is deleted for good', async () => {
    const at = await start();
    for (const side of SIDES) {
      const other = otherSide(side);
      const account = await at.pair('accounts', side, { [NAMES.accounts[side]]: `Umbra ${side}` });
      const field = { desk: 'accountId', crm: 'Account_Name' } as const;
      const contact = await at.pair('contacts', side, {
        [NAMES.contacts[side]]: 'Vega',
        [side === 'crm' ? 'Email' : 'email']: `vega@${side}.example`,
        [field[side]]: side === 'crm' ? { id: account.crm } : account.desk,
      });
      const reference = () =>
        JSON.stringify(at.human.record(other, 'contacts', contact[other])?.[field[other]]);
      assert.match(reference(), new RegExp(account[other]));
      await later(at);
      await at.human.trash(side, 'accounts', [account[side]]);
      await at.human.purge(side, [account[side]]);
      await at.sync('contacts', side, contact[side]);
      await at.sync('accounts', side, account[side]);
      await at.sync('contacts', side, contact[side]);
      assert.match(reference(), new RegExp(account[other]), `${other} still names the account`);
    }
  });
});

describe('a record in the recycle bin comes back when its counterpart is changed', () => {
  for (const [statement, gone] of [
    ['S44', 'desk'],
    ['S47', 'crm'],
  ] as const) {
    for (const module of ['contacts', 'accounts'] as const) {
      it(`${statement}: deleted ${module} in ${gone} come back under the same id, with the present values`, async () => {
        const at = await start();
        const alive = otherSide(gone);
        const ids = await settledPair(at, module);
        await at.human.trash(gone, module, [ids[gone]]);
        await at.sync(module, gone, ids[gone]);
        await later(at);
        await at.human.update(alive, module, ids[alive], { [PHONES[module][alive]]: '555 0199' });
        await at.sync(module, alive, ids[alive]);

        const back = at.human.record(gone, module, ids[gone]);
        assert.equal(back?.[PHONES[module][gone]], '555 0199');
        assert.deepEqual(await presence(at, module, ids.crm), { desk: 'live', crm: 'live' });
        const named = at.human.records(gone, module).filter((row) => row[NAMES[module][gone]] === 'Fontaine');
        assert.equal(named.length, 1, 'never two live copies');
        assert.deepEqual(
          (await actions(at, ids[gone])).map((row) => row.action).filter((action) => action === 'restored'),
          ['restored'],
        );
        const more = await at.writesDuring(async () => {
          await at.sync(module, gone, ids[gone]);
          await at.sync(module, alive, ids[alive]);
        });
        assert.deepEqual(more, [], 'and then there is peace');
      });
    }
  }

  it('S44: the deletion need not have been told: the change alone brings the record back', async () => {
    const at = await start();
    const ids = await settledPair(at, 'contacts');
    await at.human.trash('desk', 'contacts', [ids.desk]);
    await at.human.update('crm', 'contacts', ids.crm, { Phone: '7' });
    await at.sync('contacts', 'crm', ids.crm);
    assert.equal(at.human.record('desk', 'contacts', ids.desk)?.['phone'], '7');
  });

  it('S44: an edit made in Desk just before the deletion yields to the present CRM value', async () => {
    const at = await start();
    const ids = await settledPair(at, 'contacts');
    await at.human.update('desk', 'contacts', ids.desk, { phone: 'old edit' });
    await at.human.trash('desk', 'contacts', [ids.desk]);
    await later(at);
    await at.human.update('crm', 'contacts', ids.crm, { Phone: '8' });
    await later(at);
    await at.sync('contacts', 'crm', ids.crm);
    assert.equal(at.human.record('desk', 'contacts', ids.desk)?.['phone'], '8');
    assert.equal(at.human.record('crm', 'contacts', ids.crm)?.['Phone'], '8');
  });

  it('S44: where the product refuses to restore, the record is created anew and paired again', async () => {
    const at = await start();
    const ids = await settledPair(at, 'contacts');
    await at.human.trash('desk', 'contacts', [ids.desk]);
    await at.human.update('crm', 'contacts', ids.crm, { Phone: '9' });
    const restore = at.engine.gateways.desk.restore.bind(at.engine.gateways.desk);
    at.engine.gateways.desk.restore = (module) => restore(module, ['999999999999999999']);
    await at.sync('contacts', 'crm', ids.crm);
    const partner = await at.partner('contacts', 'crm', ids.crm);
    assert.notEqual(partner['id'], ids.desk);
    assert.equal(partner['phone'], '9');
    assert.equal(
      at.human.records('desk', 'contacts').filter((row) => row['email'] === 'a@fontaine.example').length,
      1,
    );
    const more = await at.writesDuring(() => at.sync('contacts', 'crm', ids.crm));
    assert.deepEqual(more, []);
  });

  it('S44, P22: a restore whose answer was lost is found done, told in the history, and not done twice', async () => {
    const at = await start();
    const ids = await settledPair(at, 'contacts');
    await at.human.trash('desk', 'contacts', [ids.desk]);
    await at.human.update('crm', 'contacts', ids.crm, { Phone: '10' });
    const gateway = at.engine.gateways.desk;
    const restore = gateway.restore.bind(gateway);
    gateway.restore = async (module, wanted, signal) => {
      await restore(module, wanted, signal);
      gateway.restore = restore;
      return wanted.map(() => ({ ok: false, error: new SyncError('unknown-outcome', 'no answer came') }));
    };
    await at.sync('contacts', 'crm', ids.crm);
    await later(at);
    await at.engine.settle();
    assert.equal(at.human.record('desk', 'contacts', ids.desk)?.['phone'], '10');
    const told = (await actions(at, ids.desk)).map((row) => row.action);
    assert.equal(told.filter((action) => action === 'restored').length, 1);
    assert.equal(told.filter((action) => action === 'updated').length, 1);
    const named = at.human.records('desk', 'contacts').filter((row) => row['email'] === 'a@fontaine.example');
    assert.equal(named.length, 1);
  });

  it('S46: updating a CRM record that was deleted from Desk adds it again in Desk, also after many days', async () => {
    const at = await start();
    const ids = await settledPair(at, 'accounts');
    await at.human.trash('desk', 'accounts', [ids.desk]);
    await at.sync('accounts', 'desk', ids.desk);
    await later(at, 59 * DAY);
    await at.human.update('crm', 'accounts', ids.crm, { Phone: '2' });
    await at.sync('accounts', 'crm', ids.crm);
    assert.equal(at.human.record('desk', 'accounts', ids.desk)?.['phone'], '2');
  });

  it('S47: one-way sync never puts anything back into CRM', async () => {
    const at = await start({ syncType: 'crm-to-desk' });
    const ids = await settledPair(at, 'contacts');
    await at.human.trash('crm', 'contacts', [ids.crm]);
    await at.human.update('desk', 'contacts', ids.desk, { phone: '3' });
    const writes = await at.writesDuring(() => at.sync('contacts', 'desk', ids.desk));
    assert.deepEqual(writes, []);
    assert.equal(at.human.record('crm', 'contacts', ids.crm), undefined);
  });

  it('S48: polls, reconciles, retries and changes of unmapped fields do not resurrect', async () => {
    const at = await start({ settings: { pollReconcileMs: 0, pollProductsMs: 0 } });
    const ids = await settledPair(at, 'contacts');
    await at.human.trash('desk', 'contacts', [ids.desk]);
    const writes = await at.writesDuring(async () => {
      for (const reason of ['poll', 'reconcile', 'retry', 'event'] as const) {
        await at.engine.org.inbox.mark(
          [{ module: 'contacts', side: 'crm', recordId: ids.crm, reason }],
          new Date(at.sandbox.world.clock.now()).toISOString(),
        );
        await at.engine.settle();
      }
    });
    assert.deepEqual(writes, []);
    assert.equal(at.human.record('desk', 'contacts', ids.desk), undefined);
  });

  it('S49: what a person restores is the same pair again, and no second copy', async () => {
    const at = await start();
    const ids = await settledPair(at, 'contacts');
    await at.human.trash('desk', 'contacts', [ids.desk]);
    await at.sync('contacts', 'desk', ids.desk);
    await later(at);
    await at.human.restore('desk', [ids.desk]);
    const writes = await at.writesDuring(() => at.sync('contacts', 'desk', ids.desk));
    assert.deepEqual(writes, []);
    assert.deepEqual(await presence(at, 'contacts', ids.crm), { desk: 'live', crm: 'live' });
    await later(at);
    await at.human.update('crm', 'contacts', ids.crm, { Phone: '4' });
    await at.sync('contacts', 'crm', ids.crm);
    assert.equal(at.human.record('desk', 'contacts', ids.desk)?.['phone'], '4');
  });

  it('S49: what a person restores unchanged is noticed by the poll when nobody tells of it', async () => {
    const at = await start({ settings: { pollReconcileMs: 0, pollProductsMs: 0 } });
    const ids = await settledPair(at, 'contacts');
    await at.human.trash('crm', 'contacts', [ids.crm]);
    await at.sync('contacts', 'crm', ids.crm);
    assert.notEqual((await presence(at, 'contacts', ids.crm))?.crm, 'live');
    await later(at);
    await at.human.restore('crm', [ids.crm]);
    const writes = await at.writesDuring(() => at.engine.settle());
    assert.deepEqual(writes, []);
    assert.deepEqual(await presence(at, 'contacts', ids.crm), { desk: 'live', crm: 'live' });
  });

  it('S52: the echo of our own write does not bring back what was deleted right after it', async () => {
    const at = await start();
    const ids = await settledPair(at, 'contacts', 'crm');
    await at.human.update('desk', 'contacts', ids.desk, { phone: '5' });
    await at.sync('contacts', 'desk', ids.desk);
    await at.human.trash('desk', 'contacts', [ids.desk]);
    const writes = await at.writesDuring(() => at.sync('contacts', 'crm', ids.crm));
    assert.deepEqual(writes, []);
    assert.equal(at.human.record('desk', 'contacts', ids.desk), undefined);
  });
});

describe('a purged record stays away', () => {
  for (const [statement, gone] of [
    ['S45', 'desk'],
    ['S47', 'crm'],
  ] as const) {
    it(`${statement}: purged in ${gone} → the counterpart's change is suppressed, once in the history`, async () => {
      const at = await start();
      const alive = otherSide(gone);
      const ids = await settledPair(at, 'contacts');
      await at.human.trash(gone, 'contacts', [ids[gone]]);
      await at.human.purge(gone, [ids[gone]]);
      await at.sync('contacts', gone, ids[gone]);
      await later(at);
      await at.human.update(alive, 'contacts', ids[alive], { [PHONES.contacts[alive]]: '6' });
      const writes = await at.writesDuring(async () => {
        await at.sync('contacts', alive, ids[alive]);
        await at.sync('contacts', alive, ids[alive]);
      });
      assert.deepEqual(writes, []);
      assert.equal((await presence(at, 'contacts', ids.crm))?.[gone], 'purged');
      const suppressed = (await actions(at, ids[alive])).filter((row) => row.action === 'suppressed');
      assert.equal(suppressed.length, 1);
      assert.equal(suppressed[0]?.target, gone);
      assert.deepEqual(await at.failures('contacts'), []);
    });
  }

  it('S49: after 60 days in the bin a record counts as purged', async () => {
    const at = await start();
    const ids = await settledPair(at, 'contacts');
    await at.human.trash('desk', 'contacts', [ids.desk]);
    await at.sync('contacts', 'desk', ids.desk);
    await later(at, 61 * DAY);
    await at.human.update('crm', 'contacts', ids.crm, { Phone: '6' });
    const writes = await at.writesDuring(() => at.sync('contacts', 'crm', ids.crm));
    assert.deepEqual(writes, []);
    assert.equal((await presence(at, 'contacts', ids.crm))?.desk, 'purged');
  });

  it('S45: a person who enters a purged contact again gets it paired, not doubled', async () => {
    const at = await start();
    const ids = await settledPair(at, 'contacts');
    await at.human.trash('desk', 'contacts', [ids.desk]);
    await at.human.purge('desk', [ids.desk]);
    await at.human.create('desk', 'contacts', { lastName: 'Fontaine', email: 'a@fontaine.example' });
    await later(at);
    await at.human.update('crm', 'contacts', ids.crm, { Phone: '6' });
    await at.sync('contacts', 'crm', ids.crm);
    const partner = await at.partner('contacts', 'crm', ids.crm);
    assert.notEqual(partner['id'], ids.desk);
    assert.equal(
      at.human.records('desk', 'contacts').filter((row) => row['email'] === 'a@fontaine.example').length,
      1,
    );
  });

  it('S45: a duplicate of the purged contact’s partner does not bring it back either; the log says whose duplicate it is', async () => {
    const at = await start();
    const ids = await settledPair(at, 'contacts');
    const double = await at.human.create('crm', 'contacts', {
      Last_Name: 'Fontaine',
      Email: 'a@fontaine.example',
    });
    await at.sync('contacts', 'crm', double);
    assert.equal((await at.failureOf('contacts', 'crm', double))?.code, 'already-linked', 'S72');
    await at.human.trash('desk', 'contacts', [ids.desk]);
    await at.human.purge('desk', [ids.desk]);
    await later(at);
    const writes = await at.writesDuring(async () => {
      await at.sync('contacts', 'desk', ids.desk);
      await at.sync('contacts', 'crm', double);
    });
    assert.deepEqual(writes, []);
    assert.equal((await at.failureOf('contacts', 'crm', double))?.code, 'already-linked');
  });

  it('S50: when both sides are deleted the pair is closed and nothing happens any more', async () => {
    const at = await start();
    const ids = await settledPair(at, 'contacts');
    for (const side of SIDES) await at.human.trash(side, 'contacts', [ids[side]]);
    const writes = await at.writesDuring(async () => {
      await at.sync('contacts', 'desk', ids.desk);
      await at.sync('contacts', 'crm', ids.crm);
      await later(at, DAY);
      await at.sync('contacts', 'crm', ids.crm);
    });
    assert.deepEqual(writes, []);
    assert.deepEqual(await presence(at, 'contacts', ids.crm), { desk: 'bin', crm: 'bin' });
  });
});
