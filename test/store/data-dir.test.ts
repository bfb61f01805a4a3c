import assert from 'node:assert/strict';
import {
  cpSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { sql } from 'kysely';
import { lockDataDir } from '../../server/store/data-dir-lock.ts';
import { maintainPglite } from '../../server/store/maintenance.ts';
import { openPglite } from '../../server/store/pglite.ts';
import { startChild } from '../support/child.ts';
import { until } from '../support/until.ts';
import { openNamed } from './processes/open.ts';

const HOLDER = new URL('./processes/hold.ts', import.meta.url);
const root = mkdtempSync(join(tmpdir(), 'connector-data-'));
after(() => rmSync(root, { recursive: true, force: true }));
let made = 0;
function folder(): string {
  return join(root, `f${made++}`);
}

describe('data folder', () => {
  const dataDir = folder();
  before(async () => (await openNamed(dataDir)).store.close());

  it('is in use while a connector lives, and free at once when it was killed', async () => {
    const holder = startChild(HOLDER, [dataDir]);
    await until(() => holder.lines.includes('open'), 60_000);
    const second = startChild(HOLDER, [dataDir]);
    assert.equal(await second.ended, 1);
    assert.match(
      second.lines[0] ?? '',
      /^StartupError: The data folder .* is in use by another connector \(pid \d+\); stop it or set DATA_DIR to another folder$/,
    );
    holder.kill();
    await holder.ended;
    await (await openNamed(dataDir)).store.close();
    assert.ok(!existsSync(join(dataDir, 'connector.lock')), 'closing gives it free');
  });

  it('cannot be opened twice in one process either', async () => {
    const first = await openNamed(dataDir);
    await assert.rejects(openNamed(dataDir), {
      name: 'StartupError',
      message: /in use by another connector/,
    });
    await first.store.close();
  });

  it('keeps what was committed, and every commit is synced to disk', async () => {
    let syncs = 0;
    const first = await openPglite(dataDir, (fd) => {
      syncs++;
      fsyncSync(fd);
    });
    await first.pglite.query('create table durable (id int)');
    const before = syncs;
    for (let id = 0; id < 50; id++) await first.pglite.query('insert into durable values ($1)', [id]);
    const perCommit = syncs - before;
    assert.ok(perCommit >= 50, `${perCommit} fsyncs for 50 commits`);
    await first.close();
    const again = await openPglite(dataDir);
    const { rows } = await again.pglite.query<{ count: number }>(
      'select count(*)::int as count from durable',
    );
    assert.equal(rows[0]?.count, 50);
    await maintainPglite(again.pglite);
    await again.pglite.query('drop table durable');
    await again.close();
  });

  it('written by another PostgreSQL version says which', async () => {
    const newer = folder();
    mkdirSync(join(newer, 'pgdata'), { recursive: true });
    writeFileSync(join(newer, 'pgdata', 'PG_VERSION'), '19\n');
    await assert.rejects(openNamed(newer), {
      name: 'StartupError',
      message: /written by a newer version of the connector \(PostgreSQL 19/,
    });
  });

  for (const [what, damage] of [
    ['without PG_VERSION', (pgdata: string) => rmSync(join(pgdata, 'PG_VERSION'))],
    ['with a broken control file', (pgdata: string) => writeFileSync(join(pgdata, 'global/pg_control'), 'x')],
  ] as const) {
    it(`${what} is a one-line error, again and again, and nothing is deleted`, async () => {
      const damaged = folder();
      cpSync(dataDir, damaged, { recursive: true });
      damage(join(damaged, 'pgdata'));
      const files = readdirSync(join(damaged, 'pgdata'));
      for (let start = 0; start < 2; start++) {
        const child = startChild(HOLDER, [damaged]);
        assert.equal(await child.ended, 1, child.errors());
        assert.match(
          child.lines.at(-1) ?? '',
          /^StartupError: The data folder .* is damaged \(.*\); restore it/,
        );
      }
      const left = new Set(readdirSync(join(damaged, 'pgdata')));
      assert.deepEqual(
        files.filter((file) => !left.has(file)),
        [],
      );
    });
  }

  it('left half made by a kill during the first start is made anew', async () => {
    const half = folder();
    mkdirSync(join(half, 'pgdata.new', 'base'), { recursive: true });
    await (await openNamed(half)).store.close();
    assert.ok(existsSync(join(half, 'pgdata', 'PG_VERSION')));
  });

  it('with tables of a newer connector is refused', async () => {
    const open = await openNamed(dataDir);
    await sql`insert into kysely_migration (name, timestamp) values ('9999-future', 'x')`.execute(open.db);
    await open.store.close();
    await assert.rejects(openNamed(dataDir), { name: 'StartupError', message: /written by a newer version/ });
  });

  it('that cannot be made is a one-line error', async () => {
    const file = join(root, 'a-file');
    writeFileSync(file, '');
    await assert.rejects(openNamed(join(file, 'x')), { name: 'StartupError', message: /cannot be written/ });
  });
});

describe('lock file', () => {
  const owner = (dir: string): { pid: number } =>
    JSON.parse(readFileSync(join(dir, 'connector.lock'), 'utf8')) as { pid: number };
  const stale = {
    'of a pid that is gone': { pid: 2 ** 22 + 1, startedAt: null, host: '' },
    'whose pid was given out again': { pid: process.pid, startedAt: 'another boot:1', host: '' },
    'that was damaged': 'half a li',
  };
  for (const [what, content] of Object.entries(stale)) {
    it(`${what} is taken over at once`, () => {
      const dir = folder();
      mkdirSync(dir);
      const text = typeof content === 'string' ? content : JSON.stringify({ ...content, host: hostname() });
      writeFileSync(join(dir, 'connector.lock'), text);
      const lock = lockDataDir(dir);
      assert.equal(owner(dir).pid, process.pid);
      assert.deepEqual(readdirSync(dir), ['connector.lock']);
      lock.release();
      assert.deepEqual(readdirSync(dir), []);
    });
  }

  it('of a connector on another host counts while it is touched', () => {
    const dir = folder();
    mkdirSync(dir);
    const foreign = { pid: 1, startedAt: null, host: 'elsewhere' };
    writeFileSync(join(dir, 'connector.lock'), JSON.stringify(foreign));
    assert.throws(() => lockDataDir(dir), { message: /pid 1 on elsewhere/ });
  });
});
