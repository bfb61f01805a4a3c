const GAP_PX = 4;
const LEAST_WIDTH_PX = 260;

/**
 * Puts something of the top layer below its anchor, or above where there is more room, never out of the window. Set
 * through the object model, which a strict policy allows where it forbids `style` attributes.
 */
export function placeBelow(list: HTMLElement, anchor: Element): void {
  const { top, bottom, left, right, width } = anchor.getBoundingClientRect();
  const { clientWidth, clientHeight } = document.documentElement;
  const below = clientHeight - bottom - GAP_PX;
  const above = top - GAP_PX;
  const isBelow = below >= Math.min(list.offsetHeight, 240) || below >= above;
  const wide = Math.min(Math.max(width, LEAST_WIDTH_PX), clientWidth - 2 * GAP_PX);
  const start = getComputedStyle(anchor).direction === 'rtl' ? right - wide : left;
  const px = (value: number) => `${String(Math.round(value))}px`;
  Object.assign(list.style, {
    width: px(wide),
    left: px(Math.min(Math.max(start, GAP_PX), clientWidth - wide - GAP_PX)),
    top: isBelow ? px(bottom + GAP_PX) : 'auto',
    bottom: isBelow ? 'auto' : px(clientHeight - top + GAP_PX),
    maxHeight: px(Math.max(isBelow ? below : above, 120)),
  });
}
