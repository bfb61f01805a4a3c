import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { globSync } from 'node:fs';
import { join } from 'node:path';

/** What stands in the sources for the connector's origin. */
export const CONNECTOR_PLACEHOLDER = 'https://connector.example.com';
export const SECRET_PLACEHOLDER = 'set-when-packed';

const SCRIPTS = join('app', 'js');

export interface StageOptions {
  /** Origin of the connector that the pages ask; no path, no slash at the end. */
  readonly connector: string;
  /** Secret of the manifest, the connector's `EXTENSION_SECRET`; without it the placeholder stays. */
  readonly secret?: string;
  /** Folder that the scripts were built into; default: `app/js` of the source. */
  readonly scripts?: string;
  /** How the pages reach the connector: `desk` goes through Desk's server. */
  readonly transport?: 'fetch' | 'desk';
  /** Where `app/`, manifest and resources are; default: the working directory. */
  readonly source?: string;
}

/**
 * Copies what ships — `app/`, manifest, resources — to a folder and puts the connector's address into manifest and
 * pages. The scripts must be built.
 *
 * @throws Error when `connector` is no bare origin: Desk compares white-listed origins character by character
 */
export async function stageExtension(target: string, options: StageOptions): Promise<void> {
  const { connector, secret, transport = 'fetch', source = '.' } = options;
  const builtHere = join(source, SCRIPTS);
  if (!URL.canParse(connector) || new URL(connector).origin !== connector) {
    throw new Error(`${connector} is no origin, as https://connector.example.com is`);
  }
  await rm(target, { recursive: true, force: true });
  await mkdir(target, { recursive: true });
  await cp(join(source, 'app'), join(target, 'app'), {
    recursive: true,
    filter: (path) => path !== builtHere,
  });
  await cp(options.scripts ?? builtHere, join(target, SCRIPTS), { recursive: true });
  for (const file of ['plugin-manifest.json', 'resources.json']) {
    await cp(join(source, file), join(target, file));
  }

  const pages = globSync(join(target, 'app', '*.html'));
  for (const file of [...pages, join(target, 'plugin-manifest.json')]) {
    const text = (await readFile(file, 'utf8'))
      .replaceAll(CONNECTOR_PLACEHOLDER, connector)
      .replaceAll('data-transport="fetch"', `data-transport="${transport}"`)
      .replaceAll(SECRET_PLACEHOLDER, secret ?? SECRET_PLACEHOLDER);
    await writeFile(file, text);
  }
}
