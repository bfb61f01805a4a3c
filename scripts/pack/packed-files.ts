import { unzipSync } from 'fflate';

/** What is in a package: path with forward slashes → content. */
export type PackedFiles = ReadonlyMap<string, Uint8Array>;

export const MANIFEST = 'plugin-manifest.json';
export const RESOURCES = 'resources.json';

/** @throws Error when it is no zip */
export function readZip(zip: Uint8Array): PackedFiles {
  return new Map(Object.entries(unzipSync(zip)).filter(([path]) => !path.endsWith('/')));
}

export function textOf(files: PackedFiles, path: string): string {
  return new TextDecoder().decode(files.get(path));
}

/** Undefined when the file is missing or no JSON. */
export function jsonOf(files: PackedFiles, path: string): unknown {
  try {
    return JSON.parse(textOf(files, path)) as unknown;
  } catch {
    return undefined;
  }
}

/** Paths that end with `extension`, in order. */
export function pathsOf(files: PackedFiles, extension: string): readonly string[] {
  return [...files.keys()].filter((path) => path.endsWith(extension)).sort();
}
