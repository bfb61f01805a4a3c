import type * as Axe from 'axe-core';
import 'axe-core/axe.min.js';
import { nextFrame } from '@open-wc/testing';
import { deepAll } from './seen.ts';

/** No module: the script puts it on the window. */
const { axe } = globalThis as unknown as { readonly axe: typeof Axe };

const LOOKS = [
  { appearance: 'light', dir: 'ltr' },
  { appearance: 'dark', dir: 'rtl' },
  { appearance: 'pureDark', dir: 'ltr' },
  { appearance: 'light', dir: 'rtl' },
] as const;
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** About whole pages; a test shows one part. */
const OF_PAGES = ['region', 'page-has-heading-one', 'landmark-one-main', 'heading-order', 'document-title'];

/**
 * Throws when axe finds anything wrong with what is shown, in light, dark and pure dark, in both directions, or when
 * it does not fit a panel's width.
 */
export async function accessible(element: Element, widthPx = 285): Promise<void> {
  const root = document.documentElement;
  const wrapper = element.parentElement ?? document.body;
  wrapper.style.inlineSize = `${String(widthPx)}px`;
  const problems: string[] = [];
  for (const { appearance, dir } of LOOKS) {
    root.dataset['appearance'] = appearance;
    root.dir = dir;
    await nextFrame();
    const { violations } = await axe.run(element, {
      runOnly: { type: 'tag', values: TAGS },
      rules: Object.fromEntries(OF_PAGES.map((rule) => [rule, { enabled: false }])),
      resultTypes: ['violations'],
    });
    for (const { id, help, nodes } of violations) {
      const where = nodes
        .map(({ html, failureSummary }) => `${html.slice(0, 200)} ${failureSummary ?? ''}`)
        .join('\n    ');
      problems.push(`${appearance} ${dir} ${id}: ${help}\n    ${where}`);
    }
    problems.push(...overflowing(element, `${appearance} ${dir}`));
  }
  root.dir = 'ltr';
  root.dataset['appearance'] = 'light';
  if (problems.length > 0) throw new Error(problems.join('\n'));
}

/** Nothing of a panel may have to be scrolled sideways. */
function overflowing(element: Element, look: string): string[] {
  const all = [element, ...deepAll(element, '*')];
  return all
    .filter((each) => each.scrollWidth > each.clientWidth + 1 && each.clientWidth > 1)
    .filter((each) => ['auto', 'scroll', 'visible'].includes(getComputedStyle(each).overflowX))
    .filter((each) => getComputedStyle(each).display !== 'inline')
    .map(
      (each) =>
        `${look}: ${each.outerHTML.slice(0, 120)} is ${String(each.scrollWidth)} px wide in ${String(each.clientWidth)}`,
    );
}
