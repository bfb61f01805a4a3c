import { expect, html, nextFrame, waitUntil } from '@open-wc/testing';
import type { CrmMappingEditor } from '../../../../widgets/settings/mapping/crm-mapping-editor.ts';
import '../../../../widgets/settings/mapping/crm-mapping-editor.ts';
import type { CrmMappingRow } from '../../../../widgets/settings/mapping/crm-mapping-row.ts';
import { MOST_ROWS } from '../../../../widgets/settings/mapping/edited-mapping.ts';
import { FakeMapping, field, mappingOf, row } from '../../support/mapping-data.ts';
import { mount } from '../../support/mount.ts';
import { control, deep, deepAll, fill, seesText, textOf } from '../../support/seen.ts';

const MANY = 500;
const numbers = Array.from({ length: MANY }, (_, at) => String(at));
const FIELDS = {
  module: 'contacts' as const,
  desk: numbers.map((at) => field(`cf_d${at}`, `Desk field ${at}`)),
  crm: numbers.map((at) => field(`C${at}`, `CRM field ${at}`)),
};
const MAPPING = mappingOf({
  mappings: numbers.slice(0, MOST_ROWS).map((at) => row(`cf_d${at}`, `C${at}`)),
  suggestions: [],
});

describe('a mapping of 500 fields', () => {
  async function opened() {
    window.scrollTo(0, 0);
    const { connector } = new FakeMapping(MAPPING, FIELDS);
    const { element } = await mount<CrmMappingEditor>(html`<crm-mapping-editor></crm-mapping-editor>`, {
      connector,
    });
    await seesText(element, 'Every value fits');
    return element;
  }
  const rows = (element: Element) => deepAll<CrmMappingRow>(element, 'crm-mapping-row');
  const ready = (element: Element) => rows(element).filter((each) => each.near);
  /** Rows that drew themselves while `work` was done. */
  async function drawnBy(element: Element, work: () => void): Promise<number> {
    let drawn = 0;
    for (const each of rows(element)) {
      const { performUpdate } = each as unknown as { performUpdate: () => void };
      Object.assign(each, {
        performUpdate() {
          drawn += 1;
          performUpdate.call(each);
        },
      });
    }
    work();
    await nextFrame();
    await nextFrame();
    return drawn;
  }

  it('S19: has controls only in the rows that are seen or soon will be, and words in all', async () => {
    const element = await opened();
    expect(rows(element)).to.have.length(MOST_ROWS);
    expect(ready(element).length).to.be.within(1, 60);
    expect(deepAll(element, 'crm-search-select').length).to.equal(2 * ready(element).length);
    expect(textOf(rows(element).at(-1) ?? element)).to.equal('Desk field 299 CRM field 299');
    expect(deepAll(element, '[role="option"]'), 'closed drop-downs hold nothing').to.have.length(0);
    rows(element).at(-1)?.scrollIntoView();
    await waitUntil(() => rows(element).at(-1)?.near === true);
    expect(textOf(element)).to.contain('There is room for 300 rows.');
  });

  it('S19: an edit draws its own row, not the others', async () => {
    const element = await opened();
    const drawn = await drawnBy(element, () => {
      const select = control<HTMLSelectElement>(element, 'Direction: Desk field 1');
      select.value = 'crm-to-desk';
      select.dispatchEvent(new Event('change'));
    });
    expect(drawn).to.equal(1);
    expect(element.dirty).to.equal(true);
  });

  it('S19: a field among 500 is found by typing, and a row among 300 too', async () => {
    const element = await opened();
    const select = deep(element, 'crm-search-select');
    deep(select, 'button').click();
    await waitUntil(() => deepAll(select, '[role="option"]').length === MANY);
    const input = deep<HTMLInputElement>(select, 'input');
    input.value = '499';
    input.dispatchEvent(new Event('input'));
    await waitUntil(() => deepAll(select, '[role="option"]').length === 1);
    fill(element, 'Find a field', 'crm field 29');
    await waitUntil(() => rows(element).length === 11);
    await seesText(element, '11 of 300 rows');
  });
});
