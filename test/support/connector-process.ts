import { spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Sandbox } from '../sandbox/sandbox.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const START_LIMIT_MS = 90_000;

/** The connector as users run it: its own process, configured by environment variables alone. */
export interface ConnectorProcess {
  readonly url: string;
  readonly child: ChildProcess;
  /** What it wrote to stderr and stdout so far. */
  output(): string;
  /** Ends it the polite way and waits. */
  stop(): Promise<void>;
  /** kill -9: nothing is flushed, nothing released. */
  kill(): Promise<void>;
}

export interface ConnectorSettings {
  readonly port: number;
  readonly sandbox: Pick<Sandbox, 'urls' | 'connectorClient'>;
  readonly store: { readonly dataDir: string } | { readonly databaseUrl: string };
  /** The same for every start on one store: keys that are lost make its secrets unreadable. */
  readonly secrets?: ConnectorSecrets;
  readonly env?: Readonly<Record<string, string>>;
  readonly role?: 'web' | 'worker';
}
export interface ConnectorSecrets {
  readonly encryptionKeys: string;
  readonly sessionSecret: string;
}
export function newSecrets(): ConnectorSecrets {
  return {
    encryptionKeys: `demo:${randomBytes(32).toString('base64')}`,
    sessionSecret: randomBytes(32).toString('hex'),
  };
}

/** Environment of a connector that has the sandbox as its data center. */
export function connectorEnv(settings: ConnectorSettings): Record<string, string> {
  const { port, sandbox, store } = settings;
  const secrets = settings.secrets ?? newSecrets();
  return {
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    ...('dataDir' in store ? { DATA_DIR: store.dataDir } : { DATABASE_URL: store.databaseUrl }),
    ENCRYPTION_KEYS: secrets.encryptionKeys,
    SESSION_SECRET: secrets.sessionSecret,
    SESSION_MINUTES: '720',
    ZOHO_CLIENT_ID: sandbox.connectorClient.clientId,
    ZOHO_CLIENT_SECRET: sandbox.connectorClient.clientSecret,
    SANDBOX_ACCOUNTS_URL: sandbox.urls.accounts,
    SANDBOX_DESK_URL: sandbox.urls.desk,
    SANDBOX_CRM_URL: sandbox.urls.crm,
    EXTENSION_ORIGINS: `${sandbox.urls.deskPage},${sandbox.urls.widgets}`,
    PUBLIC_PROGRESS: 'on',
    POLL_PRODUCTS_SECONDS: '2',
    POLL_RECONCILE_SECONDS: '10',
    INTENT_GRACE_SECONDS: '2',
    LOG_LEVEL: 'warn',
    ...settings.env,
  };
}

/** Starts the connector and waits until it is ready. Throws with its own words when it is not. */
export async function startConnector(settings: ConnectorSettings): Promise<ConnectorProcess> {
  const started = spawnConnector(connectorEnv(settings), settings.role);
  const url = `http://127.0.0.1:${settings.port}`;
  const deadline = Date.now() + START_LIMIT_MS;
  while (!(await isReady(url))) {
    if (started.child.exitCode !== null) throw new Error(`the connector ended: ${started.output().trim()}`);
    if (Date.now() > deadline) {
      await started.kill();
      throw new Error(`the connector did not become ready: ${started.output().trim()}`);
    }
    await delay(100);
  }
  return { ...started, url };
}

/** What a process needs of ours to run at all, and to load its modules quickly; nothing that configures the connector. */
export function machineEnv(): Record<string, string> {
  const names = ['PATH', 'HOME', 'NODE_COMPILE_CACHE'];
  return Object.fromEntries(names.map((name) => [name, process.env[name] ?? '']));
}

/** Runs `server/main.ts` with exactly this environment. */
export function spawnConnector(
  env: Readonly<Record<string, string>>,
  role?: string,
): Omit<ConnectorProcess, 'url'> {
  const child = spawn(process.execPath, ['server/main.ts', ...(role === undefined ? [] : [role])], {
    cwd: ROOT,
    env: { ...machineEnv(), ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (part: string) => (text += part));
  }
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };
  return { child, output: () => text, stop: () => end('SIGTERM'), kill: () => end('SIGKILL') };
}

async function isReady(url: string): Promise<boolean> {
  try {
    return (await fetch(`${url}/readyz`)).ok;
  } catch {
    return false;
  }
}
