import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Side } from '../../server/core/record.ts';
import { SIDES, otherSide } from '../../server/core/record.ts';
import { PLAIN_SEED, startScenario, type Row, type Scenario } from '../support/scenario.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const PARENT = { desk: 'cf_parent_account', crm: 'Parent_Account' } as const;
const NAME = { desk: 'accountName', crm: 'Account_Name' } as const;
const rows = { accounts: [[PARENT.desk, PARENT.crm]] as const };
/** Desk has no parent account of its own: an administrator made a lookup. */
const LOOKUP = { 'desk-accounts': [{ accountName: 'Plain Desk Account', parentAccount: '' }] };

function account(side: Side, name: string, parentId?: string | null): Row {
  const named = { [NAME[side]]: name };
  if (parentId === undefined) return named;
  if (side === 'crm') return { ...named, Parent_Account: parentId === null ? null : { id: parentId } };
  return { ...named, cf: { [PARENT.desk]: parentId } };
}
function parentChange(side: Side, parentId: string | null): Row {
  const { [NAME[side]]: _name, ...change } = account(side, '', parentId);
  return change;
}
function parentOf(at: Scenario, side: Side, id: string): unknown {
  const record = at.human.record(side, 'accounts', id);
  assert.ok(record, `${side} account ${id} is live`);
  if (side === 'desk') return (record['cf'] as Row)[PARENT.desk] ?? null;
  const lookup = record[PARENT.crm] as { id: string } | null | undefined;
  return lookup?.id ?? null;
}
async function waiting(at: Scenario) {
  return await at.engine.org.waitingReferences.list();
}
async function partner(at: Scenario, side: Side, id: string): Promise<string> {
  const found = await at.partnerId('accounts', side, id);
  assert.ok(found, `${side} account ${id} has a partner`);
  return found;
}

describe('an account and its parent, where Desk has a lookup for it', () => {
  let at: Scenario;
  let count = 0;
  before(async () => {
    at = await startScenario({
      seed: { ...PLAIN_SEED, ...LOOKUP },
      rows,
      settings: { pollReconcileMs: DAY, pollProductsMs: DAY },
    });
    await at.engine.settle();
  });
  after(() => at.stop());
  const fresh = (name: string) => `${name} ${(count += 1)}`;

  for (const side of SIDES) {
    const other = otherSide(side);

    it(`P9: parent and child made in ${side} at once arrive parent first, each written once`, async () => {
      const parent = await at.human.create(side, 'accounts', account(side, fresh('Parent')));
      const child = await at.human.create(side, 'accounts', account(side, fresh('Child'), parent));
      const sent = await at.sentDuring(() => at.sync('accounts', side, child, parent));
      assert.deepEqual(
        sent.map(({ kind }) => kind),
        ['create', 'create'],
        'no second write for the reference',
      );
      assert.equal(parentOf(at, other, await partner(at, side, child)), await partner(at, side, parent));
      assert.deepEqual(await waiting(at), []);
    });

    it(`P9: a child of ${side} alone brings its parent and grandparent along`, async () => {
      const top = await at.human.create(side, 'accounts', account(side, fresh('Top')));
      const middle = await at.human.create(side, 'accounts', account(side, fresh('Middle'), top));
      const child = await at.human.create(side, 'accounts', account(side, fresh('Child'), middle));
      await at.sync('accounts', side, child);
      const theirs = await partner(at, side, middle);
      assert.equal(parentOf(at, other, await partner(at, side, child)), theirs);
      assert.equal(parentOf(at, other, theirs), await partner(at, side, top));
      assert.deepEqual(await waiting(at), []);
    });

    it(`P9: its own parent, and a ring of two, made in ${side}: both sides end equal and still`, async () => {
      const self = await at.human.create(side, 'accounts', account(side, fresh('Self')));
      const first = await at.human.create(side, 'accounts', account(side, fresh('Ring')));
      const second = await at.human.create(side, 'accounts', account(side, fresh('Ring'), first));
      await at.human.update(side, 'accounts', self, parentChange(side, self));
      await at.human.update(side, 'accounts', first, parentChange(side, second));
      await at.sync('accounts', side, self, first, second);
      assert.equal(parentOf(at, other, await partner(at, side, self)), await partner(at, side, self));
      assert.equal(parentOf(at, other, await partner(at, side, first)), await partner(at, side, second));
      assert.equal(parentOf(at, other, await partner(at, side, second)), await partner(at, side, first));
      assert.deepEqual(await waiting(at), []);
      const more = await at.writesDuring(() => at.sync('accounts', side, self, first, second));
      assert.deepEqual(more, [], 'P2: and then there is peace');
    });

    it(`S97: another parent chosen in ${side}, then none: both travel by pair, and echo nothing`, async () => {
      const old = await at.pair('accounts', side, account(side, fresh('Old')));
      const young = await at.pair('accounts', side, account(side, fresh('New')));
      const child = await at.pair('accounts', side, account(side, fresh('Child'), old[side]));
      assert.equal(parentOf(at, other, child[other]), old[other]);
      for (const [chosen, expected] of [
        [young[side], young[other]],
        [null, null],
      ] as const) {
        await at.sandbox.world.clock.advance(MINUTE);
        await at.human.update(side, 'accounts', child[side], parentChange(side, chosen));
        await at.sync('accounts', side, child[side]);
        assert.equal(parentOf(at, other, child[other]), expected);
        const echo = await at.writesDuring(() => at.sync('accounts', other, child[other]));
        assert.deepEqual(echo, [], 'S103');
      }
    });

    it(`P9, S51: the parent deleted in ${side} for good leaves the other side's reference alone`, async () => {
      const parent = await at.pair('accounts', side, account(side, fresh('Parent')));
      const child = await at.pair('accounts', side, account(side, fresh('Child'), parent[side]));
      await at.sandbox.world.clock.advance(MINUTE);
      await at.human.trash(side, 'accounts', [parent[side]]);
      await at.human.purge(side, [parent[side]]);
      const writes = await at.writesDuring(() => at.sync('accounts', side, child[side], parent[side]));
      assert.deepEqual(writes, []);
      assert.equal(parentOf(at, other, child[other]), parent[other]);
    });
  }

  it('P9: a parent that cannot be paired leaves the field untouched, and is linked when it can be, days later', async () => {
    const name = fresh('Twin');
    const twins = [
      await at.human.create('crm', 'accounts', account('crm', name)),
      await at.human.create('crm', 'accounts', account('crm', name)),
    ];
    const parent = await at.human.create('desk', 'accounts', account('desk', name));
    const other = await at.pair('accounts', 'desk', account('desk', fresh('Other')));
    const child = await at.pair('accounts', 'desk', account('desk', fresh('Child'), other.desk));
    await at.sandbox.world.clock.advance(MINUTE);
    await at.human.update('desk', 'accounts', child.desk, parentChange('desk', parent));
    await at.sync('accounts', 'desk', child.desk);
    assert.equal((await at.failureOf('accounts', 'desk', parent))?.code, 'ambiguous-match');
    assert.equal(parentOf(at, 'crm', child.crm), other.crm, 'not nulled, not guessed');
    assert.deepEqual(
      (await waiting(at)).map(({ recordId, toId }) => [recordId, toId]),
      [[child.desk, parent]],
    );

    await at.sandbox.world.clock.advance(9 * DAY);
    const [lost = '', kept = ''] = twins;
    await at.human.trash('crm', 'accounts', [lost]);
    await at.sync('accounts', 'crm', lost);
    await at.sync('accounts', 'desk', parent);
    assert.equal(await partner(at, 'desk', parent), kept);
    assert.equal(parentOf(at, 'crm', child.crm), kept, 'nobody touched the child');
    assert.deepEqual(await waiting(at), []);
  });

  it('P3: two accounts that name each other and can neither be paired do not look at each other for ever', async () => {
    const names = [fresh('Never'), fresh('Never')];
    for (const name of [...names, ...names]) await at.human.create('crm', 'accounts', account('crm', name));
    const [a = '', b = ''] = await Promise.all(
      names.map((name) => at.human.create('desk', 'accounts', account('desk', name))),
    );
    await at.human.update('desk', 'accounts', a, parentChange('desk', b));
    await at.human.update('desk', 'accounts', b, parentChange('desk', a));
    await at.sync('accounts', 'desk', a);
    assert.equal((await at.failureOf('accounts', 'desk', a))?.code, 'ambiguous-match');
    assert.equal((await at.failureOf('accounts', 'desk', b))?.code, 'ambiguous-match');
    assert.equal(await at.engine.org.inbox.count('accounts'), 0);
  });
});

