import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { createSecrets } from '../../../server/store/secrets.ts';
import { rotateSecrets } from '../../../server/store/rotate-secrets.ts';
import type { Store } from '../../../server/ports/store.ts';
import type { Subject } from '../store.suite.ts';
import { credential, minute, T0 } from './fixtures.ts';

type Put = Parameters<Store['oauthStates']['put']>;
type Take = Parameters<Store['oauthStates']['take']>;

export function secretsSuite(subject: Subject): void {
  describe('credentials', () => {
    it('gives back what was put, and null after deletion', async () => {
      const { credentials } = subject.org();
      await credentials.put(credential());
      assert.deepEqual(await credentials.get('crm'), { ...credential(), version: 1 });
      assert.equal(await credentials.get('desk'), null);
      await credentials.delete('crm');
      assert.equal(await credentials.get('crm'), null);
    });

    it('raises the version with every stored access token', async () => {
      const { credentials } = subject.org();
      await credentials.put(credential());
      await credentials.saveAccessToken('crm', 'access-2', minute(90));
      const refreshed = await credentials.get('crm');
      assert.equal(refreshed?.version, 2);
      assert.equal(refreshed.accessToken, 'access-2');
      assert.equal(refreshed.accessExpiresAt, minute(90));
      assert.equal(refreshed.refreshToken, 'refresh-1');
      await credentials.put(credential({ accessToken: null, accessExpiresAt: null }));
      assert.equal((await credentials.get('crm'))?.version, 3);
      assert.equal((await credentials.get('crm'))?.accessToken, null);
    });

    it('lets one of many refresh, until the lease ends or a token was stored', async () => {
      const { credentials } = subject.org();
      await credentials.put(credential());
      const claim = (version: number, now: string, until: string): Promise<boolean> =>
        credentials.claimRefresh('crm', version, now, until);
      const claims = await Promise.all(Array.from({ length: 8 }, () => claim(1, T0, minute(1))));
      assert.equal(claims.filter(Boolean).length, 1);
      assert.equal(await claim(1, minute(1), minute(2)), true, 'the lease ended');
      await credentials.saveAccessToken('crm', 'access-2', minute(60));
      assert.equal(await claim(1, minute(5), minute(6)), false, 'somebody else refreshed');
      assert.equal(await claim(2, minute(2), minute(3)), true, 'saving ends the lease');
    });

    it('marks a credential as unusable', async () => {
      const { credentials } = subject.org();
      await credentials.put(credential());
      await credentials.markUnusable('crm');
      assert.equal((await credentials.get('crm'))?.status, 'reauthorization-required');
    });

    it('keeps no token in plain text, and an envelope opens in its own row only', async () => {
      const [one, two] = [subject.org(), subject.org()];
      await one.credentials.put(credential({ refreshToken: 'very secret' }));
      await two.credentials.put(credential());
      const rows = subject.open.db.selectFrom('credential').selectAll();
      const row = await rows.where('org_key', '=', one.orgKey).executeTakeFirstOrThrow();
      assert.doesNotMatch(JSON.stringify(row), /very secret|access-1/);
      assert.match(row.refresh_token, /^test-2\./);
      await subject.open.db
        .updateTable('credential')
        .set({ refresh_token: row.refresh_token })
        .where('org_key', '=', two.orgKey)
        .execute();
      await assert.rejects(two.credentials.get('crm'), { name: 'SecretError' });
    });

    it('rewrites secrets of older keys under the current one', async () => {
      const org = subject.org();
      const pathToken = randomUUID();
      await org.credentials.put(credential());
      await org.subscriptions.put({
        product: 'crm',
        externalId: '1',
        pathToken,
        secret: 'echo',
        expiresAt: null,
      });
      const newer = createSecrets({
        current: { id: 'test-3', key: Buffer.alloc(32, 3) },
        previous: [{ id: 'test-2', key: Buffer.alloc(32, 2) }],
      });
      const mine = subject.open.db;
      // Only this organisation's rows carry the older key's id here: the other tests' rows are out of the way.
      await mine.deleteFrom('credential').where('org_key', '<>', org.orgKey).execute();
      await mine.deleteFrom('subscription').where('org_key', '<>', org.orgKey).execute();
      assert.equal(await rotateSecrets(mine, newer), 2);
      assert.equal(await rotateSecrets(mine, newer), 0);
      const row = await mine.selectFrom('credential').selectAll().executeTakeFirstOrThrow();
      assert.match(row.refresh_token, /^test-3\./);
      await mine.deleteFrom('credential').execute();
      await mine.deleteFrom('subscription').execute();
    });
  });

  describe('subscriptions', () => {
    it('finds one by its path token, which is stored hashed', async () => {
      const org = subject.org();
      const pathToken = randomUUID();
      const subscription = {
        product: 'crm',
        externalId: '77',
        pathToken,
        secret: 'echo',
        expiresAt: T0,
      } as const;
      await org.subscriptions.put(subscription);
      assert.deepEqual(await subject.store.findSubscription(pathToken), {
        ...subscription,
        orgKey: org.orgKey,
      });
      assert.equal(await subject.store.findSubscription('other'), null);
      const rows = await subject.open.db.selectFrom('subscription').selectAll().execute();
      assert.doesNotMatch(JSON.stringify(rows), new RegExp(`${pathToken}|"echo"`));
    });

    it('lists, renews, replaces and deletes per product', async () => {
      const { subscriptions } = subject.org();
      const put = (externalId: string, pathToken = randomUUID()): Promise<void> =>
        subscriptions.put({ product: 'desk', externalId, pathToken, secret: null, expiresAt: null });
      await put('1');
      await put('2');
      await put('2');
      await subscriptions.setExpiry('2', 'desk', minute(5));
      assert.deepEqual(await subscriptions.list('desk'), [
        { product: 'desk', externalId: '1', secret: null, expiresAt: null },
        { product: 'desk', externalId: '2', secret: null, expiresAt: minute(5) },
      ]);
      assert.deepEqual(await subscriptions.list('crm'), []);
      await subscriptions.delete('desk', '1');
      assert.equal((await subscriptions.list('desk')).length, 1);
    });
  });

  describe('states, claims and handles', () => {
    const kinds = [
      { name: 'OAuth state', of: ({ oauthStates }: Subject['store']) => oauthStates },
      {
        name: 'claim',
        of: ({ sessions }: Subject['store']) => ({
          put: (...put: Put) => sessions.putClaim(...put),
          take: (...take: Take) => sessions.takeClaim(...take),
        }),
      },
      {
        name: 'handle',
        of: ({ sessions }: Subject['store']) => ({
          put: (...put: Put) => sessions.putHandle(...put),
          take: (...take: Take) => sessions.takeHandle(...take),
        }),
      },
    ] as const;
    for (const { name, of } of kinds) {
      it(`a ${name} is good once, until it expires`, async () => {
        const repository = of(subject.store);
        const [token, expired] = [randomUUID(), randomUUID()];
        await repository.put(token, { verifier: 'v' }, minute(10));
        await repository.put(expired, {}, minute(5));
        const taken = await Promise.all([
          repository.take(token, minute(1)),
          repository.take(token, minute(1)),
        ]);
        assert.deepEqual(taken.filter(Boolean), [{ verifier: 'v' }]);
        assert.equal(await repository.take(token, minute(1)), null);
        assert.equal(await repository.take(expired, minute(5)), null);
        assert.equal(await repository.take('unknown', minute(5)), null);
      });
    }

    it('stores neither the token nor its payload in plain text', async () => {
      const [state, handle] = [randomUUID(), randomUUID()];
      await subject.store.oauthStates.put(state, { verifier: 'hush-hush' }, minute(10));
      await subject.store.sessions.putHandle(handle, { orgKey: 'o', note: 'hush-hush' }, minute(10));
      const stored = JSON.stringify([
        await subject.open.db.selectFrom('oauth_state').selectAll().execute(),
        await subject.open.db.selectFrom('session').selectAll().execute(),
      ]);
      assert.doesNotMatch(stored, new RegExp(`${state}|${handle}|hush-hush`));
    });

    it('revokes everything of one agent of one organisation', async () => {
      const { sessions } = subject.store;
      const handles = [
        { handle: randomUUID(), orgKey: 'o1', agentId: 'a', left: false },
        { handle: randomUUID(), orgKey: 'o1', agentId: 'b', left: true },
        { handle: randomUUID(), orgKey: 'o2', agentId: 'a', left: true },
      ];
      for (const { handle, orgKey, agentId } of handles) {
        await sessions.putHandle(handle, { orgKey, agentId }, minute(10));
      }
      await sessions.revokeAgent('o1', 'a');
      for (const { handle, left } of handles) {
        assert.equal((await sessions.takeHandle(handle, T0)) !== null, left);
      }
    });
  });
}
