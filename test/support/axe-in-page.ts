import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type * as Axe from 'axe-core';
import type { Frame } from 'playwright-core';

const SOURCE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** What axe finds wrong with a widget's page as it stands in Desk, one line each. Desk's page has the first heading. */
export async function violationsIn(frame: Frame): Promise<readonly string[]> {
  const isThere = await frame.evaluate(() => 'axe' in window);
  if (!isThere) await frame.evaluate(SOURCE);
  return await frame.evaluate(async (tags) => {
    const axe = Reflect.get(window, 'axe') as typeof Axe;
    const { violations } = await axe.run(document, {
      runOnly: { type: 'tag', values: tags },
      rules: { 'page-has-heading-one': { enabled: false } },
      resultTypes: ['violations'],
    });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
  }, TAGS);
}

/** Elements of a widget's page that would have to be scrolled sideways. */
export async function wideIn(frame: Frame): Promise<readonly string[]> {
  return await frame.evaluate(() => {
    const wide: string[] = [];
    const visit = (root: ParentNode): void => {
      for (const each of root.querySelectorAll('*')) {
        const scrolls = ['auto', 'scroll', 'visible'].includes(getComputedStyle(each).overflowX);
        const isInline = getComputedStyle(each).display === 'inline';
        if (scrolls && !isInline && each.clientWidth > 1 && each.scrollWidth > each.clientWidth + 1)
          wide.push(`${each.localName}.${each.className}: ${each.scrollWidth} in ${each.clientWidth}`);
        if (each.shadowRoot) visit(each.shadowRoot);
      }
    };
    visit(document);
    return wide;
  });
}