describe('the first session of a hierarchy', () => {
  it('P9, S32: parents come first, old ancestors of young accounts included, each record written once', async () => {
    const at = await startScenario({
      seed: {
        ...PLAIN_SEED,
        'desk-accounts': [
          { accountName: 'Leaf', parentAccount: 'Branch', createdDaysAgo: 3 },
          { accountName: 'Branch', parentAccount: 'Root', createdDaysAgo: 900 },
          { accountName: 'Root', parentAccount: '', createdDaysAgo: 1_200 },
          { accountName: 'Old and alone', parentAccount: '', createdDaysAgo: 1_200 },
        ],
        'crm-accounts': [
          { Account_Name: 'Twig', Parent_Account: 'Stem', Created_Days_Ago: 2 },
          { Account_Name: 'Stem', Parent_Account: '', Created_Days_Ago: 800 },
        ],
      },
      rows,
    });
    try {
      const sent = await at.sentDuring(() => at.engine.firstSync());
      const accounts = sent.filter(({ module }) => module === 'accounts');
      assert.deepEqual(
        accounts.map(({ kind }) => kind),
        Array<string>(5).fill('create'),
      );
      const name = (side: Side, id: unknown) => at.human.record(side, 'accounts', String(id))?.[NAME[side]];
      const parentName = (side: Side, child: string) => {
        const found = at.human.records(side, 'accounts').find((row) => row[NAME[side]] === child);
        return name(side, parentOf(at, side, String(found?.['id'])));
      };
      assert.equal(parentName('crm', 'Leaf'), 'Branch');
      assert.equal(parentName('crm', 'Branch'), 'Root');
      assert.equal(parentName('desk', 'Twig'), 'Stem');
      assert.ok(!at.human.records('crm', 'accounts').some((row) => row['Account_Name'] === 'Old and alone'));
      assert.deepEqual(await waiting(at), []);
      assert.deepEqual(await at.writesDuring(() => at.engine.settle()), []);
    } finally {
      await at.stop();
    }
  });
});
