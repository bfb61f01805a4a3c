import { pathsOf, textOf } from './packed-files.ts';
import type { PackedFiles } from './packed-files.ts';

/** The one script that is not ours: Zoho's, loaded from Zoho (desk-extension-platform §4). */
export const SDK_URL = 'https://js.zohostatic.com/support/developer_sdk/v1/js/ZohoDeskClientSDK.min.js';

/** What a strict content security policy would refuse, each with a pattern that finds it. */
const REFUSED: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['an event handler in an attribute', /<[a-z][^>]*\son[a-z]+\s*=/i],
  ['a javascript: address', /javascript:/i],
  ['an embedded frame', /<(?:iframe|frame|object|embed)\b/i],
  ['a base address', /<base\b/i],
  ['a redirect', /<meta[^>]+http-equiv\s*=\s*["']?refresh/i],
];

/** Pages hold no code and load none but our own and the SDK, the SDK before our own. @returns one line per fault */
export function checkPages(files: PackedFiles): readonly string[] {
  return pathsOf(files, '.html').flatMap((path) => {
    const page = textOf(files, path);
    const scripts = [...page.matchAll(/<script\b([^>]*)>([^]*?)<\/script\s*>/gi)].map(
      ([, attributes = '', body = '']) => ({ source: /\ssrc\s*=\s*"([^"]*)"/i.exec(attributes)?.[1], body }),
    );
    const sources = scripts.flatMap(({ source }) => (source === undefined ? [] : [source]));
    return [
      ...REFUSED.filter(([, pattern]) => pattern.test(page)).map(([what]) => `${path} has ${what}`),
      ...scripts
        .filter(({ source, body }) => source === undefined || body.trim() !== '')
        .map(() => `${path} has code inside a script tag`),
      ...sources
        .filter((source) => isForeign(source) && source !== SDK_URL)
        .map((source) => `${path} loads code from ${source}`),
      ...[...page.matchAll(/<link\b[^>]*?\shref="([^"]*)"/gi)]
        .filter(([, href = '']) => isForeign(href))
        .map(([, href = '']) => `${path} loads a style sheet from ${href}`),
      ...(sources[0] === SDK_URL ? [] : [`${path} does not load the SDK first`]),
    ];
  });
}

function isForeign(address: string): boolean {
  return /^(?:[a-z]+:)?\/\//i.test(address) || /^(?:data|blob):/i.test(address);
}
