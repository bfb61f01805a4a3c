import type { Side } from '../../server/core/record.ts';
import { SIDES } from '../../server/core/record.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import type { Cost, Costs } from './cost-floor.ts';

export type Calls = ReturnType<Sandbox['calls']['list']>;

/** What the calls cost, per product, and how many records they wrote. */
export type MeasuredCosts = Readonly<Record<Side, Cost & { readonly mutations: number }>>;

export function costOf(calls: Calls): MeasuredCosts {
  const of = (side: Side) => {
    const own = calls.filter((call) => call.product === side);
    const total = (what: 'credits' | 'mutations') => own.reduce((sum, call) => sum + call[what], 0);
    return { calls: own.length, credits: total('credits'), mutations: total('mutations') };
  };
  return { desk: of('desk'), crm: of('crm') };
}

/** Calls and credits per `<method> <template>`, the most first: where a budget went. */
export function byTemplate(calls: Calls): readonly string[] {
  const groups = Map.groupBy(calls, ({ product, method, template }) => `${product} ${method} ${template}`);
  return [...groups]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([name, own]) => {
      const credits = own.reduce((sum, call) => sum + call.credits, 0);
      return `${name}: ${own.length} calls, ${credits} credits`;
    });
}

/** One line per product and measure, e.g. `desk calls: 1475, floor 1466, ratio 1.006`. */
export function compareWithFloor(measured: Costs, floor: Costs) {
  return SIDES.flatMap((side) =>
    (['calls', 'credits'] as const).map((measure) => {
      const [spent, least] = [measured[side][measure], floor[side][measure]];
      const ratio = spent / least;
      const text = `${side} ${measure}: ${spent}, floor ${least}, ratio ${ratio.toFixed(3)}`;
      return { side, measure, ratio, text };
    }),
  );
}
