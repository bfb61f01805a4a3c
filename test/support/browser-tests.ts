import { esbuildPlugin } from '@web/dev-server-esbuild';
import type { TestResult, TestSession, TestSuiteResult } from '@web/test-runner';
import { chromeLauncher, startTestRunner } from '@web/test-runner';
import { findChromium } from './chromium.ts';

export interface Tally {
  readonly passed: number;
  readonly failed: number;
}
interface Line {
  readonly title: string;
  readonly result: TestResult;
}

const FILE_LIMIT_MS = 90_000;
/** Shared by every page of the tests: the product's own style sheet, and a width like that of a panel in Desk. */
const PAGE = (script: string): string => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><link rel="stylesheet" href="/app/css/desk.css"></head>
<body><script type="module" src="${script}"></script></body></html>`;

/** Runs tests of elements in a real browser, one page per file, and prints them like the others. */
export async function runBrowserTests(files: readonly string[]): Promise<Tally> {
  if (files.length === 0) return { passed: 0, failed: 0 };
  const { executablePath, args, env } = await findChromium();
  const runner = await startTestRunner({
    readCliArgs: false,
    readFileConfig: false,
    autoExitProcess: false,
    config: {
      files: [...files],
      rootDir: process.cwd(),
      nodeResolve: { exportConditions: ['development'], browser: true },
      concurrency: 2,
      testsFinishTimeout: FILE_LIMIT_MS,
      testsStartTimeout: FILE_LIMIT_MS,
      browserStartTimeout: FILE_LIMIT_MS,
      browserLogs: true,
      reporters: [],
      plugins: [esbuildPlugin({ ts: true, json: true, target: 'es2022', tsconfig: 'widgets/tsconfig.json' })],
      browsers: [chromeLauncher({ launchOptions: { executablePath, args, env } })],
      testRunnerHtml: PAGE,
      testFramework: { config: { timeout: 20_000 } },
    },
  });
  if (!runner) throw new Error('The browser tests could not start');
  const finished = new Promise<void>((resolve) => {
    runner.on('finished', () => {
      resolve();
    });
  });
  await finished;
  const sessions = [...runner.sessions.all()];
  await runner.stop();
  return sessions.map((session) => report(session)).reduce(add, { passed: 0, failed: 0 });
}

function report(session: TestSession): Tally {
  const lines = session.testResults ? linesOf(session.testResults, []) : [];
  for (const { title, result } of lines) {
    process.stdout.write(`${result.passed ? '✔' : '✖'} ${title}\n`);
    if (!result.passed)
      process.stdout.write(`  ${result.error?.message ?? 'failed'}\n${result.error?.stack ?? ''}\n`);
  }
  // Of the file as a whole: it does not load, or something was thrown outside of a test.
  for (const { message, stack } of session.errors) {
    process.stdout.write(`✖ ${session.testFile}\n  ${message}\n${stack ?? ''}\n`);
    process.stdout.write(`  ${JSON.stringify([...session.logs, ...session.request404s])}\n`);
  }
  const failed = lines.filter(({ result }) => !result.passed).length + session.errors.length;
  const nothing = lines.length === 0 && session.errors.length === 0;
  if (nothing) process.stdout.write(`✖ ${session.testFile} has no test\n`);
  return { passed: lines.filter(({ result }) => result.passed).length, failed: failed + (nothing ? 1 : 0) };
}

function linesOf(suite: TestSuiteResult, above: readonly string[]): Line[] {
  const path = suite.name === '' ? above : [...above, suite.name];
  return [
    ...suite.tests.map((result) => ({ title: [...path, result.name].join(' › '), result })),
    ...suite.suites.flatMap((inner) => linesOf(inner, path)),
  ];
}

function add(a: Tally, b: Tally): Tally {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}
