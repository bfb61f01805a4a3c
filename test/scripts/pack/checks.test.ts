import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { zipSync } from 'fflate';
import { checkPackage } from '../../../scripts/pack/check-package.ts';
import { SDK_URL } from '../../../scripts/pack/check-pages.ts';

const FIXTURE = 'test/scripts/pack/fixture';
const CONNECTOR = 'https://desk.customer.example';
const SECRET = 'a secret of the manifest';
const OTHER_SECRET = 'c2Vzc2lvbi1zZWNyZXQ';

/** The fixture as it is once packed for a connector. */
function packed(): Map<string, Uint8Array> {
  const names = globSync('**/*.*', { cwd: FIXTURE });
  return new Map(
    names.map((name) => {
      const bytes = readFileSync(join(FIXTURE, name));
      if (name.endsWith('.png')) return [name, bytes];
      const text = bytes.toString().replaceAll('https://connector.example.com', CONNECTOR);
      return [name, Buffer.from(text.replaceAll('set-when-packed', SECRET))];
    }),
  );
}

type Files = ReturnType<typeof packed>;
function put(files: Files, name: string, text: string): void {
  files.set(name, Buffer.from(text));
}
function edit(files: Files, name: string, from: string | RegExp, to: string): void {
  const before = Buffer.from(files.get(name) ?? []).toString();
  const after = before.replace(from, to);
  assert.notEqual(after, before, `${name} has ${String(from)}`);
  put(files, name, after);
}
interface Draft {
  readonly whiteListedDomains: string[];
  readonly modules: { readonly widgets: Record<string, unknown>[] };
}
function manifest(files: Files, work: (draft: Draft) => void): void {
  const draft = JSON.parse(Buffer.from(files.get('plugin-manifest.json') ?? []).toString()) as Draft;
  work(draft);
  put(files, 'plugin-manifest.json', JSON.stringify(draft));
}
const widget = (draft: Draft): Record<string, unknown> => draft.modules.widgets[0] ?? {};

function faultsOf(work: (files: Files) => void = () => undefined): readonly string[] {
  const files = packed();
  work(files);
  return checkPackage(zipSync(Object.fromEntries(files)), {
    connector: CONNECTOR,
    placeholders: ['https://connector.example.com', 'set-when-packed'],
    secrets: { manifest: SECRET, others: [OTHER_SECRET] },
    staged: [...files.keys()],
  });
}

