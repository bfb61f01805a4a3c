import { dirname, join } from 'node:path/posix';
import { pathsOf, textOf } from './packed-files.ts';
import type { PackedFiles } from './packed-files.ts';

/**
 * Every file is there because something needs it: the manifest names pages, pages name scripts and style sheets,
 * scripts import scripts. A chunk of an earlier build, or a page without a widget, is a fault; so is a missing file.
 *
 * @param widgets pages that the manifest names, e.g. `app/ticket.html`
 */
export function checkList(files: PackedFiles, widgets: readonly string[]): readonly string[] {
  const needed = new Set<string>();
  const missing: string[] = [];
  function need(path: string, by: string): void {
    if (needed.has(path)) return;
    needed.add(path);
    if (!files.has(path)) missing.push(`${by} needs ${path}, which is not there`);
    else for (const next of namedBy(files, path)) need(next, path);
  }
  for (const page of widgets) need(page, 'the manifest');
  const idle = ['.html', '.js', '.css']
    .flatMap((type) => pathsOf(files, type))
    .filter((path) => !needed.has(path))
    .map((path) => `nothing needs ${path}`);
  return [...missing, ...idle];
}

/** Files of the package that a file names, as paths from the root. */
function namedBy(files: PackedFiles, path: string): readonly string[] {
  const text = textOf(files, path);
  const found = path.endsWith('.html')
    ? text.matchAll(/<(?:script|link|img)\b[^>]*?\s(?:src|href)="([^"]+)"/g)
    : path.endsWith('.js')
      ? text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*["'](\.{1,2}\/[^"']+)["']/g)
      : text.matchAll(/(?:url\(|@import\s+)["']?([^"')\s]+)["']?/g);
  return [...found]
    .map(([, name = '']) => name)
    .filter((name) => !/^(?:[a-z]+:|#)/i.test(name))
    .map((name) => join(dirname(path), name));
}
