import { Counter, Gauge, Histogram } from 'prom-client';
import type { Registry } from 'prom-client';

/** One answered or unanswered call to a product; `status` is 0 when no answer came. */
export interface MeasuredCall {
  readonly product: string;
  readonly method: string;
  readonly status: number;
  readonly durationMs: number;
}
/** Where one organisation's calls to one product stand with its limits. */
export interface MeasuredLimit {
  readonly product: string;
  readonly running: number;
  readonly waiting: number;
  /** Null until an answer told. */
  readonly remainingCredits: number | null;
}

export interface WorkMetrics {
  called(call: MeasuredCall): void;
  /** Measures background work: a lane's turn (`lane`) or a recurring task by its name. */
  worked(task: string, work: () => Promise<void>): Promise<void>;
}

/** What this process does: calls to Zoho, and turns of its background work. */
export function createWorkMetrics(registry: Registry, limits: () => readonly MeasuredLimit[]): WorkMetrics {
  const registers = [registry];
  const calls = new Counter({
    name: 'connector_zoho_calls_total',
    help: 'Calls to Zoho by product, method and HTTP status; status 0: no answer',
    labelNames: ['product', 'method', 'status'],
    registers,
  });
  const callSeconds = new Histogram({
    name: 'connector_zoho_call_seconds',
    help: 'Time until Zoho answered, without the wait for a turn',
    labelNames: ['product'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const turns = new Counter({
    name: 'connector_turns_total',
    help: 'Turns of background work by task (lane: sync work of one organisation) and outcome',
    labelNames: ['task', 'outcome'],
    registers,
  });
  const turnSeconds = new Histogram({
    name: 'connector_turn_seconds',
    help: 'How long a turn of background work took',
    labelNames: ['task'],
    buckets: [0.1, 0.5, 1, 5, 15, 60, 300, 1800],
    registers,
  });
  const running = new Gauge({
    name: 'connector_turns_running',
    help: 'Turns of background work under way in this process',
    labelNames: ['task'],
    registers,
  });
  perProduct('connector_zoho_calls_running', 'Calls to Zoho under way', sum('running'));
  perProduct('connector_zoho_calls_waiting', 'Calls to Zoho that wait for a turn', sum('waiting'));
  perProduct('connector_zoho_credits_left', 'Fewest API credits that an organisation has left today', lowest);

  /** Computed from the limits when somebody asks; a product without a value has no line. */
  function perProduct(name: string, help: string, of: (limits: readonly MeasuredLimit[]) => number | null) {
    new Gauge({
      name,
      help,
      labelNames: ['product'],
      registers,
      collect() {
        this.reset();
        for (const [product, group] of Map.groupBy(limits(), (limit) => limit.product)) {
          const value = of(group);
          if (value !== null) this.set({ product }, value);
        }
      },
    });
  }

  return {
    called({ product, method, status, durationMs }) {
      calls.inc({ product, method, status: String(status) });
      callSeconds.observe({ product }, durationMs / 1000);
    },
    async worked(task, work) {
      const stop = turnSeconds.startTimer({ task });
      running.inc({ task });
      try {
        await work();
        turns.inc({ task, outcome: 'done' });
      } catch (error) {
        turns.inc({ task, outcome: 'failed' });
        throw error;
      } finally {
        running.dec({ task });
        stop();
      }
    },
  };
}

function sum(key: 'running' | 'waiting') {
  return (limits: readonly MeasuredLimit[]): number => limits.reduce((total, limit) => total + limit[key], 0);
}

function lowest(limits: readonly MeasuredLimit[]): number | null {
  const told = limits.flatMap(({ remainingCredits }) =>
    remainingCredits === null ? [] : [remainingCredits],
  );
  return told.length === 0 ? null : Math.min(...told);
}
