import { el } from '../el.js';
import { refuse } from './refusal.js';

/** `App.instance.modal({url, title})`: a page of the extension over everything, in a frame of its own. */
export class Modals {
  #open = new Map();
  #page;

  constructor(page) {
    this.#page = page;
  }

  /** @returns `{url, location, widgetID, name}`; @throws Refusal for an address outside the extension */
  open(opener, { url, title = '' }) {
    const { host, desk } = this.#page;
    if (typeof url !== 'string' || !url.startsWith('/app/')) throw refuse('Invalid Payload');
    const close = el('button', { class: 'icon-button', 'aria-label': 'Close', type: 'button' }, '✕');
    const body = el('div', { class: 'modal-body' });
    const dialog = el('dialog', { class: 'modal', 'aria-label': title }, [
      el('header', {}, [el('h2', {}, title), close]),
      body,
    ]);
    document.body.append(dialog);
    const name = `${opener.widget.name}-modal`;
    const frame = host.mount(body, { name, title, location: '__MODAL__', url }, desk.extension.base);
    this.#open.set(frame, dialog);
    close.addEventListener('click', () => dialog.close());
    dialog.addEventListener('close', () => this.#remove(frame));
    dialog.showModal();
    const info = { url: frame.element.src, location: '__MODAL__', widgetID: frame.uniqueID, name };
    host.fire('modal.opened', info, (candidate) => candidate === opener);
    return info;
  }

  /** A widget closes its own modal only. */
  close(frame) {
    const dialog = this.#open.get(frame);
    if (!dialog) throw refuse('No Data Found');
    // Its answer must leave first: a removed frame hears nothing.
    setTimeout(() => dialog.close());
  }

  #remove(frame) {
    this.#page.host.unmount(frame);
    this.#open.get(frame)?.remove();
    this.#open.delete(frame);
  }
}
