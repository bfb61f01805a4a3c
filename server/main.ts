import { compose } from './compose.ts';
import { loadConfig } from './config.ts';
import type { JobsRole } from './ports/jobs.ts';
import { StartupError } from './ports/startup-error.ts';

/** Exit code for anything a person at the terminal can mend. */
const CANNOT_START = 1;

function roleOf(argument: string | undefined): JobsRole {
  if (argument === undefined || argument === 'all') return 'all';
  if (argument === 'web' || argument === 'worker') return argument;
  throw new StartupError(`Unknown role "${argument}". Use web, worker or nothing (both in one process).`);
}

async function main(): Promise<void> {
  const role = roleOf(process.argv[2]);
  const config = loadConfig();
  if (role !== 'all' && config.store.kind === 'pglite') {
    throw new StartupError(
      'Roles need PostgreSQL: set DATABASE_URL, or start without a role to run everything in one process.',
    );
  }
  const connector = await compose(config, role);
  const { app, log } = connector;

  let stopping: Promise<void> | undefined;
  const stop = (signal: string) => {
    stopping ??= connector.stop().then(
      () => log.info({ signal }, 'stopped'),
      (error: unknown) => {
        log.error({ err: error }, 'could not stop cleanly');
        process.exitCode = CANNOT_START;
      },
    );
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);

  try {
    await app.listen({ host: config.host, port: config.port });
    await connector.start();
  } catch (error) {
    await connector.stop();
    throw explainListen(error, config.port);
  }
  log.info({ role, address: app.server.address() }, 'ready');
}

function explainListen(error: unknown, port: number): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  if (code === 'EADDRINUSE') {
    return new StartupError(`Port ${port} is in use. Stop the other program or set PORT to a free one.`, {
      cause: error,
    });
  }
  if (code === 'EACCES')
    return new StartupError(`Port ${port} needs more rights. Set PORT above 1024.`, { cause: error });
  return error;
}

try {
  await main();
} catch (error) {
  const known = error instanceof Error && error.name === 'StartupError';
  process.stderr.write(
    `${known ? error.message : `The connector failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`}\n`,
  );
  process.exit(CANNOT_START);
}
