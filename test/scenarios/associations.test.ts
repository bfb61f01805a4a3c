import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startScenario, type Row, type Scenario } from '../support/scenario.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;

/** A contact of Desk with a primary and a secondary account, all of them paired. */
interface Family {
  readonly contact: { readonly desk: string; readonly crm: string };
  readonly primary: { readonly desk: string; readonly crm: string };
  readonly secondary: { readonly desk: string; readonly crm: string };
}

// What becomes of the former primary account when another takes its place is not documented: both readings.
for (const formerPrimary of ['drop', 'demote'] as const) {
  describe(`accounts of a contact; Desk ${formerPrimary}s a primary account that is replaced`, () => {
    let at: Scenario;
    let count = 0;
    before(async () => {
      at = await startScenario({
        sandboxSettings: { variants: { 'desk.formerPrimary': formerPrimary } },
        settings: { pollReconcileMs: DAY, pollProductsMs: DAY },
      });
      await at.engine.settle();
    });
    after(() => at.stop());

    async function family(): Promise<Family> {
      count += 1;
      const account = (name: string) =>
        at.pair('accounts', 'desk', { accountName: `${name} ${count} ${formerPrimary}` });
      const [primary, secondary] = [await account('Primary'), await account('Secondary')];
      const contact = await at.pair('contacts', 'desk', {
        lastName: `Member ${count}`,
        email: `member${count}@${formerPrimary}.example`,
        accountId: primary.desk,
      });
      await associate(contact.desk, secondary.desk);
      await at.sync('contacts', 'desk', contact.desk);
      await at.sandbox.world.clock.advance(MINUTE);
      return { contact, primary, secondary };
    }
    const associate = (contactId: string, accountId: string) =>
      at.human.call('desk', 'POST', `/contacts/${contactId}/associateAccounts`, {
        data: [{ id: accountId, isAccountTicketsViewable: true }],
      });
    const dissociate = (contactId: string, accountId: string) =>
      at.human.call('desk', 'POST', `/contacts/${contactId}/dissociateAccounts`, { ids: [accountId] });
    /** Account id → PRIMARY or SECONDARY, and the mapping's own id. */
    async function mappings(contactId: string) {
      const answer = (await at.human.call('desk', 'GET', `/contacts/${contactId}/accounts`)) as {
        data: { id: string; mappingInfo: { mappingId: string; mappingType: string } }[];
      } | null;
      return new Map((answer?.data ?? []).map(({ id, mappingInfo }) => [id, mappingInfo]));
    }
    async function types(contactId: string) {
      const found = await mappings(contactId);
      return Object.fromEntries([...found].map(([id, { mappingType }]) => [id, mappingType]));
    }
    const crmAccount = (id: string) => {
      const lookup = at.human.record('crm', 'contacts', id)?.['Account_Name'] as Row | null | undefined;
      return lookup?.['id'] ?? null;
    };
    async function isQuiet({ contact }: Family) {
      const writes = await at.writesDuring(async () => {
        await at.sync('contacts', 'crm', contact.crm);
        await at.sync('contacts', 'desk', contact.desk);
      });
      assert.deepEqual(writes, [], 'S103: and then there is peace');
    }

    it('S99: a secondary account added and removed in Desk changes neither the primary one nor CRM', async () => {
      const all = await family();
      const { contact, primary, secondary } = all;
      assert.deepEqual(await types(contact.desk), {
        [primary.desk]: 'PRIMARY',
        [secondary.desk]: 'SECONDARY',
      });
      assert.equal(crmAccount(contact.crm), primary.crm);
      await dissociate(contact.desk, secondary.desk);
      const writes = await at.writesDuring(() => at.sync('contacts', 'desk', contact.desk));
      assert.deepEqual(writes, []);
      assert.equal(crmAccount(contact.crm), primary.crm);
      assert.deepEqual(await types(contact.desk), { [primary.desk]: 'PRIMARY' });
      await isQuiet(all);
    });

    it('S99: another account chosen in CRM becomes primary in Desk by pair; secondary accounts stay', async () => {
      const all = await family();
      const { contact, primary, secondary } = all;
      const fresh = await at.pair('accounts', 'crm', { Account_Name: `Fresh ${count} ${formerPrimary}` });
      await at.human.update('crm', 'contacts', contact.crm, { Account_Name: { id: fresh.crm } });
      await at.sync('contacts', 'crm', contact.crm);
      const expected = {
        [fresh.desk]: 'PRIMARY',
        [secondary.desk]: 'SECONDARY',
        ...(formerPrimary === 'demote' ? { [primary.desk]: 'SECONDARY' } : {}),
      };
      assert.deepEqual(await types(contact.desk), expected);
      await isQuiet(all);
    });

    it('S99: a secondary account that CRM makes the account is the primary one in Desk, once', async () => {
      const all = await family();
      const { contact, secondary } = all;
      await at.human.update('crm', 'contacts', contact.crm, { Account_Name: { id: secondary.crm } });
      await at.sync('contacts', 'crm', contact.crm);
      assert.equal((await types(contact.desk))[secondary.desk], 'PRIMARY');
      assert.equal(Object.values(await types(contact.desk)).filter((type) => type === 'PRIMARY').length, 1);
      await isQuiet(all);
    });

    it('S99: a secondary account promoted in Desk is the account in CRM, by pair', async () => {
      const all = await family();
      const { contact, secondary } = all;
      const mapping = (await mappings(contact.desk)).get(secondary.desk)?.mappingId ?? '';
      await at.human.call('desk', 'PATCH', `/accountContactMapping/${mapping}`, { mappingType: 'PRIMARY' });
      await at.sync('contacts', 'desk', contact.desk);
      assert.equal(crmAccount(contact.crm), secondary.crm);
      await isQuiet(all);
    });

    it('S32, S100: a promoted account that CRM does not know yet is made there first, whatever its age', async () => {
      const all = await family();
      const { contact } = all;
      const unknown = await at.human.create('desk', 'accounts', {
        accountName: `Unknown ${count} ${formerPrimary}`,
      });
      await at.sandbox.world.clock.advance(400 * DAY);
      await associate(contact.desk, unknown);
      const mapping = (await mappings(contact.desk)).get(unknown)?.mappingId ?? '';
      await at.human.call('desk', 'PATCH', `/accountContactMapping/${mapping}`, { mappingType: 'PRIMARY' });
      await at.sync('contacts', 'desk', contact.desk);
      assert.equal(crmAccount(contact.crm), await at.partnerId('accounts', 'desk', unknown));
      await isQuiet(all);
    });

    it('S98: the primary account dissociated in Desk is a cleared field: CRM has no account, the secondary stays secondary', async () => {
      const all = await family();
      const { contact, primary, secondary } = all;
      await dissociate(contact.desk, primary.desk);
      await at.sync('contacts', 'desk', contact.desk);
      assert.equal(crmAccount(contact.crm), null);
      assert.deepEqual(await types(contact.desk), { [secondary.desk]: 'SECONDARY' });
      await isQuiet(all);
    });

    it('S99: the first account associated with a contact without one is its primary, and CRM’s', async () => {
      const contact = await at.pair('contacts', 'crm', { Last_Name: `Single ${formerPrimary}` });
      const account = await at.pair('accounts', 'crm', { Account_Name: `Joined ${formerPrimary}` });
      await associate(contact.desk, account.desk);
      await at.sync('contacts', 'desk', contact.desk);
      assert.equal(crmAccount(contact.crm), account.crm);
    });

    it('P5: promoted while CRM answers nothing: written once, and the secondary account is not touched', async () => {
      const all = await family();
      const { contact, primary, secondary } = all;
      const mapping = (await mappings(contact.desk)).get(secondary.desk)?.mappingId ?? '';
      await at.human.call('desk', 'PATCH', `/accountContactMapping/${mapping}`, { mappingType: 'PRIMARY' });
      at.sandbox.setFaults({
        rules: [{ kind: 'commit-then-timeout', product: 'crm', method: 'PUT', actor: 'human', times: 1 }],
        events: { duplicated: 1 },
      });
      const writes = await at.writesDuring(async () => {
        await at.sync('contacts', 'desk', contact.desk, contact.desk);
        await at.sandbox.world.clock.advance(MINUTE);
        await at.engine.settle();
      });
      at.sandbox.setFaults({});
      assert.equal(writes.length, 1);
      assert.equal(crmAccount(contact.crm), secondary.crm);
      const former = (await types(contact.desk))[primary.desk];
      assert.equal(former, 'SECONDARY', 'a promotion by mapping demotes');
      await isQuiet(all);
    });
  });
}

