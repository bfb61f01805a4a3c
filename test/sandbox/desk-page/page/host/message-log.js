const MOST = 5000;

/** Every message between the host and its widgets, oldest first. Tests read it as `deskPage.messages`. */
export class MessageLog extends EventTarget {
  /** `{at, direction: 'in' or 'out', uniqueID, widget, message, note?}`; `note` says why one was ignored or dropped. */
  entries = [];

  add(direction, frame, message, note) {
    const entry = {
      at: new Date().toISOString(),
      direction,
      uniqueID: frame?.uniqueID ?? null,
      widget: frame?.widget.name ?? null,
      message,
      ...(note && { note }),
    };
    this.entries.push(entry);
    if (this.entries.length > MOST) this.entries.splice(0, this.entries.length - MOST);
    this.dispatchEvent(new CustomEvent('added', { detail: entry }));
  }

  clear() {
    this.entries.length = 0;
  }
}
