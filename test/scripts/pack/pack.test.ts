import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cp } from 'node:fs/promises';
import { after, describe, it } from 'node:test';
import { packExtension } from '../../../scripts/pack/pack-extension.ts';
import { readZip, textOf } from '../../../scripts/pack/packed-files.ts';

const FIXTURE = 'test/scripts/pack/fixture';
const VALUES = { connector: 'https://desk.customer.example', secret: 'a secret of the manifest' };

describe('packing, with Zoho’s own tool', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pack-'));
  const out = join(folder, 'dist');
  after(() => rmSync(folder, { recursive: true, force: true }));

  it('makes a zip of exactly what ships, filled with the values of the environment', async () => {
    const { path, files } = await packExtension({ ...VALUES, source: FIXTURE, out, name: 'fixture' });
    assert.equal(path, join(out, 'fixture.zip'));
    const packed = readZip(readFileSync(path));
    assert.equal(packed.size, files);
    assert.deepEqual([...packed.keys()].sort(), [
      'app/css/panel.css',
      'app/img/icon.png',
      'app/js/panel.js',
      'app/js/shared.js',
      'app/panel.html',
      'app/translations/de.json',
      'app/translations/en.json',
      'plugin-manifest.json',
      'resources.json',
    ]);
    assert.match(textOf(packed, 'app/panel.html'), /data-connector="https:\/\/desk\.customer\.example"/);
    assert.match(textOf(packed, 'plugin-manifest.json'), /a secret of the manifest/);
    assert.ok(!existsSync(join(out, 'fixture')), 'nothing else is left');
  });

  it('refuses what zet refuses, and what zet lets pass, and leaves no zip', async () => {
    const broken = join(folder, 'broken');
    cpSync(FIXTURE, broken, { recursive: true });
    const pack = () => packExtension({ ...VALUES, source: broken, out, name: 'broken' });
    writeFileSync(join(broken, 'app/js/panel.js.map'), '{}');
    await assert.rejects(pack(), /zet left out app\/js\/panel\.js\.map|zet validate/);
    rmSync(join(broken, 'app/js/panel.js.map'));
    writeFileSync(join(broken, 'plugin-manifest.json'), '{}');
    await assert.rejects(pack(), /zet validate failed/);
    assert.ok(!existsSync(join(out, 'broken.zip')));
  });

  it('builds the scripts anew, so that chunks of earlier builds do not ship', async () => {
    const source = join(folder, 'built');
    cpSync(FIXTURE, source, { recursive: true });
    writeFileSync(join(source, 'app/js/shared-of-last-week.js'), 'export const old = 1;');
    const build = (target: string) => cp(join(FIXTURE, 'app/js'), target, { recursive: true });
    const { path } = await packExtension({ ...VALUES, source, out, name: 'built', build });
    assert.ok(!readZip(readFileSync(path)).has('app/js/shared-of-last-week.js'));
  });

  it('npm run pack says in one line which variable is missing', () => {
    const { status, stderr } = spawnSync(process.execPath, ['scripts/pack.ts'], {
      env: { PATH: process.env['PATH'], PUBLIC_URL: VALUES.connector, EXTENSION_SECRET: '' },
      encoding: 'utf8',
    });
    assert.equal(status, 1);
    assert.match(stderr, /^EXTENSION_SECRET is missing\. .*\n$/);
  });

  it('npm run pack makes a valid package of this project’s own extension', () => {
    const { status, stdout, stderr } = spawnSync('npm', ['run', '--silent', 'pack'], {
      env: { ...process.env, PUBLIC_URL: VALUES.connector, EXTENSION_SECRET: VALUES.secret },
      encoding: 'utf8',
    });
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^dist\/zoho-crm-for-zoho-desk\.zip: \d+ files, \d+ kB/m);
  });
});
