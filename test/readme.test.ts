import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, it } from 'node:test';
import { CONFIG_VARIABLES } from '../server/config-variables.ts';
import { CRM_SCOPES, DESK_SCOPES, DESK_SIGN_IN_SCOPES } from '../server/zoho/scopes.ts';

const README = readFileSync('README.md', 'utf8');
const ENV_EXAMPLE = readFileSync('.env.example', 'utf8');
const MANIFEST = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
};
/** Run by npm without `run`. */
const SHORT = new Set(['start', 'test', 'ci']);
/** A path of this project in code marks: starts with one of its folders, has no placeholder. */
const PATH = /^(?:server|widgets|app|scripts|docs|test|resources)\/(?!js\/)[\w./-]*$/;

describe('documents', () => {
  it('name only npm scripts that exist', () => {
    const named = DOCUMENTS.flatMap(({ file, text }) =>
      [...text.matchAll(/\bnpm (run )?([a-z][a-z:-]*)/g)].map(([, run, script = '']) => ({
        file,
        run,
        script,
      })),
    );
    const unknown = named.filter(({ run, script }) =>
      run === undefined ? !SHORT.has(script) : MANIFEST.scripts[script] === undefined,
    );
    assert.deepEqual(
      unknown.filter(({ run }) => run !== undefined),
      [],
    );
    assert.ok(named.length > 10);
  });

  it('link and name only files that exist', () => {
    const missing = DOCUMENTS.flatMap(({ file, text }) =>
      pathsOf(file, text)
        .filter((path) => !existsSync(path))
        .map((path) => `${file} names ${path}`),
    );
    assert.deepEqual(missing, []);
  });

  it('the README names each folder of the connector in its map', () => {
    const folders = globSync('server/*/').map((folder) => folder.replace(/\/?$/, '/'));
    const map = tableOf('Map of the tree').map(([folder]) => folder);
    assert.deepEqual(
      folders.filter((folder) => folder !== 'server/compose/' && !map.includes(folder)),
      [],
    );
  });

  it('the README gives a reason for every dependency, and for nothing else', () => {
    const explained = tableOf('Dependencies').flatMap(([names = '']) => names.split(', '));
    const installed = [...Object.keys(MANIFEST.dependencies), ...Object.keys(MANIFEST.devDependencies)];
    assert.deepEqual(explained.toSorted(), installed.toSorted());
  });

  it('the README’s variables of long campaigns are read by a test', () => {
    const sources = globSync('test/**/*.ts').map((file) => readFileSync(file, 'utf8'));
    const unread = tableOf('Long campaigns').filter(
      ([name = '']) => !sources.some((source) => source.includes(`process.env['${name}']`)),
    );
    assert.deepEqual(unread, []);
  });
});

/** Which test runs a command that a document names, by the file it starts; or why no test does. */
const RUN_BY: Readonly<Record<string, readonly [test: string, starts: string] | string>> = {
  demo: ['test/demo/demo.test.ts', 'test/demo/main.ts'],
  sandbox: ['test/scenarios/bad-input.test.ts', 'test/sandbox/main.ts'],
  start: ['test/support/connector-process.ts', 'server/main.ts'],
  cli: ['test/support/cli-process.ts', 'server/cli.ts'],
  build: ['test/package/build.test.ts', 'buildWidgets'],
  pack: ['test/scripts/pack/pack.test.ts', 'scripts/pack.ts'],
  screenshots: ['test/screenshots/screenshots.test.ts', "new URL('main.ts'"],
  'planted-bugs': ['test/planted-bugs/plants.test.ts', "new URL('main.ts'"],
  statements: ['test/scenarios/statements.test.ts', 'statements'],
  types: ['test/run.ts', "'types'"],
  lint: ['test/run.ts', 'eslint'],
  format: ['test/run.ts', 'prettier'],
  test: 'it is what runs this test',
  ci: 'without it this test could not run',
};

