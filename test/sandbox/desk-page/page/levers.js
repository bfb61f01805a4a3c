import { setConfig, setPermission } from './api.js';
import { sendForged } from './host/forger.js';

/** Padding and border of the right panel around its cards. */
const PANEL_EDGES = 17;

/** `window.deskPage`: everything a test can do to the page. README.md describes it. */
export function createLevers(page) {
  const { desk, host, popups } = page;
  return {
    /** Resolves when the view that the address named is drawn. */
    ready: undefined,
    /** Every message so far; see `host/message-log.js`. */
    get messages() {
      return host.log.entries;
    },
    clearMessages: () => host.log.clear(),
    /** `{widget, uniqueID, location, registered, url}` of every frame. */
    get widgets() {
      return host.frames.map(({ widget, uniqueID, registered, element }) => ({
        widget: widget.name,
        location: widget.location,
        uniqueID,
        registered,
        url: element.src,
      }));
    },
    get faults() {
      return host.faults;
    },
    /** See `host/faults.js`; without an argument all end. */
    setFaults: (change) => host.setFaults(change),
    /** `{appearance?, theme?, font?}`: widgets hear `user_preference.changed`. */
    setPreferences: (change) => desk.choose(change),
    /** These load the page anew, as Desk does. */
    setLocale: (locale) => desk.choose({ locale }),
    setUser: (user) => desk.choose({ user, department: undefined }),
    setDepartment: (department) => desk.choose({ department }),
    /** Width of a card in the right panel, in pixels; 285 by default. */
    setPanelWidth(pixels) {
      document.documentElement.style.setProperty('--panel-width', `${pixels + PANEL_EDGES}px`);
    },
    /** Sends an event to every widget that listens to it. */
    fire: (eventName, data) => host.fire(eventName, data),
    askHook: (eventName, data) => host.askHook(eventName, data),
    /** `ask` draws popups; `ok` and `cancel` answer them at once. */
    answerPopups(how) {
      popups.answer = how;
    },
    get popups() {
      return popups.shown;
    },
    /** A message to a widget from a window and an origin that are not Desk's. */
    forge: (uniqueID, message) => sendForged(host, uniqueID, message),
    setPermission,
    /** As the installer does it on the extension's page: `{name, value}`. */
    setConfig: (param) => setConfig({ ...param, byUser: true }),
  };
}
