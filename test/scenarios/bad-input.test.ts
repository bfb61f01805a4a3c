import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import {
  configureModules,
  connectProducts,
  signIn,
  startSync,
  waitForFirstSync,
} from '../support/administrator.ts';
import { createHuman } from '../support/human.ts';
import {
  connectorEnv,
  newSecrets,
  spawnConnector,
  startConnector,
  type ConnectorProcess,
} from '../support/connector-process.ts';
import { freePort } from '../support/free-port.ts';
import { startPostgres } from '../support/postgres.ts';

/** A message that a person at the terminal can act on: one line, no stack. */
function assertOneLine(output: string, pattern: RegExp): void {
  const lines = output.trim().split('\n');
  assert.equal(lines.length, 1, output);
  assert.match(lines[0] ?? '', pattern);
}

describe('bad input: one line that says what to do, and exit code 1', () => {
  let folder: string;
  let sandbox: Sandbox;
  let env: Record<string, string>;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bad-input-'));
    sandbox = await startSandbox({ seed: 12, settings: { autoApprove: true } });
    env = connectorEnv({ port: 0, sandbox, store: { dataDir: join(folder, 'store') } });
  });
  after(async () => {
    await sandbox.stop();
    await rm(folder, { recursive: true, force: true });
  });

  const wrong: readonly (readonly [name: string, value: string])[] = [
    ['PORT', 'eighty'],
    ['PUBLIC_URL', 'not a url'],
    ['DATABASE_URL', 'mysql://user:hunter2@host/db'],
    ['ENCRYPTION_KEYS', 'main:hunter2'],
    ['SESSION_SECRET', 'hunter2'],
    ['SESSION_MINUTES', '-1'],
    ['EXTENSION_ORIGINS', 'https://desk.zoho.com/path'],
    ['SANDBOX_DESK_URL', 'desk'],
    ['POLL_PRODUCTS_SECONDS', '0'],
    ['LANE_LEASE_SECONDS', 'long'],
    ['LOG_LEVEL', 'loud'],
    ['PUBLIC_PROGRESS', 'yes'],
  ];
  for (const [name, value] of wrong) {
    it(`${name} has a wrong value`, async () => {
      const { code, output } = await runConnector({ ...env, [name]: value });
      assert.equal(code, 1);
      assertOneLine(output, new RegExp(`^${name} .*\\.env`));
      assert.doesNotMatch(output, /hunter2/, 'a secret is never shown');
    });
  }

  it('a mandatory variable is missing', async () => {
    const { ZOHO_CLIENT_ID: _missing, ...rest } = env;
    const { code, output } = await runConnector(rest);
    assert.equal(code, 1);
    assertOneLine(output, /^ZOHO_CLIENT_ID is missing/);
  });

  it('the database cannot be reached', async () => {
    const { code, output } = await runConnector({
      ...env,
      DATABASE_URL: 'postgres://sync:hunter2@127.0.0.1:9/sync',
    });
    assert.equal(code, 1);
    assertOneLine(output, /DATABASE_URL/);
    assert.doesNotMatch(output, /hunter2/);
  });

  it('a role is asked of the embedded store, which serves one process', async () => {
    const started = spawnConnector(env, 'worker');
    const [code] = (await once(started.child, 'exit')) as [number];
    assert.equal(code, 1);
    assertOneLine(started.output(), /DATABASE_URL/);
  });

  it('the port is in use', async () => {
    const busy = await listen();
    try {
      const { code, output } = await runConnector({ ...env, PORT: String(portOf(busy)) });
      assert.equal(code, 1);
      assertOneLine(output, /^Port \d+ is in use.*PORT/);
    } finally {
      busy.close();
    }
  });

  it('a second process opens the same data directory; the first goes on', async () => {
    const dataDir = join(folder, 'shared');
    const port = await freePort();
    const first = await startConnector({ port, sandbox, store: { dataDir } });
    try {
      const { code, output } = await runConnector({ ...env, DATA_DIR: dataDir });
      assert.equal(code, 1);
      assertOneLine(output, /in use by another connector.*DATA_DIR/);
      assert.ok((await fetch(`${first.url}/readyz`)).ok);
    } finally {
      await first.stop();
    }
  });

  it('a seed file is damaged: sandbox and demo name file and line', async () => {
    const seed = await mkdtemp(join(folder, 'seed-'));
    await writeFile(
      join(seed, 'desk-contacts.csv'),
      'firstName,lastName\nAda,Lovelace\nGrace,Hopper,extra\n',
    );
    for (const script of ['test/sandbox/main.ts', 'test/demo/main.ts']) {
      const { code, output } = await runScript(script, '--seed', seed, '--port', String(await freePort()));
      assert.equal(code, 1);
      assert.match(output.trim().split('\n').at(-1) ?? '', /desk-contacts\.csv.*\b3\b/, output);
    }
  });

  it('an option is misspelt', async () => {
    for (const script of ['test/sandbox/main.ts', 'test/demo/main.ts']) {
      const { code, output } = await runScript(script, '--sed', 'small');
      assert.equal(code, 1);
      assertOneLine(output, /--sed.*Usage/);
    }
  });
});

