import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SyncError } from '../../server/core/errors.ts';
import type { LimiterOptions, Priority } from '../../server/zoho/limits.ts';
import { createLimiter } from '../../server/zoho/limits.ts';

/** A clock that moves only when told; sleepers wake in order. */
function fakeTime() {
  let now = 1_000_000;
  let sleepers: { readonly at: number; readonly wake: () => void }[] = [];
  return {
    now: () => now,
    sleep: (ms: number) => new Promise<void>((wake) => sleepers.push({ at: now + ms, wake })),
    async pass(ms: number): Promise<void> {
      now += ms;
      const due = sleepers.filter(({ at }) => at <= now);
      sleepers = sleepers.filter(({ at }) => at > now);
      for (const { wake } of due) wake();
      await settle();
    },
  };
}
async function settle(): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
}

function setUp(options: Partial<LimiterOptions> = {}) {
  const time = fakeTime();
  const limiter = createLimiter({
    maxConcurrent: 2,
    reserveCredits: 100,
    now: time.now,
    sleep: time.sleep,
    ...options,
  });
  const started: string[] = [];
  const finish = new Map<string, () => void>();
  const call = (
    name: string,
    priority: Priority = 'sync',
    heavy = false,
    signal?: AbortSignal,
  ): Promise<string> =>
    limiter.run({ priority, heavy, signal }, () => {
      started.push(name);
      return new Promise<string>((resolve) => {
        finish.set(name, () => resolve(name));
      });
    });
  return { time, limiter, started, finish, call };
}
async function end(finish: Map<string, () => void>, name: string): Promise<void> {
  await settle();
  finish.get(name)?.();
  await settle();
}

describe('limiter', () => {
  it('runs no more calls than allowed, in the order they came', async () => {
    const { started, finish, call } = setUp();
    void call('a');
    void call('b');
    void call('c');
    await settle();
    assert.deepEqual(started, ['a', 'b']);
    await end(finish, 'a');
    assert.deepEqual(started, ['a', 'b', 'c']);
  });

  it('lets people go before the sync', async () => {
    const { started, finish, call } = setUp({ maxConcurrent: 1 });
    void call('running');
    void call('sync');
    void call('person', 'interactive');
    await end(finish, 'running');
    assert.deepEqual(started, ['running', 'person']);
  });

  it('caps heavy calls without holding back light ones', async () => {
    const { started, call } = setUp({ maxConcurrent: 9 });
    for (const name of ['h1', 'h2', 'h3', 'h4']) void call(name, 'sync', true);
    void call('light');
    await settle();
    assert.deepEqual(started, ['h1', 'h2', 'h3', 'light']);
  });

  it('refuses sync work below the reserve, not people, and probes later', async () => {
    const { time, limiter, started, call } = setUp({ maxConcurrent: 9 });
    limiter.learn({ remainingCredits: 99 });
    await assert.rejects(
      call('sync'),
      (error) =>
        error instanceof SyncError && error.code === 'rate-limited' && error.retryAfterMs === 900_000,
    );
    void call('person', 'interactive');
    await time.pass(900_000);
    void call('probe');
    await settle();
    assert.deepEqual(started, ['person', 'probe']);
    await assert.rejects(call('second probe'));
    limiter.learn({ remainingCredits: 5_000 });
    void call('free again');
    await settle();
    assert.deepEqual(started, ['person', 'probe', 'free again']);
  });

  it('pauses everybody for a short Retry-After', async () => {
    const { time, limiter, started, call } = setUp();
    limiter.learn({ pauseMs: 5_000 });
    void call('person', 'interactive');
    await time.pass(4_999);
    assert.deepEqual(started, []);
    await time.pass(1);
    assert.deepEqual(started, ['person']);
  });

  it('sends everybody away for a long Retry-After, those in line included', async () => {
    const { limiter, call } = setUp({ maxConcurrent: 1 });
    void call('running');
    const waiting = call('waiting');
    limiter.learn({ pauseMs: 3_600_000 });
    await assert.rejects(waiting, { code: 'rate-limited', retryAfterMs: 3_600_000 });
    await assert.rejects(call('late', 'interactive'), { code: 'rate-limited' });
  });

  it('halves its concurrency on 429 once per second and grows back one by one', async () => {
    const { time, limiter } = setUp({ maxConcurrent: 8 });
    limiter.learn({ tooMany: true });
    limiter.learn({ tooMany: true });
    assert.equal(limiter.state().limit, 4);
    await time.pass(1_000);
    limiter.learn({ tooMany: true });
    assert.equal(limiter.state().limit, 2);
    for (let calls = 0; calls < 40; calls += 1) limiter.learn({});
    assert.equal(limiter.state().limit, 4);
    for (let calls = 0; calls < 1_000; calls += 1) limiter.learn({});
    assert.equal(limiter.state().limit, 8);
  });

  it('lets an aborted caller leave the line', async () => {
    const { started, finish, call } = setUp({ maxConcurrent: 1 });
    const stop = new AbortController();
    void call('running');
    const waiting = call('waiting', 'sync', false, stop.signal);
    stop.abort(new Error('stopping'));
    await assert.rejects(waiting, { message: 'stopping' });
    await end(finish, 'running');
    assert.deepEqual(started, ['running']);
  });

  it('gives the place back when a call fails', async () => {
    const { limiter } = setUp({ maxConcurrent: 1 });
    await assert.rejects(
      limiter.run({ priority: 'sync', heavy: false }, () => Promise.reject(new Error('no'))),
    );
    assert.equal(limiter.state().running, 0);
  });
});
