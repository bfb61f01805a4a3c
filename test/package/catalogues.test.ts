import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, it } from 'node:test';

type Catalogue = Readonly<Record<string, string>>;
const read = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Catalogue;

const FILES = globSync('app/translations/*.json').sort();
const EN = read('app/translations/en.json');
const COUNTED = Object.keys(EN).flatMap((key) =>
  key.endsWith('.other') ? [key.slice(0, -'.other'.length)] : [],
);
const isForm = (key: string) => COUNTED.some((base) => key.startsWith(`${base}.`));

describe('the message catalogues', () => {
  it('are those that the manifest names', () => {
    const { locale } = JSON.parse(readFileSync('plugin-manifest.json', 'utf8')) as { locale: string[] };
    assert.deepEqual(
      FILES.map((file) => basename(file, '.json')),
      locale.toSorted(),
    );
  });

  for (const file of FILES) {
    const code = basename(file, '.json');
    const own = read(file);

    it(`S123: ${code} has every text, and none that nobody asks for`, () => {
      const plain = (catalogue: Catalogue) =>
        Object.keys(catalogue)
          .filter((key) => !isForm(key))
          .sort();
      assert.deepEqual(plain(own), plain(EN));
      assert.deepEqual(
        Object.keys(own).filter((key) => own[key]?.trim() === ''),
        [],
      );
    });

    it(`${code} has exactly the plural forms of its language`, () => {
      const forms = new Intl.PluralRules(code).resolvedOptions().pluralCategories.toSorted();
      for (const base of COUNTED) {
        const given = Object.keys(own)
          .filter((key) => key.startsWith(`${base}.`))
          .map((key) => key.slice(base.length + 1));
        assert.deepEqual(given.toSorted(), forms, base);
      }
    });

    it(`${code} fills in the same values as English`, () => {
      const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();
      for (const [key, text] of Object.entries(own)) {
        const english = EN[key] ?? EN[`${key.slice(0, key.lastIndexOf('.'))}.other`] ?? '';
        assert.deepEqual(places(text), places(english), key);
      }
    });
  }

  it('have no text that no page shows', () => {
    const sources = globSync('widgets/**/*.ts')
      .map((file) => readFileSync(file, 'utf8'))
      .join('\n');
    // Keys are written out, or put together from a fixed start: t(`item.${item}`).
    const starts = [...sources.matchAll(/`([a-z-]+(?:\.[a-z-]+)*\.|)\$\{[^}]+\}([\w.-]*)`/g)];
    const unused = Object.keys(EN).filter((key) => {
      const base = COUNTED.find((counted) => key.startsWith(`${counted}.`)) ?? key;
      if (sources.includes(`'${base}'`)) return false;
      return !starts.some(
        ([, start = '', end = '']) =>
          (start + end).length > 3 && base.startsWith(start) && base.endsWith(end),
      );
    });
    // Two parts of t(`match.${entity}.${outcome}`) vary; that is more than the pattern above follows.
    assert.deepEqual(
      unused.filter((key) => !key.startsWith('match.')),
      [],
    );
  });
});
