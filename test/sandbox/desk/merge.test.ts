import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createHarness } from './testing/fake-world.ts';
import type { DeskHarness } from './testing/fake-world.ts';

async function make(desk: DeskHarness, module: string, body: Record<string, unknown>): Promise<string> {
  return (await desk.call('POST', `/${module}`, { body })).body.text('id');
}

describe('merging', () => {
  it('keeps the survivor with the chosen values, its accounts and those of the others, and no loser', async () => {
    const desk = await createHarness();
    const first = await make(desk, 'accounts', { accountName: 'One' });
    const second = await make(desk, 'accounts', { accountName: 'Two' });
    const kept = await make(desk, 'contacts', { lastName: 'Lee', phone: '1', accountId: first });
    const lost = await make(desk, 'contacts', { lastName: 'Leigh', phone: '2', accountId: second });
    const body = { ids: [kept, lost], source: { phone: lost } };
    const reply = await desk.call('POST', `/contacts/${kept}/merge`, { body });
    assert.deepEqual(
      [reply.status, reply.body.at('id'), reply.body.at('lastName'), reply.body.at('phone')],
      [200, kept, 'Lee', '2'],
    );
    assert.equal((await desk.call('GET', `/contacts/${lost}`)).status, 404);
    const accounts = (await desk.call('GET', `/contacts/${kept}/accounts`)).body.rows();
    assert.deepEqual(
      accounts.map((row) => [row['id'], row['mappingType']]),
      [
        [first, 'PRIMARY'],
        [second, 'SECONDARY'],
      ],
    );
  });

  it('moves the contacts of a merged account to the one that stays', async () => {
    const desk = await createHarness();
    const kept = await make(desk, 'accounts', { accountName: 'Kept' });
    const lost = await make(desk, 'accounts', { accountName: 'Lost' });
    const contact = await make(desk, 'contacts', { lastName: 'Lee', accountId: lost });
    await desk.call('POST', `/accounts/${kept}/merge`, { body: { ids: [lost] } });
    assert.equal((await desk.call('GET', `/contacts/${contact}`)).body.at('accountId'), kept);
  });

  it('refuses to merge a record with itself, with an unknown one, or with a value of a stranger', async () => {
    const desk = await createHarness();
    const [a, b] = [
      await make(desk, 'contacts', { lastName: 'A' }),
      await make(desk, 'contacts', { lastName: 'B' }),
    ];
    for (const body of [{ ids: [a] }, { ids: [a, '9'] }, { ids: [b], source: { phone: '9' } }, {}]) {
      assert.equal((await desk.call('POST', `/contacts/${a}/merge`, { body })).status, 422);
    }
    assert.equal((await desk.call('GET', `/contacts/${b}`)).status, 200);
  });
});
