import { foldCase } from './text.ts';

/** Content of `resources/field-words.json`: how people name fields, per language (ISO 639-1). */
export interface FieldWords {
  /** Words and phrases that mean the same. */
  readonly concepts: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  /** Words that carry no meaning in the name of a field. */
  readonly stop: Readonly<Record<string, readonly string[]>>;
  /** Concepts that the module itself implies: the "customer number" of an account is its number. */
  readonly implied: Readonly<Record<string, readonly string[]>>;
}

/** Understands names of fields in several languages at once. */
export interface Vocabulary {
  /**
   * What a name says, in alphabetical order: concepts where words are known, the words themselves elsewhere, each
   * with `~` before it. Word order, plural, compound words and filling words make no difference.
   */
  conceptsOf(name: string): readonly string[];
  impliedBy(module: string): ReadonlySet<string>;
}

const LONGEST_PHRASE = 5;
/** What German puts between the parts of a compound: Vertrag-s-beginn, Kunde-n-nummer. */
const LINKS = ['', 's', 'n', 'en', 'es', 'er', 'e'];
const PLURALS = ['s', 'es', 'n', 'en', 'e'];
const SHORTEST_PART = 3;
/** Scripts that put no spaces between words. */
const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u;

export function createVocabulary(words: FieldWords): Vocabulary {
  const stop = new Set(Object.values(words.stop).flatMap((list) => list.flatMap(wordsOf)));
  const phrases = new Map<string, string>();
  for (const [concept, byLanguage] of Object.entries(words.concepts)) {
    for (const phrase of Object.values(byLanguage).flat()) {
      const parts = wordsOf(phrase);
      const bare = parts.filter((part) => !stop.has(part));
      for (const key of [parts, bare.length > 1 ? bare : parts].map((list) => list.join(' '))) {
        if (key !== '' && !phrases.has(key)) phrases.set(key, concept);
      }
    }
  }

  function known(word: string): string | undefined {
    const exact = phrases.get(word);
    if (exact !== undefined) return exact;
    const singular = PLURALS.filter((end) => word.endsWith(end) && word.length - end.length >= SHORTEST_PART);
    return singular
      .map((end) => phrases.get(word.slice(0, -end.length)))
      .find((found) => found !== undefined);
  }

  /** The concepts of a compound, or null when a part of it is no known word. Longest first part first. */
  function compound(word: string): readonly string[] | null {
    const isUnspaced = UNSPACED.test(word);
    const shortest = isUnspaced ? 1 : SHORTEST_PART;
    for (let end = word.length - 1; end >= shortest; end -= 1) {
      const head = word.slice(0, end);
      const concept = phrases.get(head);
      if (concept === undefined && !(isUnspaced && stop.has(head))) continue;
      for (const link of isUnspaced ? [''] : LINKS) {
        if (!word.startsWith(link, end)) continue;
        const rest = word.slice(end + link.length);
        if (rest.length < shortest) continue;
        const tail = known(rest);
        const found = tail !== undefined ? [tail] : isUnspaced && stop.has(rest) ? [] : compound(rest);
        if (found !== null) return concept === undefined ? found : [concept, ...found];
      }
    }
    return null;
  }

  function read(tokens: readonly string[]): string[] {
    const found: string[] = [];
    for (let at = 0; at < tokens.length;) {
      const match = longestPhrase(tokens, at);
      if (match) {
        found.push(match.concept);
        at += match.length;
        continue;
      }
      const word = tokens[at] ?? '';
      at += 1;
      if (stop.has(word)) continue;
      const concept = known(word);
      found.push(...(concept !== undefined ? [concept] : (compound(word) ?? [`~${word}`])));
    }
    return found;
  }

  function longestPhrase(tokens: readonly string[], at: number) {
    for (let length = Math.min(LONGEST_PHRASE, tokens.length - at); length > 1; length -= 1) {
      const slice = tokens.slice(at, at + length);
      const bare = slice.filter((word) => !stop.has(word));
      const isTight = !stop.has(slice[0] ?? '') && !stop.has(slice.at(-1) ?? '');
      const concept =
        phrases.get(slice.join(' ')) ??
        (isTight && bare.length > 1 ? phrases.get(bare.join(' ')) : undefined);
      if (concept !== undefined) return { concept, length };
    }
    return null;
  }

  return {
    conceptsOf: (name) => [...new Set(read(wordsOf(name)))].sort(),
    impliedBy: (module) => new Set(words.implied[module] ?? []),
  };
}

/**
 * The words of a field's label or API name: `cf_customerNo` → customer, no. Without case, width, accents of Latin
 * letters and the length mark of katakana.
 */
export function wordsOf(name: string): readonly string[] {
  const bare = name.normalize('NFKC').replace(/^cf_/i, '');
  // API names like `contractEndDate`; LinkedIn is one word.
  const isCamel = /^\p{Ll}\S*$/u.test(bare);
  const spaced = (isCamel ? bare.replace(/(\p{Ll})(\p{Lu})/gu, '$1 $2') : bare)
    // A number sign is a word of its own.
    .replaceAll('#', ' # ');
  return foldCase(spaced)
    .split(/[^\p{L}\p{M}\p{N}#%]+/u)
    .map(withoutAccents)
    .filter((word) => word !== '');
}

/** Accents of Latin letters only: in kana the marks make another syllable. */
export function withoutAccents(text: string): string {
  const bare = text.normalize('NFKD').replace(/(\p{Script=Latin})\p{M}+/gu, '$1');
  return bare.normalize('NFC').replace(/(?<=\p{Script=Katakana})ー/gu, '');
}
