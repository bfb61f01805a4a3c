/**
 * `npm test`: every `*.test.ts`, those of the widgets in a browser, and beside them types, lint and format; arguments narrow
 * it to test files whose path contains one of them.
 * Last line: `N passed, N failed`. Exit code 1 when anything failed.
 */
import { spawn } from 'node:child_process';
import { globSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { run } from 'node:test';
import { spec } from 'node:test/reporters';
import { prepareTestStores } from './support/test-store.ts';

const wanted = process.argv.slice(2);
const tally = { passed: 0, failed: 0 };

/** Prints what the command says when it is done, so that several may run at once. */
async function check(name: string, command: string, args: readonly string[]): Promise<void> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const [out, err, status] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.once('close', resolve)),
  ]);
  process.stdout.write(`${out}${err}${status === 0 ? '✔' : '✖'} ${name}\n`);
  tally[status === 0 ? 'passed' : 'failed'] += 1;
}

async function runTests(files: string[]): Promise<void> {
  const stores = await prepareTestStores();
  const stream = run({ files, concurrency: Math.min(2, availableParallelism()), timeout: 15 * 60_000 });
  // A suite's own verdict repeats its tests'; a file without tests reports itself, which must not count as a pass.
  stream.on('test:pass', (event) => {
    if (event.details.type !== 'suite') tally.passed += 1;
  });
  stream.on('test:fail', (event) => {
    if (event.details.type !== 'suite') tally.failed += 1;
  });
  const report: AsyncIterable<string> = stream.compose(new spec()) as never;
  for await (const part of report) process.stdout.write(part);
  await stores.stop();
}

/** They run in a browser, which is only started when one of them is wanted. */
async function runInBrowser(files: readonly string[]): Promise<void> {
  if (files.length === 0) return;
  const { runBrowserTests } = await import('./support/browser-tests.ts');
  const { passed, failed } = await runBrowserTests(files);
  tally.passed += passed;
  tally.failed += failed;
}

const BROWSER = join('test', 'widgets');
const files = globSync('test/**/*.test.ts')
  .filter((file) => wanted.length === 0 || wanted.some((part) => file.includes(part)))
  .sort();
// Every test file is a process of its own, and many start others: all of them load the same modules.
process.env['NODE_COMPILE_CACHE'] ??= join(process.cwd(), 'node_modules', '.cache', 'compiled');
const checks =
  wanted.length > 0
    ? []
    : [
        check('lint', 'eslint', ['.']),
        check('types', 'npm', ['run', '--silent', 'types']).then(() =>
          check('format', 'prettier', ['--check', '--log-level', 'warn', '.']),
        ),
      ];
const inBrowser = files.filter((file) => file.startsWith(BROWSER));
const inNode = files.filter((file) => !file.startsWith(BROWSER));
if (inNode.length > 0) await runTests(inNode);
await Promise.all(checks);
await runInBrowser(inBrowser);
process.stdout.write(`${tally.passed} passed, ${tally.failed} failed\n`);
process.exit(tally.failed === 0 && tally.passed > 0 ? 0 : 1);
