import { fold } from './record-view.ts';

/** One alternative of a search value (reference §2.4). */
type Term =
  | { readonly kind: 'exact'; readonly value: string }
  | { readonly kind: 'pattern'; readonly expression: RegExp }
  | { readonly kind: 'empty' }
  | { readonly kind: 'notempty' };

/** What one parameter asks for: any of the terms. */
export interface Terms {
  readonly any: readonly Term[];
  readonly caseSensitive: boolean;
}

/** Splits at commas (OR); `*` stands for any text, `${empty}` and `${notempty}` test for a value. */
export function readTerms(text: string, caseSensitive: boolean): Terms {
  const shape = (part: string): string => (caseSensitive ? part : fold(part));
  const any = text.split(',').map((raw): Term => {
    const value = raw.trim();
    if (value === '${empty}') return { kind: 'empty' };
    if (value === '${notempty}') return { kind: 'notempty' };
    if (!value.includes('*')) return { kind: 'exact', value: shape(value) };
    const pattern = value.split('*').map((part) => shape(part).replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
    return { kind: 'pattern', expression: new RegExp(`^${pattern.join('.*')}$`, 's') };
  });
  return { any, caseSensitive };
}

/** Whether a value fits one of the alternatives. */
export function matchesTerms({ any, caseSensitive }: Terms, text: string): boolean {
  const shaped = caseSensitive ? text : fold(text);
  return any.some((term) => {
    switch (term.kind) {
      case 'exact':
        return shaped === term.value;
      case 'pattern':
        return term.expression.test(shaped);
      case 'empty':
        return shaped === '';
      case 'notempty':
        return shaped !== '';
    }
  });
}

/** The values, when every alternative is an exact one: then an index answers. */
export function exactValues({ any }: Terms): string[] | null {
  const values = any.flatMap((term) => (term.kind === 'exact' ? [term.value] : []));
  return values.length === any.length ? values : null;
}
