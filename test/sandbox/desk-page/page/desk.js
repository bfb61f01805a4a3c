import { readExtension, readSession, readTranslations } from './api.js';

export const APPEARANCES = ['light', 'dark', 'pureDark', 'auto'];
export const THEMES = ['blue', 'green', 'red', 'yellow', 'orange'];
export const FONTS = ['Puvi', 'Roboto', 'Lato'];
/** Chosen by a person who wants to see every department at once. */
export const ALL_DEPARTMENTS = '0';
const RIGHT_TO_LEFT = new Set(['ar', 'he']);

/**
 * What Desk knows while the page is open: who is signed in, how they like it, and the record they look at.
 * Choices live in the address (`?user=&department=&locale=&appearance=&theme=&font=`), so that every state has a link.
 * Fires `changed` after a choice.
 */
export class Desk extends EventTarget {
  session = null;
  extension = null;
  /** The extension's texts in the user's language; read early, for registration waits for nothing. */
  localeResource = null;
  /** The open record: `{kind: 'ticket' or 'contact' or 'account', data}`, or null. */
  record = null;

  get user() {
    return this.#choice('user', '');
  }
  get departmentId() {
    return this.#choice('department', ALL_DEPARTMENTS);
  }
  get locale() {
    return this.#choice('locale', 'en');
  }
  /** As `App.meta.userPreferences` and `user_preference.changed` carry it. */
  get preferences() {
    return {
      appearance: this.#choice('appearance', 'light'),
      theme: this.#choice('theme', 'blue'),
      fontFamily: this.#choice('font', 'Puvi'),
    };
  }
  get direction() {
    return RIGHT_TO_LEFT.has(this.locale) ? 'rtl' : 'ltr';
  }

  #choice(name, fallback) {
    return new URLSearchParams(location.search).get(name) ?? fallback;
  }

  /** Reads who is signed in and which extension is installed. */
  async load() {
    [this.session, this.extension] = await Promise.all([readSession(this.user), readExtension()]);
    if (!this.extension.missing) this.localeResource = await readTranslations(this.locale);
  }

  /** Remembers choices in the address; `changes` has names of the address, `undefined` removes one. */
  choose(changes) {
    const url = new URL(location.href);
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) url.searchParams.delete(name);
      else url.searchParams.set(name, value);
    }
    history.replaceState(null, '', url);
    this.dispatchEvent(new CustomEvent('changed', { detail: Object.keys(changes) }));
  }
}
