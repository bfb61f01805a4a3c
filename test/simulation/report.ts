import type { Outcome } from './simulate.ts';

/** What a person needs who looks into a failed seed: what was broken, the command that repeats it, and the trace. */
export function describeFailure({ seed, violations, trace }: Outcome, isWhole: boolean): string {
  const broken = violations.map(({ property, message }) => `  ${property}: ${message}`);
  const command = `WORLD_FIRST_SEED=${String(seed)} WORLD_SEEDS=1 npm test simulation/worlds`;
  const lines = isWhole ? trace : [`… the whole trace: ${command}`];
  return [`seed ${String(seed)} is broken; repeat it with: ${command}`, ...broken, ...lines].join('\n');
}
