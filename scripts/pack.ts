/**
 * `npm run pack`: builds the extension and makes the zip that is uploaded to Sigma, in `dist/`.
 * Options: `--dc eu` for the values of one data center, `--transport desk` to reach the connector through Desk.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { parseArgs } from 'node:util';
import dataCenters from '../resources/data-centers.json' with { type: 'json' };
import { packExtension } from './pack/pack-extension.ts';
import { PackSettingsError, packSettings } from './pack/pack-settings.ts';

function readOptions() {
  const { values } = parseArgs({
    options: { dc: { type: 'string' }, transport: { type: 'string', default: 'fetch' } },
  });
  const { dc, transport } = values;
  if (dc !== undefined && !dataCenters.some(({ id }) => id === dc)) {
    throw new PackSettingsError(`--dc must be one of ${dataCenters.map(({ id }) => id).join(', ')}.`);
  }
  if (transport !== 'fetch' && transport !== 'desk') {
    throw new PackSettingsError('--transport must be fetch or desk.');
  }
  return { dc, transport } as const;
}

/** From scratch: chunks of earlier builds have other names and would stay. */
function build(): void {
  rmSync('app/js', { recursive: true, force: true });
  const { status } = spawnSync('npm', ['run', '--silent', '--if-present', 'build'], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed.');
}

async function main(): Promise<void> {
  const { dc, transport } = readOptions();
  if (existsSync('.env')) loadEnvFile('.env');
  const settings = packSettings(process.env, dc, transport);
  build();
  const { path, bytes, files } = await packExtension({ ...settings, source: '.', out: 'dist' });
  process.stdout.write(`${path}: ${files} files, ${Math.ceil(bytes / 1000)} kB, for ${settings.connector}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
