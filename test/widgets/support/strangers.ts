import { deepAll, textOf } from './seen.ts';

/** Words on the screen that are neither in brackets nor in what the connector answered, nor a date or a number. */
export function strangers(element: Element, data: string): string[] {
  const labels = deepAll(element, '[aria-label]').map((each) => each.getAttribute('aria-label') ?? '');
  return [textOf(element), ...labels]
    .flatMap((text) => withoutBracketed(text).split(/\s+/))
    .map((word) => word.replace(/^[#:·(]+|[,:;.…)]+$/g, ''))
    .filter((word) => /\p{L}/u.test(word))
    .filter((word) => !data.includes(word))
    .filter(
      (word) => !/^(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|AM|PM|min|hr|ago|now|\d+)$/.test(word),
    );
}

/** From the inside out: a text may be a value of another. */
function withoutBracketed(text: string): string {
  const less = text.replace(/⟦[^⟦⟧]*⟧/g, ' ');
  return less === text ? text : withoutBracketed(less);
}
