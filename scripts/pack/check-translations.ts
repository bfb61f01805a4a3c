import { MANIFEST, jsonOf, pathsOf } from './packed-files.ts';
import type { PackedFiles } from './packed-files.ts';

const FOLDER = 'app/translations/';
/** zet's list (desk-extension-platform §1.1). */
const LOCALES = new Set('en ja zh tw es de fr tr ru pt it nl da pl sv id hi ro ta te he ar'.split(' '));

/** A key's last part, where a text depends on a number: `board.tickets.one`. */
const PLURAL = /^(.*)\.(?:zero|one|two|few|many|other)$/;

/**
 * Every locale of the manifest has a file, and all files the same keys with a text; a text that depends on a number
 * has one key per plural form of the locale's language. zet compares none of it.
 */
export function checkTranslations(files: PackedFiles): readonly string[] {
  const { locale: named = [] } = (jsonOf(files, MANIFEST) ?? {}) as { readonly locale?: readonly string[] };
  const there = pathsOf(files, '.json')
    .filter((path) => path.startsWith(FOLDER))
    .map((path) => path.slice(FOLDER.length, -'.json'.length));
  const english = textsOf(files, 'en');
  return [
    ...named.filter((code) => !LOCALES.has(code)).map((code) => `Desk has no locale ${code}`),
    ...(named.includes('en') ? [] : ['the manifest lacks the locale en']),
    ...named.filter((code) => !there.includes(code)).map((code) => `${FOLDER}${code}.json is missing`),
    ...there.filter((code) => !named.includes(code)).map((code) => `the manifest lacks the locale ${code}`),
    ...there.flatMap((code) => {
      const texts = textsOf(files, code);
      const wanted = keysFor(code, english);
      return [
        ...[...wanted].filter((key) => !texts.has(key)).map((key) => `${code}.json lacks "${key}"`),
        ...[...texts.keys()]
          .filter((key) => !wanted.has(key))
          .map((key) => `en.json lacks "${key}" of ${code}`),
        ...[...texts]
          .filter(([, text]) => text.trim() === '')
          .map(([key]) => `${code}.json: "${key}" is empty`),
      ];
    }),
  ];
}

/** English keys as the locale's language has them: Japanese has one form of a number's word, Arabic six. */
function keysFor(locale: string, english: ReadonlyMap<string, string>): ReadonlySet<string> {
  const keys = new Set<string>();
  for (const key of english.keys()) {
    const [, stem] = PLURAL.exec(key) ?? [];
    if (stem === undefined || !english.has(`${stem}.other`)) keys.add(key);
    else for (const form of formsOf(locale)) keys.add(`${stem}.${form}`);
  }
  return keys;
}

/** Unicode's plural categories. Zoho's `tw` is Chinese in Taiwan, not the language Twi. */
function formsOf(locale: string): readonly string[] {
  return new Intl.PluralRules(locale === 'tw' ? 'zh-TW' : locale).resolvedOptions().pluralCategories;
}

/** Texts by their keys; nested keys are joined by dots. Nothing for a file that is no JSON object. */
function textsOf(files: PackedFiles, locale: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  function collect(value: unknown, key: string): void {
    if (typeof value === 'string') texts.set(key, value);
    else if (typeof value === 'object' && value !== null) {
      for (const [name, inner] of Object.entries(value)) collect(inner, key === '' ? name : `${key}.${name}`);
    }
  }
  collect(jsonOf(files, `${FOLDER}${locale}.json`), '');
  return texts;
}
