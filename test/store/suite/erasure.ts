import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { OrgStore } from '../../../server/ports/store.ts';
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

const LATER = '2030-01-01T00:00:00.000Z';

export function erasureSuite(subject: Subject): void {
  async function filled(): Promise<OrgStore> {
    const org = subject.org();
    await org.integration.put(integration(randomUUID()));
    await org.credentials.put(credential());
    await org.links.insertMany([link('1', 'a')], T0);
    await org.keys.upsertMany([key('1', 'key')]);
    await org.inbox.mark([mark('1')], T0);
    await org.intents.open([intent('1')]);
    await org.staging.put('contacts', 'desk', [record('1')]);
    await org.runs.start(run(randomUUID()));
    await org.failures.record([failure('1')]);
    await org.cursors.set('poll.contacts.desk', T0);
    return org;
  }
  const rest = async (org: OrgStore) => [
    await org.credentials.get(credential().product),
    await org.runs.list('2000-01-01T00:00:00.000Z'),
    await org.inbox.count(),
    await org.intents.pending(),
    await org.staging.count('contacts', 'desk'),
    await org.failures.list(),
    await org.keys.all('contacts', 'desk'),
    await org.cursors.get('poll.contacts.desk'),
  ];
  const EMPTY = [null, [], 0, [], 0, [], [], null];

  describe('erasure', () => {
    it('S91, S92: a deletion forgets the views of the scheduled import, but not that it was given up', async () => {
      const org = await filled();
      const entry = { module: 'contacts' as const, viewId: '7', viewName: 'Mine', departmentIds: [] };
      await org.legacyImports.put({ ...entry, everyMinutes: 60, importedAt: null });
      await org.legacyImports.put({ ...entry, module: 'accounts', everyMinutes: 30, importedAt: null });
      await org.legacyImports.noteImported('contacts', T0);
      assert.deepEqual(
        (await org.legacyImports.list()).map(({ module, importedAt }) => [module, importedAt]),
        [
          ['accounts', null],
          ['contacts', T0],
        ],
      );
      await org.integration.markSwitched(T0);
      await org.integration.markSwitched(LATER);
      await org.integration.put(integration(randomUUID()));
      await org.transaction(({ erasure }) => erasure.allButPairs());
      assert.deepEqual(await org.legacyImports.list(), []);
      assert.equal((await org.integration.get())?.switchedAt, T0);
    });

    it('S63: old history is forgotten, tombstones and the latest first session are not', async () => {
      const org = subject.org();
      const { runs, history } = org;
      const change = { module: 'contacts', target: 'crm', deskId: '1', crmId: 'a', fields: [] } as const;
      const count = { module: 'contacts', target: 'crm', added: 1, updated: 0, failed: 0 } as const;
      const conflict = { ...change, field: 'x', base: null, desk: 'd', crm: 'c', winner: 'crm' } as const;
      const session = run('session');
      await runs.start(session);
      await runs.finish('session', T0);
      for (const [id, startedAt] of [
        ['old', minute(1)],
        ['young', minute(9)],
      ] as const) {
        await runs.start(run(id, { kind: 'continuous', startedAt, modules: [] }));
        await runs.addCounts(id, [count]);
        await history.append([{ ...change, runId: id, action: 'added', at: startedAt }]);
        await history.appendConflicts([{ ...conflict, at: startedAt }]);
        await runs.finish(id, startedAt);
      }
      await history.append([{ ...change, runId: 'session', action: 'added', at: T0 }]);
      await runs.start(run('endless', { kind: 'retry', startedAt: T0, modules: [] }));
      const tombstone = { ...link('1', 'a'), presence: { desk: 'purged', crm: 'live' } } as const;
      await org.links.insertMany([tombstone], T0);
      const other = subject.org();
      await other.runs.start(run('theirs', { kind: 'continuous', modules: [] }));
      await other.runs.finish('theirs', T0);

      await org.transaction(({ erasure }) => erasure.historyBefore(minute(5)));
      const left = (await runs.list('2000-01-01T00:00:00.000Z')).map(({ id }) => id);
      assert.deepEqual(left.toSorted(), ['endless', 'session', 'young']);
      assert.deepEqual((await runs.latest('first-sync'))?.modules, session.modules);
      assert.deepEqual(await history.ofRun('old', 9), []);
      assert.deepEqual(await history.ofRun('session', 9), []);
      assert.equal((await history.ofRun('young', 9)).length, 1);
      assert.deepEqual(
        (await history.conflicts(9)).map(({ at }) => at),
        [minute(9)],
      );
      assert.deepEqual(
        (await runs.counted('2000-01-01T00:00:00.000Z')).map(({ runId }) => runId),
        ['young'],
      );
      assert.equal((await org.links.byIds('contacts', 'desk', ['1'])).get('1')?.presence.desk, 'purged');
      assert.equal(
        (await other.runs.list('2000-01-01T00:00:00.000Z')).length,
        1,
        'each organisation by itself',
      );
    });

    it('a rehearsal starts from the state, in a scope of its own, and is erased with the organisation', async () => {
      const org = await filled();
      const { store } = subject;
      const rehearsal = store.rehearsalOf(org.orgKey);
      await store.prepareRehearsal(org.orgKey);
      assert.equal(await rehearsal.links.count('contacts'), 1);
      assert.equal(await rehearsal.inbox.count(), 1);
      assert.equal(await rehearsal.cursors.get('poll.contacts.desk'), T0);
      const keysOf = async ({ keys }: OrgStore) => [
        ...(await keys.all('contacts', 'desk')),
        ...(await keys.all('contacts', 'crm')),
      ];
      assert.deepEqual(await keysOf(rehearsal), await keysOf(org));
      assert.equal((await keysOf(rehearsal)).length, 1);
      assert.equal(await rehearsal.integration.get(), null, 'nothing finds it as an organisation to work on');
      assert.equal(await rehearsal.credentials.get('crm'), null);

      await rehearsal.links.insertMany([link('2', 'b')], T0);
      assert.equal(await org.links.count('contacts'), 1);
      await store.prepareRehearsal(org.orgKey);
      assert.equal(await rehearsal.links.count('contacts'), 1, 'each rehearsal begins anew');

      await org.transaction(({ erasure }) => erasure.allButPairs());
      assert.equal(await rehearsal.links.count('contacts'), 0, 'no pair is kept for 30 days there');
      assert.equal(await org.links.count('contacts'), 1);
    });

    it('S86, S88: erases all but the pairs, of this organisation only', async () => {
      const [org, other] = [await filled(), await filled()];
      const before = await rest(other);
      await org.transaction(({ erasure }) => erasure.allButPairs());
      assert.deepEqual(await rest(org), EMPTY);
      assert.equal(await org.links.count('contacts'), 1);
      assert.ok(await org.integration.get());
      assert.deepEqual(await rest(other), before);
    });

    it('erases everything, sessions included, of this organisation only', async () => {
      const [org, other] = [await filled(), await filled()];
      const { sessions } = subject.store;
      for (const { orgKey } of [org, other]) {
        await sessions.putHandle(`handle of ${orgKey}`, { orgKey, agentId: '1' }, LATER);
      }
      await org.transaction(({ erasure }) => erasure.everything());
      assert.deepEqual(await rest(org), EMPTY);
      assert.equal(await org.links.count('contacts'), 0);
      assert.equal(await org.integration.get(), null);
      assert.equal(await sessions.takeHandle(`handle of ${org.orgKey}`, T0), null);
      assert.equal(await other.links.count('contacts'), 1);
      assert.ok(await sessions.takeHandle(`handle of ${other.orgKey}`, T0));
    });
  });
}
