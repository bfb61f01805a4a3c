import type { FastifyRequest } from 'fastify';
import type { Call, Clock, Product } from './types.ts';

/** Totals of the calls so far, by product and actor. */
export interface CallTotals {
  calls: number;
  credits: number;
  mutations: number;
  failed: number;
}

export interface CallLog {
  record(request: FastifyRequest, product: Product, status: number, fault?: string): void;
  /** Calls at or after `since` (ISO 8601), oldest first. */
  list(since?: string): readonly Call[];
  /** Totals under `total`, `<product>` and `<product>:<actor>`, and the number of calls per `<method> <template>`. */
  summary(): {
    readonly totals: Readonly<Record<string, CallTotals>>;
    readonly templates: Readonly<Record<string, number>>;
  };
  clear(): void;
}

/** Long random path parts are secrets (tokens, codes); ids are digits and stay. */
const SECRET_PART = /1000\.[0-9a-f]{16,}(\.[0-9a-f]+)?/gi;

/** Everything that was asked of the pretend Zoho, in order. */
export function createCallLog(clock: Clock): CallLog {
  let calls: Call[] = [];

  function list(since?: string): readonly Call[] {
    if (since === undefined) return calls;
    const from = Date.parse(since);
    return calls.filter((call) => Date.parse(call.at) >= from);
  }

  return {
    record(request, product, status, fault) {
      const context = request.sandbox;
      const [path = ''] = request.url.split('?');
      calls.push({
        at: clock.iso(),
        product,
        actor: context.actor ?? context.grant?.actor ?? 'anonymous',
        orgId: context.orgId,
        method: request.method,
        path: path.replace(SECRET_PART, '…'),
        template: request.routeOptions.url ?? 'unknown',
        status,
        // Getters: handlers may still set these in their own onSend hooks.
        get credits() {
          return context.credits;
        },
        get mutations() {
          return context.mutations;
        },
        ...(fault === undefined ? {} : { fault }),
      });
    },
    list,
    summary() {
      const totals: Record<string, CallTotals> = { total: emptyTotals() };
      const templates: Record<string, number> = {};
      for (const call of calls) {
        for (const key of ['total', call.product, `${call.product}:${call.actor}`]) {
          const sum = (totals[key] ??= emptyTotals());
          sum.calls += 1;
          sum.credits += call.credits;
          sum.mutations += call.mutations;
          if (call.status === 0 || call.status >= 400) sum.failed += 1;
        }
        const template = `${call.method} ${call.template}`;
        templates[template] = (templates[template] ?? 0) + 1;
      }
      return { totals, templates };
    },
    clear() {
      calls = [];
    },
  };
}

function emptyTotals(): CallTotals {
  return { calls: 0, credits: 0, mutations: 0, failed: 0 };
}
