import type { Module, Side } from '../../../server/core/record.ts';
import type { Change } from '../../../server/ports/record-gateway.ts';
import { createRandom, type Random } from '../../support/random.ts';
import { MemoryStore } from '../memory-store/memory-store.ts';
import { createConnector, type Connector } from './connector.ts';
import { NO_FAULTS, type FaultRates } from './faults.ts';
import type { Watch } from './gateway.ts';
import { Product, type Happening } from './product.ts';
import { drawProfile, type Profile } from './profile.ts';
import { Scheduler } from './scheduler.ts';
import { Trace } from './trace.ts';

export interface Violation {
  /** `P4`, `S44`, … */
  readonly property: string;
  readonly message: string;
}

/** Free texts, by their API names in lower case. */
const MEDDLED = new Set(['title', 'description', 'productcode', 'product_code']);
/** Between the two streams of chance of a seed. */
const MORE_CHANCE = 0x70000000;
const START = Date.UTC(2026, 2, 1, 9);

/** Both products, the connector, time and chance of one seed, and the book of everything that happened. */
export class World {
  readonly seed: number;
  readonly random: Random;
  readonly scheduler: Scheduler;
  readonly trace: Trace;
  readonly profile: Profile;
  readonly store: MemoryStore;
  readonly products: Readonly<Record<Side, Product>>;
  readonly log: Happening[] = [];
  /** When an event first told the connector of a happening, by its number in the log. */
  readonly toldAt = new Map<number, number>();
  readonly violations: Violation[] = [];
  /** Pairs that an administrator had sent again: `module deskId crmId`. */
  readonly sentAgain = new Set<string>();
  readonly connector: Connector;
  readonly orgKey: string;
  /** At the end of each text that people of this organisation enter and nobody is recognised by. */
  mark = '';
  /** All organisations of the connector, by key. */
  readonly organisations: Map<string, World>;
  faults: FaultRates;
  /** Set between the acknowledgement of a pause and the click on Resume. */
  isPaused = false;
  watch: Watch;
  readonly #more: Random;
  readonly #omitted = new Map<string, boolean>();
  #isCalm = false;

  /** @param neighbour world of another organisation of the same connector: they share its store, its web process and time */
  constructor(seed: number, change: Partial<Profile> = {}, neighbour?: World) {
    this.seed = seed;
    this.organisations = neighbour?.organisations ?? new Map<string, World>();
    this.orgKey = String(this.organisations.size + 1);
    this.organisations.set(this.orgKey, this);
    this.store = neighbour?.store ?? new MemoryStore();
    this.random = createRandom(seed);
    this.#more = createRandom(seed + MORE_CHANCE);
    this.profile = { ...drawProfile(this.random, this.#more), ...change };
    this.faults = this.profile.faults;
    this.scheduler = neighbour?.scheduler ?? new Scheduler(this.random, START);
    const now = () => this.scheduler.now;
    this.trace = new Trace(now);
    const make = (side: Side) => new Product(side, now, (happening) => this.#happened(happening));
    this.products = { desk: make('desk'), crm: make('crm') };
    this.watch = {
      onRead() {},
      onCreate() {},
      onUpdate() {},
      onRestore() {},
      onUnanswered() {},
      onRefusal() {},
    };
    this.connector = createConnector(this, neighbour?.connector);
  }

  /** Somebody edits a field in the moment in which the connector is about to write it. */
  meddle(side: Side, changes: readonly Change[]): void {
    const { random, products, scheduler } = this;
    if (!this.profile.hasMeddling || this.#isCalm || !random.chance(0.15)) return;
    const { id, values } = random.pick(changes);
    const field = random.pick([...Object.keys(values), '']);
    if (!MEDDLED.has(field.toLowerCase())) return;
    scheduler.after(random.next() * 10, () => {
      const text = random.pick(['mine', 'yours']);
      if (products[side].find(id)?.state === 'live') products[side].update('human', id, { [field]: text });
    });
  }

  /** Until it is calm the same fields of the same records. */
  isOmitted(side: Side, id: string, field: string): boolean {
    const { omitted } = this.faults;
    if (omitted === 0) return false;
    const key = `${side} ${id} ${field}`;
    const isOmitted = this.#omitted.get(key) ?? this.#more.chance(omitted);
    this.#omitted.set(key, isOmitted);
    return isOmitted;
  }

  /** Nothing goes wrong any more. */
  calm(): void {
    this.#isCalm = true;
    this.faults = NO_FAULTS;
  }

  #happened(happening: Omit<Happening, 'seq'>): void {
    const { side, author, kind, before, after } = happening;
    this.log.push({ ...happening, seq: this.log.length });
    const changed = Object.entries(after.values).filter(([field, value]) => before?.values[field] !== value);
    const values =
      kind === 'create' || kind === 'update' ? ` ${JSON.stringify(Object.fromEntries(changed))}` : '';
    this.trace.note(author, `${side} ${after.module} ${after.id} ${kind}${values}`);
    if (kind === 'create' || kind === 'update') this.#automate(happening);
    this.#announce(side, after.module, after.id, kind, author);
  }

  /** The workflow: a telephone number in CRM gets its country code. */
  #automate({ side, author, after }: Omit<Happening, 'seq'>): void {
    const phone = after.values['Phone'];
    if (!this.profile.hasAutomation || side !== 'crm' || author === 'automation') return;
    if (typeof phone !== 'string' || phone.startsWith('+')) return;
    this.scheduler.after(50 + this.random.next() * 2_000, () => {
      const now = this.products.crm.find(after.id);
      const present = now?.values['Phone'];
      if (now?.state !== 'live' || typeof present !== 'string' || present.startsWith('+')) return;
      this.products.crm.update('automation', after.id, { Phone: `+49 ${present}` });
    });
  }

  /** Desk tells nothing of products, of purges, and of what the connector itself wrote. */
  #announce(
    side: Side,
    module: Module,
    id: string,
    kind: Happening['kind'],
    author: Happening['author'],
  ): void {
    if (kind === 'purge') return;
    if (side === 'desk' && (module === 'products' || author === 'engine')) return;
    const { random, faults } = this;
    if (random.chance(faults.eventLost)) {
      this.trace.note('events', `${side} ${id} ${kind} is lost`);
      return;
    }
    const seq = this.log.length - 1;
    const times = random.chance(faults.eventDoubled) ? 2 : 1;
    for (let count = 0; count < times; count += 1) {
      const delay = random.chance(faults.eventLate) ? random.next() * 10 * 60_000 : random.next() * 2_000;
      this.scheduler.after(delay, () => {
        this.toldAt.set(seq, this.toldAt.get(seq) ?? this.scheduler.now);
        void this.connector.takeEvent(side, module, id, EVENT[kind]);
      });
    }
  }
}

const EVENT = { create: 'Add', update: 'Update', delete: 'Delete', restore: 'Add', purge: 'Delete' } as const;
