import { Desk } from './desk.js';
import { el } from './el.js';
import { answer } from './host/answers.js';
import { Modals } from './host/modals.js';
import { WidgetHost } from './host/widget-host.js';
import { createLevers } from './levers.js';
import { applyLook } from './look.js';
import { mountPlace, widgetsAt } from './placements.js';
import { Router } from './router.js';
import { drawTop } from './top.js';

/** The page as a whole: Desk's state, the widgets' host, and the view that the address names. */
export class DeskPage {
  desk = new Desk();
  popups = { answer: 'ask', shown: [] };
  host = new WidgetHost({
    answer: (frame, message) => answer(this, frame, message),
    meta: () => this.#registration(),
  });
  #modals = new Modals(this);
  #router = new Router(this, document.getElementById('view'));
  levers = createLevers(this);

  async start() {
    try {
      await this.desk.load();
    } catch (error) {
      document.getElementById('view').append(el('p', { class: 'page' }, error.message));
      return;
    }
    applyLook(this.desk);
    this.desk.addEventListener('changed', ({ detail }) => this.#changed(detail));
    matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => applyLook(this.desk));
    drawTop(this);
    if (widgetsAt(this, 'desk.background').length > 0) {
      mountPlace(this, document.getElementById('background'), 'desk.background');
    }
    window.addEventListener('hashchange', () => this.#router.follow());
    await this.#router.follow();
  }

  openModal = (frame, options) => this.#modals.open(frame, options);
  closeModal = (frame) => this.#modals.close(frame);

  /** Opens one of our own pages, in a new tab when the widget says so. */
  go = (path, { target } = {}) => {
    if (target === '_blank')
      window.open(`${location.pathname}${location.search}#/${path}`, '_blank', 'noopener');
    else location.hash = `#/${path}`;
  };

  /** A person or department changes everything, so Desk loads anew; a liking reaches the widgets as it is. */
  #changed(names) {
    if (names.some((name) => ['user', 'department', 'locale'].includes(name))) {
      location.reload();
      return;
    }
    applyLook(this.desk);
    this.host.fire('user_preference.changed', this.desk.preferences);
  }

  #registration() {
    const { locale, localeResource, extension, preferences } = this.desk;
    return {
      extensionID: extension.extensionId,
      locale,
      localeResource,
      meta: {
        dcType: 'US',
        deskDomainUrl: location.origin,
        sigmaExecutionDomain: new URL(extension.base).origin,
        service: 'DESK',
        platform: { os: 'sandbox', browser: 'sandbox', resolution: `${screen.width}x${screen.height}` },
        userPreferences: preferences,
      },
    };
  }
}
