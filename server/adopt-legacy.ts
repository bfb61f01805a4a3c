import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { loadConfig } from './config.ts';
import { StartupError } from './ports/startup-error.ts';
import { openStore } from './store/open-store.ts';
import { adoptLegacy } from './sync/legacy-import.ts';
import { Refusal } from './sync/refusal.ts';

/** What an organisation of the scheduled one-way import brings along. */
const Settings = z.strictObject({
  orgKey: z.string().regex(/^\d+$/, 'the Desk organisation id, digits in quotes'),
  /** Id in `resources/data-centers.json`. */
  deskDataCenter: z.string().min(1),
  imports: z
    .array(
      z.strictObject({
        module: z.enum(['accounts', 'contacts', 'products']),
        viewId: z.string().regex(/^\d+$/, 'the id of the CRM custom view, digits in quotes'),
        viewName: z.string().min(1),
        departmentIds: z.array(z.string()).default([]),
        everyMinutes: z.int().min(15).max(10_080),
      }),
    )
    .min(1)
    .refine(
      (imports) => new Set(imports.map(({ module }) => module)).size === imports.length,
      'a module occurs twice',
    )
    .refine(
      (imports) =>
        imports.every(({ module, departmentIds }) => module !== 'products' || departmentIds.length > 0),
      'products need departmentIds',
    ),
});

/** `npm run adopt-legacy -- settings.json`: takes an organisation of the scheduled import over (S89). */
async function main(): Promise<void> {
  const file = process.argv[2];
  if (file === undefined) throw new StartupError('Name the file: npm run adopt-legacy -- settings.json');
  const { orgKey, ...settings } = readSettings(file, await readText(file));
  const config = loadConfig();
  const { store } = await openStore({
    ...(config.store.kind === 'postgres'
      ? { databaseUrl: config.store.url }
      : { dataDir: config.store.directory }),
    encryptionKeys: config.encryptionKeys,
  });
  try {
    await adoptLegacy(store, orgKey, settings, new Date().toISOString());
  } finally {
    await store.close();
  }
  const modules = settings.imports.map(({ module, viewName }) => `${module} from "${viewName}"`);
  process.stdout.write(
    `Organisation ${orgKey} imports ${modules.join(', ')} as soon as Desk and CRM are connected.\n`,
  );
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new StartupError(`Cannot read ${file}. Check the path and its rights.`, { cause });
  }
}

function readSettings(file: string, text: string) {
  try {
    const parsed = Settings.safeParse(JSON.parse(text));
    if (parsed.success) return parsed.data;
    const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
    throw new StartupError(`${file} does not fit: ${faults.join('; ')}`);
  } catch (cause) {
    if (cause instanceof StartupError) throw cause;
    throw new StartupError(`${file} is not JSON.`, { cause });
  }
}

main().catch((error: unknown) => {
  const isForPeople = error instanceof StartupError || error instanceof Refusal;
  const said = isForPeople ? error.message : String(error instanceof Error ? error.stack : error);
  process.stderr.write(`${said}\n`);
  process.exitCode = 1;
});
