import { readFile } from 'node:fs/promises';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { z } from 'zod';
import { SandboxError } from '../kernel/sandbox-error.ts';
import { describeIssues } from '../kernel/settings.ts';

const Widget = z.object({
  name: z.string(),
  title: z.string().optional(),
  location: z.string(),
  url: z.string(),
  icon: z.string().optional(),
  logo: z.string().optional(),
});
const ConfigParam = z.object({
  name: z.string(),
  userdefined: z.boolean().default(false),
  secure: z.boolean().default(false),
  default: z.string().optional(),
});
const Manifest = z.object({
  service: z.literal('DESK'),
  locale: z.array(z.string()),
  storage: z.boolean(),
  whiteListedDomains: z.array(z.string()),
  modules: z.object({ widgets: z.array(Widget).min(1) }),
  cspDomains: z.object({ 'connect-src': z.array(z.string()).default([]) }).default({ 'connect-src': [] }),
  config: z.array(ConfigParam),
});
const Resources = z.object({
  permissions: z
    .array(z.object({ apiName: z.string(), displayName: z.string().optional(), defaultState: z.boolean() }))
    .default([]),
});

export type Widget = z.infer<typeof Widget>;
export type ConfigParam = z.infer<typeof ConfigParam>;

/** An extension as Desk sees it: its manifest, its resources and the folder of its files. */
export interface Extension {
  readonly folder: string;
  readonly locales: readonly string[];
  readonly storage: boolean;
  readonly whiteListedDomains: readonly string[];
  readonly widgets: readonly Widget[];
  readonly connectSources: readonly string[];
  readonly config: readonly ConfigParam[];
  readonly permissions: readonly { readonly apiName: string; readonly defaultState: boolean }[];
  /** Path of its files on their origin; changes with the manifest, as with a new version. */
  readonly path: string;
}

const APP_ID = '1011270700';

/**
 * Reads `plugin-manifest.json` and `resources.json` of an extension's folder.
 * @throws SandboxError in words for the person who sees the page
 */
export async function readExtension(folder: string): Promise<Extension> {
  const text = await readText(folder, 'plugin-manifest.json');
  const manifest = parse(Manifest, text, 'plugin-manifest.json');
  const resources = parse(Resources, await readText(folder, 'resources.json'), 'resources.json');
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 16);
  return {
    folder,
    locales: manifest.locale,
    storage: manifest.storage,
    whiteListedDomains: manifest.whiteListedDomains,
    widgets: manifest.modules.widgets,
    connectSources: manifest.cspDomains['connect-src'],
    config: manifest.config,
    permissions: resources.permissions,
    path: `/appfiles/v2/${APP_ID}/1.0/${hash}`,
  };
}

export const EXTENSION_ID = APP_ID;

/** The user's translations, English when the extension has none of the language, else undefined. */
export async function readTranslations(extension: Extension, locale: string): Promise<unknown> {
  const wanted = extension.locales.includes(locale) ? [locale, 'en'] : ['en'];
  for (const code of wanted) {
    try {
      return JSON.parse(await readFile(join(extension.folder, 'app/translations', `${code}.json`), 'utf8'));
    } catch {
      // A missing or broken file falls back, as Desk does.
    }
  }
  return undefined;
}

async function readText(folder: string, name: string): Promise<string> {
  try {
    return await readFile(join(folder, name), 'utf8');
  } catch (cause) {
    throw new SandboxError(`No extension is built here: ${name} is missing in ${folder}`, { cause });
  }
}

function parse<T>(schema: z.ZodType<T>, text: string, name: string): T {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new SandboxError(`${name} is not JSON`, { cause });
  }
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new SandboxError(`${name} is wrong: ${describeIssues(parsed.error)}`);
  return parsed.data;
}
