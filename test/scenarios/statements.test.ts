import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { STATEMENTS, readWaiting, readmeNowAndNext, statementsOf, testsByStatement } from './statements.ts';

describe('the promises and their tests', () => {
  it('every statement is named by a test or waits for a part that is named', () => {
    const tests = testsByStatement();
    const waiting = readWaiting();
    const bare = STATEMENTS.filter((statement) => !tests.has(statement) && !waiting[statement]);
    assert.deepEqual(bare, [], 'write a test whose title starts with the statement');
  });

  it('a statement that has a test no longer waits', () => {
    const tests = testsByStatement();
    const over = Object.keys(readWaiting()).filter((statement) => tests.has(statement));
    assert.deepEqual(over, [], 'delete these lines from test/scenarios/waiting.json');
  });

  it('the table in the README is the one of now', () => {
    const { now, next } = readmeNowAndNext();
    assert.equal(now, next, 'run npm run statements');
  });

  it('a title may name several statements and ranges', () => {
    assert.deepEqual(
      [...statementsOf('S5, S7: both (S9–S11), not S900 nor P3')],
      ['S5', 'S7', 'S9', 'S10', 'S11'],
    );
  });
});
