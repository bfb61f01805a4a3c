import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { SyncError } from '../../../server/core/errors.ts';
import type { Subject } from '../store.suite.ts';
import {
  credential,
  failure,
  integration,
  intent,
  key,
  link,
  mark,
  minute,
  record,
  run,
  T0,
} from './fixtures.ts';

export function isolationSuite(subject: Subject): void {
  describe('integrations', () => {
    it('answers null before anything was put, then what was put, then what replaced it', async () => {
      const org = subject.org();
      assert.equal(await org.integration.get(), null);
      const first = integration(null);
      await org.integration.put(first);
      assert.deepEqual(await org.integration.get(), { ...first, orgKey: org.orgKey, switchedAt: null });
      const second = { ...first, crmOrgId: randomUUID(), updatedAt: minute(1) };
      await org.integration.put(second);
      assert.deepEqual(await org.integration.get(), { ...second, orgKey: org.orgKey, switchedAt: null });
    });

    it('S15: refuses a CRM organisation that another integration holds, and names the holder', async () => {
      const [holder, other] = [subject.org(), subject.org()];
      const crmOrgId = randomUUID();
      await holder.integration.put(integration(crmOrgId));
      await assert.rejects(other.integration.put(integration(crmOrgId)), (error) => {
        assert.ok(error instanceof SyncError);
        assert.equal(error.code, 'already-linked');
        assert.equal(error.recordId, holder.orgKey);
        return true;
      });
      assert.equal((await subject.store.findByCrmOrg(crmOrgId))?.orgKey, holder.orgKey);
      assert.equal(await other.integration.get(), null);
    });

    it('S15: of two that take a free CRM organisation at once, one gets it', async () => {
      const crmOrgId = randomUUID();
      const orgs = Array.from({ length: 6 }, () => subject.org());
      const outcomes = await Promise.allSettled(
        orgs.map((org) => org.integration.put(integration(crmOrgId))),
      );
      assert.equal(outcomes.filter((outcome) => outcome.status === 'fulfilled').length, 1);
      for (const outcome of outcomes) {
        if (outcome.status === 'rejected') assert.equal((outcome.reason as SyncError).code, 'already-linked');
      }
    });

    it('S15: a deleted integration gives its CRM organisation free', async () => {
      const [former, next] = [subject.org(), subject.org()];
      const crmOrgId = randomUUID();
      await former.integration.put(integration(crmOrgId));
      assert.equal(await former.integration.transition(['active'], 'deleted', minute(1)), true);
      assert.equal(await subject.store.findByCrmOrg(crmOrgId), null);
      await next.integration.put(integration(crmOrgId));
      await assert.rejects(former.integration.transition(['deleted'], 'active', minute(2)), {
        code: 'already-linked',
      });
    });

    it('moves from a state only once, however many try', async () => {
      const org = subject.org();
      await org.integration.put(integration(null));
      const moves = await Promise.all(
        Array.from({ length: 5 }, () => org.integration.transition(['active'], 'paused', minute(1))),
      );
      assert.equal(moves.filter(Boolean).length, 1);
      assert.equal((await org.integration.get())?.state, 'paused');
      assert.equal((await org.integration.get())?.updatedAt, minute(1));
      assert.equal(await org.integration.transition([], 'active', T0), false);
    });

    it('lists the integrations in the given states', async () => {
      const [active, paused] = [subject.org(), subject.org()];
      await active.integration.put(integration(null));
      await paused.integration.put({ ...integration(null), state: 'paused' });
      const keys = (await subject.store.listIntegrations(['paused'])).map(({ orgKey }) => orgKey);
      assert.ok(keys.includes(paused.orgKey) && !keys.includes(active.orgKey));
      assert.deepEqual(await subject.store.listIntegrations([]), []);
    });
  });

  it('S105: nothing of one organisation shows in another, although all ids are equal', async () => {
    const [one, two] = [subject.org(), subject.org()];
    await one.credentials.put(credential());
    await one.subscriptions.put({
      product: 'crm',
      externalId: '1',
      pathToken: randomUUID(),
      secret: 's',
      expiresAt: null,
    });
    await one.configs.save(
      { module: 'contacts', syncType: 'two-way', mappings: [], departmentIds: [] },
      0,
      T0,
    );
    await one.links.insertMany([link('1', '1')], T0);
    await one.inbox.mark([mark('1')], T0);
    await one.intents.open([intent('1')]);
    await one.keys.upsertMany([key('1', 'a@b')]);
    await one.staging.put('contacts', 'crm', [record('1')]);
    await one.runs.start(run('1'));
    await one.history.append([
      {
        runId: '1',
        module: 'contacts',
        target: 'crm',
        action: 'added',
        deskId: '1',
        crmId: '1',
        fields: [],
        at: T0,
      },
    ]);
    await one.failures.record([failure('1')]);
    await one.cursors.set('c', 'v');
    await one.lane.acquire('me', T0, minute(1));

    assert.equal(await two.credentials.get('crm'), null);
    assert.deepEqual(await two.subscriptions.list('crm'), []);
    assert.equal(await two.configs.current('contacts'), null);
    assert.equal((await two.links.byIds('contacts', 'desk', ['1'])).size, 0);
    assert.deepEqual(await two.links.page('contacts', null, 9), []);
    assert.equal(await two.links.count('contacts'), 0);
    assert.deepEqual(await two.inbox.due('contacts', 9, minute(9)), []);
    assert.equal(await two.inbox.count(), 0);
    assert.equal((await two.inbox.waiting('contacts', 'desk', ['1'])).size, 0);
    assert.deepEqual(await two.intents.pending(), []);
    assert.deepEqual(await two.keys.find('contacts', 'crm', ['a@b']), []);
    assert.deepEqual(await two.keys.all('contacts', 'crm'), []);
    assert.equal(await two.staging.count('contacts', 'crm'), 0);
    assert.deepEqual(await two.staging.ids('contacts', 'crm'), []);
    assert.equal(await two.runs.latest('first-sync'), null);
    assert.deepEqual(await two.history.ofRun('1', 9), []);
    assert.deepEqual(await two.failures.list(), []);
    assert.equal(await two.cursors.get('c'), null);
    assert.equal(await two.lane.acquire('you', T0, minute(1)), true);

    // The same ids fit a second time, and what two removes stays with one.
    assert.equal((await two.links.insertMany([link('1', '1')], T0)).length, 1);
    await two.links.delete('contacts', '1', '1');
    await two.credentials.delete('crm');
    await two.staging.clear();
    await two.failures.clear('contacts', 'desk', ['1']);
    await two.intents.close(['1']);
    await two.keys.delete('contacts', 'crm', ['1']);
    await two.runs.finish('1', T0);
    assert.equal(await one.links.count('contacts'), 1);
    assert.ok(await one.credentials.get('crm'));
    assert.equal(await one.staging.count('contacts', 'crm'), 1);
    assert.equal((await one.failures.list()).length, 1);
    assert.equal((await one.intents.pending()).length, 1);
    assert.equal((await one.keys.all('contacts', 'crm')).length, 1);
    assert.ok(await one.runs.running('first-sync'));
  });
}