describe('the checks of a package', () => {
  it('find nothing in a good one', () => assert.deepEqual(faultsOf(), []));

  it('expect of each language its own plural forms, and no other', () => {
    const counted = (files: Files, de: Record<string, string>) => {
      const texts = { hello: 'x', panel: { title: 'x' } };
      put(files, 'app/translations/en.json', JSON.stringify({ ...texts, 'n.one': '1', 'n.other': 'n' }));
      put(files, 'app/translations/de.json', JSON.stringify({ ...texts, ...de }));
    };
    assert.deepEqual(
      faultsOf((files) => counted(files, { 'n.one': '1', 'n.other': 'n' })),
      [],
    );
    assert.deepEqual(
      faultsOf((files) => counted(files, { 'n.few': '1', 'n.other': 'n' })),
      ['de.json lacks "n.one"', 'en.json lacks "n.few" of de'],
    );
    const japanese = faultsOf((files) => {
      edit(files, 'plugin-manifest.json', '"de"', '"ja"');
      counted(files, {});
      files.delete('app/translations/de.json');
      put(files, 'app/translations/ja.json', '{"hello":"x","panel":{"title":"x"},"n.other":"n"}');
    });
    assert.deepEqual(japanese, []);
  });

  it('tell an empty zip, which is how zet fails', () => {
    const faults = checkPackage(new Uint8Array(), {
      connector: CONNECTOR,
      placeholders: [],
      secrets: { manifest: SECRET, others: [] },
      staged: [],
    });
    assert.deepEqual(faults, ['the package is empty: zet failed without saying so']);
  });

  it('tell what zet left out and what nobody gave it', () => {
    const files = packed();
    const staged = [...files.keys(), 'app/js/panel.js.map'].filter((name) => name !== 'app/panel.html');
    const faults = checkPackage(zipSync(Object.fromEntries(files)), {
      connector: CONNECTOR,
      placeholders: [],
      secrets: { manifest: SECRET, others: [] },
      staged,
    });
    assert.deepEqual(faults, ['zet left out app/js/panel.js.map', 'app/panel.html was not staged']);
  });

  it('tell a package over 500 kB', () => {
    const noise = Uint8Array.from({ length: 600_000 }, () => Math.floor(Math.random() * 256));
    const faults = faultsOf((files) => files.set('app/img/photo.png', noise));
    assert.match(faults.join(), /^the package has \d+ bytes; at most 500000$/);
  });

  const bad: readonly (readonly [situation: string, work: (files: Files) => void, fault: RegExp])[] = [
    ['a TypeScript file', (f) => put(f, 'app/js/panel.ts', 'x'), /app\/js\/panel\.ts is of a type/],
    ['a source map', (f) => put(f, 'app/js/panel.js.map', '{}'), /panel\.js\.map is of a type/],
    ['a file outside app/', (f) => put(f, 'server/main.js', 'x'), /server\/main\.js does not belong/],
    ['a name that Desk refuses', (f) => put(f, 'app/img/a b.png', 'x'), /a b\.png has a name/],
    ['a folder that Desk refuses', (f) => put(f, 'app/v1.2/a.png', 'x'), /folder whose name/],
    ['an empty file', (f) => put(f, 'app/img/empty.png', ''), /empty\.png is empty/],
    ['a chunk of an earlier build', (f) => put(f, 'app/js/old.js', 'x()'), /nothing needs app\/js\/old\.js/],
    [
      'a page of no widget',
      (f) => put(f, 'app/other.html', `<script src="${SDK_URL}"></script>`),
      /nothing needs app\/other\.html/,
    ],
    ['a missing chunk', (f) => f.delete('app/js/shared.js'), /panel\.js needs app\/js\/shared\.js/],
    ['a missing style sheet', (f) => f.delete('app/css/panel.css'), /panel\.html needs app\/css\/panel\.css/],
    ['a manifest that is no JSON', (f) => put(f, 'plugin-manifest.json', '{'), /^plugin-manifest\.json /],
    [
      'a key that Desk does not know',
      (f) => manifest(f, (m) => Object.assign(m, { oauth: {} })),
      /Unrecognized key/,
    ],
    [
      'a mistyped location',
      (f) => manifest(f, (m) => Object.assign(widget(m), { location: 'desk.ticket.rightpanel' })),
      /unknown location desk\.ticket\.rightpanel/,
    ],
    [
      'a widget without its page',
      (f) => manifest(f, (m) => Object.assign(widget(m), { url: '/app/none.html' })),
      /names \/app\/none\.html/,
    ],
    ['a widget without its icon', (f) => f.delete('app/img/icon.png'), /names \/app\/img\/icon\.png/],
    [
      'two widgets of one name',
      (f) => manifest(f, (m) => m.modules.widgets.push(widget(m))),
      /widget fixture-panel occurs twice/,
    ],
    [
      'a white-listed path',
      (f) => edit(f, 'plugin-manifest.json', /"https:\/\/desk[^"]*"/, `"${CONNECTOR}/v1"`),
      /v1 is no bare https origin/,
    ],
    [
      'a white-listed stranger',
      (f) => manifest(f, (m) => m.whiteListedDomains.push('https://tracker.example')),
      /tracker\.example is not the connector/,
    ],
    [
      'plain http',
      (f) => edit(f, 'plugin-manifest.json', /"https:\/\/desk[^"]*"/, '"http://desk.customer.example"'),
      /is no bare https origin/,
    ],
    [
      'a callback to a stranger',
      (f) =>
        edit(f, 'plugin-manifest.json', /"onInstall": *"[^"]*"/, '"onInstall":"https://other.example/x"'),
      /onInstall goes to https:\/\/other\.example/,
    ],
    [
      'a callback that nobody hears',
      (f) => edit(f, 'plugin-manifest.json', '"onInstall"', '"onMoon"'),
      /onMoon is not one the connector listens to/,
    ],
    [
      'a placeholder left',
      (f) => edit(f, 'plugin-manifest.json', SECRET, 'set-when-packed-or-not'),
      /still holds the placeholder set-when-packed/,
    ],
    ['a short secret', (f) => edit(f, 'plugin-manifest.json', SECRET, 'short'), /at least 16 characters/],
    [
      'a build by zet',
      (f) => edit(f, 'plugin-manifest.json', '"moduleSupport": false', '"moduleSupport": true'),
      /must be false/,
    ],
    ['resources that are no JSON', (f) => put(f, 'resources.json', '{'), /^resources\.json /],
    [
      'eleven permissions',
      (f) =>
        put(
          f,
          'resources.json',
          JSON.stringify({
            permissions: Array.from({ length: 11 }, (_, n) => ({
              resourceName: `p${n}`,
              apiName: `p${n}`,
              displayName: 'P',
              description: '',
              defaultState: true,
            })),
          }),
        ),
      /resources\.json permissions/,
    ],
    [
      'a resource name used twice',
      (f) =>
        put(
          f,
          'resources.json',
          JSON.stringify({ targets: [1, 2].map(() => ({ resourceName: 't', url: 'https://x' })) }),
        ),
      /resourceName t occurs twice/,
    ],
    [
      'code inside a page',
      (f) => edit(f, 'app/panel.html', '<body>', '<body><script>go()</script>'),
      /code inside a script tag/,
    ],
    [
      'a handler in an attribute',
      (f) => edit(f, 'app/panel.html', '<body>', '<body onload="go()">'),
      /event handler in an attribute/,
    ],
    [
      'a javascript: address',
      (f) => edit(f, 'app/panel.html', '<body>', '<body><a href="javascript:go()">x</a>'),
      /a javascript: address/,
    ],
    [
      'an embedded frame',
      (f) => edit(f, 'app/panel.html', '<body>', '<body><iframe src="x.html"></iframe>'),
      /an embedded frame/,
    ],
    [
      'code from elsewhere',
      (f) => edit(f, 'app/panel.html', '</head>', '<script src="//cdn.example/x.js"></script></head>'),
      /loads code from \/\/cdn\.example/,
    ],
    [
      'a style sheet from elsewhere',
      (f) => edit(f, 'app/panel.html', 'css/panel.css', 'https://cdn.example/x.css'),
      /loads a style sheet from https:\/\/cdn/,
    ],
    [
      'a page without the SDK',
      (f) => edit(f, 'app/panel.html', SDK_URL, 'js/shared.js'),
      /does not load the SDK first/,
    ],
    ['eval', (f) => edit(f, 'app/js/shared.js', /^/, 'eval("1");'), /shared\.js calls eval/],
    [
      'a function made of text',
      (f) => edit(f, 'app/js/shared.js', /^/, 'new Function("1");'),
      /makes code of text/,
    ],
    [
      'a reference to a source map',
      (f) => edit(f, 'app/js/shared.js', /$/, '//# sourceMappingURL=x.map'),
      /names a source map/,
    ],
    [
      'an import from elsewhere',
      (f) => edit(f, 'app/js/shared.js', /^/, 'import "https://cdn.example/x.js";'),
      /imports code from elsewhere/,
    ],
    ['a missing translation', (f) => f.delete('app/translations/de.json'), /de\.json is missing/],
    [
      'a translation nobody declared',
      (f) => put(f, 'app/translations/fr.json', '{"hello":"Bonjour","panel":{"title":"Client"}}'),
      /lacks the locale fr/,
    ],
    [
      'a locale that Desk has not',
      (f) => edit(f, 'plugin-manifest.json', '"de"', '"xx"'),
      /Desk has no locale xx/,
    ],
    [
      'a missing text',
      (f) => edit(f, 'app/translations/de.json', '"hello": "Hallo", ', ''),
      /de\.json lacks "hello"/,
    ],
    [
      'a text that English lacks',
      (f) => edit(f, 'app/translations/de.json', '"hello"', '"more": "Mehr", "hello"'),
      /en\.json lacks "more" of de/,
    ],
    ['an empty text', (f) => edit(f, 'app/translations/de.json', '"Kunde"', '""'), /"panel\.title" is empty/],
    [
      'the manifest’s secret in a script',
      (f) => edit(f, 'app/js/shared.js', 'Hello', SECRET),
      /shared\.js holds the secret of the manifest/,
    ],
    [
      'a secret of the connector',
      (f) => edit(f, 'app/panel.html', 'Fixture', OTHER_SECRET),
      /panel\.html holds a secret of the connector/,
    ],
    [
      'a Zoho client',
      (f) => edit(f, 'app/js/shared.js', 'Hello', '1000.ABCDEFGHIJKLMNOPQRSTUVWXYZ'),
      /looks like a Zoho client or token/,
    ],
    [
      'a private key',
      (f) => edit(f, 'app/js/shared.js', 'Hello', '-----BEGIN PRIVATE KEY-----'),
      /looks like a private key/,
    ],
  ];
  for (const [situation, work, fault] of bad) {
    it(`tell ${situation}`, () => {
      const faults = faultsOf(work);
      assert.ok(
        faults.some((each) => fault.test(each)),
        `${String(fault)} is not among: ${faults.join('; ') || 'no fault'}`,
      );
      assert.ok(!faults.join().includes(OTHER_SECRET));
    });
  }
});
