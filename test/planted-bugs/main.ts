/**
 * `npm run planted-bugs`: plants one bug at a time into a copy of the connector and runs the planner's laws and the
 * simulation on it. Prints which of them caught it; exit code 1 when a bug survives. An argument narrows it to plants
 * whose name contains it.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PLANTS, type Plant } from './plants.ts';

const NEEDED = [
  'package.json',
  'server',
  'resources',
  ...['simulation', 'properties', 'support', 'core', 'planted-bugs'].map((part) => `test/${part}`),
];
/** One after the other, until one catches the bug. */
const HUNTERS = [
  { name: 'simulated worlds', command: ['test/planted-bugs/hunt-worlds.ts'] },
  { name: 'planner laws', command: ['--test', 'test/properties/planner-laws.test.ts'] },
  { name: 'simulated mass loss', command: ['--test', 'test/simulation/mass-loss.test.ts'] },
];
const ENVIRONMENT = { ...process.env, PLANNER_CASES: '2000' };
const TIMEOUT_MS = 10 * 60_000;

const folder = mkdtempSync(join(tmpdir(), 'planted-bugs-'));
for (const part of NEEDED) cpSync(part, join(folder, part), { recursive: true });
symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));

/** @returns who caught it, and its words; null when nobody did */
function hunt(): { readonly hunter: string; readonly words: string } | null {
  for (const { name, command } of HUNTERS) {
    const options = { cwd: folder, env: ENVIRONMENT, encoding: 'utf8', timeout: TIMEOUT_MS } as const;
    const { status, stdout, stderr } = spawnSync(process.execPath, command, options);
    if (status !== 0) return { hunter: name, words: wordsOf(stdout + stderr) };
  }
  return null;
}

/** The seed and the first broken promise, or the first assertion. */
function wordsOf(output: string): string {
  return /caught: (.*)/.exec(output)?.[1] ?? /AssertionError \[[A-Z_]+\]: (.*)/.exec(output)?.[1] ?? 'failed';
}

function caught({ name, breaks, file, find, replace }: Plant): boolean {
  const path = join(folder, file);
  const source = readFileSync(path, 'utf8');
  writeFileSync(
    path,
    source.replace(find, () => replace),
  );
  const found = hunt();
  writeFileSync(path, source);
  const verdict = found ? `caught by ${found.hunter}: ${found.words.slice(0, 140)}` : 'SURVIVED';
  process.stdout.write(`${found ? '✔' : '✖'} ${breaks} ${name} — ${verdict}\n`);
  return found !== null;
}

try {
  const sound = hunt();
  if (sound) throw new Error(`without any bug, ${sound.hunter} fails: ${sound.words}`);
  const wanted = PLANTS.filter(({ name }) => process.argv.slice(2).every((part) => name.includes(part)));
  const results = wanted.map(caught);
  const count = results.filter(Boolean).length;
  process.stdout.write(`caught ${String(count)} of ${String(results.length)}\n`);
  process.exitCode = count === results.length ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
