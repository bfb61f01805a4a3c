import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { startChild } from '../support/child.ts';
import { startPostgres } from '../support/postgres.ts';
import { openNamed } from './processes/open.ts';
import { credential } from './suite/fixtures.ts';

const RACER = new URL('./processes/race.ts', import.meta.url);
const ROUNDS = 40;

after(async () => (await startPostgres()).stop());

it('processes that start at once on an empty database migrate it once', async () => {
  const url = await (await startPostgres()).createDatabase();
  const at = String(Date.now());
  const racers = ['a', 'b', 'c'].map((owner) => startChild(RACER, [url, owner, '0', at]));
  for (const racer of racers) {
    assert.equal(await racer.ended, 0, racer.errors());
    assert.deepEqual(racer.lines, ['done']);
  }
});

it('of two processes, one gets each lane lease and one may refresh each token', async () => {
  const url = await (await startPostgres()).createDatabase();
  const { store } = await openNamed(url);
  for (let round = 0; round < ROUNDS; round++) {
    await store.forOrg(`race-${round}`).credentials.put(credential());
  }
  await store.close();
  const at = String(Date.now() + 1_500);
  const racers = ['a', 'b'].map((owner) => startChild(RACER, [url, owner, String(ROUNDS), at]));
  for (const racer of racers) assert.equal(await racer.ended, 0, racer.errors());
  const won = racers.flatMap(({ lines }) => lines.filter((line) => line !== 'done'));
  assert.equal(won.length, 2 * ROUNDS);
  assert.equal(new Set(won).size, 2 * ROUNDS);
});
