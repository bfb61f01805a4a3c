import { deepAll, textOf } from './seen.ts';

/** Clicks the heading of a section that folds: a record type, a record. @throws Error when there is none */
export function pressHeading(root: ParentNode, words: string): void {
  const headings = deepAll(root, 'h3 > button[aria-expanded]');
  const found = headings.find((heading) => textOf(heading).startsWith(words));
  if (!found)
    throw new Error(`No heading "${words}" among: ${headings.map((each) => textOf(each)).join(' | ')}`);
  found.click();
}
