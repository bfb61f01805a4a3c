import {
  compileMapping,
  type CompiledMapping,
  type CompiledRow,
} from '../../../server/core/mapping/compile-mapping.ts';
import type { ModuleConfig } from '../../../server/core/mapping/field-mapping.ts';
import { sameValue } from '../../../server/core/mapping/same-value.ts';
import type { FieldValue, Module, Side } from '../../../server/core/record.ts';
import { otherSide } from '../../../server/core/record.ts';
import type { Link } from '../../../server/ports/store.ts';
import type { OrgTables } from '../memory-store/org-tables.ts';
import { fieldsOf } from '../world/fields.ts';
import type { Happening, Stored } from '../world/product.ts';
import type { World } from '../world/world.ts';

export interface LinkSeen extends Link {
  /** Length of the log when the pair appeared. */
  readonly seq: number;
  readonly at: number;
}

/** One look of the engine at a record, and what it saw. */
export interface Read {
  /** Length of the log at that moment. */
  readonly seq: number;
  readonly at: number;
  readonly stored: Stored;
}

/** A write that was carried out and of which nobody was told: from it until it was looked up, seqs of the log. */
export interface Doubt {
  readonly write: Happening;
  readonly intents: ReadonlySet<string>;
  until: { readonly seq: number; readonly at: number } | null;
}

/** A worker's run between two looks at the configuration. */
const RUN_MS = 60_000;

/** What the oracle knows: the products' own log, what the store holds, and what it held before. */
export class Book {
  readonly world: World;
  readonly tables: OrgTables;
  /** Every pair that ever was, first sight each, in order. */
  readonly everLinked = new Map<string, LinkSeen>();
  /** Every configuration that ever was, by module, oldest first. */
  readonly configs = new Map<Module, ModuleConfig[]>();
  /** When the newest one was saved. */
  readonly configuredAt = new Map<Module, number>();
  /** How often a product refused a record, by what and why. */
  readonly refusals = new Map<string, number>();
  /** Writes that were carried out and whose answer never came, by side and id of the record. */
  readonly #doubts = new Map<string, Doubt[]>();
  readonly #reads = new Map<string, Read[]>();
  readonly #bases = new Map<string, { readonly seq: number; readonly base: Link['base'] }[]>();
  readonly #compiled = new Map<string, CompiledMapping>();

  constructor(world: World) {
    this.world = world;
    this.tables = world.store.tables(world.orgKey);
  }

  noteRead(side: Side, id: string): void {
    const stored = this.find(side, id);
    if (!stored) return;
    const read = { seq: this.world.log.length, at: this.world.scheduler.now, stored };
    const reads = this.#reads.get(`${side} ${id}`) ?? [];
    reads.push(read);
    this.#reads.set(`${side} ${id}`, reads);
  }
  /** The engine's last look at a record, before the happening of that number. */
  readBefore(side: Side, id: string, seq = Number.POSITIVE_INFINITY): Read | undefined {
    return this.#reads.get(`${side} ${id}`)?.findLast((read) => read.seq <= seq);
  }

  /** Its looks at a record in the last minute, and the one before them. */
  recentReads(side: Side, id: string): readonly Read[] {
    const reads = this.#reads.get(`${side} ${id}`) ?? [];
    const first = reads.findLastIndex(({ at }) => at < this.world.scheduler.now - RUN_MS);
    return reads.slice(Math.max(first, 0));
  }

