import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { SandboxError } from './kernel/sandbox-error.ts';
import { startSandbox } from './sandbox.ts';
import type { SandboxOptions } from './sandbox.ts';

const USAGE =
  'Usage: npm run sandbox -- [--port N] [--seed small|medium|<contacts>|<folder>] [--random N] [--orgs N] ' +
  '[--auto-approve] [--client-id ID] [--client-secret SECRET] [--redirect-uri URL]… [--location NAME] ' +
  '[--data-center NAME=ACCOUNTS-URL]… [--extension FOLDER] [--connector ORIGIN]';

function readOptions(args: readonly string[]): SandboxOptions {
  const { values } = readArguments(args);
  return {
    port: wholeNumber('--port', values.port, 0, 65_530),
    seed: values.seed,
    orgs: wholeNumber('--orgs', values.orgs, 1, 100),
    settings: {
      random: wholeNumber('--random', values.random, 0, 2 ** 31 - 1),
      autoApprove: values['auto-approve'],
    },
    connectorClient: {
      ...(values['client-id'] === undefined ? {} : { clientId: values['client-id'] }),
      ...(values['client-secret'] === undefined ? {} : { clientSecret: values['client-secret'] }),
      ...(values['redirect-uri'] === undefined ? {} : { redirectUris: values['redirect-uri'] }),
    },
    location: values.location,
    ...(values.extension !== undefined && {
      extension: { folder: resolve(values.extension), connector: values.connector },
    }),
    otherDataCenters: Object.fromEntries((values['data-center'] ?? []).map(readDataCenter)),
  };
}

function readArguments(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: 'string', default: '4310' },
        seed: { type: 'string', default: 'small' },
        random: { type: 'string', default: '1' },
        orgs: { type: 'string', default: '1' },
        'auto-approve': { type: 'boolean', default: false },
        'client-id': { type: 'string' },
        'client-secret': { type: 'string' },
        'redirect-uri': { type: 'string', multiple: true },
        location: { type: 'string', default: 'sandbox' },
        'data-center': { type: 'string', multiple: true },
        extension: { type: 'string' },
        connector: { type: 'string' },
      },
    });
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    throw new SandboxError(`${reason} ${USAGE}`, { cause: error });
  }
}

function wholeNumber(name: string, text: string, from: number, to: number): number {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= from && value <= to) return value;
  throw new SandboxError(`${name} must be a whole number from ${from} to ${to}, not "${text}".`);
}

function readDataCenter(text: string): [string, string] {
  const [, name, url] = /^([^=]+)=(https?:\/\/.+)$/.exec(text) ?? [];
  if (name !== undefined && url !== undefined) return [name, url];
  throw new SandboxError(`--data-center must look like eu=http://127.0.0.1:4400, not "${text}".`);
}

try {
  const sandbox = await startSandbox(readOptions(process.argv.slice(2)));
  process.stdout.write(`${JSON.stringify(sandbox.urls)}\n`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.stop().then(() => process.exit(0)));
  }
} catch (error) {
  if (!(error instanceof SandboxError)) throw error;
  process.stderr.write(`sandbox: ${error.message}\n`);
  process.exit(1);
}
