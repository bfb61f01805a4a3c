import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { dailyCounts, dayIn } from '../../server/core/daily-counts.ts';

const run = (startedAt: string, added: number) => ({ startedAt, added, updated: 0, failed: 0 });

describe('dailyCounts', () => {
  it('S64: a moment belongs to the day it is for whoever looks', () => {
    const moment = '2026-03-01T23:30:00.000Z';
    assert.equal(dayIn('UTC', moment), '2026-03-01');
    assert.equal(dayIn('Asia/Tokyo', moment), '2026-03-02');
    assert.equal(dayIn('America/Los_Angeles', moment), '2026-03-01');
    assert.throws(() => dayIn('Mars/Olympus', moment), RangeError);
  });

  it('S67: lists every day, oldest first, and sums what fell on it', () => {
    const rows = [
      run('2026-03-01T22:30:00.000Z', 1),
      run('2026-03-01T23:30:00.000Z', 2),
      run('2026-03-02T12:00:00.000Z', 4),
      run('2026-02-20T12:00:00.000Z', 8),
    ];
    const days = dailyCounts(rows, 'Europe/Berlin', '2026-03-02T20:00:00.000Z', 3);
    assert.deepEqual(
      days.map(({ date, added }) => [date, added]),
      [
        ['2026-02-28', 0],
        ['2026-03-01', 1],
        ['2026-03-02', 6],
      ],
    );
  });

  it('S64: days of 23 and 25 hours are one day each', () => {
    const days = dailyCounts([], 'Europe/Berlin', '2026-03-30T01:00:00.000Z', 3);
    assert.deepEqual(
      days.map(({ date }) => date),
      ['2026-03-28', '2026-03-29', '2026-03-30'],
    );
  });
});
