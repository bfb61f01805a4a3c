import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * `npm run build` into another folder, so that several tests may build at the same time.
 * @throws Error with rollup's words when the sources do not build
 */
export async function buildWidgets(folder: string): Promise<void> {
  const rollup = join('node_modules', 'rollup', 'dist', 'bin', 'rollup');
  await promisify(execFile)(process.execPath, [rollup, '-c', '--silent', '--dir', folder]);
}
