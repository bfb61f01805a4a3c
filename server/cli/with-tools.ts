import { compose } from '../compose.ts';
import type { Tools } from '../compose/tools.ts';
import type { Config } from '../config.ts';
import { createLog } from '../http/log.ts';
import { StartupError } from '../ports/startup-error.ts';
import type { Integration, IntegrationState } from '../ports/store.ts';
import { embeddedOwner } from '../compose/embedded-store.ts';

const ALL_STATES: readonly IntegrationState[] = [
  'connecting',
  'configured',
  'active',
  'paused',
  'deleted',
  'legacy',
];

/**
 * Opens the connector's parts for one command and closes them after it. Logs go to stderr: stdout is the answer.
 *
 * @throws StartupError when the connector itself works on the embedded database: two processes would damage it
 */
export async function withTools<T>(
  config: Config,
  work: (tools: Tools) => Promise<T>,
  migrations: 'apply' | 'require' = 'apply',
): Promise<T> {
  const owner = config.store.kind === 'pglite' ? embeddedOwner(config.store.directory) : null;
  if (owner) {
    throw new StartupError(
      `The connector (pid ${owner.pid} on ${owner.host}) works on the embedded database; stop it first, or use PostgreSQL, with which commands run beside it`,
    );
  }
  const log = createLog(config.logLevel, { write: (line) => process.stderr.write(line) });
  const connector = await compose(config, 'web', { log, migrations });
  try {
    return await work(connector.tools);
  } finally {
    await connector.stop();
  }
}

/**
 * The organisation that `--org` names, or the only one.
 *
 * @throws StartupError when it is unknown, or when there is a choice
 */
export async function chosenIntegration({ store }: Tools, org: string | undefined): Promise<Integration> {
  const all = await listAll({ store });
  const names = all.map(({ orgKey }) => orgKey).join(', ');
  const [only] = all;
  if (org === undefined) {
    if (all.length === 1 && only) return only;
    throw new StartupError(
      all.length === 0
        ? 'No organisation is known yet: an administrator connects it in the extension’s settings.'
        : `Name the organisation with --org; known are ${names}.`,
    );
  }
  const found = all.find(({ orgKey }) => orgKey === org);
  if (found) return found;
  throw new StartupError(`Organisation ${org} is not known; known are ${names || 'none'}.`);
}

export function listAll({ store }: Pick<Tools, 'store'>): Promise<readonly Integration[]> {
  return store.listIntegrations(ALL_STATES);
}
