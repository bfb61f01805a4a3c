import { expect, html } from '@open-wc/testing';
import { LitElement } from 'lit';
import '../../../widgets/elements/crm-dialog.ts';
import type { CrmDialog } from '../../../widgets/elements/crm-dialog.ts';
import { accessible } from '../support/accessible.ts';
import { mount } from '../support/mount.ts';
import { control, deep } from '../support/seen.ts';

class DialogUser extends LitElement {
  static override properties = { open: { type: Boolean } };
  declare open: boolean;
  closings = 0;
  constructor() {
    super();
    this.open = false;
  }
  override render() {
    return html`<button type="button" @click=${() => (this.open = true)}>Open</button> ${
        this.open
          ? html`<crm-dialog heading="A question" @crm-close=${() => (this.closings += 1)}
              ><label>Answer <input autofocus /></label
            ></crm-dialog>`
          : ''
      }`;
  }
}
customElements.define('dialog-user', DialogUser);

describe('<crm-dialog>', () => {
  async function opened() {
    const { element } = await mount<DialogUser>(html`<dialog-user></dialog-user>`);
    const opener = control(element, 'Open');
    opener.focus();
    opener.click();
    await element.updateComplete;
    const dialog = deep<CrmDialog>(element, 'crm-dialog');
    await dialog.updateComplete;
    return { element, opener, dialog, native: deep<HTMLDialogElement>(dialog, 'dialog') };
  }

  it('is modal, named by its heading, and takes the focus', async () => {
    const { element, native } = await opened();
    expect(native.matches(':modal')).to.equal(true);
    expect(element.shadowRoot?.activeElement?.tagName).to.equal('INPUT');
    await accessible(element);
  });

  it('asks to be closed by Escape and by its cross, and stays until it is taken away', async () => {
    const { element, dialog, native } = await opened();
    native.dispatchEvent(new Event('cancel', { cancelable: true }));
    control(dialog, 'Close').click();
    expect(element.closings).to.equal(2);
    expect(native.open).to.equal(true);
  });

  it('gives the focus back when it is taken away', async () => {
    const { element, opener } = await opened();
    element.open = false;
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement === opener, 'the opener has the focus').to.equal(true);
  });
});
