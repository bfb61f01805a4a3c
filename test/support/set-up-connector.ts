import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox/sandbox.ts';
import { configureModules, connectProducts, signIn, startSync, waitForFirstSync } from './administrator.ts';
import type { Session } from './administrator.ts';
import { startConnector, type ConnectorProcess, type ConnectorSettings } from './connector-process.ts';

const FIRST_SYNC_LIMIT_MS = 90_000;

/** A sandbox in which a connector on that port may be registered. */
export function sandboxFor(port: number, options: SandboxOptions = {}): Promise<Sandbox> {
  return startSandbox({
    settings: { autoApprove: true },
    connectorClient: { redirectUris: [`http://127.0.0.1:${port}/oauth/callback`] },
    ...options,
  });
}

/** Starts the connector as a process and does what an administrator does until the first sync is done. */
export async function startSetUp(
  settings: ConnectorSettings,
): Promise<{ readonly connector: ConnectorProcess; readonly admin: Session }> {
  const connector = await startConnector(settings);
  try {
    return { connector, admin: await setUp(connector.url, settings.sandbox as Sandbox) };
  } catch (error) {
    await connector.stop();
    throw error;
  }
}

/** Connects both products, accepts the suggested mapping, starts the sync and waits for the first session. */
export async function setUp(url: string, sandbox: Sandbox): Promise<Session> {
  const email = [...sandbox.world.people.values()][0]?.email ?? '';
  const admin = await signIn(url, email);
  await connectProducts(admin, email);
  await configureModules(admin);
  await startSync(admin);
  await waitForFirstSync(admin, FIRST_SYNC_LIMIT_MS);
  return admin;
}
