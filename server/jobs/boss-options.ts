import { fromPglite } from 'pg-boss';
import type { ConstructorOptions, PGliteLike } from 'pg-boss';
import type { JobsRole } from '../ports/jobs.ts';

/** The store's own database: embedded, both share its one connection; PostgreSQL gets a small pool more. */
export type JobsDatabase = { readonly pglite: PGliteLike } | { readonly connectionString: string };

/** How often a worker looks for dead ones. With `HEARTBEAT_SECONDS` and the first retry this stays below 60 seconds. */
const SUPERVISE_SECONDS = 10;
/** A running job whose worker gave no sign for this long is given to another. */
export const HEARTBEAT_SECONDS = 20;

const CONNECTIONS = 4;

export function bossOptions(database: JobsDatabase, role: JobsRole): ConstructorOptions {
  const works = role !== 'web';
  const common: ConstructorOptions = {
    useListenNotify: works,
    supervise: works,
    schedule: works,
    superviseIntervalSeconds: SUPERVISE_SECONDS,
    monitorIntervalSeconds: SUPERVISE_SECONDS,
    maintenanceIntervalSeconds: 600,
    cronMonitorIntervalSeconds: 30,
    registerInstance: false,
    openTelemetry: { enabled: false },
  };
  if ('pglite' in database) {
    // No autovacuum to watch, and nothing may rebuild an index concurrently on the one connection.
    return {
      ...common,
      backend: 'pglite',
      db: fromPglite(database.pglite),
      monitorVacuum: false,
      reindex: false,
    };
  }
  return {
    ...common,
    connectionString: database.connectionString,
    application_name: 'zoho-crm-for-zoho-desk-jobs',
    max: CONNECTIONS,
  };
}
