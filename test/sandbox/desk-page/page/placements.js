import { el } from './el.js';

/** Widgets of the installed extension for one place, e.g. `desk.ticket.detail.rightpanel`. */
export function widgetsAt({ desk }, location) {
  return (desk.extension.widgets ?? []).filter((widget) => widget.location === location);
}

/** Why nothing can be shown anywhere; undefined when extensions work. */
export function whyNoExtensions({ desk, host }) {
  if (desk.extension.missing) return `${desk.extension.missing}.`;
  if (desk.session.user.isLight && !host.faults.lightAgents) return 'Light agents have no extensions.';
  return undefined;
}

/**
 * Loads every widget of a place into `container`, or says why there is none.
 * @param wrap what a frame is put into, from its widget
 */
export function mountPlace(page, container, location, wrap = () => container) {
  const reason = whyNoExtensions(page);
  const widgets = reason ? [] : widgetsAt(page, location);
  if (widgets.length === 0) {
    const text = reason ?? `The installed extension has no widget for ${location}.`;
    container.append(el('p', { class: 'no-extension' }, text));
    return [];
  }
  return widgets.map((widget) => page.host.mount(wrap(widget), widget, page.desk.extension.base));
}
