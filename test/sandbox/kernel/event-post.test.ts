import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClock } from './clock.ts';
import { createEventPost } from './event-post.ts';
import type { EventFaults } from './types.ts';

const NONE: EventFaults = { lost: 0, duplicated: 0, reordered: 0, delayMs: 0 };

async function deliverThree(faults: Partial<EventFaults>, random = () => 0.5) {
  const clock = createClock(() => 0);
  const arrived: string[] = [];
  const post = createEventPost(clock, () => ({ ...NONE, ...faults }), random);
  for (const name of ['a', 'b', 'c']) post.deliver(() => Promise.resolve(void arrived.push(name)));
  await post.settled();
  return { arrived, clock, post };
}

describe('events on their way', () => {
  it('arrive once and in order without faults', async () => {
    assert.deepEqual((await deliverThree({})).arrived, ['a', 'b', 'c']);
  });
  it('are lost', async () => {
    assert.deepEqual((await deliverThree({ lost: 1 })).arrived, []);
  });
  it('arrive twice', async () => {
    assert.deepEqual((await deliverThree({ duplicated: 1 })).arrived, ['a', 'a', 'b', 'b', 'c', 'c']);
  });
  it('overtake each other, and none is forgotten', async () => {
    assert.deepEqual((await deliverThree({ reordered: 1 })).arrived, ['b', 'a', 'c']);
  });
  it('arrive late in virtual time', async () => {
    const { arrived, clock, post } = await deliverThree({ delayMs: 60_000 });
    assert.deepEqual(arrived, []);
    await clock.advance(60_000);
    await post.settled();
    assert.deepEqual(arrived, ['a', 'b', 'c']);
  });
  it('are sent alone after two seconds when no other event overtakes', async () => {
    const clock = createClock(() => 0);
    const arrived: string[] = [];
    const post = createEventPost(
      clock,
      () => ({ ...NONE, reordered: 1 }),
      () => 0.5,
    );
    post.deliver(() => Promise.resolve(void arrived.push('a')));
    await clock.advance(2_000);
    await post.settled();
    assert.deepEqual(arrived, ['a']);
  });
  it('do not mind a receiver that fails', async () => {
    const post = createEventPost(
      createClock(() => 0),
      () => NONE,
      () => 0.5,
    );
    post.deliver(() => Promise.reject(new Error('refused')));
    await post.settled();
  });
});
