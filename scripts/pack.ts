/**
 * `npm run pack`: builds the extension and makes the zip that is uploaded to Sigma, in `dist/`.
 * Options: `--dc eu` for the values of one data center, `--transport desk` to reach the connector through Desk.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
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

/** Into a folder of its own: chunks of earlier builds in `app/js/` have other names and would ship as well. */
function build(folder: string): void {
  const { status } = spawnSync('npx', ['rollup', '-c', '--silent', '--dir', folder], { stdio: 'inherit' });
  if (status !== 0) throw new Error('The build failed.');
}

async function main(): Promise<void> {
  const { dc, transport } = readOptions();
  if (existsSync('.env')) loadEnvFile('.env');
  const settings = packSettings(process.env, dc, transport);
  const { path, bytes, files } = await packExtension({ ...settings, build, source: '.', out: 'dist' });
  process.stdout.write(`${path}: ${files} files, ${Math.ceil(bytes / 1000)} kB, for ${settings.connector}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
