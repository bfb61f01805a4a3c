import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const BLOCK = 512;
const REGULAR_FILE = /^[0\0]$/;

/**
 * Writes the regular files of an uncompressed tar archive below `folder`, all executable.
 * Knows what the archives of npm packages hold: short names, no links.
 *
 * @throws Error for a name that leads out of the folder
 */
export async function unpackTar(archive: Buffer, folder: string): Promise<void> {
  let at = 0;
  while (at + BLOCK <= archive.length && archive[at] !== 0) {
    const name = text(archive, at, 100);
    const size = Number.parseInt(text(archive, at + 124, 12), 8);
    if (REGULAR_FILE.test(archive.toString('latin1', at + 156, at + 157))) {
      if (name.split('/').includes('..')) throw new Error(`the archive names ${name}`);
      const file = join(folder, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, archive.subarray(at + BLOCK, at + BLOCK + size), { mode: 0o755 });
    }
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

/** A field of the header: text up to its first NUL. */
function text(archive: Buffer, from: number, length: number): string {
  return archive.toString('latin1', from, from + length).split('\0')[0] ?? '';
}
