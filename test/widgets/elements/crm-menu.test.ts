import { expect, html } from '@open-wc/testing';
import { sendKeys } from '../support/keys.ts';
import type { CrmMenu } from '../../../widgets/elements/crm-menu.ts';
import '../../../widgets/elements/crm-menu.ts';
import { accessible } from '../support/accessible.ts';
import { mount } from '../support/mount.ts';
import { control, deepAll, hasControl } from '../support/seen.ts';

const ITEMS = [
  { id: 'link', text: 'Link' },
  { id: 'unlink', text: 'End the link' },
  { id: 'out', text: 'Sign out' },
];

describe('<crm-menu>', () => {
  async function menu() {
    const chosen: string[] = [];
    const { element } = await mount<CrmMenu>(
      html`<crm-menu
        .label=${'More'}
        .items=${ITEMS}
        @crm-choose=${({ detail }: CustomEvent<{ id: string }>) => chosen.push(detail.id)}
      ></crm-menu>`,
    );
    const button = control(element, 'More');
    const focused = () => element.shadowRoot?.activeElement?.textContent.trim() ?? '';
    return { element, chosen, button, focused };
  }

  it('opens at a click, with the focus on its first item, and closes with the choice', async () => {
    const { element, chosen, button, focused } = await menu();
    expect(button.getAttribute('aria-expanded')).to.equal('false');
    button.click();
    await element.updateComplete;
    await element.updateComplete;
    expect(button.getAttribute('aria-expanded')).to.equal('true');
    expect(focused()).to.equal('Link');
    await accessible(element);
    control(element, 'End the link').click();
    await element.updateComplete;
    expect(chosen).to.deep.equal(['unlink']);
    expect(hasControl(element, 'End the link')).to.equal(false);
    expect(element.shadowRoot?.activeElement === button, 'the button has the focus').to.equal(true);
  });

  it('is used by keyboard alone: arrows round, Home, End, first letter, Escape', async () => {
    const { element, button, focused } = await menu();
    button.focus();
    await sendKeys(button, 'ArrowDown');
    await element.updateComplete;
    expect(focused()).to.equal('Link');
    const press = async (key: string) => sendKeys(element.shadowRoot?.activeElement ?? element, key);
    await press('ArrowDown');
    expect(focused()).to.equal('End the link');
    await press('End');
    expect(focused()).to.equal('Sign out');
    await press('ArrowDown');
    expect(focused()).to.equal('Link');
    await press('ArrowUp');
    expect(focused()).to.equal('Sign out');
    await press('Home');
    expect(focused()).to.equal('Link');
    await press('e');
    expect(focused()).to.equal('End the link');
    await press('Escape');
    await element.updateComplete;
    expect(deepAll(element, '[role="menu"]')).to.have.length(0);
    expect(element.shadowRoot?.activeElement === button, 'the button has the focus').to.equal(true);
  });

  it('opens at its last item by arrow up', async () => {
    const { element, button, focused } = await menu();
    button.focus();
    await sendKeys(button, 'ArrowUp');
    await element.updateComplete;
    expect(focused()).to.equal('Sign out');
  });

  it('closes when the focus goes elsewhere', async () => {
    const { element, button } = await menu();
    button.click();
    await element.updateComplete;
    await element.updateComplete;
    (element.shadowRoot?.activeElement as HTMLElement | null)?.blur();
    await element.updateComplete;
    expect(deepAll(element, '[role="menu"]')).to.have.length(0);
  });

  it('is not there without items', async () => {
    const { element } = await mount<CrmMenu>(html`<crm-menu .label=${'More'}></crm-menu>`);
    expect(deepAll(element, 'button')).to.have.length(0);
  });
});
