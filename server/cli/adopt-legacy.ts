import { readFile } from 'node:fs/promises';
import * as z from 'zod';
import { StartupError } from '../ports/startup-error.ts';
import { adoptLegacy } from '../sync/legacy-import.ts';
import type { Command } from './command.ts';
import { misused } from './command.ts';
import { optionsOf } from './options.ts';
import { withTools } from './with-tools.ts';

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

/** Takes an organisation of the scheduled one-way import over (S89). */
export const adoptLegacyImport: Command = {
  name: 'adopt-legacy',
  usage: 'settings.json',
  summary: 'Takes over an organisation that used the scheduled one-way import of CRM custom views',
  async run(args, surroundings) {
    const [file, ...more] = optionsOf(adoptLegacyImport, args, {}, true).positionals;
    if (file === undefined || more.length > 0) throw misused(adoptLegacyImport, 'Name the file');
    const { orgKey, ...settings } = readSettings(file, await readText(file));
    return await withTools(surroundings.config(), async ({ store, clock }) => {
      await adoptLegacy(store, orgKey, settings, clock.now());
      const modules = settings.imports.map(({ module, viewName }) => `${module} from "${viewName}"`);
      surroundings.say(
        `Organisation ${orgKey} imports ${modules.join(', ')} as soon as Desk and CRM are connected.`,
      );
      return 0;
    });
  },
};

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
