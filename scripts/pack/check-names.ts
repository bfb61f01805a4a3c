import { basename, dirname, extname } from 'node:path';
import { MANIFEST, RESOURCES } from './packed-files.ts';
import type { PackedFiles } from './packed-files.ts';

/** desk-extension-platform §2.2, §2.4. Of the types that zet takes, those that this extension has a use for. */
const TYPES = new Set(['.html', '.js', '.css', '.json', '.png', '.svg', '.jpg', '.jpeg', '.gif', '.woff2']);
const FILE_NAME = /^[A-Za-z0-9_.$-]{1,50}$/;
const FOLDER_NAME = /^[A-Za-z0-9_$-]*$/;
const MAX_FILES = 250;
const MAX_FILE_BYTES = 5_000_000;

/** Names, types and sizes that Desk takes. @returns one line per fault */
export function checkNames(files: PackedFiles): readonly string[] {
  const faults = [...files].flatMap(([path, content]) => faultsOf(path, content.length));
  return files.size > MAX_FILES ? [...faults, `${files.size} files; Desk takes ${MAX_FILES}`] : faults;
}

function faultsOf(path: string, bytes: number): readonly string[] {
  if (path === MANIFEST || path === RESOURCES) return [];
  const faults: string[] = [];
  if (!path.startsWith('app/')) faults.push(`${path} does not belong into the package`);
  if (!TYPES.has(extname(path))) faults.push(`${path} is of a type that does not ship`);
  if (!FILE_NAME.test(basename(path))) faults.push(`${path} has a name that Desk refuses`);
  if (
    !dirname(path)
      .split('/')
      .every((folder) => FOLDER_NAME.test(folder))
  ) {
    faults.push(`${path} is in a folder whose name Desk refuses`);
  }
  if (bytes === 0) faults.push(`${path} is empty`);
  if (bytes > MAX_FILE_BYTES) faults.push(`${path} has ${bytes} bytes; Desk takes ${MAX_FILE_BYTES}`);
  return faults;
}
