import { el } from '../el.js';
import { mountPlace, whyNoExtensions, widgetsAt } from '../placements.js';

/** `#/topband/<widget>`: the extension over the whole view; the first band when none is named. */
export function topbandView(page, container, name) {
  const box = el('div', { class: 'full' });
  container.append(box);
  const bands = whyNoExtensions(page) ? [] : widgetsAt(page, 'desk.topband');
  const widget = bands.find((band) => band.name === name) ?? bands[0];
  if (widget) page.host.mount(box, widget, page.desk.extension.base);
  else mountPlace(page, box, 'desk.topband');
  return {};
}
