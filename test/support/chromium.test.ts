import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { chromium } from 'playwright-core';
import { carriedChromium, findChromium } from './chromium.ts';

/** What npm carries is built for this alone. */
const CARRIED = process.platform === 'linux' && process.arch === 'x64';

describe('the browser of the tests', () => {
  it('starts without an installed browser, from the npm package, with web security on', async () => {
    const { executablePath, args, env } = await (CARRIED ? carriedChromium() : findChromium());
    const browser = await chromium.launch({ executablePath, args, env, timeout: 60_000 });
    try {
      const page = await browser.newPage();
      await page.setContent('<p>Grüße, مرحبا</p>');
      assert.equal(await page.locator('p').textContent(), 'Grüße, مرحبا');
      assert.ok(((await page.locator('p').boundingBox())?.height ?? 0) > 0);
      assert.ok(args.every((arg) => !arg.includes('web-security') && !arg.includes('single-process')));
    } finally {
      await browser.close();
    }
  });
});
