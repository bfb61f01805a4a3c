/**
 * `npm run pack`: builds the extension and makes the zip that is uploaded to Sigma, in `dist/`.
 * Options: `--dc eu` for the values of one data center, `--transport desk` to reach the connector through Desk.
 */
import { existsSync } from 'node:fs';
import { loadEnvFile } from 'node:process';
import { parseArgs } from 'node:util';
import dataCenters from '../resources/data-centers.json' with { type: 'json' };
import { buildWidgets } from './build-widgets.ts';
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

async function main(): Promise<void> {
  const { dc, transport } = readOptions();
  if (existsSync('.env')) loadEnvFile('.env');
  const settings = packSettings(process.env, dc, transport);
  // Into a folder of its own: `app/js/` may hold an older build.
  const build = { build: buildWidgets, source: '.', out: 'dist' };
  const { path, bytes, files } = await packExtension({ ...settings, ...build });
  process.stdout.write(`${path}: ${files} files, ${Math.ceil(bytes / 1000)} kB, for ${settings.connector}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
