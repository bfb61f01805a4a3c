import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Tools } from '../compose/tools.ts';
import { MODULES } from '../core/record.ts';
import { csvText } from '../http/csv.ts';
import { FAILURE_COLUMNS } from '../http/routes/failures.ts';
import { HISTORY_COLUMNS } from '../http/routes/history.ts';
import type { Link, OrgStore } from '../ports/store.ts';
import { describeFailures } from '../sync/failure-log.ts';
import { describeHistory } from '../sync/describe-history.ts';
import type { Command } from './command.ts';
import { misused } from './command.ts';
import { optionsOf } from './options.ts';
import { chosenIntegration, withTools } from './with-tools.ts';

const BEGINNING = '1970-01-01T00:00:00.000Z';
const PAGE = 1_000;
const PAIR_COLUMNS = ['module', 'deskId', 'crmId', 'deskPresence', 'crmPresence'] as const;

/** The three tables, each made into CSV as the connector's own downloads are. */
const TABLES = {
  async history({ clock }: Tools, org: OrgStore) {
    return csvText(HISTORY_COLUMNS, await describeHistory(org, clock.now(), {}, BEGINNING));
  },
  async failures({ failureCatalogue }: Tools, org: OrgStore) {
    return csvText(FAILURE_COLUMNS, (await describeFailures(org, failureCatalogue, {})).failures);
  },
  async pairs(_tools: Tools, org: OrgStore) {
    const links = await allLinks(org);
    return csvText(
      PAIR_COLUMNS,
      links.map(({ module, deskId, crmId, presence }) => ({
        module,
        deskId,
        crmId,
        deskPresence: presence.desk,
        crmPresence: presence.crm,
      })),
    );
  },
};
type Table = keyof typeof TABLES;
const NAMES = Object.keys(TABLES) as readonly Table[];

/** `export`: for auditors, and before an `erase`. Called so because `export` is a word of the language. */
export const exportTables: Command = {
  name: 'export',
  usage: '[history|failures|pairs] [--org ID] [--out FOLDER]',
  summary: 'Writes Sync History, Failure Log and pairs as CSV: one table to stdout, or into a folder',
  async run(args, surroundings) {
    const { values, positionals } = optionsOf(
      exportTables,
      args,
      { org: { type: 'string' }, out: { type: 'string' } },
      true,
    );
    const tables = positionals.map((name) => tableOf(name));
    const { out } = values;
    if (out === undefined && tables.length !== 1) {
      throw misused(exportTables, 'Name one table for stdout, or a folder with --out');
    }
    return await withTools(surroundings.config(), async (tools) => {
      const { orgKey } = await chosenIntegration(tools, values.org);
      for (const table of tables.length > 0 ? tables : NAMES) {
        const text = await TABLES[table](tools, tools.store.forOrg(orgKey));
        if (out === undefined) surroundings.write(text);
        else surroundings.say(await save(out, `${orgKey}-${table}.csv`, text));
      }
      return 0;
    });
  },
};

function tableOf(name: string): Table {
  const found = NAMES.find((table) => table === name);
  if (found) return found;
  throw misused(exportTables, `There is no table "${name}"`);
}

async function allLinks(org: OrgStore): Promise<readonly Link[]> {
  const links: Link[] = [];
  for (const module of MODULES) {
    for (let after: string | null = null; ;) {
      const page: readonly Link[] = await org.links.page(module, after, PAGE);
      links.push(...page);
      after = page.at(-1)?.deskId ?? null;
      if (page.length < PAGE) break;
    }
  }
  return links;
}

/** Names and values of customers are in it: readable by its owner alone. */
async function save(folder: string, name: string, text: string): Promise<string> {
  const path = join(folder, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(path, text, { mode: 0o600 });
  return path;
}
