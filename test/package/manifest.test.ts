import assert from 'node:assert/strict';
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, extname, join } from 'node:path';
import { describe, it } from 'node:test';
import { CONNECTOR_PLACEHOLDER, stageExtension } from '../../scripts/stage-extension.ts';

interface Manifest {
  readonly service: string;
  readonly locale: string[];
  readonly whiteListedDomains: string[];
  readonly modules: {
    readonly widgets: readonly { name: string; location: string; url: string; icon: string; logo: string }[];
  };
  readonly cspDomains: { readonly 'connect-src': string[] };
  readonly config: { readonly name: string }[];
  readonly secret: string;
  readonly callbackListener: Readonly<Record<string, string>>;
}
const read = (folder: string) =>
  JSON.parse(readFileSync(join(folder, 'plugin-manifest.json'), 'utf8')) as Manifest;
const MANIFEST = read('.');
/** Reference: desk-extension-platform §3. zet does not look at them. */
const LOCATIONS = [
  'desk.ticket.detail.rightpanel',
  'desk.contact.detail.subtab',
  'desk.account.detail.subtab',
  'desk.topband',
  'desk.extension.preference',
];
/** Reference: desk-extension-platform §2.4. */
const ALLOWED = new Set('.jpg .jpeg .png .gif .svg .css .woff .woff2 .js .json .html'.split(' '));

describe('the manifest', () => {
  it('names places that Desk has, each once, with pages and pictures that are there', () => {
    const { widgets } = MANIFEST.modules;
    assert.equal(MANIFEST.service, 'DESK');
    assert.equal(new Set(widgets.map(({ name }) => name)).size, widgets.length);
    for (const { name, location, url, icon, logo } of widgets) {
      assert.match(name, /^[a-zA-Z][a-zA-Z0-9-_ ]*$/);
      assert.ok(LOCATIONS.includes(location), location);
      for (const path of [url, icon, logo]) assert.ok(existsSync(`.${path}`), path);
    }
  });

  it('has a place for every page, and a page for every script that is built', () => {
    const pages = globSync('app/*.html').map((file) => `/app/${basename(file)}`);
    assert.deepEqual(MANIFEST.modules.widgets.map(({ url }) => url).toSorted(), pages.toSorted());
    for (const page of pages) {
      const script = /src="js\/([\w-]+)\.js"/.exec(readFileSync(`.${page}`, 'utf8'))?.[1] ?? '';
      assert.ok(
        existsSync(`widgets/${script}/main.ts`) || existsSync(`widgets/${script}-panel/main.ts`),
        page,
      );
    }
  });

  it('lists bare origins, for Desk compares them character by character', () => {
    for (const origin of [...MANIFEST.whiteListedDomains, ...MANIFEST.cspDomains['connect-src']]) {
      assert.equal(new URL(origin).origin, origin);
    }
  });

  it('ships only files that zet packs, under names it takes', () => {
    for (const file of globSync('app/**/*.*')) {
      assert.ok(ALLOWED.has(extname(file)), file);
      assert.match(basename(file), /^[A-Za-z0-9_.$-]{1,50}$/);
    }
  });

  it('lets Desk tell the connector of everything it notes of an installation', () => {
    const address = `${CONNECTOR_PLACEHOLDER}/callbacks/extension`;
    assert.deepEqual(MANIFEST.callbackListener, {
      onInstall: address,
      onUpdate: address,
      onUninstall: address,
    });
  });

  it('has no secret in it, and resources that are JSON', () => {
    assert.equal(MANIFEST.secret, 'set-when-packed');
    assert.equal(typeof JSON.parse(readFileSync('resources.json', 'utf8')), 'object');
  });
});

describe('staging the extension', () => {
  it('puts the connector’s address and the secret everywhere they belong', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'extension-'));
    const scripts = mkdtempSync(join(tmpdir(), 'scripts-'));
    writeFileSync(join(scripts, 'ticket.js'), '// built');
    try {
      await stageExtension(folder, {
        scripts,
        connector: 'https://crm.acme.example',
        secret: 's3cret',
        transport: 'desk',
      });
      const staged = read(folder);
      assert.deepEqual(staged.whiteListedDomains, ['https://crm.acme.example']);
      assert.deepEqual(staged.cspDomains['connect-src'], ['https://crm.acme.example']);
      assert.equal(staged.secret, 's3cret');
      assert.equal(staged.callbackListener['onUninstall'], 'https://crm.acme.example/callbacks/extension');
      assert.deepEqual(globSync(join(folder, 'app/js/*')), [join(folder, 'app/js/ticket.js')]);
      for (const page of globSync(join(folder, 'app/*.html'))) {
        const text = readFileSync(page, 'utf8');
        assert.match(text, /data-connector="https:\/\/crm\.acme\.example" data-transport="desk"/);
        assert.ok(!text.includes(CONNECTOR_PLACEHOLDER));
      }
    } finally {
      for (const each of [folder, scripts]) rmSync(each, { recursive: true });
    }
  });

  for (const connector of [
    'https://crm.acme.example/',
    'crm.acme.example',
    'https://crm.acme.example/path',
    '',
  ]) {
    it(`takes no connector that is not a bare origin: "${connector}"`, async () => {
      await assert.rejects(stageExtension(join(tmpdir(), 'never'), { connector }), /is no origin/);
    });
  }
});
