/** One key pressed where the focus is. */
export async function sendKeys(target: Element, key: string): Promise<void> {
  target.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, composed: true, cancelable: true }),
  );
  await Promise.resolve();
}
