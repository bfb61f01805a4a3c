import { z } from 'zod';
import type { Clock } from '../kernel/types.ts';
import { refuse } from './refusal.ts';

const KEY = z.string().regex(/^[A-Za-z0-9_,:]{1,50}$/);
const MOST_VALUE_BYTES = 5_200;
const Entry = z.object({
  key: KEY,
  queriableValue: KEY,
  value: z.unknown().refine((value) => Buffer.byteLength(JSON.stringify(value ?? null)) <= MOST_VALUE_BYTES),
});
const Entries = z.union([Entry.transform((entry) => [entry]), z.array(Entry).min(1).max(10)]);
const Query = z
  .object({
    key: KEY.optional(),
    queriableValue: KEY.optional(),
    from: z.number().int().min(0).default(0),
    limit: z.number().int().min(1).max(100).default(20),
  })
  .refine(({ key, queriableValue }) => key !== undefined || queriableValue !== undefined);
type Entry = z.infer<typeof Entry>;

/** Calls per minute of virtual time (reference §4.4). */
const QUOTAS = { set: 50, get: 250, delete: 50 } as const;
const MINUTE_MS = 60_000;

/**
 * The extension's key-value store, one for the whole organisation (reference §4.4).
 * Every method throws a Refusal for a wrong payload, an empty result or a spent quota.
 */
export class ExtensionDatabase {
  readonly #clock: Clock;
  readonly #entries = new Map<string, Entry>();
  readonly #calls: Record<keyof typeof QUOTAS, number[]> = { set: [], get: [], delete: [] };

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  set(value: unknown): { readonly data: readonly Entry[] } {
    const entries = this.#parse('set', Entries, value);
    for (const entry of entries) this.#entries.set(entry.key, entry);
    return { data: entries };
  }

  get(value: unknown): { readonly data: readonly Entry[] } {
    const query = this.#parse('get', Query, value);
    const found = this.#find(query);
    if (found.length === 0) throw refuse('No Data Found');
    return { data: found.slice(query.from, query.from + query.limit) };
  }

  delete(value: unknown): { readonly data: readonly Entry[] } {
    const found = this.#find(this.#parse('delete', Query, value));
    if (found.length === 0) throw refuse('No Data Found');
    for (const { key } of found) this.#entries.delete(key);
    return { data: found };
  }

  #find({ key, queriableValue }: z.infer<typeof Query>): Entry[] {
    return [...this.#entries.values()].filter((entry) =>
      key === undefined ? entry.queriableValue === queriableValue : entry.key === key,
    );
  }

  #parse<T>(kind: keyof typeof QUOTAS, schema: z.ZodType<T>, value: unknown): T {
    const now = this.#clock.now();
    const recent = this.#calls[kind].filter((at) => now - at < MINUTE_MS);
    if (recent.length >= QUOTAS[kind]) throw refuse('Limit Exceeded');
    this.#calls[kind] = [...recent, now];
    const parsed = schema.safeParse(value);
    if (!parsed.success) throw refuse('Invalid Payload');
    return parsed.data;
  }
}