describe('bad luck with Zoho: said plainly, and nothing lost', () => {
  after(async () => (await startPostgres()).stop());

  it('a revoked token stops the sync; after connecting again what changed meanwhile arrives', async () => {
    const port = await freePort();
    const sandbox = await startSandbox({
      seed: 12,
      settings: { autoApprove: true },
      connectorClient: { redirectUris: [`http://127.0.0.1:${port}/oauth/callback`] },
    });
    const store = { databaseUrl: await (await startPostgres()).createDatabase() };
    const connector = await startConnector({ port, sandbox, store, secrets: newSecrets() });
    try {
      const email = [...sandbox.world.people.values()][0]?.email ?? '';
      const admin = await signIn(connector.url, email);
      await connectProducts(admin, email);
      await configureModules(admin);
      await startSync(admin);
      await waitForFirstSync(admin, 60_000);

      sandbox.setFaults({ seed: 1, rules: [{ kind: 'revoked-token', product: 'crm', rate: 1 }] });
      await eventually(async () => (await statusOf(admin, 'crm')) === 'reauthorization-required');

      const human = createHuman(sandbox);
      const id = await human.create('desk', 'accounts', { accountName: 'Entered while CRM was cut off' });
      assert.ok(human.record('desk', 'accounts', id));

      sandbox.setFaults({});
      await connectProducts(admin, email);
      assert.equal(await statusOf(admin, 'crm'), 'valid');
      await eventually(
        () =>
          Promise.resolve(
            human
              .records('crm', 'accounts')
              .some((row) => row['Account_Name'] === 'Entered while CRM was cut off'),
          ),
        90_000,
      );
    } finally {
      await connector.stop();
      await sandbox.stop();
    }
  });

  it('a wrong client secret: signing in says so, and no secret is shown', async () => {
    await withConnector({ ZOHO_CLIENT_SECRET: 'hunter2-wrong' }, async ({ connector, email }) => {
      await assert.rejects(signIn(connector.url, email), (error: Error) => {
        assert.match(error.message, /client-refused/);
        assert.doesNotMatch(error.message, /hunter2/);
        return true;
      });
      assert.ok((await fetch(`${connector.url}/readyz`)).ok, 'the connector stays up');
    });
  });

  it('a scope is missing: the mapping page says that access is not enough, nothing is configured', async () => {
    await withConnector(
      { CRM_SCOPES: 'ZohoCRM.users.READ,ZohoCRM.org.READ' },
      async ({ connector, email }) => {
        const admin = await signIn(connector.url, email);
        await connectProducts(admin, email);
        await assert.rejects(configureModules(admin), /→ (4|5)\d\d .*(scope|permission|SCOPE|authori)/i);
        const { state } = await admin.get<{ state: string }>('/v1/integration');
        assert.equal(state, 'configured');
      },
    );
  });

  it('Zoho cannot be reached in the middle of the first sync: it finishes once Zoho is back', async () => {
    await withConnector({}, async ({ connector, email, sandbox }) => {
      const admin = await signIn(connector.url, email);
      await connectProducts(admin, email);
      await configureModules(admin);
      sandbox.setFaults({ seed: 3, rules: [{ kind: 'reset', product: 'desk', rate: 1 }] });
      await startSync(admin);
      await delay(3_000);
      assert.equal((await admin.get<{ state: string }>('/v1/sync/progress')).state, 'running');
      sandbox.setFaults({});
      await waitForFirstSync(admin, 120_000);
    });
  });
});

async function withConnector(
  env: Readonly<Record<string, string>>,
  work: (parts: { connector: ConnectorProcess; email: string; sandbox: Sandbox }) => Promise<void>,
): Promise<void> {
  const port = await freePort();
  const sandbox = await startSandbox({
    seed: 12,
    settings: { autoApprove: true },
    connectorClient: { redirectUris: [`http://127.0.0.1:${port}/oauth/callback`] },
  });
  const store = { databaseUrl: await (await startPostgres()).createDatabase() };
  const connector = await startConnector({ port, sandbox, store, env });
  try {
    await work({ connector, email: [...sandbox.world.people.values()][0]?.email ?? '', sandbox });
  } finally {
    await connector.stop();
    await sandbox.stop();
  }
}

async function statusOf(
  admin: { get<T>(path: string): Promise<T> },
  product: string,
): Promise<string | undefined> {
  const { connections } = await admin.get<{ connections: { product: string; status: string }[] }>(
    '/v1/integration',
  );
  return connections.find((connection) => connection.product === product)?.status;
}

async function eventually(isTrue: () => Promise<boolean>, limitMs = 30_000): Promise<void> {
  const deadline = Date.now() + limitMs;
  while (!(await isTrue())) {
    assert.ok(Date.now() < deadline, 'it did not happen in time');
    await delay(200);
  }
}

async function runConnector(
  env: Readonly<Record<string, string>>,
): Promise<{ code: number | null; output: string }> {
  const { child, output } = spawnConnector(env);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output: output() };
}

async function runScript(...args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  let output = '';
  child.stderr.setEncoding('utf8').on('data', (part: string) => (output += part));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, output };
}

async function listen(): Promise<Server> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}
function portOf(server: Server): number {
  const address = server.address();
  return typeof address === 'object' && address ? address.port : 0;
}
