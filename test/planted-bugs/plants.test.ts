import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { PLANTS } from './plants.ts';

/** `npm run planted-bugs` shows that each is caught; here only that each still can be planted. */
describe('planted bugs', () => {
  it('there are at least 30, each with a name of its own', () => {
    assert.ok(PLANTS.length >= 30);
    assert.equal(new Set(PLANTS.map(({ name }) => name)).size, PLANTS.length);
  });

  for (const { name, file, find, replace } of PLANTS) {
    it(`"${name}" still fits ${file}`, () => {
      assert.equal(readFileSync(file, 'utf8').split(find).length - 1, 1, 'its text occurs exactly once');
      assert.notEqual(find, replace);
    });
  }
});
