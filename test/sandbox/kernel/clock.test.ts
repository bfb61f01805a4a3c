import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createClock } from './clock.ts';

const frozen = () => createClock(() => 1_000_000);

describe('the clock', () => {
  it('runs due timers in order of their time, each at its own time', async () => {
    const clock = frozen();
    const seen: string[] = [];
    const note = (name: string) => () => void seen.push(`${name}@${clock.now() - 1_000_000}`);
    clock.after(30, note('late'));
    clock.after(10, note('early'));
    clock.after(10, note('early, second'));
    clock.after(31, note('not yet'));
    await clock.advance(30);
    assert.deepEqual(seen, ['early@10', 'early, second@10', 'late@30']);
    assert.equal(clock.now(), 1_000_030);
    clock.stop();
  });

  it('runs timers that a timer sets, when they fall due within the same advance', async () => {
    const clock = frozen();
    const seen: number[] = [];
    clock.after(10, () => void clock.after(10, () => void seen.push(clock.now())));
    await clock.advance(100);
    assert.deepEqual(seen, [1_000_020]);
  });

  it('waits for asynchronous actions', async () => {
    const clock = frozen();
    let done = false;
    clock.after(5, async () => {
      await new Promise((resolve) => setTimeout(resolve, 5));
      done = true;
    });
    await clock.advance(5);
    assert.equal(done, true);
  });

  it('forgets a cancelled timer', async () => {
    const clock = frozen();
    let ran = false;
    const cancel = clock.after(5, () => void (ran = true));
    cancel();
    await clock.advance(10);
    assert.equal(ran, false);
  });

  it('runs timers in real time when nobody advances it', async () => {
    const clock = createClock();
    await new Promise<void>((resolve) => {
      const keepAlive = setTimeout(resolve, 2_000);
      clock.after(5, () => {
        clearTimeout(keepAlive);
        resolve();
      });
    });
    clock.stop();
  });
});