describe('commands and variables', () => {
  it('every npm command that a document names is run by a test, or there is a reason', () => {
    const named = new Set(
      DOCUMENTS.flatMap(({ text }) =>
        [...text.matchAll(/\bnpm (?:run )?([a-z][a-z:-]*)/g)].map(([, name = '']) => name),
      ),
    );
    const scripts = [...named].filter((name) => name in MANIFEST.scripts || SHORT.has(name));
    for (const name of scripts) {
      const by = RUN_BY[name];
      assert.ok(by !== undefined, `npm run ${name}`);
      if (typeof by === 'string') continue;
      const [test, starts] = by;
      assert.ok(readFileSync(test, 'utf8').includes(starts), `${test} runs ${starts}`);
    }
  });

  it('every operator’s command is documented and run by a test, and no other is', () => {
    const commands = globSync('server/cli/*.ts').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/: Command = \{\s+name: '([a-z-]+)'/g)].map(
        ([, name = '']) => name,
      ),
    );
    const operations = readFileSync('docs/operations.md', 'utf8');
    const documented = [...operations.matchAll(/^\| `([a-z-]+)(?: [^`]*)?` /gm)].map(([, name = '']) => name);
    assert.deepEqual(documented.toSorted(), commands.toSorted());
    const tests = globSync('test/{cli,container,scenarios}/*.test.ts').map((file) =>
      readFileSync(file, 'utf8'),
    );
    for (const name of commands) {
      assert.ok(
        tests.some((text) => new RegExp(`(?:cli|runCli)\\(\\[?'${name}'`).test(text)),
        name,
      );
    }
  });

  it('every variable that tests and scripts read is in a table', () => {
    const read = globSync(['test/**/*.ts', 'scripts/**/*.ts']).flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/process\.env(?:\.|\[')([A-Z][A-Z_]+)/g)].map(
        ([, name = '']) => name,
      ),
    );
    const ofTheSystem = new Set(['PATH', 'HOME', 'PORT', 'NODE_COMPILE_CACHE']);
    const campaigns = tableOf('Long campaigns').map(([name]) => name);
    assert.deepEqual(
      [...new Set(read)].filter((name) => !ofTheSystem.has(name)).toSorted(),
      campaigns.toSorted(),
    );
  });

  it('docs/set-up.md gives a reason for every scope that the connector asks for, and for no other', () => {
    const text = readFileSync('docs/set-up.md', 'utf8');
    const rows = [...text.matchAll(/^\| (`(?:Desk|Zoho)[^|]*)\|/gm)].map(([, cell = '']) => cell);
    const explained = rows.flatMap((cell) => [...cell.matchAll(/`([^`]+)`/g)].map(([, scope = '']) => scope));
    assert.deepEqual(explained.toSorted(), [...DESK_SCOPES, ...CRM_SCOPES].toSorted());
    assert.deepEqual(DESK_SIGN_IN_SCOPES, ['Desk.basic.READ'], 'as the table says');
  });
});

describe('the README’s table of configuration', () => {
  const rows = new Map(tableOf('Configuration').map(([name = '', value = '']) => [name, value]));

  it('has every variable of the connector and no other', () => {
    assert.deepEqual([...rows.keys()].toSorted(), Object.keys(CONFIG_VARIABLES.shape).toSorted());
  });

  it('shows the defaults that .env.example shows', () => {
    const example = [...ENV_EXAMPLE.matchAll(/^(#?)([A-Z][A-Z0-9_]+)=(.*)$/gm)].map(
      ([, commented, name = '', value = '']) => [name, commented === '' ? 'required' : value || 'none'],
    );
    assert.deepEqual(Object.fromEntries(rows), Object.fromEntries(example));
  });

  it('shows the defaults that the code has', () => {
    for (const [name, schema] of Object.entries(CONFIG_VARIABLES.shape)) {
      const parsed = schema.safeParse(undefined);
      // Without a default of its own: config.ts works it out from other variables, or there is none.
      if (parsed.success && parsed.data === undefined) continue;
      assert.equal(rows.get(name), parsed.success ? inWords(parsed.data) : 'required', name);
    }
  });
});

interface Document {
  readonly file: string;
  readonly text: string;
}
const DOCUMENTS: readonly Document[] = globSync([
  '*.md',
  'docs/*.md',
  'scripts/**/*.md',
  'server/**/*.md',
  'widgets/**/*.md',
  'test/**/*.md',
]).map((file) => {
  return { file, text: readFileSync(file, 'utf8') };
});

/** Rows of all tables below a heading, cell by cell, without code marks. */
function tableOf(heading: string): string[][] {
  const [, section = ''] = new RegExp(`^## ${heading}\n([^]*?)(?=^## |(?![^]))`, 'm').exec(README) ?? [];
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim().replaceAll('`', '')),
    );
  assert.ok(rows.length > 0, `README.md has a table under "${heading}"`);
  return rows;
}

/** Relative links, and paths in code marks: of the whole project, or beside the document. */
function pathsOf(file: string, text: string): string[] {
  const links = [...text.matchAll(/\]\(([^)#:]+)(?:#[^)]*)?\)/g)].map(([, link = '']) =>
    join(dirname(file), link),
  );
  const marked = [...text.matchAll(/`([^`\s]+)`/g)].map(([, path = '']) => path);
  const beside = marked.filter((path) => /^[\w.-][\w./-]*\.(?:ts|md|json)$/.test(path) && !PATH.test(path));
  return [
    ...links,
    ...marked.filter((path) => PATH.test(path)),
    ...beside.filter((path) => file !== 'README.md' && !isKnown(dirname(file), path)),
  ];
}

/** A file name in a folder's README may stand anywhere below the folder, below a parent, or at the root. */
function isKnown(folder: string, path: string): boolean {
  const places = [folder, '.', 'server', 'test', 'scripts'];
  return places.some((place) => existsSync(join(place, path))) || globSync(`${folder}/**/${path}`).length > 0;
}

function inWords(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off';
  if (Array.isArray(value)) return value.join(',') || 'none';
  return String(value);
}
