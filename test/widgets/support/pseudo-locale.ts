import en from '../../../app/translations/en.json';

const ACCENTS: Readonly<Record<string, string>> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  I: 'Í',
  O: 'Ó',
  U: 'Ú',
  n: 'ñ',
  c: 'ç',
};

/**
 * English in disguise: every text is in brackets, accented and 40 % longer, as German would be. What shows up without
 * brackets did not come from the catalogue; what does not fit would not fit in German either.
 */
export function pseudoLocale(): Record<string, string> {
  return Object.fromEntries(Object.entries(en).map(([key, text]) => [key, disguise(text)]));
}

function disguise(text: string): string {
  const accented = text
    .split(/(\{\w+\})/)
    .map((part) =>
      part.startsWith('{') ? part : part.replace(/[a-zA-Z]/g, (letter) => ACCENTS[letter] ?? letter),
    )
    .join('');
  return `⟦${accented}${' ló'.repeat(Math.ceil((text.length * 0.4) / 3))}⟧`;
}