describe('a contact whose account has no partner yet', () => {
  it('P9: stays without it, not emptied, and gets it when the account is paired weeks later', async () => {
    const at = await startScenario({ settings: { pollReconcileMs: DAY, pollProductsMs: DAY } });
    await at.engine.settle();
    const twins = [
      await at.human.create('crm', 'accounts', { Account_Name: 'Twin' }),
      await at.human.create('crm', 'accounts', { Account_Name: 'Twin' }),
    ];
    const account = await at.human.create('desk', 'accounts', { accountName: 'Twin' });
    const waiting = [];
    for (const name of ['One', 'Two', 'Three']) {
      waiting.push(await at.pair('contacts', 'desk', { lastName: name, accountId: account }));
    }
    const lookup = (id: string) =>
      (at.human.record('crm', 'contacts', id)?.['Account_Name'] as Row | null | undefined)?.['id'] ?? null;
    assert.deepEqual(
      waiting.map(({ crm }) => lookup(crm)),
      [null, null, null],
    );
    assert.equal((await at.engine.org.waitingReferences.list()).length, 3);
    assert.equal(await at.engine.org.inbox.count(), 0, 'nobody asks again and again');

    // Its account is changed to none, and back: what was taken back waits no more, what came back does.
    const [first] = waiting;
    assert.ok(first);
    await at.human.update('desk', 'contacts', first.desk, { accountId: null });
    await at.sync('contacts', 'desk', first.desk);
    assert.equal((await at.engine.org.waitingReferences.list()).length, 2);
    await at.human.update('desk', 'contacts', first.desk, { accountId: account });
    await at.sync('contacts', 'desk', first.desk);

    await at.sandbox.world.clock.advance(30 * DAY);
    const [lost = '', kept = ''] = twins;
    await at.human.trash('crm', 'accounts', [lost]);
    await at.sync('accounts', 'crm', lost);
    assert.equal(
      await at.partnerId('accounts', 'desk', account),
      kept,
      'its twin being gone, nobody had to try again',
    );
    assert.deepEqual(
      waiting.map(({ crm }) => lookup(crm)),
      [kept, kept, kept],
    );
    assert.deepEqual(await at.engine.org.waitingReferences.list(), [], 'deferred edges drain');
    assert.deepEqual(await at.failures('accounts'), []);
    await at.stop();
  });

  it('P9, S44: an account in the bin is waited for, and its contacts follow when it comes back', async () => {
    const at = await startScenario({ settings: { pollReconcileMs: DAY, pollProductsMs: DAY } });
    await at.engine.settle();
    const account = await at.pair('accounts', 'crm', { Account_Name: 'Phoenix' });
    const contact = await at.pair('contacts', 'crm', { Last_Name: 'Feather' });
    await at.sandbox.world.clock.advance(MINUTE);
    await at.human.trash('desk', 'accounts', [account.desk]);
    await at.sync('accounts', 'desk', account.desk);
    await at.human.update('crm', 'contacts', contact.crm, { Account_Name: { id: account.crm } });
    await at.sync('contacts', 'crm', contact.crm);
    const named = () => at.human.record('desk', 'contacts', contact.desk)?.['accountId'] ?? null;
    assert.equal(named(), null, 'never point at a record that is gone');
    await at.human.update('crm', 'accounts', account.crm, { Phone: '1' });
    await at.sync('accounts', 'crm', account.crm);
    assert.equal(named(), account.desk);
    assert.deepEqual(await at.engine.org.waitingReferences.list(), []);
    await at.stop();
  });
});
