import { fold } from './record-view.ts';

/** One alternative of a search value (reference §2.4). */
export type Term =
  | { readonly kind: 'exact'; readonly value: string }
  | { readonly kind: 'pattern'; readonly expression: RegExp }
  | { readonly kind: 'empty' }
  | { readonly kind: 'notempty' };

/** Splits at commas (OR); `*` stands for any text, `${empty}` and `${notempty}` test for a value. */
export function readTerms(text: string): Term[] {
  return text.split(',').map((raw): Term => {
    const value = raw.trim();
    if (value === '${empty}') return { kind: 'empty' };
    if (value === '${notempty}') return { kind: 'notempty' };
    if (!value.includes('*')) return { kind: 'exact', value: fold(value) };
    const pattern = value.split('*').map((part) => fold(part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return { kind: 'pattern', expression: new RegExp(`^${pattern.join('.*')}$`, 's') };
  });
}

/** Whether a value fits one of the alternatives; letter case does not count. */
export function matchesTerms(terms: readonly Term[], text: string): boolean {
  const folded = fold(text);
  return terms.some((term) => {
    switch (term.kind) {
      case 'exact':
        return folded === term.value;
      case 'pattern':
        return term.expression.test(folded);
      case 'empty':
        return folded === '';
      case 'notempty':
        return folded !== '';
    }
  });
}

/** The values, when every alternative is an exact one: then an index answers. */
export function exactValues(terms: readonly Term[]): string[] | null {
  const values = terms.flatMap((term) => (term.kind === 'exact' ? [term.value] : []));
  return values.length === terms.length ? values : null;
}
