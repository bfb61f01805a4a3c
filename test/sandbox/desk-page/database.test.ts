import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClock } from '../kernel/clock.ts';
import { ExtensionDatabase } from './database.ts';
import { Refusal } from './refusal.ts';

function refusal(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    if (error instanceof Refusal) return error.data;
    throw error;
  }
  return null;
}

const entry = (key: string, value: unknown = 1) => ({ key, queriableValue: 'all', value });

describe('the storage of an extension', () => {
  const wrong = [
    { when: 'a key has a space', value: entry('a b') },
    { when: 'a key has 51 characters', value: entry('k'.repeat(51)) },
    { when: 'there is nothing to query by', value: { key: 'a', value: 1 } },
    { when: 'a value is larger than 5.2 kB', value: entry('a', 'x'.repeat(5300)) },
    { when: 'eleven entries come at once', value: Array.from({ length: 11 }, (_, at) => entry(`k${at}`)) },
  ];
  for (const { when, value } of wrong) {
    it(`refuses to write when ${when}`, () => {
      const database = new ExtensionDatabase(createClock());
      assert.deepEqual(
        refusal(() => database.set(value)),
        { errMsg: 'Invalid Payload' },
      );
    });
  }

  it('answers 20 entries unless told otherwise, from where the caller wants', () => {
    const database = new ExtensionDatabase(createClock());
    for (const at of [0, 1, 2])
      database.set(Array.from({ length: 10 }, (_, index) => entry(`k${at}${index}`)));
    assert.equal(database.get({ queriableValue: 'all' }).data.length, 20);
    assert.deepEqual(
      database.get({ queriableValue: 'all', from: 28, limit: 5 }).data.map(({ key }) => key),
      ['k28', 'k29'],
    );
  });

  it('refuses the 51st write of a minute, and takes the next one a minute later', async () => {
    const clock = createClock();
    const database = new ExtensionDatabase(clock);
    for (let at = 0; at < 50; at += 1) database.set(entry('a', at));
    assert.deepEqual(
      refusal(() => database.set(entry('a'))),
      { errMsg: 'Limit Exceeded' },
    );
    await clock.advance(60_000);
    assert.equal(
      refusal(() => database.set(entry('a'))),
      null,
    );
    clock.stop();
  });
});
