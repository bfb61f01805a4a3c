import { LOCATIONS, SINGLE_LOCATIONS } from './locations.ts';
import { Manifest } from './manifest.ts';
import { MANIFEST, jsonOf, textOf } from './packed-files.ts';
import type { PackedFiles } from './packed-files.ts';

/** Events that Desk sends (desk-extension-platform §6.1) and the connector listens to. */
const EVENTS = new Set(['onInstall', 'onZohoAuthorise', 'onUpdate', 'onUninstall']);

export interface ManifestPromises {
  /** The one origin that pages may call, and that Desk calls. */
  readonly connector: string;
  /** What must be filled in by now and nowhere left standing. */
  readonly placeholders: readonly string[];
}

/** What zet lets pass and Desk then refuses or ignores (desk-extension-platform §2.7). @returns one line per fault */
export function checkManifest(files: PackedFiles, promises: ManifestPromises): readonly string[] {
  const parsed = Manifest.safeParse(jsonOf(files, MANIFEST));
  if (!parsed.success) {
    return parsed.error.issues.map(({ path, message }) => `${MANIFEST} ${path.join('.')}: ${message}`);
  }
  return [
    ...widgetFaults(files, parsed.data),
    ...addressFaults(parsed.data, promises),
    ...doubles(parsed.data.config.map(({ name }) => name)).map((name) => `config ${name} occurs twice`),
    ...promises.placeholders
      .filter((placeholder) => textOf(files, MANIFEST).includes(placeholder))
      .map((placeholder) => `${MANIFEST} still holds the placeholder ${placeholder}`),
  ];
}

function widgetFaults(files: PackedFiles, { modules: { widgets } }: Manifest): readonly string[] {
  const single = widgets.map(({ location }) => location).filter((location) => SINGLE_LOCATIONS.has(location));
  return [
    ...doubles(widgets.map(({ name }) => name)).map((name) => `widget ${name} occurs twice`),
    ...doubles(single).map((location) => `${location} may have one widget only`),
    ...widgets.flatMap(({ name, location, url, icon, logo }) => [
      ...(LOCATIONS.has(location) ? [] : [`widget ${name} has the unknown location ${location}`]),
      ...[url, icon, logo]
        .filter((path) => path !== undefined && !(path.startsWith('/app/') && files.has(path.slice(1))))
        .map((path) => `widget ${name} names ${String(path)}, which is not in the package`),
    ]),
  ];
}

function addressFaults(manifest: Manifest, { connector }: ManifestPromises): readonly string[] {
  const { whiteListedDomains, cspDomains, callbackListener = {}, secret } = manifest;
  const listed = [...whiteListedDomains, ...(cspDomains?.['connect-src'] ?? [])];
  return [
    ...listed.filter((entry) => !isBareOrigin(entry)).map((entry) => `${entry} is no bare https origin`),
    ...listed.filter((entry) => entry !== connector).map((entry) => `${entry} is not the connector`),
    ...doubles(whiteListedDomains).map((entry) => `${entry} is white-listed twice`),
    ...(listed.includes(connector) ? [] : ['no page may call the connector']),
    ...Object.entries(callbackListener).flatMap(([event, url]) => [
      ...(EVENTS.has(event) ? [] : [`callback ${event} is not one the connector listens to`]),
      ...(url === `${connector}/callbacks/extension` ? [] : [`callback ${event} goes to ${url}`]),
    ]),
    ...(Object.keys(callbackListener).length > 0 && secret === undefined ? ['callbacks need a secret'] : []),
  ];
}

function isBareOrigin(entry: string): boolean {
  return URL.canParse(entry) && new URL(entry).origin === entry && entry.startsWith('https://');
}

function doubles(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}
