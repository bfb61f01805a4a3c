import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { describe, it } from 'node:test';
import { freePort } from '../support/free-port.ts';

describe('npm run demo -- --check', () => {
  it('connects, syncs, brings edits of both sides over and says so in one JSON line', async () => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['test/demo/main.ts', '--check', '--seed', '30', '--port', String(await freePort())],
      { encoding: 'utf8' },
    );
    assert.equal(status, 0, stderr);
    const [line = '', ...rest] = stdout.trimEnd().split('\n');
    assert.deepEqual(rest, []);
    const { ok, edits } = JSON.parse(line) as { ok: boolean; edits: readonly { arrived: boolean }[] };
    assert.equal(ok, true);
    assert.equal(edits.length, 6);
  });
});
