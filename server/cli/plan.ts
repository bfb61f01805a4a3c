import type { Module } from '../core/record.ts';
import { MODULES, SIDES } from '../core/record.ts';
import { StartupError } from '../ports/startup-error.ts';
import type { FlightPlan, PlannedModule, PlanRequest } from '../sync/flight-plan.ts';
import type { Command } from './command.ts';
import { misused } from './command.ts';
import { optionsOf } from './options.ts';
import { chosenIntegration, withTools } from './with-tools.ts';

const KINDS = ['first-sync', 'resume', 'retry-all'] as const;

/** The flight plan: what would be written, before anything is. */
export const plan: Command = {
  name: 'plan',
  usage: '[--org ID] [--kind first-sync|resume|retry-all] [--modules accounts,contacts,products] [--json]',
  summary: 'Says what would be written to each side, and writes nothing',
  async run(args, surroundings) {
    const { values } = optionsOf(plan, args, {
      org: { type: 'string' },
      kind: { type: 'string', default: 'resume' },
      modules: { type: 'string', default: '' },
      json: { type: 'boolean', default: false },
    });
    const request = requestOf(values.kind, values.modules);
    return await withTools(surroundings.config(), async (tools) => {
      const { orgKey } = await chosenIntegration(tools, values.org);
      await tools.flightPlans.begin(orgKey, request);
      await tools.flightPlans.settled(orgKey);
      const done = await tools.flightPlans.read(orgKey);
      if (done?.state !== 'ready') throw new StartupError(`No plan: ${done?.problem ?? 'it was lost'}.`);
      if (values.json) surroundings.say(JSON.stringify(done));
      else for (const line of describe(done)) surroundings.say(line);
      return 0;
    });
  },
};

function requestOf(kind: string, names: string): PlanRequest {
  const known = KINDS.find((each) => each === kind);
  if (!known) throw misused(plan, `--kind cannot be "${kind}"`);
  if (known !== 'first-sync') return { kind: known };
  return { kind: known, modules: modulesOf(names) };
}

/** None named: all three. */
function modulesOf(names: string): readonly Module[] {
  const wanted = names.split(',').filter((name) => name !== '');
  const unknown = wanted.find((name) => !MODULES.some((module) => module === name));
  if (unknown !== undefined) throw misused(plan, `--modules cannot have "${unknown}"`);
  return MODULES.filter((module) => wanted.length === 0 || wanted.includes(module));
}

function describe({ summary }: FlightPlan): readonly string[] {
  if (!summary || summary.modules.length === 0) return ['Nothing would be written.'];
  const { desk, crm } = summary.cost;
  return [
    ...summary.modules.map(describeModule),
    `Writing takes about ${summary.estimatedSeconds} s, ${desk.calls} calls to Desk and ${crm.calls} to CRM.`,
  ];
}

function describeModule(module: PlannedModule): string {
  const parts = SIDES.flatMap((side) => [
    [module.creates[side], `created in ${side}`],
    [module.updates[side], `updated in ${side}`],
    [module.restores[side], `put back in ${side}`],
    [module.skips[side], `left alone in ${side}`],
  ]).concat([
    [module.pairs, 'paired'],
    [module.conflicts, 'in conflict'],
    [Object.values(module.failures).reduce((sum, count) => sum + count, 0), 'failing'],
  ]);
  const told = parts.filter(([count]) => count !== 0).map(([count, what]) => `${count} ${what}`);
  return `${module.module}: ${told.join(', ')}`;
}
