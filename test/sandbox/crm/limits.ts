import type { World } from '../kernel/types.ts';
import { tooManyRequests } from './errors.ts';
import { DAY_MS } from './time.ts';
import type { Variants } from './variants.ts';

interface Edition {
  readonly base: number;
  readonly perUser: number;
  readonly cap: number;
  readonly concurrency: number;
}
/** Credits per rolling 24 h and concurrent calls per organisation and app (§7). */
const EDITIONS: Readonly<Record<string, Edition>> = {
  free: { base: 5_000, perUser: 0, cap: 5_000, concurrency: 5 },
  standard: { base: 50_000, perUser: 250, cap: 100_000, concurrency: 10 },
  professional: { base: 50_000, perUser: 500, cap: 3_000_000, concurrency: 15 },
  enterprise: { base: 50_000, perUser: 1_000, cap: 5_000_000, concurrency: 20 },
  ultimate: { base: 50_000, perUser: 2_000, cap: Number.POSITIVE_INFINITY, concurrency: 25 },
};
const ENTERPRISE: Edition = { base: 50_000, perUser: 1_000, cap: 5_000_000, concurrency: 20 };
const ALIASES: Readonly<Record<string, string>> = {
  starter: 'standard',
  zohoone: 'enterprise',
  'zoho one': 'enterprise',
  crmplus: 'ultimate',
  'crm plus': 'ultimate',
};

/** Calls of the heavy kinds that may run at once, in every edition (§7). */
const SUB_CONCURRENCY = 10;
/** The remaining credits are told only after this share is used. */
const TOLD_FROM = 0.5;
const BUCKET_MS = 60_000;

export function editionOf(name: string): Edition {
  const key = name.toLowerCase();
  return EDITIONS[ALIASES[key] ?? key] ?? ENTERPRISE;
}

/** Credits used in the last 24 hours, counted by the minute. */
export class Credits {
  private readonly world: World;
  private readonly users: () => number;
  private readonly variants: Variants;
  private buckets: { readonly minute: number; credits: number }[] = [];
  private used = 0;

  constructor(world: World, users: () => number, variants: Variants) {
    this.world = world;
    this.users = users;
    this.variants = variants;
  }

  get limit(): number {
    const override = this.variants.number('crm-credit-limit');
    if (override > 0) return override;
    const { base, perUser, cap } = editionOf(this.world.settings.crmEdition);
    return Math.min(cap, base + perUser * this.users());
  }

  /** @throws CrmError 429 when nothing is left */
  check(): void {
    this.forgetOld();
    if (this.used >= this.limit) {
      throw tooManyRequests('You have exceeded the API credits limit of your organization for 24 hours.');
    }
  }

  spend(credits: number): void {
    const minute = Math.floor(this.world.clock.now() / BUCKET_MS);
    const last = this.buckets.at(-1);
    if (last?.minute === minute) last.credits += credits;
    else this.buckets.push({ minute, credits });
    this.used += credits;
  }

  /** What the header `X-API-CREDITS-REMAINING` says; null while it is not sent. */
  told(): number | null {
    this.forgetOld();
    const { limit } = this;
    return this.used > limit * TOLD_FROM ? Math.max(limit - this.used, 0) : null;
  }

  clear(): void {
    this.buckets = [];
    this.used = 0;
  }

  private forgetOld(): void {
    const oldest = Math.floor((this.world.clock.now() - DAY_MS) / BUCKET_MS);
    for (let first = this.buckets[0]; first && first.minute <= oldest; first = this.buckets[0]) {
      this.used -= first.credits;
      this.buckets.shift();
    }
  }
}

/** Calls in progress per organisation and app, all of them and the heavy ones. */
export class Concurrency {
  private readonly running = new Map<string, { all: number; heavy: number }>();

  /**
   * Takes a place for one call and returns how to give it back.
   * @throws CrmError 429 when the edition's places, or the ten for heavy calls, are taken
   */
  enter(app: string, edition: string, isHeavy: boolean): () => void {
    const counts = this.running.get(app) ?? { all: 0, heavy: 0 };
    if (counts.all >= editionOf(edition).concurrency) {
      throw tooManyRequests('You have reached the maximum number of concurrent API calls.');
    }
    if (isHeavy && counts.heavy >= SUB_CONCURRENCY) {
      throw tooManyRequests('You have reached the sub-concurrency limit of this API.');
    }
    this.running.set(app, counts);
    counts.all += 1;
    if (isHeavy) counts.heavy += 1;
    let isOpen = true;
    return () => {
      if (!isOpen) return;
      isOpen = false;
      counts.all -= 1;
      if (isHeavy) counts.heavy -= 1;
    };
  }
}

/** At most `most` of something per minute of virtual time, e.g. bulk downloads. */
export class PerMinute {
  private readonly most: number;
  private times: number[] = [];

  constructor(most: number) {
    this.most = most;
  }

  /** @throws CrmError 429 beyond the limit */
  take(now: number, message: string): void {
    this.times = this.times.filter((time) => now - time < 60_000);
    if (this.times.length >= this.most) throw tooManyRequests(message);
    this.times.push(now);
  }
}
