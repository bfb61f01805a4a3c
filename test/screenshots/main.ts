/**
 * `npm run screenshots -- [part of a name] [--out folder]`: pictures of every state of the pages, in light, dark and
 * right-to-left, and of a ticket in Desk, in `dist/screenshots/`. For people to look at; nothing is compared.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { buildWidgets } from '../../scripts/build-widgets.ts';
import { launchChromium } from '../support/chromium.ts';
import { takeDeskPage } from './desk-page.ts';
import type { Look } from './pretend-desk.ts';
import { openState } from './pretend-desk.ts';
import type { State } from './states.ts';
import { CARE_STATES } from './care-states.ts';
import { MAPPING_STATES } from './mapping-states.ts';
import { SETTINGS_STATES } from './settings-states.ts';
import { STATES } from './states.ts';

const LOOKS: readonly Look[] = [
  { name: 'light', appearance: 'light', locale: 'en' },
  { name: 'dark', appearance: 'dark', locale: 'en' },
  { name: 'rtl', appearance: 'light', locale: 'ar' },
];
/** Widths in Desk: the panel beside a ticket, a tab, the top band. */
const SIZES = {
  ticket: { width: 285, height: 760 },
  contact: { width: 900, height: 700 },
  account: { width: 900, height: 520 },
  handshake: { width: 1200, height: 620 },
  settings: { width: 900, height: 640 },
} as const;
/** Name of the one picture with Desk around a panel; `docs/desk-page.png` is it. */
const DESK_PAGE = 'desk-page';
const ENGLISH = texts('en');

function texts(locale: string): Readonly<Record<string, string>> {
  return JSON.parse(readFileSync(`app/translations/${locale}.json`, 'utf8')) as Record<string, string>;
}
/** A label of the English page in the language of the picture. */
function inLanguage(label: string, locale: string): string {
  const own = texts(locale);
  return label
    .split(': ')
    .map((part) => own[Object.keys(ENGLISH).find((key) => ENGLISH[key] === part) ?? ''] ?? part)
    .join(': ');
}

async function take(browser: Browser, state: State, look: Look): Promise<void> {
  const context = await browser.newContext({
    viewport: SIZES[state.page],
    deviceScaleFactor: 2,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  await openState(page, state, look, scripts);
  const button = (label: string) =>
    page
      .getByRole('button', { name: inLanguage(label, look.locale) })
      .or(page.getByRole('menuitem', { name: inLanguage(label, look.locale) }))
      .or(page.getByRole('radio', { name: inLanguage(label, look.locale) }))
      .first();
  if (!state.signedOut) {
    await button('Sign in with Zoho').click();
    await page.locator('crm-sign-in').waitFor({ state: 'detached' });
  } else {
    await button('Sign in with Zoho').waitFor();
  }
  await page.waitForTimeout(state.answer === 'silence' ? 100 : 300);
  for (const label of state.press ?? []) {
    await button(label).click();
    await page.waitForTimeout(150);
  }
  await page.mouse.move(0, 0);
  const fullPage = !(state.press ?? []).some((label) => /^(Add|Link|End|Edit|Send)/.test(label));
  await page.screenshot({ path: join(folder, `${state.name}-${look.name}.png`), fullPage });
  await context.close();
}

const { values, positionals } = parseArgs({
  options: { out: { type: 'string', default: join('dist', 'screenshots') } },
  allowPositionals: true,
});
const folder = values.out;
const wanted = positionals[0] ?? '';
mkdirSync(folder, { recursive: true });
const scripts = mkdtempSync(join(tmpdir(), 'screenshots-'));
await buildWidgets(scripts);
const browser = await launchChromium();
try {
  for (const state of [...STATES, ...SETTINGS_STATES, ...MAPPING_STATES, ...CARE_STATES].filter(({ name }) =>
    name.includes(wanted),
  )) {
    for (const look of LOOKS) await take(browser, state, look);
  }
  if (DESK_PAGE.includes(wanted)) await takeDeskPage(join(folder, `${DESK_PAGE}.png`));
  process.stdout.write(`${folder}\n`);
} finally {
  await browser.close();
  rmSync(scripts, { recursive: true, force: true });
}
