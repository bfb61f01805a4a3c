import { z } from 'zod';
import { createRandom } from '../random.ts';
import { SandboxError } from '../sandbox-error.ts';
import { describeIssues } from '../settings.ts';
import type { EventFaults, Product } from '../types.ts';

const rate = z.number().min(0).max(1);

function isPattern(source: string): boolean {
  try {
    return Boolean(new RegExp(source));
  } catch {
    return false;
  }
}

/** What may go wrong with one call. README.md of the sandbox says what each kind does. */
export const FaultKind = z.enum([
  'rate-limit',
  'credits-exhausted',
  'server-error',
  'unavailable',
  'timeout',
  'reset',
  'commit-then-timeout',
  'truncated',
  'cut-json',
  'expired-token',
  'revoked-token',
]);
export type FaultKind = z.infer<typeof FaultKind>;

const FaultRule = z.strictObject({
  kind: FaultKind,
  /** Share of the matching calls that fail. */
  rate: rate.default(1),
  product: z.enum(['accounts', 'desk', 'crm']).optional(),
  /** Regular expression on the path without query. */
  path: z.string().refine(isPattern, 'is no regular expression').optional(),
  method: z.string().toUpperCase().optional(),
  /** Whose calls fail: the connector's by default, so that a test's own edits stay dependable. */
  actor: z.string().default('connector'),
  /** The rule ends after this many hits. */
  times: z.number().int().min(1).optional(),
  /** Real milliseconds the socket is held before it is destroyed (timeout: 30,000, commit-then-timeout: 0). */
  holdMs: z.number().int().min(0).optional(),
});
export type FaultRule = z.infer<typeof FaultRule>;

const NO_EVENT_FAULTS: EventFaults = { lost: 0, duplicated: 0, reordered: 0, delayMs: 0 };

/** POST /_sandbox/faults: replaces every fault in force; `{}` ends them all. */
const Faults = z.strictObject({
  seed: z.number().int().default(1),
  rules: z.array(FaultRule).default([]),
  events: z
    .strictObject({
      lost: rate.default(0),
      duplicated: rate.default(0),
      reordered: rate.default(0),
      delayMs: z.number().min(0).default(0),
    })
    .default(NO_EVENT_FAULTS),
});
export type Faults = z.infer<typeof Faults>;

/** What a rule is matched against. */
export interface FaultSubject {
  readonly product: Product;
  readonly method: string;
  readonly path: string;
  /** null: not known before the handler runs (the accounts server); such calls match any actor. */
  readonly actor: string | null;
}

/** The faults in force and the dice that decide which call they hit. */
export interface FaultBook {
  /** @throws SandboxError when the description is wrong */
  set(description: unknown): Faults;
  current(): Faults;
  /** The rule that hits this call, if any; rules are tried in order and each draws once. */
  draw(subject: FaultSubject): FaultRule | undefined;
  /** Random numbers of event faults, apart from those of calls. */
  eventRandom(): number;
}

export function createFaultBook(): FaultBook {
  let faults: Faults = Faults.parse({});
  let random = createRandom(1);
  let eventRandom = createRandom(2);
  let hits = new Map<FaultRule, number>();

  return {
    set(description) {
      const parsed = Faults.safeParse(description ?? {});
      if (!parsed.success) throw new SandboxError(`Wrong faults: ${describeIssues(parsed.error)}`);
      faults = parsed.data;
      random = createRandom(faults.seed);
      eventRandom = createRandom(faults.seed + 1);
      hits = new Map();
      return faults;
    },
    current: () => faults,
    draw(subject) {
      for (const rule of faults.rules) {
        const hitsSoFar = hits.get(rule) ?? 0;
        if (rule.times !== undefined && hitsSoFar >= rule.times) continue;
        if (!matches(rule, subject) || random() >= rule.rate) continue;
        hits.set(rule, hitsSoFar + 1);
        return rule;
      }
      return undefined;
    },
    eventRandom: () => eventRandom(),
  };
}

function matches(rule: FaultRule, { product, method, path, actor }: FaultSubject): boolean {
  if (rule.product !== undefined && rule.product !== product) return false;
  if (rule.method !== undefined && rule.method !== method) return false;
  if (rule.path !== undefined && !new RegExp(rule.path).test(path)) return false;
  return rule.actor === 'any' || actor === null || rule.actor === actor;
}
