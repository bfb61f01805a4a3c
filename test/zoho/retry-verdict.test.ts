import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { CallFailure } from '../../server/zoho/call-failure.ts';
import { networkFailure, retryAfterMs } from '../../server/zoho/call-failure.ts';
import { mayHaveHappened, retryVerdict } from '../../server/zoho/retry-verdict.ts';

function answer(status: number, code: string | null = null, waitMs: number | null = null): CallFailure {
  return { kind: 'answer', status, code, body: null, retryAfterMs: waitMs };
}
const RESET: CallFailure = { kind: 'no-answer', reason: 'ECONNRESET' };
const REFUSED: CallFailure = { kind: 'not-sent', reason: 'ECONNREFUSED' };
const GARBLED: CallFailure = { kind: 'garbled', status: 200 };

describe('retryVerdict (P16)', () => {
  const cases: {
    when: string;
    failure: CallFailure;
    attempt?: number;
    idempotent: boolean;
    waitMs: number | null;
  }[] = [
    { when: 'a read was reset', failure: RESET, idempotent: true, waitMs: 375 },
    { when: 'a read was reset twice', failure: RESET, attempt: 2, idempotent: true, waitMs: 750 },
    {
      when: 'a read was reset for the fourth time',
      failure: RESET,
      attempt: 4,
      idempotent: true,
      waitMs: null,
    },
    { when: 'a write was reset', failure: RESET, idempotent: false, waitMs: null },
    { when: 'a write could not connect', failure: REFUSED, idempotent: false, waitMs: 375 },
    { when: 'the answer of a read was cut', failure: GARBLED, idempotent: true, waitMs: 375 },
    { when: 'the answer of a write was cut', failure: GARBLED, idempotent: false, waitMs: null },
    { when: 'a read met a 500', failure: answer(500), idempotent: true, waitMs: 375 },
    { when: 'a write met a 500', failure: answer(500, 'INTERNAL_ERROR'), idempotent: false, waitMs: null },
    {
      when: 'a write met a documented 503',
      failure: answer(503, 'SERVICE_UNAVAILABLE'),
      idempotent: false,
      waitMs: 750,
    },
    { when: 'a write met a 503 of a proxy', failure: answer(503), idempotent: false, waitMs: null },
    {
      when: 'too many writes at once',
      failure: answer(429, 'TOO_MANY_REQUESTS'),
      idempotent: false,
      waitMs: 750,
    },
    { when: 'too many for the sixth time', failure: answer(429), attempt: 6, idempotent: true, waitMs: null },
    {
      when: 'asked to wait 7 s',
      failure: answer(429, 'THRESHOLD_EXCEEDED', 7_000),
      idempotent: true,
      waitMs: 7_000,
    },
    {
      when: 'asked to wait till midnight',
      failure: answer(429, null, 9_000_000),
      idempotent: true,
      waitMs: null,
    },
    { when: 'the value is wrong', failure: answer(422, 'INVALID_DATA'), idempotent: true, waitMs: null },
  ];
  for (const { when, failure, attempt = 1, idempotent, waitMs } of cases) {
    it(`${when}: ${waitMs === null ? 'no retry' : `retry after ${waitMs} ms`}`, () => {
      const verdict = retryVerdict(failure, { attempt, idempotent, random: 0.5 });
      assert.equal(verdict.retry ? verdict.waitMs : null, waitMs);
    });
  }

  it('spreads the waits by the random number, between half and the whole', () => {
    const wait = (random: number) => {
      const verdict = retryVerdict(RESET, { attempt: 1, idempotent: true, random });
      return verdict.retry ? verdict.waitMs : null;
    };
    assert.deepEqual([wait(0), wait(0.999_999)], [250, 500]);
  });
});

describe('mayHaveHappened (P5)', () => {
  it('is certain only when nothing was sent or the product refused', () => {
    const verdicts = [RESET, GARBLED, answer(500), answer(503), REFUSED, answer(429), answer(503, 'X')].map(
      mayHaveHappened,
    );
    assert.deepEqual(verdicts, [true, true, true, true, false, false, false]);
  });
});

describe('networkFailure', () => {
  it('looks for the code in the cause', () => {
    const error = new Error('request failed', {
      cause: Object.assign(new Error('no'), { code: 'ENOTFOUND' }),
    });
    assert.deepEqual(networkFailure(error), { kind: 'not-sent', reason: 'ENOTFOUND' });
  });
  it('treats a timeout as a call that may have happened', () => {
    assert.equal(networkFailure(Object.assign(new Error('late'), { code: 'ETIMEDOUT' })).kind, 'no-answer');
  });
});

describe('retryAfterMs', () => {
  it('reads seconds and dates', () => {
    const now = Date.parse('2026-01-01T00:00:00Z');
    const read = ['30', 'Thu, 01 Jan 2026 00:01:00 GMT', 'soon', undefined].map((header) =>
      retryAfterMs(header, now),
    );
    assert.deepEqual(read, [30_000, 60_000, null, null]);
  });
});
