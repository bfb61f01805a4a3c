import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, it } from 'node:test';

/**
 * Who may import what. The first rule whose folder holds a file is the file's rule; `own` folders are always
 * allowed to import themselves.
 */
interface Rule {
  readonly folder: string;
  readonly mayImport: readonly string[];
  /** Packages (or `node:` modules) it may import; undefined = any. */
  readonly packages?: readonly string[];
  readonly why: string;
}

const RULES: readonly Rule[] = [
  {
    folder: 'server/core',
    mayImport: [],
    packages: [],
    why: 'the core computes: it sees no clock, network, database or library. Hand values in as arguments.',
  },
  {
    folder: 'server/contract',
    mayImport: [],
    packages: ['zod/mini'],
    why: 'contracts also run in the browser, where classic zod costs 93 kB. Use `import * as z from "zod/mini"`.',
  },
  {
    folder: 'server/ports',
    mayImport: ['server/core'],
    packages: [],
    why: 'a port is an interface in the words of the core; what implements it stays outside.',
  },
  {
    folder: 'server/sync',
    mayImport: ['server/core', 'server/ports', 'server/contract'],
    packages: [],
    why: 'use cases reach Zoho, the store, jobs and HTTP only through ports; add or widen a port instead.',
  },
  ...['zoho', 'store', 'jobs'].map((part) => ({
    folder: `server/${part}`,
    mayImport: ['server/core', 'server/ports', 'server/sync', 'server/contract', 'resources'],
    why: 'adapters know the core and the ports, never each other; what joins two of them is compose.ts.',
  })),
  {
    folder: 'server/http',
    mayImport: ['server/core', 'server/ports', 'server/sync', 'server/contract', 'resources'],
    why: 'routes call use cases; they reach no adapter directly. Wiring is compose.ts.',
  },
  {
    folder: 'server/config.ts',
    mayImport: ['server/core', 'server/ports', 'server/config-variables.ts', 'resources'],
    why: 'config turns the environment into values and knows nothing else.',
  },
  {
    folder: 'server',
    mayImport: ['server', 'resources'],
    why: 'compose.ts and main.ts wire the connector, nothing outside it.',
  },
  ...widgetRules(),
  {
    folder: 'scripts',
    mayImport: ['resources'],
    why: 'the package is made where no connector is configured; hand values in by the environment.',
  },
  {
    folder: 'test/sandbox',
    mayImport: [],
    why: 'the sandbox must not share our idea of the wire: were it to import the connector, one wrong idea would make both agree. Write it from the reference.',
  },
];

/** The browser side, low to high: each folder may import those before it. */
function widgetRules(): Rule[] {
  const lit = ['lit', 'lit/decorators.js', 'lit/directives/repeat.js', '@lit/context', '@lit/task'];
  const layers = ['styles', 'i18n', 'host', 'elements', 'api', 'session', 'page', 'customer'];
  const layered = layers.map((layer, at) => ({
    folder: `widgets/${layer}`,
    mayImport: [
      ...layers.slice(0, at).map((lower) => `widgets/${lower}`),
      'server/contract',
      'app/translations',
    ],
    packages: [...lit, 'zod/mini'],
    why: `widgets import lit and lower folders only: ${layers.join(' → ')} → one folder per page. What two pages share moves down.`,
  }));
  const page = {
    folder: 'widgets',
    mayImport: [...layers.map((layer) => `widgets/${layer}`), 'server/contract'],
    packages: [...lit, 'zod/mini'],
    why: 'a page imports what pages share, never another page and never the server: only its contract.',
  };
  const pages = globSync('widgets/*/main.ts').map((file) => ({ ...page, folder: dirname(file) }));
  return [...layered, ...pages];
}

const SOURCES = globSync(['server/**/*.ts', 'widgets/**/*.ts', 'scripts/**/*.ts', 'test/sandbox/**/*.ts']);

