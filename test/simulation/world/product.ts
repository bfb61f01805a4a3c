import type { Module, RawValue, RemoteRecord, Side } from '../../../server/core/record.ts';
import { REFERENCE, fieldsOf } from './fields.ts';

export type Author = 'human' | 'engine' | 'automation';
export type Values = Readonly<Record<string, RawValue>>;

/** A record as the product stores it; a change makes a new one, so that an index may hold an old one for a while. */
export interface Stored {
  readonly id: string;
  readonly module: Module;
  readonly createdAt: number;
  readonly modifiedAt: number;
  /** When it really happened: CRM's modified time has whole seconds. */
  readonly writtenAt: number;
  readonly values: Values;
  readonly departmentIds: readonly string[];
  readonly state: 'live' | 'bin' | 'purged';
  readonly goneAt: number | null;
  readonly madeBy: Author;
}
export type ChangeKind = 'create' | 'update' | 'delete' | 'purge' | 'restore';
/** One change of one record, as it really happened. */
export interface Happening {
  readonly seq: number;
  readonly at: number;
  readonly side: Side;
  readonly author: Author;
  readonly kind: ChangeKind;
  readonly before: Stored | null;
  readonly after: Stored;
}

const DAY = 86_400_000;
/** Both bins empty themselves after 60 days. */
export const BIN_MS = 60 * DAY;
const PRODUCT_NUMBER = { desk: '1', crm: '7' } as const;

/**
 * One product's records, with what matters to the engine: ids are never used again, CRM tells whole seconds, texts
 * come back normalised, and nothing is unique.
 */
export class Product {
  readonly side: Side;
  readonly #now: () => number;
  readonly #happened: (happening: Omit<Happening, 'seq'>) => void;
  readonly #records = new Map<string, Stored>();
  /** Earlier states of each record, oldest first, for the search index. */
  readonly #versions = new Map<string, Stored[]>();
  #lastId = 0;

  constructor(side: Side, now: () => number, happened: (happening: Omit<Happening, 'seq'>) => void) {
    this.side = side;
    this.#now = now;
    this.#happened = happened;
  }

  /** Live, binned and purged. */
  find(id: string): Stored | undefined {
    const record = this.#records.get(id);
    if (record?.state !== 'bin' || this.#now() - (record.goneAt ?? 0) < BIN_MS) return record;
    return { ...record, state: 'purged' };
  }
  all(module: Module): readonly Stored[] {
    return [...this.#records.keys()].flatMap((id) => {
      const record = this.find(id);
      return record?.module === module ? [record] : [];
    });
  }
  live(module: Module): readonly Stored[] {
    return this.all(module).filter(({ state }) => state === 'live');
  }

  create(
    author: Author,
    module: Module,
    values: Values,
    departmentIds: readonly string[],
    ageMs = 0,
  ): Stored {
    this.#lastId += 1;
    const at = this.#time(this.#now() - ageMs);
    const record: Stored = {
      id: `${PRODUCT_NUMBER[this.side]}${{ accounts: '1', contacts: '2', products: '3' }[module]}${String(this.#lastId).padStart(4, '0')}`,
      module,
      createdAt: at,
      modifiedAt: at,
      writtenAt: this.#now() - ageMs,
      values: this.#normalised(module, values),
      departmentIds,
      state: 'live',
      goneAt: null,
      madeBy: author,
    };
    return this.#put(author, 'create', null, record);
  }

  update(author: Author, id: string, values: Values, departmentIds?: readonly string[]): Stored {
    const before = this.#inState(id, 'live');
    return this.#put(author, 'update', before, {
      ...before,
      values: { ...before.values, ...this.#normalised(before.module, values) },
      departmentIds: departmentIds ?? before.departmentIds,
      modifiedAt: this.#time(this.#now()),
      writtenAt: this.#now(),
    });
  }
  delete(author: Author, id: string): void {
    const before = this.#inState(id, 'live');
    this.#put(author, 'delete', before, { ...before, state: 'bin', goneAt: this.#now() });
  }
  purge(author: Author, id: string): void {
    const before = this.#inState(id, 'bin');
    this.#put(author, 'purge', before, { ...before, state: 'purged' });
  }
  restore(author: Author, id: string): Stored {
    const before = this.#inState(id, 'bin');
    const at = this.#now();
    return this.#put(author, 'restore', before, {
      ...before,
      state: 'live',
      goneAt: null,
      modifiedAt: this.#time(at),
      writtenAt: at,
    });
  }

  /** What the API shows; a reference to a record that is gone shows as empty (CRM at once, Desk after the purge). */
  show(record: Stored, fields: readonly string[]): RemoteRecord {
    const isBinned = record.state === 'bin';
    const base = { id: record.id, ...(isBinned ? { inRecycleBin: true } : {}) };
    if (isBinned && this.side === 'crm') return { ...base, createdAt: null, modifiedAt: null, values: {} };
    const values: Record<string, RawValue> = {};
    for (const field of fields) values[field] = this.shown(record, field);
    return {
      ...base,
      createdAt: new Date(record.createdAt).toISOString(),
      modifiedAt: new Date(record.modifiedAt).toISOString(),
      values,
      ...(this.side === 'desk' && record.module === 'products'
        ? { departmentIds: record.departmentIds }
        : {}),
    };
  }

  shown(record: Stored, field: string): RawValue {
    const value = record.values[field] ?? null;
    if (record.module !== 'contacts' || field !== REFERENCE[this.side] || typeof value !== 'string')
      return value;
    const account = this.find(value);
    const isShown = account?.state === 'live' || (this.side === 'desk' && account?.state === 'bin');
    return isShown ? value : null;
  }

  /** Live records as a search index shows them that is `lagMs` behind; deleted ones are missing at once. */
  indexed(module: Module, lagMs: number): readonly Stored[] {
    const seenUntil = this.#now() - lagMs;
    return this.live(module).flatMap(({ id }) => {
      const versions = this.#versions.get(id) ?? [];
      return versions.findLast((version) => version.writtenAt <= seenUntil) ?? [];
    });
  }

  #put(author: Author, kind: ChangeKind, before: Stored | null, after: Stored): Stored {
    this.#records.set(after.id, after);
    if (after.state === 'live') {
      const versions = this.#versions.get(after.id) ?? [];
      versions.push(after);
      this.#versions.set(after.id, versions);
    }
    this.#happened({ at: this.#now(), side: this.side, author, kind, before, after });
    return after;
  }

  #inState(id: string, state: Stored['state']): Stored {
    const record = this.find(id);
    if (record?.state !== state) throw new Error(`${this.side} ${id} is not ${state}`);
    return record;
  }

  #time(ms: number): number {
    return this.side === 'crm' ? Math.floor(ms / 1000) * 1000 : ms;
  }

  /** Desk keeps texts as given, CRM trims single lines and knows one kind of line end; empty text is no value. */
  #normalised(module: Module, values: Values): Values {
    const types = new Map(fieldsOf(module, this.side).map(({ apiName, type }) => [apiName, type]));
    return Object.fromEntries(
      Object.entries(values).map(([field, value]): [string, RawValue] => {
        if (typeof value !== 'string') return [field, value];
        if (this.side === 'desk') return [field, value === '' ? null : value];
        const stored = types.get(field) === 'textarea' ? value.replaceAll('\r\n', '\n') : value.trim();
        return [field, stored.trim() === '' ? null : stored];
      }),
    );
  }
}
