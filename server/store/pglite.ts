import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite, types } from '@electric-sql/pglite';
import type { PGliteOptions } from '@electric-sql/pglite';
import { lockDataDir } from './data-dir-lock.ts';
import { DurableNodeFs } from './durable-node-fs.ts';
import { StartupError, firstLine } from './errors.ts';

/** Folder inside DATA_DIR that PGlite owns; the lock lies beside it. */
const DATABASE_FOLDER = 'pgdata';
/** Major version of PostgreSQL inside the pinned PGlite. */
const POSTGRES_VERSION = '18';

/** PGlite's own defaults without `-F` (no fsync), and a way to sync that its file system really carries out. */
const START_PARAMS: readonly string[] = [
  ...PGlite.defaultStartParams.filter((param) => param !== '-F'),
  ...['fsync=on', 'wal_sync_method=fsync', 'max_wal_size=64MB'].flatMap((setting) => ['-c', setting]),
];

export interface OpenPglite {
  readonly pglite: PGlite;
  /** Closes the database and gives the folder free. */
  close(): Promise<void>;
}

/**
 * Opens the embedded database in `dataDir`, creating it on first use; in memory without one.
 *
 * @param fsync replaces `fs.fsyncSync`, for the test that counts it
 * @throws StartupError when the folder is in use, damaged, or of another version
 */
export async function openPglite(dataDir?: string, fsync?: (fd: number) => void): Promise<OpenPglite> {
  if (dataDir === undefined) {
    const pglite = await create({});
    return { pglite, close: () => closeOnce(pglite) };
  }
  const lock = lockDataDir(dataDir);
  try {
    const folder = join(dataDir, DATABASE_FOLDER);
    if (existsSync(folder)) checkVersion(dataDir, folder);
    else await initialise(dataDir, folder);
    const pglite = await openFolder(dataDir, folder, fsync);
    return {
      pglite,
      async close() {
        try {
          await closeOnce(pglite);
        } finally {
          lock.release();
        }
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** True when a database was made there; looking changes nothing. */
export function hasDatabase(dataDir: string): boolean {
  return existsSync(join(dataDir, DATABASE_FOLDER));
}

/** Built aside and renamed when complete: a process killed during the first start leaves nothing half done. */
async function initialise(dataDir: string, folder: string): Promise<void> {
  const aside = `${folder}.new`;
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(aside, { mode: 0o700 });
  const pglite = await openFolder(dataDir, aside);
  await pglite.close();
  renameSync(aside, folder);
}

async function openFolder(dataDir: string, folder: string, fsync?: (fd: number) => void): Promise<PGlite> {
  try {
    return await create({ fs: new DurableNodeFs(folder, fsync), startParams: [...START_PARAMS] });
  } catch (cause) {
    throw damaged(dataDir, firstLine(cause), cause);
  }
}

async function create(options: PGliteOptions): Promise<PGlite> {
  const isoInstant = (text: string): string => new Date(text).toISOString();
  return PGlite.create({ ...options, parsers: { [types.TIMESTAMPTZ]: isoInstant } });
}

function checkVersion(dataDir: string, folder: string): void {
  let version: string;
  try {
    version = readFileSync(join(folder, 'PG_VERSION'), 'utf8').trim();
  } catch (cause) {
    const found = readdirSync(folder).length === 0 ? 'the database folder is empty' : 'PG_VERSION is missing';
    throw damaged(dataDir, found, cause);
  }
  if (version === POSTGRES_VERSION) return;
  if (!/^\d+$/.test(version)) throw damaged(dataDir, 'PG_VERSION is unreadable');
  const age = Number(version) > Number(POSTGRES_VERSION) ? 'a newer' : 'an older';
  throw new StartupError(
    `The data folder ${dataDir} was written by ${age} version of the connector (PostgreSQL ${version}, this one has ${POSTGRES_VERSION}); start that version or set DATA_DIR to another folder`,
  );
}

function damaged(dataDir: string, found: string, cause?: unknown): StartupError {
  return new StartupError(
    `The data folder ${dataDir} is damaged (${found}); restore it from a backup or set DATA_DIR to another folder`,
    { cause },
  );
}

async function closeOnce(pglite: PGlite): Promise<void> {
  if (!pglite.closed) await pglite.close();
}
