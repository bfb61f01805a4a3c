import { changedFaults, NO_FAULTS } from './faults.js';
import { MessageLog } from './message-log.js';
import { Refusal, refuse } from './refusal.js';
import { registerOnLoad } from './registration.js';
import { WidgetFrame } from './widget-frame.js';

/** Desk's side of the protocol: loads pages of the extension, believes only their own frames, answers promises. */
export class WidgetHost {
  log = new MessageLog();
  faults = NO_FAULTS;
  #frames = new Set();
  #hooks = new Map();
  #hookCount = 0;
  #answer;
  #meta;

  /**
   * @param answer async (frame, message) => what a promise resolves with; throws a Refusal to reject
   * @param meta () => `data` of `__REGISTER__` beside the ids
   */
  constructor({ answer, meta }) {
    this.#answer = answer;
    this.#meta = meta;
    window.addEventListener('message', (event) => this.#receive(event));
  }

  setFaults(change) {
    this.faults = changedFaults(this.faults, change);
  }

  get frames() {
    return [...this.#frames];
  }

  /** Shows a page of the extension in `container`; a page that never registers is replaced by a sentence. */
  mount(container, widget, base) {
    const frame = new WidgetFrame(widget, base);
    this.#frames.add(frame);
    registerOnLoad(
      this,
      frame,
      () => ({ uniqueID: frame.uniqueID, location: widget.location, ...this.#meta() }),
      (reason) => this.#giveUp(frame, reason),
    );
    container.append(frame.element);
    return frame;
  }

  unmount(frame) {
    frame.element.remove();
    this.#frames.delete(frame);
  }

  #giveUp(frame, reason) {
    this.log.add('out', frame, null, `removed: ${reason}`);
    const note = document.createElement('p');
    note.className = 'widget-removed';
    note.textContent = 'This extension does not respond and was removed.';
    frame.element.replaceWith(note);
    this.#frames.delete(frame);
  }

  /** Sends an event to every registered widget that listens to it. */
  fire(eventName, data, fits = () => true) {
    for (const frame of this.#listeners(eventName)) if (fits(frame)) this.#send(frame, eventName, data);
  }

  /**
   * Asks the listeners of a hook.
   * @returns one `{widget, isSuccess, response}` per handler; a widget that is silent too long passes
   */
  async askHook(eventName, data) {
    const asked = this.#listeners(eventName).map(async (frame) => {
      this.#hookCount += 1;
      const promiseID = `Hook${this.#hookCount}`;
      const answered = new Promise((resolve) => this.#hooks.set(promiseID, resolve));
      this.#send(frame, eventName, data, { isPromise: true, promiseID });
      const silent = new Promise((resolve) => setTimeout(resolve, this.faults.hookLimitMs, []));
      const responses = await Promise.race([answered, silent]);
      this.#hooks.delete(promiseID);
      return responses.map((response) => ({ widget: frame.widget.name, ...response }));
    });
    return (await Promise.all(asked)).flat();
  }

  #listeners(eventName) {
    return this.frames.filter(
      (frame) => frame.registered && frame.bindings.has(`${frame.uniqueID} ${eventName}`),
    );
  }

  #send(frame, eventName, data, extra = {}) {
    const { uniqueID } = frame;
    this.#post(frame, { type: '__EVENT__', eventName, data, uniqueID, widgetID: uniqueID, ...extra });
  }

  #post(frame, message) {
    this.log.add('out', frame, message);
    frame.post(message);
  }

  #receive(event) {
    const frame = this.frames.find(({ element }) => element.contentWindow === event.source);
    if (typeof event.data !== 'object' || event.data === null || event.source === window) return;
    const objection = frame ? frame.objectionTo(event) : 'no frame of ours sent it';
    this.log.add('in', frame, event.data, objection && `ignored: ${objection}`);
    if (!objection) this.#handle(frame, event.data);
  }

  #handle(frame, message) {
    switch (message.type) {
      case '__REGISTER__':
        frame.registered = true;
        frame.element.dispatchEvent(new CustomEvent('registered'));
        return;
      case '__DEREGISTER__':
        frame.registered = false;
        return;
      case '__EVENT_BIND__':
        frame.bindings.add(`${message.widgetID} ${message.eventName}`);
        return;
      case '__EMIT__':
        this.#relay(frame, message);
        return;
      case '__EVENT_RESPONSE__':
        this.#hooks.get(message.promiseID)?.(message.data.response);
        return;
      default:
        void this.#reply(frame, message);
    }
  }

  /** To the widget it is addressed to; a widget's own emits go to those who listen to it. */
  #relay(sender, { widgetID, eventName, data }) {
    const message = { type: '__EMIT__', widgetID, eventName, data };
    for (const frame of this.frames) {
      if (frame === sender) continue;
      const isTarget = frame.uniqueID === widgetID;
      const listens = widgetID === sender.uniqueID && frame.bindings.has(`${widgetID} ${eventName}`);
      if (isTarget || listens) this.#post(frame, message);
    }
  }

  async #reply(frame, message) {
    const { promiseID, eventName } = message;
    const { isSuccess, data } = await this.#settled(frame, message);
    if (this.faults.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, this.faults.delayMs));
    const reply = { type: '__EVENT_RESPONSE__', promiseID, isSuccess, data, eventName, time: Date.now() };
    const names = [eventName, message.data?.type, message.data?.property];
    if (names.some((name) => typeof name === 'string' && this.faults.drop.includes(name))) {
      this.log.add('out', frame, reply, 'dropped');
      return;
    }
    this.#post(frame, reply);
  }

  async #settled(frame, message) {
    try {
      return { isSuccess: true, data: await this.#answer(frame, message) };
    } catch (error) {
      if (error instanceof Refusal) return { isSuccess: false, data: error.data };
      return { isSuccess: false, data: refuse(String(error)).data };
    }
  }
}
