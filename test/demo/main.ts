import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { History as SyncHistory } from '../../server/contract/history.ts';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import {
  configureModules,
  connectProducts,
  signIn,
  startSync,
  waitForFirstSync,
  type Session,
} from '../support/administrator.ts';
import { startConnector, type ConnectorProcess } from '../support/connector-process.ts';
import { tryEdits } from './edits.ts';
import { progressPrinter } from './progress-printer.ts';

const USAGE =
  'Usage: npm run demo -- [--port N] [--seed small|medium|<contacts>|<folder>] [--headless] [--check]';
/** The project itself: its manifest and `app/`. */
const EXTENSION_FOLDER = fileURLToPath(new URL('../..', import.meta.url));
const FIRST_SYNC_LIMIT_MS = 6 * 3_600_000;
const CHECK_FIRST_SYNC_LIMIT_MS = 150_000;
const EDIT_LIMIT_MS = 30_000;

interface Options {
  readonly port: number;
  readonly seed: string;
  readonly headless: boolean;
  readonly check: boolean;
}

/** Sandbox and connector on loopback, connected, with a first sync under way. */
interface Demo {
  readonly sandbox: Sandbox;
  readonly connector: ConnectorProcess;
  readonly admin: Session;
  readonly agent: Session;
  stop(): Promise<void>;
}

function readOptions(args: readonly string[]): Options {
  const { values } = parsed(() =>
    parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '4300' },
        seed: { type: 'string', default: 'small' },
        headless: { type: 'boolean', default: false },
        check: { type: 'boolean', default: false },
      },
    }),
  );
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 1 || port > 65_500)
    throw new Error(`--port must be a whole number from 1 to 65500. ${USAGE}`);
  return { port, seed: values.seed, headless: values.headless, check: values.check };
}

/** Node names the option that is wrong over several lines; one is enough. */
function parsed<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new Error(`${reason} ${USAGE}`, { cause: error });
  }
}

async function startDemo(options: Options): Promise<Demo> {
  const connectorUrl = `http://127.0.0.1:${options.port}`;
  const sandbox = await startSandbox({
    port: options.port + 1,
    seed: options.seed,
    settings: { autoApprove: true },
    connectorClient: { redirectUris: [`${connectorUrl}/oauth/callback`] },
    extension: { folder: EXTENSION_FOLDER, connector: connectorUrl },
  });
  const dataDir = await mkdtemp(join(tmpdir(), 'zoho-crm-for-desk-'));
  let connector: ConnectorProcess | undefined;
  const stop = async () => {
    await connector?.stop();
    await sandbox.stop();
    await rm(dataDir, { recursive: true, force: true });
  };
  try {
    connector = await startConnector({ port: options.port, sandbox, store: { dataDir } });
    const people = [...sandbox.world.people.values()];
    const adminEmail = people[0]?.email ?? '';
    const agentEmail = people.find(({ email }) => email.startsWith('otto'))?.email ?? adminEmail;
    const admin = await signIn(connector.url, adminEmail);
    await connectProducts(admin, adminEmail);
    await configureModules(admin);
    const agent = await signIn(connector.url, agentEmail);
    await startSync(admin);
    return { sandbox, connector, admin, agent, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  const say = (line: string) => process.stderr.write(`${line}\n`);
  say('Starting a pretend Zoho and the connector …');
  const demo = await startDemo(options);
  const { sandbox, connector, admin } = demo;

  const stopped = new Promise<void>((resolve) => {
    process.once('SIGINT', () => resolve());
    process.once('SIGTERM', () => resolve());
  });
  try {
    if (options.check) return await check(demo);
    if (!options.headless) {
      const desk = sandbox.urls.deskPage;
      const records = `${desk}/records.html?connector=${encodeURIComponent(connector.url)}`;
      const api = `${connector.url}/openapi.json`;
      say(`Desk page   ${desk}/\nRecords     ${records}\nConnector   ${api}\nPress Ctrl+C to end.\n`);
    }
    const done = waitForFirstSync(admin, FIRST_SYNC_LIMIT_MS, progressPrinter(process.stderr)).then(
      () => {
        if (options.headless) process.stdout.write(`${JSON.stringify(readyLine(demo))}\n`);
        else say('Both sides are one database now. Edit a record on either side and watch the records.');
      },
      (error: unknown) => say(error instanceof Error ? error.message : String(error)),
    );
    await Promise.race([stopped, done.then(() => stopped)]);
    return 0;
  } finally {
    await demo.stop();
  }
}

/** What `--headless` prints once both sides are in sync (architecture.md §6). */
function readyLine({ sandbox, connector, admin, agent }: Demo) {
  return {
    ready: true,
    connector: connector.url,
    sandbox: sandbox.urls,
    adminToken: admin.token,
    agentToken: agent.token,
    orgId: admin.orgId,
  };
}

/** Waits for the first sync, edits a record per module and side, and reports whether the other side shows it. */
async function check({ sandbox, admin }: Demo): Promise<number> {
  const started = Date.now();
  const progress = await waitForFirstSync(admin, CHECK_FIRST_SYNC_LIMIT_MS, progressPrinter(process.stderr));
  const seconds = Math.round((Date.now() - started) / 100) / 10;
  const { entries } = await admin.get<SyncHistory>('/v1/history');
  const { failures } = await admin.get<{
    failures: { module: string; code: string; recordName: string | null }[];
  }>('/v1/failures');
  const edits = await tryEdits(sandbox, EDIT_LIMIT_MS);
  const ok = edits.every((edit) => edit.arrived);
  const summary = {
    ok,
    firstSync: {
      seconds,
      modules: progress.modules.map(({ module, total }) => ({ module, records: total })),
      counts: entries
        .filter(({ kind }) => kind === 'first-sync')
        .map(({ module, target, added, updated, failed }) => ({ module, target, added, updated, failed })),
      failures: failures.map(({ module, code, recordName }) => ({ module, code, recordName })),
    },
    edits,
    calls: sandbox.calls.summary(),
  };
  process.stdout.write(`${JSON.stringify(summary)}\n`);
  return ok ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
