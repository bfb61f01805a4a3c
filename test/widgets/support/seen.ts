import { waitUntil } from '@open-wc/testing';

/** All elements that match, in every shadow root below. */
export function deepAll<T extends Element = HTMLElement>(root: ParentNode, selector: string): T[] {
  const found = [...root.querySelectorAll<T>(selector)];
  const inner = [...root.querySelectorAll('*')].flatMap((element) =>
    element.shadowRoot ? deepAll<T>(element.shadowRoot, selector) : [],
  );
  const own = root instanceof Element && root.shadowRoot ? deepAll<T>(root.shadowRoot, selector) : [];
  return [...own, ...found, ...inner];
}

/** The one that matches. @throws Error when there is none */
export function deep<T extends Element = HTMLElement>(root: ParentNode, selector: string): T {
  const [first] = deepAll<T>(root, selector);
  if (!first) throw new Error(`Nothing matches ${selector}`);
  return first;
}

/** What a viewer reads: the text of an element and all below it, of what is not hidden. */
export function textOf(node: Node): string {
  if (node instanceof Text) return node.data;
  if (node instanceof HTMLStyleElement) return '';
  if (node instanceof HTMLElement && node.hidden) return '';
  if (node instanceof HTMLSlotElement) {
    const assigned = node.assignedNodes();
    return (assigned.length > 0 ? assigned : [...node.childNodes]).map((child) => textOf(child)).join(' ');
  }
  const children = node instanceof Element && node.shadowRoot ? node.shadowRoot.childNodes : node.childNodes;
  return [...children]
    .map((child) => textOf(child))
    .join(' ')
    .replace(/\s+/g, ' ')
    .trim();
}

/** A control by its words or its label for screen readers: exactly these words, else the first that contains them. */
export function control<T extends HTMLElement = HTMLElement>(root: ParentNode, words: string): T {
  const all = deepAll<T>(root, 'button, a, input, select, textarea, [role="menuitem"]');
  const exact = (name: string) => name === words || name.startsWith(`${words} (`);
  const found =
    all.find((element) => exact(nameOf(element))) ?? all.find((element) => nameOf(element).includes(words));
  if (!found)
    throw new Error(`No control "${words}" among: ${all.map((element) => nameOf(element)).join(' | ')}`);
  return found;
}
export function hasControl(root: ParentNode, words: string): boolean {
  return deepAll(root, 'button, a, input, select, textarea, [role="menuitem"]').some((element) =>
    nameOf(element).includes(words),
  );
}
function nameOf(element: HTMLElement): string {
  const label =
    element instanceof HTMLInputElement ||
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement
      ? element.labels?.[0]
      : null;
  return element.getAttribute('aria-label') ?? (label ? textOf(label) : textOf(element));
}

/** Waits until a viewer reads the words. */
export async function seesText(root: Element, words: string): Promise<void> {
  await waitUntil(() => textOf(root).includes(words), `"${words}" did not appear`, { timeout: 5000 }).catch(
    (error: unknown) => {
      throw new Error(`${String(error)} in: ${textOf(root).slice(0, 2000)}`);
    },
  );
}

/** Types into a field as a person would, one event at the end. */
export function fill(root: ParentNode, label: string, value: string): void {
  const field = control<HTMLInputElement>(root, label);
  field.value = value;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  field.dispatchEvent(new Event('change', { bubbles: true }));
}
