import { checkList } from './check-list.ts';
import { checkManifest } from './check-manifest.ts';
import type { ManifestPromises } from './check-manifest.ts';
import { checkNames } from './check-names.ts';
import { checkPages } from './check-pages.ts';
import { checkResources } from './check-resources.ts';
import { checkScripts } from './check-scripts.ts';
import { checkSecrets } from './check-secrets.ts';
import type { KnownSecrets } from './check-secrets.ts';
import { checkTranslations } from './check-translations.ts';
import { Manifest } from './manifest.ts';
import { MANIFEST, jsonOf, readZip } from './packed-files.ts';

/** Our own budget: a panel must be there before the agent has read the ticket. */
const MAX_ZIP_BYTES = 500_000;

export interface PackagePromises extends ManifestPromises {
  readonly secrets: KnownSecrets;
  /** Paths of all files that were given to zet; it leaves out silently what it does not like. */
  readonly staged: readonly string[];
}

/** Everything that must be true of a package before it is uploaded. @returns one line per fault; empty: all is well */
export function checkPackage(zip: Uint8Array, promises: PackagePromises): readonly string[] {
  if (zip.length === 0) return ['the package is empty: zet failed without saying so'];
  const files = readZip(zip);
  const manifest = Manifest.safeParse(jsonOf(files, MANIFEST));
  const pages = manifest.success
    ? manifest.data.modules.widgets.map(({ url }) => url.replace(/^\//, ''))
    : [];
  return [
    ...(zip.length > MAX_ZIP_BYTES ? [`the package has ${zip.length} bytes; at most ${MAX_ZIP_BYTES}`] : []),
    ...promises.staged.filter((path) => !files.has(path)).map((path) => `zet left out ${path}`),
    ...[...files.keys()]
      .filter((path) => !promises.staged.includes(path))
      .map((path) => `${path} was not staged`),
    ...checkNames(files),
    ...checkManifest(files, promises),
    ...checkResources(files),
    ...checkList(files, pages),
    ...checkPages(files),
    ...checkScripts(files),
    ...checkTranslations(files),
    ...checkSecrets(files, promises.secrets),
  ];
}
