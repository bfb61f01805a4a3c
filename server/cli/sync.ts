import { MODULES, SIDES, otherSide } from '../core/record.ts';
import { StartupError } from '../ports/startup-error.ts';
import type { Integration, OrgStore } from '../ports/store.ts';
import type { Tools } from '../compose/tools.ts';
import { forgetPolls } from '../sync/poll.ts';
import type { Command, Surroundings } from './command.ts';
import { optionsOf } from './options.ts';
import { chosenIntegration, listAll, withTools } from './with-tools.ts';

const BEGINNING = '1970-01-01T00:00:00.000Z';

/** One turn of sync work now, without waiting for the schedule. */
export const sync: Command = {
  name: 'sync',
  usage: '[--org ID]',
  summary:
    'Looks for changes on both sides now and brings them over; of all running organisations, or of one',
  async run(args, surroundings) {
    const { values } = optionsOf(sync, args, { org: { type: 'string' } });
    return await withTools(surroundings.config(), async (tools) => {
      const chosen = await runningOnes(tools, values.org);
      let late = 0;
      for (const integration of chosen) if (!(await work(tools, integration, surroundings))) late += 1;
      return late === 0 ? 0 : 1;
    });
  },
};

async function runningOnes(tools: Tools, org: string | undefined): Promise<readonly Integration[]> {
  if (org === undefined) {
    const all = (await listAll(tools)).filter(({ state }) => state === 'active');
    if (all.length > 0) return all;
    throw new StartupError(
      'No organisation’s sync is running: start or resume it in the extension’s settings.',
    );
  }
  const integration = await chosenIntegration(tools, org);
  if (integration.state === 'active') return [integration];
  throw new StartupError(
    `The integration of ${org} is ${integration.state}: start or resume the sync in the extension’s settings.`,
  );
}

/** @returns false when another process had the lane all the time */
async function work(tools: Tools, { orgKey }: Integration, { say, signal }: Surroundings): Promise<boolean> {
  const org = tools.store.forOrg(orgKey);
  const before = await counts(org);
  await forgetPolls(org.cursors);
  await tools.workLane(orgKey, signal);
  const after = await counts(org);
  for (const [key, now] of after) {
    const then = before.get(key) ?? { added: 0, updated: 0, failed: 0 };
    const [added, updated, failed] = [
      now.added - then.added,
      now.updated - then.updated,
      now.failed - then.failed,
    ];
    if (added + updated + failed > 0)
      say(`${orgKey} ${key}: ${added} added, ${updated} updated, ${failed} failed`);
  }
  const waiting = await org.inbox.count();
  const failures = (await org.failures.list()).length;
  say(`${orgKey}: ${waiting} records wait, ${failures} are in the Failure Log`);
  if (await wasPolled(org)) return true;
  say(`${orgKey}: another process is at work for it; it looks for the changes at its next turn`);
  return false;
}

/** Per module and direction, over all runs. */
async function counts(org: OrgStore) {
  const totals = new Map<string, { added: number; updated: number; failed: number }>();
  for (const { module, target, added, updated, failed } of await org.runs.counted(BEGINNING)) {
    const key = `${module} ${otherSide(target)} → ${target}`;
    const total = totals.get(key) ?? { added: 0, updated: 0, failed: 0 };
    totals.set(key, {
      added: total.added + added,
      updated: total.updated + updated,
      failed: total.failed + failed,
    });
  }
  return totals;
}

async function wasPolled(org: OrgStore): Promise<boolean> {
  for (const module of MODULES) {
    if (!(await org.configs.current(module))) continue;
    for (const side of SIDES) {
      if ((await org.cursors.get(`polled-at.${module}.${side}`)) === BEGINNING) return false;
    }
  }
  return true;
}
