import { randomUUID } from 'node:crypto';
import {
  linkSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { StartupError, errorCode, firstLine } from './errors.ts';
import { isRunning, ownIdentity } from './process-identity.ts';
import type { ProcessIdentity } from './process-identity.ts';

const LOCK_FILE = 'connector.lock';
/** The owner touches its lock this often; only needed where a pid of another host cannot be looked up. */
const TOUCH_EVERY_MS = 5_000;
const FOREIGN_STALE_AFTER_MS = 20_000;

export interface DataDirLock {
  release(): void;
}

/**
 * Makes this process the only one on `dataDir`: PGlite lets a second process open the folder and then loses rows.
 *
 * The lock file names its owner. One whose process is gone (pid and start time, so a pid given out again does not
 * count) is taken over at once; a living owner's stays. An owner on another host, as on a shared volume, counts as
 * living while it touches its lock.
 *
 * @throws StartupError when a living connector holds the folder, or the folder cannot be written
 */
export function lockDataDir(dataDir: string): DataDirLock {
  const path = join(dataDir, LOCK_FILE);
  const content = JSON.stringify({ ...ownIdentity(), nonce: randomUUID() });
  const mine = `${path}.${process.pid}-${randomUUID()}`;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    writeFileSync(mine, content, { mode: 0o600 });
  } catch (cause) {
    throw new StartupError(
      `The data folder ${dataDir} cannot be written (${firstLine(cause)}); make it writable or set DATA_DIR to another folder`,
      { cause },
    );
  }
  try {
    while (!tryLink(mine, path)) takeAwayStale(dataDir, path);
  } finally {
    rmSync(mine, { force: true });
  }

  const touching = setInterval(() => touch(path), TOUCH_EVERY_MS).unref();
  return {
    release() {
      clearInterval(touching);
      if (read(path) === content) rmSync(path, { force: true });
    },
  };
}

/** The living process that holds the folder, without taking it; null when it is free. */
export function ownerOf(dataDir: string): Pick<ProcessIdentity, 'pid' | 'host'> | null {
  const path = join(dataDir, LOCK_FILE);
  const seen = read(path);
  const owner = seen === null ? null : parseOwner(seen);
  return owner && isAlive(owner, path) ? owner : null;
}

/** link(2) creates the name only if it is free, and shows it with its content from the first moment. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (errorCode(error) === 'EEXIST') return false;
    throw error;
  }
}

/** Removes the lock at `path` if its owner is gone; returns for another try. */
function takeAwayStale(dataDir: string, path: string): void {
  const seen = read(path);
  if (seen === null) return;
  const owner = parseOwner(seen);
  if (owner && isAlive(owner, path)) {
    throw new StartupError(
      `The data folder ${dataDir} is in use by another connector (pid ${owner.pid}${owner.host === ownIdentity().host ? '' : ` on ${owner.host}`}); stop it or set DATA_DIR to another folder`,
    );
  }
  const aside = `${path}.stale-${randomUUID()}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return;
    throw error;
  }
  // Somebody may have taken over between our look and the rename: then what we moved is theirs, and goes back.
  if (read(aside) !== seen) tryLink(aside, path);
  rmSync(aside, { force: true });
}

function isAlive(owner: ProcessIdentity, path: string): boolean {
  if (owner.host === ownIdentity().host) return isRunning(owner);
  try {
    return Date.now() - statSync(path).mtimeMs < FOREIGN_STALE_AFTER_MS;
  } catch {
    return false;
  }
}

function read(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return null;
    throw error;
  }
}

/** Null when the file holds no owner: a lock that was damaged belongs to nobody. */
function parseOwner(content: string): ProcessIdentity | null {
  try {
    const owner: unknown = JSON.parse(content);
    if (typeof owner !== 'object' || owner === null) return null;
    const { pid, startedAt, host } = owner as Partial<Record<keyof ProcessIdentity, unknown>>;
    if (typeof pid !== 'number' || typeof host !== 'string') return null;
    return { pid, host, startedAt: typeof startedAt === 'string' ? startedAt : null };
  } catch {
    return null;
  }
}

function touch(path: string): void {
  try {
    const now = new Date();
    utimesSync(path, now, now);
  } catch {
    // The folder vanished under us: the next commit says so better than a timer can.
  }
}