  noteDoubt(side: Side, id: string, intents: ReadonlySet<string>): void {
    const write = this.happeningsOf(side, id).findLast(({ author }) => author === 'engine');
    if (!write) return;
    const doubts = this.doubtsOf(side, id);
    // A process that dies may tell of the same write twice.
    if (doubts.some((doubt) => doubt.write === write)) return;
    this.#doubts.set(`${side} ${id}`, [...doubts, { write, intents, until: null }]);
  }
  doubtsOf(side: Side, id: string): readonly Doubt[] {
    return this.#doubts.get(`${side} ${id}`) ?? [];
  }
  allDoubts(): readonly Doubt[] {
    return [...this.#doubts.values()].flat();
  }
  /** Ends the doubts whose intents are closed. */
  settleDoubts(): void {
    const open = new Set(this.tables.intents.all().map(({ id }) => id));
    for (const doubt of this.allDoubts()) {
      if (doubt.until || [...doubt.intents].some((id) => open.has(id))) continue;
      doubt.until = { seq: this.world.log.length, at: this.world.scheduler.now };
    }
  }

  /** Whether a first session ran at that moment of the products' clock. */
  wasInSession(at: number): boolean {
    const time = new Date(at + this.world.profile.skewMs).toISOString();
    const sessions = this.tables.runs.all().filter(({ kind }) => kind === 'first-sync');
    return sessions.some(({ startedAt, finishedAt }) => startedAt <= time && time <= (finishedAt ?? time));
  }

  noteBase(link: Link): void {
    const bases = this.#bases.get(nameOf(link)) ?? [];
    if (bases.at(-1)?.base !== link.base) bases.push({ seq: this.world.log.length, base: link.base });
    this.#bases.set(nameOf(link), bases);
  }
  /** What the pair had agreed on before the happening of that number. */
  baseBefore(link: Pick<Link, 'module' | 'deskId' | 'crmId'>, seq: number): Link['base'] {
    return this.#bases.get(nameOf(link))?.findLast((entry) => entry.seq <= seq)?.base ?? {};
  }
  /** The same, and what it inherits: a pair takes the place of the one whose record is gone. */
  agreedBefore(link: Pick<Link, 'module' | 'deskId' | 'crmId'>, seq: number): Link['base'] {
    const former = [...this.everLinked.values()].filter(
      (pair) => pair.module === link.module && (pair.deskId === link.deskId || pair.crmId === link.crmId),
    );
    return Object.assign(
      {},
      ...former.map((pair) => this.baseBefore(pair, seq)),
      this.baseBefore(link, seq),
    ) as Link['base'];
  }

  report(property: string, message: string): void {
    if (this.world.violations.length < 20) this.world.violations.push({ property, message });
    this.world.trace.note('oracle', `${property}: ${message}`);
  }

  links(module?: Module): readonly Link[] {
    return this.tables.links.all().filter((link) => module === undefined || link.module === module);
  }
  linkOf(module: Module, side: Side, id: string): Link | undefined {
    return this.links(module).find((link) => idOn(link, side) === id);
  }
  config(module: Module): ModuleConfig | undefined {
    return this.configs.get(module)?.at(-1);
  }
  /** The mapping that holds now. */
  mapping(module: Module): CompiledMapping {
    const config = this.config(module);
    if (!config) throw new Error(`${module} was never configured`);
    return this.compiled(config);
  }
  compiled(config: ModuleConfig): CompiledMapping {
    const key = `${config.module} ${String(config.version)}`;
    const fields = { desk: fieldsOf(config.module, 'desk'), crm: fieldsOf(config.module, 'crm') };
    const mapping = this.#compiled.get(key) ?? compileMapping(config, fields);
    this.#compiled.set(key, mapping);
    return mapping;
  }
  /** Those that a worker may be going by: it keeps the configuration that it began with, for a moment. */
  mappingsInUse(module: Module): readonly CompiledMapping[] {
    const isNew = this.world.scheduler.now - (this.configuredAt.get(module) ?? 0) < RUN_MS;
    return (this.configs.get(module) ?? []).slice(isNew ? -2 : -1).map((config) => this.compiled(config));
  }
  /** Rows that were mapped both ways in every configuration there was. */
  alwaysTwoWay(module: Module): readonly CompiledRow[] {
    const all = (this.configs.get(module) ?? []).map((config) => this.compiled(config));
    return this.mapping(module).rows.filter((row) =>
      all.every((mapping) =>
        mapping.rows.some(({ key, direction }) => key === row.key && direction === 'both'),
      ),
    );
  }

  /** Whether an open conflict shows the value and nobody has decided for it: no news to a record that was deleted (S48). */
  isUndecided(
    link: Pick<Link, 'module' | 'deskId'>,
    row: CompiledRow,
    side: Side,
    value: FieldValue,
  ): boolean {
    const open = this.tables.openConflicts.get(`${link.module} ${link.deskId} ${row.key}`);
    return open !== undefined && open.choice !== side && sameValue(open[side], value);
  }

  find(side: Side, id: string): Stored | undefined {
    return this.world.products[side].find(id);
  }
  /** What the engine would see in the field, in canonical form. */
  value(row: CompiledRow, side: Side, record: Stored): FieldValue {
    return row.decode(side, this.world.products[side].shown(record, row[side].apiName));
  }
  /** The other side's id of the same account. */
  partnerOf(module: Module, side: Side, id: string): string | undefined {
    const link = this.linkOf(module, side, id);
    return link && idOn(link, otherSide(side));
  }
  hasFailure(module: Module, side: Side, id: string): boolean {
    return this.tables.failures.has(`${module} ${side} ${id}`);
  }
  happeningsOf(side: Side, id: string): readonly Happening[] {
    return this.world.log.filter((entry) => entry.side === side && entry.after.id === id);
  }

  /** Whether `sent`, a value of `target`, is what the source's `held` looks like there. */
  isSame(row: CompiledRow, source: Side, held: FieldValue, sent: FieldValue): boolean {
    if (row.kind === 'reference') {
      if (held === null || sent === null) return held === sent;
      return [...this.everLinked.values()].some(
        (link) =>
          link.module === 'accounts' && idOn(link, source) === held && idOn(link, otherSide(source)) === sent,
      );
    }
    if (sameValue(held, sent)) return true;
    try {
      const target = otherSide(source);
      return sameValue(row.decode(target, row.encode(target, held)), sent);
    } catch {
      return false;
    }
  }
}

export function idOn(link: Pick<Link, 'deskId' | 'crmId'>, side: Side): string {
  return side === 'desk' ? link.deskId : link.crmId;
}
export function nameOf(link: Pick<Link, 'module' | 'deskId' | 'crmId'>): string {
  return `${link.module} ${link.deskId} ${link.crmId}`;
}
