import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, it } from 'node:test';
import { startChild } from '../support/child.ts';

const MAIN = new URL('main.ts', import.meta.url);
const PNG = Buffer.from('89504e470d0a1a0a', 'hex');

describe('npm run screenshots', () => {
  const folder = mkdtempSync(join(tmpdir(), 'screenshots-test-'));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('with a part of a name: that state in light, dark and right-to-left', async () => {
    const child = startChild(MAIN, ['ticket-not-in-crm', '--out', folder]);
    assert.equal(await child.ended, 0, child.errors());
    assert.deepEqual(child.lines, [folder]);
    const pictures = readdirSync(folder).toSorted();
    assert.deepEqual(pictures, [
      'ticket-not-in-crm-dark.png',
      'ticket-not-in-crm-light.png',
      'ticket-not-in-crm-rtl.png',
    ]);
    const files = pictures.map((name) => readFileSync(join(folder, name)));
    for (const file of files) assert.deepEqual(file.subarray(0, PNG.length), PNG);
    assert.equal(new Set(files.map((file) => file.toString('base64'))).size, 3, 'each look is another');
  });
});
