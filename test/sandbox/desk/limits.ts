import type { World } from '../kernel/types.ts';
import { DeskError } from './errors.ts';
import { numberVariant, variant } from './variants.ts';

/** What an edition allows per day and at once, and how many webhooks (reference §4, §5). */
interface EditionLimits {
  readonly base: number;
  readonly perUser: number;
  readonly concurrency: number;
  readonly webhooks: { readonly enabled: number; readonly configured: number };
}

const NO_WEBHOOKS = { enabled: 0, configured: 0 };
const FREE: EditionLimits = { base: 5_000, perUser: 0, concurrency: 5, webhooks: NO_WEBHOOKS };
const ENTERPRISE: EditionLimits = {
  base: 100_000,
  perUser: 1_000,
  concurrency: 25,
  webhooks: { enabled: 10, configured: 20 },
};
const EDITIONS: Readonly<Record<string, EditionLimits>> = {
  FREE,
  FREE_2019: FREE,
  NEW_FREE: FREE,
  EXPRESS: { base: 25_000, perUser: 100, concurrency: 10, webhooks: NO_WEBHOOKS },
  STANDARD: { base: 50_000, perUser: 250, concurrency: 10, webhooks: NO_WEBHOOKS },
  PROFESSIONAL: { base: 75_000, perUser: 500, concurrency: 15, webhooks: { enabled: 5, configured: 20 } },
  ENTERPRISE,
  ZOHOONE: ENTERPRISE,
};

const DAY_MS = 86_400_000;

/** @throws Error when `settings.deskEdition` is none of Zoho's */
export function editionLimits(edition: string): EditionLimits {
  const limits = EDITIONS[edition.toUpperCase()];
  if (!limits) throw new Error(`deskEdition is one of ${Object.keys(EDITIONS).join(', ')}, not ${edition}`);
  return limits;
}

/** Credits and concurrency of one portal; every client of the portal draws from the same purse. */
export class PortalLimits {
  #day = -1;
  #spent = 0;
  #running = 0;
  readonly #world: World;
  readonly #users: () => number;

  constructor(world: World, users: () => number) {
    this.#world = world;
    this.#users = users;
  }

  /** A fresh day: nothing spent yet. */
  reset(): void {
    this.#spent = 0;
  }

  get daily(): number {
    const override = numberVariant(this.#world.settings, 'desk.dailyCredits');
    if (override > 0) return override;
    const { base, perUser } = editionLimits(this.#world.settings.deskEdition);
    return base + perUser * this.#users();
  }

  get remaining(): number {
    this.#startDay();
    return Math.max(0, this.daily - this.#spent);
  }

  /** @throws DeskError 429 TOO_MANY_REQUESTS, without Retry-After, when too many calls are in flight */
  enter(): void {
    const { settings } = this.#world;
    const cap =
      numberVariant(settings, 'desk.concurrency') || editionLimits(settings.deskEdition).concurrency;
    if (this.#running >= cap) {
      throw new DeskError(429, 'TOO_MANY_REQUESTS', 'The number of concurrent API calls has been exceeded.');
    }
    this.#running += 1;
  }

  leave(): void {
    this.#running -= 1;
  }

  /** @throws DeskError 429 THRESHOLD_EXCEEDED with Retry-After (seconds to the reset) when the credits are used up */
  spend(credits: number): void {
    if (credits > this.remaining) {
      throw new DeskError(
        429,
        'THRESHOLD_EXCEEDED',
        'The API credits of the day are used up.',
        {},
        {
          'retry-after': String(Math.max(1, Math.ceil((this.#nextReset() - this.#world.clock.now()) / 1000))),
        },
      );
    }
    this.#spent += credits;
  }

  #startDay(): void {
    const day = this.#today();
    if (day === this.#day) return;
    this.#day = day;
    this.#spent = 0;
  }

  #offsetMs(): number {
    return numberVariant(this.#world.settings, 'desk.utcOffsetMinutes') * 60_000;
  }

  /** Days since 1970 in the time zone of the data centre. */
  #today(): number {
    return Math.floor((this.#world.clock.now() + this.#offsetMs()) / DAY_MS);
  }

  #nextReset(): number {
    return (this.#today() + 1) * DAY_MS - this.#offsetMs();
  }
}

const TIERS = {
  doc: [
    { upTo: 2_000, credits: 3 },
    { upTo: 10_000, credits: 10 },
    { upTo: 100_000, credits: 50 },
  ],
  dd: [
    { upTo: 2_000, credits: 3 },
    { upTo: 10_000, credits: 5 },
    { upTo: 50_000, credits: 10 },
    { upTo: 100_000, credits: 50 },
  ],
} as const;

/** Credits of a list or search page by its highest offset (reference §4). */
export function pageCredits(world: World, highestOffset: number): number {
  const tiers = TIERS[variant(world.settings, 'desk.offsetTiers')];
  return tiers.find((tier) => highestOffset <= tier.upTo)?.credits ?? 100;
}
