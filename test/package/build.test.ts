import assert from 'node:assert/strict';
import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { gzipSync } from 'node:zlib';
import { buildWidgets } from '../../scripts/build-widgets.ts';

/** Bytes of JavaScript, compressed, that opening a panel may load in total. */
const LIMIT = 30 * 1024;
/** The settings page is for few and seldom; all of its tabs together, each of which loads when it is opened. */
const SETTINGS_LIMIT = 90 * 1024;
const BUILT = mkdtempSync(join(tmpdir(), 'widgets-'));

describe('the built extension', () => {
  before(() => buildWidgets(BUILT));
  after(() => {
    rmSync(BUILT, { recursive: true });
  });

  const pages = globSync('app/*.html').sort();
  for (const page of pages) {
    const isSettings = page.endsWith('settings.html');
    const limit = isSettings ? SETTINGS_LIMIT : LIMIT;
    it(`${basename(page)} loads at most ${String(limit / 1024)} kB of JavaScript`, (t) => {
      const files = loadedBy(page, isSettings);
      const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
      t.diagnostic(`${basename(page)}: ${String(bytes)} bytes in ${String(files.length)} files`);
      assert.ok(files.length > 1, 'the count knows shared chunks');
      assert.ok(bytes <= limit, `${String(bytes)} bytes`);
    });

    it(`${basename(page)} runs under a strict policy: no inline script or style, no foreign file but Zoho’s script`, () => {
      const html = readFileSync(page, 'utf8');
      assert.doesNotMatch(html, /<script(?![^>]*\bsrc=)|<style|\sstyle=|\son\w+=|javascript:/i);
      const foreign = [...html.matchAll(/(?:src|href)="(https?:[^"]+)"/g)].map(([, address]) => address);
      assert.deepEqual(foreign, [
        'https://js.zohostatic.com/support/developer_sdk/v1/js/ZohoDeskClientSDK.min.js',
      ]);
      // It has to be there before ours runs.
      assert.ok(html.indexOf('ZohoDeskClientSDK') < html.indexOf('type="module"'));
    });
  }

  it('evaluates no text as code, and sets no style attribute, which the policy would forbid', () => {
    for (const file of globSync(join(BUILT, '*.js'))) {
      const code = readFileSync(file, 'utf8');
      assert.doesNotMatch(code, /\beval\(|new Function\b|Function\(["'`]/, file);
      assert.doesNotMatch(code, /<[a-z][^>]*\sstyle="/i, file);
    }
  });

  it('makes requests to nobody but the connector that the page names', () => {
    const addresses = globSync(join(BUILT, '*.js')).flatMap((file) => [
      ...readFileSync(file, 'utf8').matchAll(/https?:\/\/[\w.-]+/g),
    ]);
    const hosts = new Set(addresses.map(([address]) => address));
    // Names of XML vocabularies, and Lit's pages about its own warnings.
    for (const known of ['http://www.w3.org', 'https://lit.dev']) hosts.delete(known);
    assert.deepEqual([...hosts], []);
  });
});

/**
 * The page's script and, through static imports, all that it needs; what is imported later only when `later` is set,
 * and never the texts, which Desk loads and hands over.
 */
function loadedBy(page: string, later: boolean): string[] {
  const entry = /src="js\/([\w-]+\.js)"/.exec(readFileSync(page, 'utf8'))?.[1] ?? '';
  const seen = new Set<string>();
  const imports = later
    ? /(?:from|import)\s*\(?\s*["'`]\.\/([\w-]+\.js)["'`]/g
    : /(?:from|import)\s*["']\.\/([\w-]+\.js)["']/g;
  const visit = (script: string) => {
    const file = join(BUILT, script);
    if (seen.has(file)) return;
    const code = readFileSync(file, 'utf8');
    if (code.includes('"problem.heading":')) return;
    seen.add(file);
    for (const [, name = ''] of code.matchAll(imports)) visit(name);
  };
  visit(entry);
  return [...seen];
}
