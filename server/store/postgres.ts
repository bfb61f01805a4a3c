import pg from 'pg';
import { StartupError, errorCode, firstLine } from './errors.ts';

const MIN_VERSION = 15;
const CONNECT_TIMEOUT_MS = 10_000;

/** What a refused connection means for the person who set DATABASE_URL, by SQLSTATE or system code. */
const REMEDIES: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'nothing listens there; start PostgreSQL or correct DATABASE_URL',
  ENOTFOUND: 'there is no such host; correct DATABASE_URL',
  EAI_AGAIN: 'the host name does not resolve; check the network or correct DATABASE_URL',
  ETIMEDOUT: 'it does not answer; check the network or correct DATABASE_URL',
  EHOSTUNREACH: 'it cannot be reached; check the network or correct DATABASE_URL',
  '28P01': 'it refuses the user or password; correct DATABASE_URL',
  '28000': 'it refuses the user; correct DATABASE_URL or its pg_hba.conf',
  '3D000': 'there is no such database; create it or correct DATABASE_URL',
  '42501': 'the user may not do this; grant it rights on the database',
  '53300': 'it has no connection left; raise max_connections or stop other clients',
  '57P03': 'it is starting up; try again in a moment',
};

/**
 * A pool of connections to PostgreSQL, tried once.
 *
 * @throws StartupError when the URL is none, or nothing usable answers; the message never holds the password
 */
export async function openPostgres(databaseUrl: string): Promise<pg.Pool> {
  const name = nameOf(databaseUrl);
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    max: 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    application_name: 'zoho-crm-for-zoho-desk',
    types: parsers(),
  });
  // An idle connection that breaks is replaced by the next query; unheard, the event would end the process.
  pool.on('error', () => undefined);
  try {
    const { rows } = await pool.query<{ version: number }>(
      `select current_setting('server_version_num')::int as version`,
    );
    const major = Math.floor((rows[0]?.version ?? 0) / 10_000);
    if (major >= MIN_VERSION) return pool;
    throw new StartupError(
      `${name} is PostgreSQL ${major}; the connector needs ${MIN_VERSION} or newer, so upgrade it or set DATABASE_URL to another one`,
    );
  } catch (error) {
    await pool.end();
    throw error instanceof StartupError ? error : unusable(name, error);
  }
}

/** `PostgreSQL at host:port/database`, without user and password. */
export function nameOf(databaseUrl: string): string {
  if (!URL.canParse(databaseUrl) || !/^postgres(?:ql)?:\/\//.test(databaseUrl)) {
    throw new StartupError('DATABASE_URL is not of the form postgresql://user:password@host:5432/database');
  }
  const { hostname, port, pathname } = new URL(databaseUrl);
  return `PostgreSQL at ${hostname === '' ? 'localhost' : hostname}:${port === '' ? '5432' : port}${pathname}`;
}

function unusable(name: string, cause: unknown): StartupError {
  const code = errorCode(cause instanceof AggregateError ? cause.errors[0] : cause) ?? '';
  const timedOut = firstLine(cause).includes('timeout');
  const remedy = REMEDIES[code] ?? (timedOut ? REMEDIES['ETIMEDOUT'] : undefined);
  const reason = remedy ?? `${firstLine(cause)}; correct DATABASE_URL`;
  return new StartupError(`${name} cannot be used: ${reason}`, { cause });
}

/** As the driver's own, but an instant stays text in the form all of the connector uses: ISO 8601 UTC. */
function parsers(): pg.TypeOverrides {
  const overrides = new pg.TypeOverrides();
  overrides.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text) => new Date(text).toISOString());
  return overrides;
}
