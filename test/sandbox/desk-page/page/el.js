/**
 * An element with attributes and children; text stays text. `undefined`, `null` and `false` attributes and children
 * are left out, `true` is an empty attribute, `on…` functions are listeners.
 */
export function el(name, attributes = {}, children = []) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === null || value === false) continue;
    if (typeof value === 'function') element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  const list = Array.isArray(children) ? children : [children];
  element.append(...list.filter((child) => child !== undefined && child !== null && child !== false));
  return element;
}
