import { embeddedOwner, hasEmbeddedDatabase } from '../compose/embedded-store.ts';
import type { Tools } from '../compose/tools.ts';
import type { Config } from '../config.ts';
import { StartupError } from '../ports/startup-error.ts';
import { examineIntegration } from '../sync/examine-integration.ts';
import { note, ok, problem } from '../sync/finding.ts';
import type { Finding } from '../sync/finding.ts';
import type { Command, Surroundings } from './command.ts';
import { examineConfig } from './examine-config.ts';
import { optionsOf } from './options.ts';
import { reachHosts } from './reach-hosts.ts';
import { listAll, withTools } from './with-tools.ts';

const SIGNS = { ok: 'ok     ', note: 'note   ', problem: 'PROBLEM' } as const;

/** Looks at everything that has to be right for the sync to work; changes nothing. */
export const doctor: Command = {
  name: 'doctor',
  usage: '',
  summary: 'Checks configuration, database, tokens, webhooks, channels and hosts; exit code 1 on a problem',
  async run(args, surroundings) {
    optionsOf(doctor, args, {});
    let problems = 0;
    for await (const finding of examine(surroundings)) {
      if (finding.level === 'problem') problems += 1;
      surroundings.say(lineOf(finding));
    }
    surroundings.say(problems === 0 ? 'No problem found.' : `${problems} of these must be mended.`);
    return problems === 0 ? 0 : 1;
  },
};

export function lineOf({ level, subject, text, remedy }: Finding): string {
  return `${SIGNS[level]} ${subject}: ${text}${remedy === undefined ? '' : ` → ${remedy}`}`;
}

async function* examine(surroundings: Surroundings): AsyncGenerator<Finding> {
  let config: Config;
  try {
    config = surroundings.config();
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    yield problem('configuration', error.message, 'nothing else can be checked before that');
    return;
  }
  yield* examineConfig(config);
  const { store } = config;
  if (store.kind === 'pglite') {
    const owner = embeddedOwner(store.directory);
    if (owner) {
      yield problem(
        'database',
        `the connector (pid ${owner.pid}) works on it, so it could not be looked into`,
        'stop the connector and check again, or use PostgreSQL',
      );
      yield* await reachHosts(config, []);
      return;
    }
    if (!hasEmbeddedDatabase(store.directory)) {
      yield note('database', `${store.directory} is empty`, 'the first start of the connector fills it');
      yield* await reachHosts(config, []);
      return;
    }
  }
  try {
    const found = await withTools(config, (tools) => examineStore(tools, config), 'require');
    yield* found;
  } catch (error) {
    if (!(error instanceof StartupError)) throw error;
    yield problem('database', error.message, 'see the end of the line before');
    yield* await reachHosts(config, []);
  }
}

async function examineStore(tools: Tools, config: Config): Promise<readonly Finding[]> {
  await tools.store.ping();
  const integrations = await listAll(tools);
  const findings: Finding[] = [
    ok('database', config.store.kind === 'postgres' ? 'PostgreSQL answers' : 'the embedded database opens'),
    ok('migrations', 'the tables are this version’s'),
  ];
  if (integrations.length === 0) {
    findings.push(
      note('organisations', 'none is connected', 'an administrator connects it in the extension'),
    );
  }
  const inUse = integrations.flatMap(({ deskDataCenter, crmDataCenter }) => [deskDataCenter, crmDataCenter]);
  findings.push(...(await reachHosts(config, inUse)));
  for (const integration of integrations) findings.push(...(await examineIntegration(tools, integration)));
  return findings;
}
