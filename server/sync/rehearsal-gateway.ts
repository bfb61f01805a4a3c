import { matchKey } from '../core/matching/match-key.ts';
import type { WriteCost } from '../core/planning/credits.ts';
import { writeCost } from '../core/planning/credits.ts';
import type { Module, RawValue, RemoteRecord } from '../core/record.ts';
import type { Draft, RecordGateway, RecordPage, WriteOutcome } from '../ports/record-gateway.ts';

/** The reading half of a gateway: all that a rehearsal is given of a product, so it cannot write. */
export type ReadOnlyGateway = Omit<RecordGateway, 'create' | 'update' | 'restore'>;

export interface RehearsalGateway extends RecordGateway {
  cost(): WriteCost;
}

/**
 * Reads the real product and only notes what would be written: later reads show it as if it had been. New records
 * get ids that no product gives.
 */
export function rehearsalGateway(real: ReadOnlyGateway, now: () => string): RehearsalGateway {
  const changed = new Map<string, Readonly<Record<string, RawValue>>>();
  const created = new Map<string, RemoteRecord>();
  const restored = new Set<string>();
  const spent = { calls: 0, credits: 0 };
  const nameOf = (module: Module, id: string) => `${module} ${id}`;

  function spend(kind: 'create' | 'update' | 'restore', records: number): void {
    const { calls, credits } = writeCost(real.side, kind, records);
    spent.calls += calls;
    spent.credits += credits;
  }
  function note(module: Module, id: string, { values }: Draft): void {
    const name = nameOf(module, id);
    changed.set(name, { ...changed.get(name), ...values });
  }
  function shown(module: Module, record: RemoteRecord): RemoteRecord {
    const name = nameOf(module, record.id);
    const values = { ...record.values, ...changed.get(name) };
    return restored.has(name) ? { ...record, values, inRecycleBin: false } : { ...record, values };
  }
  /** A created record shows every field that is asked for; what nobody gave is empty. */
  function createdAs(record: RemoteRecord, module: Module, fields: readonly string[]): RemoteRecord {
    const empty = Object.fromEntries(fields.map((field) => [field, null]));
    return shown(module, { ...record, values: { ...empty, ...record.values } });
  }
  async function* pages(module: Module, real: AsyncIterable<RecordPage>): AsyncGenerator<RecordPage> {
    for await (const page of real) {
      yield { ...page, records: page.records.map((record) => shown(module, record)) };
    }
  }
  const done = (id: string): WriteOutcome => ({ ok: true, id, modifiedAt: now(), createdAt: now() });

  return {
    side: real.side,
    writeBatchSize: real.writeBatchSize,
    readFields: (module, signal) => real.readFields(module, signal),
    readAll: (module, options) => pages(module, real.readAll(module, options)),
    readModifiedSince: (module, since, options) =>
      pages(module, real.readModifiedSince(module, since, options)),
    async getMany(module, ids, options) {
      const news = ids.flatMap((id) => created.get(nameOf(module, id)) ?? []);
      const known = ids.filter((id) => !created.has(nameOf(module, id)));
      const found = known.length === 0 ? [] : (await real.getMany(module, known, options)).values();
      const records = [
        ...[...found].map((record) => shown(module, record)),
        ...news.map((record) => createdAs(record, module, options.fields)),
      ];
      return new Map(records.map((record) => [record.id, record]));
    },
    async findByKey(module, keys, options) {
      const wanted = new Set(keys.map((key) => key.toLowerCase()));
      const found = await real.findByKey(module, keys, options);
      const news = [...created].filter(([name, { values }]) => {
        const key = matchKey(module, values, real.side);
        return name.startsWith(`${module} `) && key !== null && wanted.has(key.toLowerCase());
      });
      return [
        ...found.map((record) => shown(module, record)),
        ...news.map(([, record]) => createdAs(record, module, options.fields)),
      ];
    },
    async readCreatedSince(module, since, options) {
      const found = await real.readCreatedSince(module, since, options);
      return found.map((record) => shown(module, record));
    },
    readDeletedSince: (module, since, signal) => real.readDeletedSince(module, since, signal),
    create(module, drafts) {
      spend('create', drafts.length);
      const outcomes = drafts.map(({ values, departmentIds }) => {
        const id = `planned-${real.side}-${module}-${created.size + 1}`;
        const record = { id, createdAt: now(), modifiedAt: now(), values };
        created.set(nameOf(module, id), departmentIds ? { ...record, departmentIds } : record);
        return done(id);
      });
      return Promise.resolve(outcomes);
    },
    update(module, changes) {
      spend('update', changes.length);
      for (const change of changes) note(module, change.id, change);
      return Promise.resolve(changes.map(({ id }) => done(id)));
    },
    restore(module, ids) {
      spend('restore', ids.length);
      for (const id of ids) restored.add(nameOf(module, id));
      return Promise.resolve(ids.map(done));
    },
    serverTime: () => real.serverTime(),
    cost: () => spent,
  };
}
