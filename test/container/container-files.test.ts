import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { CONFIG_VARIABLES } from '../../server/config-variables.ts';

interface Service {
  readonly image: string;
  readonly command?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly env_file?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
}

const DOCKERFILE = readFileSync('Dockerfile', 'utf8');
const COMPOSE_TEXT = readFileSync('compose.yaml', 'utf8');
const COMPOSE = parse(COMPOSE_TEXT, { merge: true }) as {
  readonly services: Readonly<Record<'postgres' | 'web' | 'worker', Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const MANIFEST = JSON.parse(readFileSync('package.json', 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
  readonly dependencies: Readonly<Record<string, string>>;
};
const KNOWN = new Set(Object.keys(CONFIG_VARIABLES.shape));
/** Instructions of the last stage, in order. */
const FINAL = (DOCKERFILE.split(/^FROM /m).at(-1) ?? '').replaceAll('\\\n', ' ');
const instruction = (name: string) =>
  [...FINAL.matchAll(new RegExp(`^\\s*${name} (.+)$`, 'gm'))].map(([, rest = '']) => rest);

describe('the Dockerfile', () => {
  it('has no fault that Docker’s language tools know', () => {
    assert.deepEqual(
      validate(DOCKERFILE).map(({ message, range }) => `${range.start.line + 1}: ${JSON.stringify(message)}`),
      [],
    );
  });

  it('runs the start command as an ordinary user on a slim Node 24', () => {
    const bases = [...DOCKERFILE.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);
    assert.deepEqual([...new Set(bases)], ['node:24-bookworm-slim']);
    assert.deepEqual(instruction('USER'), ['node']);
    assert.deepEqual(JSON.parse(instruction('CMD').at(-1) ?? ''), ['node', 'server/main.ts']);
    assert.equal(MANIFEST.scripts['start'], 'node server/main.ts');
  });

  it('takes along what runs, and neither packages for development nor a .env', () => {
    assert.match(DOCKERFILE, /npm ci --omit=dev/);
    const copied = instruction('COPY').filter((rest) => !rest.startsWith('--from'));
    assert.deepEqual(copied, ['package.json ./', 'resources ./resources', 'server ./server']);
    const ignore = readFileSync('.dockerignore', 'utf8').split('\n');
    assert.ok(ignore.includes('*'), 'everything is ignored but what is named');
    const sources = [...DOCKERFILE.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    for (const source of sources) assert.ok(ignore.includes(`!${source}`), source);
  });

  it('installs every package that the server imports', () => {
    const imported = globSync('server/**/*.ts').flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bfrom '((?:@[\w-]+\/)?[a-z][\w-]*)[^']*';$/gm)].map(
        ([, name = '']) => name,
      ),
    );
    const foreign = [...new Set(imported)].filter((name) => MANIFEST.dependencies[name] === undefined);
    assert.deepEqual(foreign, ['node'], 'all but Node’s own modules (node:…) are installed');
  });

  it('sets only variables that the connector reads, and asks the connector itself whether it is ready', () => {
    const set = instruction('ENV').flatMap((rest) => rest.split(' ').map((pair) => pair.split('=')[0] ?? ''));
    assert.deepEqual(
      set.filter((name) => !KNOWN.has(name)),
      [],
    );
    const [check = ''] = instruction('HEALTHCHECK');
    assert.match(
      check,
      /CMD \["node", "-e", "fetch\(`http:\/\/127\.0\.0\.1:\$\{process\.env\.PORT\}\/readyz`\)/,
    );
  });
});

describe('compose.yaml', () => {
  const { postgres, web, worker } = COMPOSE.services;

  it('starts web and worker with the roles that npm start has', () => {
    assert.deepEqual(web.command, ['node', 'server/main.ts', 'web']);
    assert.deepEqual(worker.command, ['node', 'server/main.ts', 'worker']);
    assert.equal(web.ports?.length, 1);
    assert.equal(worker.ports, undefined, 'nobody calls a worker from outside');
  });

  it('sets only variables that the connector reads; the rest comes from .env', () => {
    for (const service of [web, worker]) {
      assert.equal(service.env_file, '.env');
      const unknown = Object.keys(service.environment).filter((name) => !KNOWN.has(name));
      assert.deepEqual(unknown, []);
    }
  });

  it('uses no variable that its head does not explain', () => {
    const used = [...COMPOSE_TEXT.matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name);
    const head = COMPOSE_TEXT.slice(0, COMPOSE_TEXT.indexOf('x-connector'));
    assert.deepEqual(
      [...new Set(used)].filter((name) => !head.includes(name)),
      [],
    );
    assert.deepEqual(
      [...new Set(used)].filter((name) => KNOWN.has(name)),
      [],
      'a clash of names',
    );
  });

  it('waits for a healthy database, which keeps its data in a volume', () => {
    for (const service of [web, worker]) {
      assert.equal(service.depends_on?.['postgres']?.condition, 'service_healthy');
    }
    assert.equal(postgres.healthcheck?.test[1], 'pg_isready');
    assert.match(postgres.image, /^postgres:1[5-9]/);
    const [volume = ''] = postgres.volumes ?? [];
    assert.ok((volume.split(':')[0] ?? '') in COMPOSE.volumes);
    assert.equal(
      web.environment['DATABASE_URL']?.replace(/\$\{[^}]+\}/, 'secret'),
      'postgresql://connector:secret@postgres:5432/connector',
    );
  });

  it('gives the connector a read-only file system and no rights that it does not need', () => {
    for (const service of [web, worker]) {
      assert.equal(service.read_only, true);
      assert.deepEqual(service.cap_drop, ['ALL']);
    }
  });
});