describe('architecture', () => {
  it('every import follows the direction core → ports → sync → adapters → compose → main', () => {
    const offences = SOURCES.flatMap((file) => offencesOf(file));
    assert.deepEqual(offences, [], `\n${offences.join('\n')}\n`);
  });

  it('every relative import names a file that exists, with its extension', () => {
    const missing = SOURCES.flatMap((file) =>
      relativeImports(file)
        .filter(({ target }) => !existsSync(target))
        .map(({ specifier }) => `${file} imports ${specifier}, which is no file`),
    );
    assert.deepEqual(missing, []);
  });

  it('only config.ts reads the environment', () => {
    const readers = globSync('server/**/*.ts').filter(
      (file) => file !== join('server', 'config.ts') && /process\.env/.test(readFileSync(file, 'utf8')),
    );
    assert.deepEqual(
      readers,
      [],
      'take the value as an argument; config.ts is the only reader of process.env',
    );
  });

  it('only compose.ts and main.ts know more than one adapter', () => {
    const adapters = ['server/zoho', 'server/store', 'server/jobs', 'server/http'];
    const joiners = globSync('server/**/*.ts').filter((file) => {
      const targets = relativeImports(file).map(({ target }) => target);
      const known = adapters.filter((folder) => targets.some((target) => target.startsWith(`${folder}/`)));
      return (
        known.length > 1 &&
        !['server/compose.ts', 'server/main.ts'].includes(file) &&
        !file.startsWith('server/compose/')
      );
    });
    assert.deepEqual(joiners, [], 'where two adapters meet is compose.ts; move the wiring there');
  });

  it('widgets use the contract as types: its library would be a third of what a panel may load', () => {
    const offences = globSync('widgets/**/*.ts').filter((file) =>
      /^import (?!type\b)[^;]*from '[^']*server\/contract\/|^import (?!type\b)[^;]*from 'zod/m.test(
        readFileSync(file, 'utf8'),
      ),
    );
    const limited = offences.filter((file) => !file.startsWith(join('widgets', 'settings')));
    assert.deepEqual(limited, [], 'import type, and a guard in widgets/api/shapes/');
  });

  it('one file knows Zoho’s client script by name', () => {
    const knowing = globSync('widgets/**/*.ts').filter((file) =>
      readFileSync(file, 'utf8').includes('.ZOHODESK;'),
    );
    assert.deepEqual(knowing, [join('widgets', 'host', 'zohodesk.ts')]);
  });

  it('the rules themselves catch a wrong import', () => {
    assert.match(verdict('server/core/record.ts', 'node:fs') ?? '', /the core computes/);
    assert.match(verdict('server/ports/clock.ts', 'server/store/schema.ts') ?? '', /interface in the words/);
    assert.match(verdict('test/sandbox/main.ts', 'server/core/record.ts') ?? '', /idea of the wire/);
    assert.match(
      verdict('widgets/elements/crm-age.ts', 'widgets/customer/rows.ts') ?? '',
      /lower folders only/,
    );
    assert.match(
      verdict('widgets/handshake/main.ts', 'widgets/ticket-panel/main.ts') ?? '',
      /never another page/,
    );
    assert.match(verdict('widgets/customer/rows.ts', 'server/core/record.ts') ?? '', /lower folders only/);
    assert.match(verdict('widgets/host/zohodesk.ts', 'axios') ?? '', /lit/);
    assert.equal(verdict('server/sync/lane.ts', 'server/ports/store.ts'), null);
  });
});

function offencesOf(file: string): string[] {
  return importsOf(file).flatMap(({ specifier, target }) => {
    const problem = verdict(file, target ?? specifier);
    return problem === null ? [] : [`${file} imports ${specifier}: ${problem}`];
  });
}

/** @returns why `file` may not import `target` (a repository path or a package), null when it may */
function verdict(file: string, target: string): string | null {
  const rule = RULES.find(({ folder }) => file === folder || file.startsWith(`${folder}/`));
  if (!rule || rule.packages?.includes(target)) return null;
  const isFile = /\.(ts|js|json)$/.test(target) && target.includes('/') && !target.startsWith('@');
  if (!isFile) return !rule.packages || rule.packages.includes(target) ? null : rule.why;
  const own = rule.folder.endsWith('.ts') ? rule.folder : `${rule.folder}/`;
  const allowed = [own, ...rule.mayImport.map((name) => (name.endsWith('.ts') ? name : `${name}/`))];
  return allowed.some((prefix) => target.startsWith(prefix)) ? null : rule.why;
}

interface Import {
  readonly specifier: string;
  /** Repository path of a relative import. */
  readonly target: string | null;
}
function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const found = text.matchAll(
    /^\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|^\s*import\s*['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm,
  );
  return [...found].map((match) => {
    const specifier = match[1] ?? match[2] ?? match[3] ?? '';
    const target = specifier.startsWith('.') ? relative('.', join(dirname(file), specifier)) : null;
    return { specifier, target };
  });
}
function relativeImports(file: string): { specifier: string; target: string }[] {
  return importsOf(file).flatMap(({ specifier, target }) => (target === null ? [] : [{ specifier, target }]));
}
