import { globSync } from 'node:fs';
import { mkdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CONNECTOR_PLACEHOLDER, SECRET_PLACEHOLDER, stageExtension } from '../stage-extension.ts';
import { checkPackage } from './check-package.ts';
import { runZet } from './run-zet.ts';

const VALID = 'Validation Rules passed successfully';

export interface PackOptions {
  /** Folder with `app/`, `plugin-manifest.json` and `resources.json`. */
  readonly source: string;
  /** Folder that gets the zip. */
  readonly out: string;
  /** Of the zip, without ending. */
  readonly name: string;
  readonly connector: string;
  readonly secret: string;
  readonly transport?: 'fetch' | 'desk';
  /** Writes the scripts into the given folder; without it `app/js/` is taken as it is. */
  readonly build?: (folder: string) => Promise<void>;
  /** Secrets that must not be in it; empty ones are left out. */
  readonly otherSecrets?: readonly string[];
}

/**
 * Stages, validates, packs and checks. zet names the zip after its folder and never says that a zip is empty, so the
 * staging folder has the name and the zip is read again.
 *
 * @returns path and size of the zip
 * @throws Error whose message lists every fault; no zip is left then
 */
export async function packExtension(
  options: PackOptions,
): Promise<{ path: string; bytes: number; files: number }> {
  const { source, out, name, connector, secret, transport = 'fetch', otherSecrets = [] } = options;
  const staging = join(out, name);
  const scripts = join(out, `${name}-scripts`);
  const path = join(out, `${name}.zip`);
  await mkdir(out, { recursive: true });
  await rm(path, { force: true });
  try {
    await options.build?.(scripts);
    await stageExtension(staging, {
      source,
      connector,
      secret,
      transport,
      ...(options.build ? { scripts } : {}),
    });
    const staged = globSync('**/*', { cwd: staging, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(staging.length + 1));
    const verdict = await runZet('validate', staging);
    if (!verdict.includes(VALID)) throw new Error(`zet validate: ${verdict}`);
    await runZet('pack', staging);
    const zip = await readFile(join(staging, 'dist', `${name}.zip`));
    const faults = checkPackage(zip, {
      connector,
      placeholders: [CONNECTOR_PLACEHOLDER, SECRET_PLACEHOLDER].filter((each) => each !== connector),
      secrets: { manifest: secret, others: otherSecrets.filter((each) => each !== '' && each !== secret) },
      staged,
    });
    if (faults.length > 0) throw new Error(`The package must not be uploaded:\n${faults.join('\n')}`);
    await rename(join(staging, 'dist', `${name}.zip`), path);
    return { path, bytes: zip.length, files: staged.length };
  } finally {
    for (const folder of [staging, scripts]) await rm(folder, { recursive: true, force: true });
  }
}
