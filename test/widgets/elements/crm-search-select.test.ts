import { expect, fixture, html, oneEvent, waitUntil } from '@open-wc/testing';
import type { CrmSearchSelect } from '../../../widgets/elements/crm-search-select.ts';
import '../../../widgets/elements/crm-search-select.ts';
import { accessible } from '../support/accessible.ts';
import { sendKeys } from '../support/keys.ts';
import { plainPage } from '../support/mount.ts';
import { deep, deepAll, textOf } from '../support/seen.ts';

const OPTIONS = [
  { id: 'a b', text: 'Última visita', note: 'Date', alias: 'last_visit' },
  { id: 'b', text: 'Owner', disabled: true },
  { id: 'c', text: 'Phone', note: 'Phone' },
  { id: 'd', text: 'Mobile phone' },
];

describe('<crm-search-select>', () => {
  beforeEach(() => plainPage());
  async function opened(value = '') {
    const element = await fixture<CrmSearchSelect>(
      html`<crm-search-select
        label="Field"
        placeholder="Choose…"
        .options=${OPTIONS}
        .value=${value}
      ></crm-search-select>`,
    );
    deep(element, 'button').click();
    await waitUntil(() => element.shadowRoot?.activeElement?.tagName === 'INPUT');
    return { element, input: deep<HTMLInputElement>(element, 'input') };
  }
  const found = (element: Element) => deepAll(element, '[role="option"]').map((option) => textOf(option));
  const active = (element: Element) => textOf(deep(element, '.active'));
  function type(input: HTMLInputElement, words: string) {
    input.value = words;
    input.dispatchEvent(new Event('input'));
  }

  it('is one button while it is closed, and says what is chosen', async () => {
    const element = await fixture<CrmSearchSelect>(
      html`<crm-search-select label="Field" .options=${OPTIONS} value="c"></crm-search-select>`,
    );
    expect(deep(element, 'button').getAttribute('aria-label')).to.equal('Field: Phone, Phone');
    expect(deepAll(element, '[role="option"], input')).to.have.length(0);
  });

  it('finds by words in any order, without accents, and by the other name', async () => {
    const { element, input } = await opened();
    type(input, 'VISITA ult');
    await waitUntil(() => found(element).length === 1);
    type(input, 'last_');
    await waitUntil(() => found(element)[0] === 'Última visita Date');
    type(input, 'nothing like it');
    await waitUntil(() => textOf(element).includes('Nothing found.'));
  });

  it('is driven by keys alone, and passes over what cannot be chosen', async () => {
    const { element, input } = await opened('c');
    expect(active(element)).to.equal('Phone Phone');
    await sendKeys(input, 'End');
    await element.updateComplete;
    expect(active(element)).to.equal('Mobile phone');
    await sendKeys(input, 'Home');
    await sendKeys(input, 'ArrowDown');
    await element.updateComplete;
    expect(active(element)).to.equal('Owner');
    await sendKeys(input, 'Enter');
    expect(deepAll(element, 'input'), 'it stays open').to.have.length(1);
    await sendKeys(input, 'ArrowUp');
    const chosen = oneEvent(element, 'crm-choose');
    await sendKeys(input, 'Enter');
    const { detail } = (await chosen) as CustomEvent<{ id: string }>;
    expect(detail).to.deep.equal({ id: 'a b' });
    expect(element.shadowRoot?.activeElement?.className, 'the focus goes back').to.equal('closed ');
    await waitUntil(() => deepAll(element, 'input').length === 0);
  });

  it('closes by Escape without closing the dialog around it, and by leaving it', async () => {
    const { element, input } = await opened();
    let heard = 0;
    element.addEventListener('keydown', () => (heard += 1));
    await sendKeys(input, 'Escape');
    await waitUntil(() => deepAll(element, 'input').length === 0);
    expect(heard).to.equal(0);
    deep(element, 'button').click();
    await waitUntil(() => deepAll(element, 'input').length === 1);
    const elsewhere = await fixture<HTMLButtonElement>(html`<button>Elsewhere</button>`);
    await waitUntil(() => element.shadowRoot?.activeElement?.tagName === 'INPUT');
    elsewhere.focus();
    await waitUntil(() => deepAll(element, 'input').length === 0);
  });

  it('choosing what is chosen already changes nothing', async () => {
    const { element, input } = await opened('c');
    let told = 0;
    element.addEventListener('crm-choose', () => (told += 1));
    await sendKeys(input, 'Enter');
    expect(told).to.equal(0);
  });

  it('S124: is accessible, open and closed, and stays inside of the window', async () => {
    const { element } = await opened('c');
    await accessible(element, 260);
    const { left, right, top, bottom } = deep(element, '[popover]').getBoundingClientRect();
    expect(Math.min(left, top)).to.be.at.least(0);
    expect(right).to.be.at.most(document.documentElement.clientWidth);
    expect(bottom).to.be.at.most(document.documentElement.clientHeight);
  });
});
