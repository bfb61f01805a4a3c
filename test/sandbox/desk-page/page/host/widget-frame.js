/** Attributes of the query that Desk puts before any query or fragment of the widget's own address (reference §5.1). */
function withHostQuery(address) {
  const [, path, rest] = /^([^?#]*)(.*)$/s.exec(address);
  const query = new URLSearchParams({
    serviceOrigin: location.origin,
    isDevMode: 'false',
    isLogEnabled: 'false',
    frameorigin: location.origin,
  });
  return `${path}?${query}${rest.startsWith('?') ? `&${rest.slice(1)}` : rest}`;
}

/** One iframe with a page of the extension in it, and what the host knows about it. */
export class WidgetFrame {
  static #count = 0;

  /**
   * @param widget {name, title?, location, url} of the manifest, or of a modal
   * @param base where the extension's files are
   */
  constructor(widget, base) {
    WidgetFrame.#count += 1;
    this.uniqueID = `widget-${WidgetFrame.#count}`;
    this.widget = widget;
    const address = widget.url.startsWith('/') ? base + widget.url : widget.url;
    const url = new URL(withHostQuery(address));
    this.origin = url.origin;
    /** What every message must name as its `widgetOrigin`. */
    this.address = `${url.protocol}//${url.host}${url.pathname}`;
    this.registered = false;
    /** Events the widget listens to: `<widgetID> <eventName>`. */
    this.bindings = new Set();
    this.element = document.createElement('iframe');
    this.element.title = widget.title ?? widget.name;
    this.element.dataset.widget = widget.name;
    this.element.src = url.href;
  }

  post(message) {
    this.element.contentWindow?.postMessage(message, this.origin);
  }

  /** Why a message is not to be believed; undefined when it is. */
  objectionTo(event) {
    if (event.origin !== this.origin) return `origin ${event.origin}`;
    if (event.data.uniqueID !== this.uniqueID) return 'another uniqueID';
    if (event.data.widgetOrigin !== encodeURIComponent(this.address)) return 'another widgetOrigin';
    if (!this.registered && event.data.type !== '__REGISTER__') return 'not registered';
    return undefined;
  }
}
