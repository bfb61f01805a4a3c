import { MANIFEST } from './packed-files.ts';
import type { PackedFiles } from './packed-files.ts';

/** Shapes of secrets that never belong into a file that everybody can read. */
const SHAPES: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['a Zoho client or token', /\b1000\.[0-9A-Za-z]{20,}(?:\.[0-9A-Za-z]{20,})?/],
  ['a private key', /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ['a database address with a password', /\bpostgres(?:ql)?:\/\/[^\s:@/]+:[^\s@/]+@/],
];

export interface KnownSecrets {
  /** Belongs into the manifest, where Desk reads it, and nowhere else. */
  readonly manifest: string;
  /** Secrets of the connector, e.g. when the same `.env` serves both. */
  readonly others: readonly string[];
}

/** @returns one line per fault, never with the secret */
export function checkSecrets(files: PackedFiles, known: KnownSecrets): readonly string[] {
  return [...files].flatMap(([path, content]) => {
    const text = new TextDecoder().decode(content);
    const isInside = path !== MANIFEST && text.includes(known.manifest);
    return [
      ...(isInside ? [`${path} holds the secret of the manifest`] : []),
      ...(known.others.some((secret) => text.includes(secret))
        ? [`${path} holds a secret of the connector`]
        : []),
      ...SHAPES.filter(([, pattern]) => pattern.test(text)).map(
        ([what]) => `${path} holds what looks like ${what}`,
      ),
    ];
  });
}
