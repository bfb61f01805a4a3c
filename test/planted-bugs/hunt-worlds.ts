/** Lives through simulated worlds until one breaks a promise: then it says which, and exits with 1. */
import { simulate } from '../simulation/simulate.ts';

const SEEDS = Number(process.env['PLANT_SEEDS'] ?? 500);

for (let seed = 1; seed <= SEEDS; seed += 1) {
  const [broken] = (await simulate(seed)).violations;
  if (!broken) continue;
  const [line = ''] = broken.message.split('\n');
  process.stdout.write(`caught: seed ${String(seed)}, ${broken.property}: ${line}\n`);
  process.exit(1);
}
