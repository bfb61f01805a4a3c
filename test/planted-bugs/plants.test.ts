import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { startChild } from '../support/child.ts';
import { PLANTS } from './plants.ts';

const MAIN = new URL('main.ts', import.meta.url);

/** `npm run planted-bugs` shows that each is caught; here that each still can be planted, and that one is caught. */
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

  it('npm run planted-bugs with a part of a name: that bug is planted and caught, the sound copy is not', async () => {
    process.env['PLANT_SEEDS'] = '20';
    const child = startChild(MAIN, ['no history is written']);
    assert.equal(await child.ended, 0, child.errors());
    assert.match(child.lines[0] ?? '', /^✔ .*no history is written — caught by simulated worlds: seed \d+/);
    assert.equal(child.lines[1], 'caught 1 of 1');
  });
});
