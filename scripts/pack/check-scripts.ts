import { pathsOf, textOf } from './packed-files.ts';
import type { PackedFiles } from './packed-files.ts';

const REFUSED: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['calls eval', /(?<![\w$.])eval\s*\(/],
  ['makes code of text', /\bnew\s+Function\s*\(/],
  ['names a source map', /sourceMappingURL=/],
  ['imports code from elsewhere', /\b(?:from|import)\s*\(?\s*["'](?:https?:)?\/\//],
  ['writes into the document as text', /\bdocument\.write(?:ln)?\s*\(/],
];

/** Scripts of a build for production: nothing that a content security policy refuses, and no map. */
export function checkScripts(files: PackedFiles): readonly string[] {
  return pathsOf(files, '.js').flatMap((path) => {
    const text = textOf(files, path);
    return REFUSED.filter(([, pattern]) => pattern.test(text)).map(([what]) => `${path} ${what}`);
  });
}
