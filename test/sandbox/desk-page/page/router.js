import { customersView, customerView } from './views/customers.js';
import { settingsView } from './views/settings.js';
import { ticketsView } from './views/tickets.js';
import { ticketView } from './views/ticket.js';
import { topbandView } from './views/topband.js';
import { el } from './el.js';

/** Pattern of the fragment, and what draws it: `async (page, container, parameter) => {update?, leave?}`. */
const ROUTES = [
  [/^#\/tickets\/(\d+)$/, 'ticket', ticketView],
  [/^#\/contacts\/(\d+)$/, 'contact', (page, box, id) => customerView(page, box, 'contact', id)],
  [/^#\/accounts\/(\d+)$/, 'account', (page, box, id) => customerView(page, box, 'account', id)],
  [/^#\/contacts$/, 'contacts', (page, box) => customersView(page, box, 'contacts')],
  [/^#\/accounts$/, 'accounts', (page, box) => customersView(page, box, 'accounts')],
  [/^#\/settings$/, 'settings', settingsView],
  [/^#\/topband(?:\/([\w -]+))?$/, 'topband', topbandView],
  [/.*/, 'tickets', ticketsView],
];

/** Shows the view that the fragment names. A view that knows `update` stays for the next record of its kind. */
export class Router {
  #page;
  #container;
  #current = null;

  constructor(page, container) {
    this.#page = page;
    this.#container = container;
  }

  async follow() {
    const fragment = decodeURIComponent(location.hash);
    const [pattern, kind, show] = ROUTES.find(([candidate]) => candidate.test(fragment));
    const parameter = pattern.exec(fragment)[1];
    markCurrent(kind);
    this.#page.host.fire('pageChange', { page: kind, id: parameter ?? null });
    try {
      if (this.#current?.kind === kind && this.#current.view.update) {
        await this.#current.view.update(parameter);
        return;
      }
      this.#leave();
      const view = (await show(this.#page, this.#container, parameter)) ?? {};
      this.#current = { kind, view };
    } catch (error) {
      this.#leave();
      this.#container.replaceChildren(el('p', { class: 'page', role: 'alert' }, error.message));
    }
  }

  #leave() {
    const { host, desk } = this.#page;
    this.#current?.view.leave?.();
    this.#current = null;
    desk.record = null;
    for (const frame of host.frames) if (this.#container.contains(frame.element)) host.unmount(frame);
    this.#container.replaceChildren();
  }
}

function markCurrent(kind) {
  for (const link of document.querySelectorAll('#top nav a')) {
    if (link.dataset.kinds?.split(' ').includes(kind)) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
}
