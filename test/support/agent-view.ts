import assert from 'node:assert/strict';
import type { Frame, Page } from 'playwright-core';

/** Waits until the text is in view. */
export async function sees(frame: Frame, text: string): Promise<void> {
  await frame.getByText(text).filter({ visible: true }).first().waitFor();
}

/** Words of the element that has the focus, however deep in shadow roots. */
export async function focusedName(frame: Frame): Promise<string> {
  return await frame.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return element?.getAttribute('aria-label') ?? element?.textContent ?? '';
  });
}

/** Presses Tab until an element of that name has the focus. @throws AssertionError when none gets it */
export async function tabTo(page: Page, frame: Frame, name: RegExp): Promise<void> {
  for (let presses = 0; presses < 80; presses += 1) {
    await page.keyboard.press('Tab');
    if (name.test(await focusedName(frame))) return;
  }
  assert.fail(`Tab never reaches ${String(name)}`);
}

/** What each item of each record says, drawn or folded away: `contacts notes` → its text. */
export async function itemTexts(frame: Frame): Promise<Readonly<Record<string, string>>> {
  return await frame.evaluate(() => {
    const texts: Record<string, string> = {};
    const textOf = (root: ParentNode): string =>
      [...root.querySelectorAll('*')].reduce(
        (text, each) => (each.shadowRoot ? `${text} ${textOf(each.shadowRoot)}` : text),
        root.textContent ?? '',
      );
    const visit = (root: ParentNode): void => {
      for (const each of root.querySelectorAll('*')) {
        if (each.shadowRoot === null) continue;
        if (each.localName !== 'crm-item') visit(each.shadowRoot);
        else {
          const { entity, item } = each as Element & { entity: string; item: string };
          texts[`${entity} ${item}`] = textOf(each.shadowRoot);
        }
      }
    };
    visit(document);
    return texts;
  });
}

/** Has CRM read again by the panel's button, and waits until it is drawn. @returns the connector's answer as sent */
export async function refresh(page: Page, frame: Frame): Promise<string> {
  const answer = page.waitForResponse((response) => response.url().includes('/v1/panel/'));
  const button = frame.getByRole('button', { name: 'Refresh' });
  await button.click();
  const text = await (await answer).text();
  await frame
    .locator('crm-customer .tools button[aria-busy="false"]')
    .or(frame.locator('crm-problem'))
    .waitFor();
  return text;
}
