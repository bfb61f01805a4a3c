import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import * as z from 'zod';
import { CONFIG_VARIABLES } from './config-variables.ts';
import type { ConfigVariables } from './config-variables.ts';
import { StartupError } from './ports/startup-error.ts';

/** Longest life of a session token outside the sandbox (architecture.md §4). */
const MAX_SESSION_MINUTES = 15;

export interface SandboxUrls {
  readonly accounts: string;
  readonly desk: string;
  readonly crm: string;
}

/** Everything the connector is told from outside. Secrets are among it: never log it. */
export type Config = ReturnType<typeof assemble>;

/**
 * Reads the configuration from the environment; the only reader of `process.env`. A `.env` file in the working
 * directory fills in what the environment does not set.
 *
 * @throws StartupError with one line that names the variable, what is wrong (never a secret's value) and the remedy
 */
export function loadConfig(env?: Readonly<Record<string, string | undefined>>): Config {
  if (env) return assemble(readVariables(env));
  if (existsSync('.env')) loadEnvFile('.env');
  return assemble(readVariables(process.env));
}

function readVariables(env: Readonly<Record<string, string | undefined>>): ConfigVariables {
  const given = Object.fromEntries(
    Object.keys(CONFIG_VARIABLES.shape).flatMap((name) => {
      const value = env[name]?.trim();
      return value ? [[name, value]] : [];
    }),
  );
  const parsed = CONFIG_VARIABLES.safeParse(given);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const name = String(issue?.path[0] ?? 'environment');
  throw wrong(name, name in given ? (issue?.message ?? 'is wrong') : 'is missing');
}

function wrong(name: string, what: string): StartupError {
  return new StartupError(`${name} ${what}. Set it in the environment or in .env; .env.example explains it.`);
}

function assemble(v: ConfigVariables) {
  const sandbox = sandboxUrls(v);
  const [current, ...previous] = v.ENCRYPTION_KEYS;
  if (!current) throw wrong('ENCRYPTION_KEYS', 'is empty');
  if (!sandbox && v.SESSION_MINUTES > MAX_SESSION_MINUTES) {
    throw wrong('SESSION_MINUTES', `must be at most ${MAX_SESSION_MINUTES} outside the sandbox`);
  }
  if (!sandbox && v.PUBLIC_PROGRESS) {
    throw wrong('PUBLIC_PROGRESS', 'may be on with the sandbox only: it shows progress without sign-in');
  }
  if (!sandbox && !v.PUBLIC_URL.startsWith('https://')) {
    throw wrong('PUBLIC_URL', 'must start with https:// outside the sandbox: Zoho calls it');
  }
  if (!sandbox && v.ZOHO_DATA_CENTER === 'sandbox') {
    throw wrong('SANDBOX_ACCOUNTS_URL', 'is missing, but ZOHO_DATA_CENTER is "sandbox"');
  }
  const client = { clientId: v.ZOHO_CLIENT_ID, clientSecret: v.ZOHO_CLIENT_SECRET };
  if ((v.CRM_CLIENT_ID === undefined) !== (v.CRM_CLIENT_SECRET === undefined)) {
    throw wrong(v.CRM_CLIENT_ID === undefined ? 'CRM_CLIENT_ID' : 'CRM_CLIENT_SECRET', 'is missing');
  }
  return {
    host: v.HOST,
    port: v.PORT,
    /** Origin, no trailing slash. */
    publicUrl: v.PUBLIC_URL,
    redirectUri: `${v.PUBLIC_URL}/oauth/callback`,
    extensionOrigins: v.EXTENSION_ORIGINS,
    extensionSecret: v.EXTENSION_SECRET ?? null,
    trustProxy: v.TRUST_PROXY,
    store: v.DATABASE_URL
      ? ({ kind: 'postgres', url: v.DATABASE_URL } as const)
      : ({ kind: 'pglite', directory: v.DATA_DIR } as const),
    encryptionKeys: { current, previous },
    session: {
      secret: v.SESSION_SECRET,
      minutes: v.SESSION_MINUTES,
      handleMs: v.SESSION_HANDLE_HOURS * 3_600_000,
    },
    clients: {
      desk: client,
      crm:
        v.CRM_CLIENT_ID !== undefined && v.CRM_CLIENT_SECRET !== undefined
          ? { clientId: v.CRM_CLIENT_ID, clientSecret: v.CRM_CLIENT_SECRET }
          : client,
    },
    /** Undefined: the connector's own lists. */
    scopes: { desk: v.DESK_SCOPES, crm: v.CRM_SCOPES },
    dataCenter: v.ZOHO_DATA_CENTER ?? (sandbox ? 'sandbox' : 'us'),
    sandbox,
    deskEditions: v.DESK_EDITIONS,
    sync: {
      pollProductsMs: v.POLL_PRODUCTS_SECONDS * 1000,
      pollReconcileMs: v.POLL_RECONCILE_SECONDS * 1000,
      deskIndexLagMs: v.DESK_INDEX_LAG_SECONDS * 1000,
      crmOverlapMs: v.CRM_OVERLAP_SECONDS * 1000,
      intentGraceMs: v.INTENT_GRACE_SECONDS * 1000,
    },
    /** How long a killed process keeps an organisation to itself. */
    laneLeaseMs: v.LANE_LEASE_SECONDS * 1000,
    /** Calls and credits that stay free for people and other integrations. */
    limits: {
      deskConcurrency: v.DESK_CONCURRENCY,
      crmConcurrency: v.CRM_CONCURRENCY,
      creditReserve: v.CREDIT_RESERVE,
    },
    /** How long the Sync History is kept for export (S63). */
    historyMs: v.HISTORY_DAYS * 86_400_000,
    publicProgress: v.PUBLIC_PROGRESS,
    logLevel: v.LOG_LEVEL,
  };
}

/** All three or none: half a data center is a mistake. */
function sandboxUrls(v: ConfigVariables): SandboxUrls | null {
  const { SANDBOX_ACCOUNTS_URL: accounts, SANDBOX_DESK_URL: desk, SANDBOX_CRM_URL: crm } = v;
  if (accounts === undefined && desk === undefined && crm === undefined) return null;
  if (accounts === undefined)
    throw wrong('SANDBOX_ACCOUNTS_URL', 'is missing beside the other SANDBOX_ URLs');
  if (desk === undefined) throw wrong('SANDBOX_DESK_URL', 'is missing beside the other SANDBOX_ URLs');
  if (crm === undefined) throw wrong('SANDBOX_CRM_URL', 'is missing beside the other SANDBOX_ URLs');
  return { accounts, desk, crm };
}

/** True for a name that `.env.example` must explain. */
export const CONFIG_NAMES: readonly string[] = z.keyof(CONFIG_VARIABLES).options;
