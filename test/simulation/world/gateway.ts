import { SyncError } from '../../../server/core/errors.ts';
import { matchField } from '../../../server/core/matching/match-field.ts';
import { foldCase } from '../../../server/core/mapping/text.ts';
import type { Module, RawValue, RemoteRecord } from '../../../server/core/record.ts';
import type {
  DeletedRecord,
  Draft,
  Change,
  RecordGateway,
  RecordPage,
  WriteOutcome,
} from '../../../server/ports/record-gateway.ts';
import type { Random } from '../../support/random.ts';
import type { FaultRates } from './faults.ts';
import { REFERENCE, fieldsOf } from './fields.ts';
import { never, type Process } from './process.ts';
import type { Product, Stored } from './product.ts';
import type { Scheduler } from './scheduler.ts';
import type { Trace } from './trace.ts';

/** Looks at every call of the engine, just before it is carried out; throws when a promise is broken. */
export interface Watch {
  onRead(product: Product, id: string): void;
  onCreate(product: Product, module: Module, draft: Draft): void;
  onUpdate(product: Product, module: Module, before: Stored, change: Change): void;
  onRestore(product: Product, before: Stored): void;
  /** They were written, or refused, and nobody was told. */
  onUnanswered(product: Product, ids: readonly string[]): void;
  onRefusal(product: Product, module: Module, what: string): void;
}

export interface GatewayOptions {
  readonly product: Product;
  readonly process: Process;
  readonly scheduler: Scheduler;
  readonly random: Random;
  readonly faults: () => FaultRates;
  readonly trace: Trace;
  readonly watch: Watch;
  /** How far Desk's search is behind. */
  readonly lagMs: number;
  /** Whether answers leave this field of this record out. */
  readonly isOmitted: (id: string, field: string) => boolean;
  /** Told of records that are about to be written: somebody may be quicker. */
  readonly meddle: (changes: readonly Change[]) => void;
}

/** Small, so that a read of everything takes several calls and can be interrupted. */
const PAGE = 4;
const LISTED_MS = 120 * 86_400_000;
/** A value that the products refuse for reasons of their own, a validation rule for example. */
export const POISON = 'POISON';

/** One product as a connector sees it: with latency, refusals, broken calls and answers that get lost. */
export function createGateway(options: GatewayOptions): RecordGateway {
  const { product, process, scheduler, random, faults, trace, watch, lagMs } = options;
  const { side } = product;
  let serverTime: string | null = null;

  async function call<T>(
    what: string,
    isWrite: boolean,
    effect: () => T,
    unanswered: (result: T) => void = () => undefined,
  ): Promise<T> {
    await process.turn(`${side} ${what}`);
    await scheduler.sleep(5 + random.next() * 300);
    // The request of a process that died meanwhile arrives, or it does not.
    if (!process.isAlive && random.chance(0.5)) return await never();
    if (random.chance(faults().call)) {
      trace.note(process.name, `${side} ${what} fails`);
      await scheduler.sleep(random.next() * 100);
      if (!process.isAlive) return await never();
      throw random.chance(0.5)
        ? new SyncError('unavailable', 'no connection')
        : new SyncError('rate-limited', 'too many calls', { retryAfterMs: 500 + random.next() * 20_000 });
    }
    const result = effect();
    serverTime = new Date(Math.floor(scheduler.now / 1000) * 1000).toISOString();
    await scheduler.sleep(5 + random.next() * 200);
    if (!process.isAlive) {
      unanswered(result);
      return await never();
    }
    if (random.chance(isWrite ? faults().lostAnswer : faults().call / 2)) {
      unanswered(result);
      trace.note(process.name, `${side} ${what}: no answer`);
      throw new SyncError(isWrite ? 'unknown-outcome' : 'unavailable', 'no answer');
    }
    // Who dies from here on has the answer in hand and told nobody.
    process.atDeath.add(() => {
      unanswered(result);
    });
    await process.turn(`the answer to ${side} ${what}`);
    return result;
  }

  /** One request for all rows; a request that failed has the same outcome for each. */
  async function write<T>(
    what: string,
    rows: readonly T[],
    one: (row: T) => WriteOutcome,
    idOf: (row: T) => readonly string[],
  ): Promise<readonly WriteOutcome[]> {
    const idsOf = (outcomes: readonly WriteOutcome[]) =>
      rows.flatMap((row, index) => {
        const outcome = outcomes[index];
        return outcome?.ok === true ? [outcome.id] : idOf(row);
      });
    const unanswered = (outcomes: readonly WriteOutcome[]) => watch.onUnanswered(product, idsOf(outcomes));
    try {
      return await call(what, true, () => rows.map(one), unanswered);
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      return rows.map(() => ({ ok: false, error }));
    }
  }
  async function eachAlone<T>(
    what: string,
    rows: readonly T[],
    one: (row: T) => WriteOutcome,
    idOf: (row: T) => readonly string[],
  ): Promise<readonly WriteOutcome[]> {
    if (side === 'crm') return await write(what, rows, one, idOf);
    return (await Promise.all(rows.map((row) => write(what, [row], one, idOf)))).flat();
  }

  const written = ({ id, createdAt, modifiedAt }: Stored): WriteOutcome => ({
    ok: true,
    id,
    createdAt: new Date(createdAt).toISOString(),
    modifiedAt: new Date(modifiedAt).toISOString(),
  });
  const refused = (
    module: Module,
    code: 'not-found' | 'value-rejected' | 'provider' | 'changed-meanwhile',
    id: string,
  ) => {
    watch.onRefusal(product, module, `${code} ${id}`);
    trace.note(process.name, `${side} refuses ${id}: ${code}`);
    return { ok: false as const, error: new SyncError(code, `${side} refuses ${id}`) };
  };
  const show = (record: Stored, fields: readonly string[]): RemoteRecord => {
    watch.onRead(product, record.id);
    const shown = product.show(record, fields);
    const key = matchField(record.module, side);
    const told = Object.entries(shown.values).filter(
      ([field]) => field === key || !options.isOmitted(record.id, field),
    );
    return { ...shown, values: Object.fromEntries(told) };
  };

  function isAcceptable(module: Module, values: Readonly<Record<string, RawValue>>): boolean {
    const reference = module === 'contacts' ? values[REFERENCE[side]] : null;
    const account = typeof reference === 'string' ? product.find(reference) : null;
    if (account === undefined || (account && account.state !== 'live')) return false;
    const mandatory = fieldsOf(module, side).filter((field) => field.mandatory);
    if (mandatory.some(({ apiName }) => values[apiName] === null || values[apiName] === '')) return false;
    return !Object.values(values).includes(POISON);
  }

  function createOne(module: Module, draft: Draft): WriteOutcome {
    watch.onCreate(product, module, draft);
    if (!isAcceptable(module, draft.values)) return refused(module, 'value-rejected', 'a new record');
    const record = product.create('engine', module, draft.values, draft.departmentIds ?? []);
    return written(record);
  }

  function updateOne(module: Module, change: Change, unmodifiedSince: string | undefined): WriteOutcome {
    const before = product.find(change.id);
    if (before?.state !== 'live') return refused(module, 'not-found', change.id);
    if (side === 'crm' && unmodifiedSince !== undefined) {
      const since = Math.floor(Date.parse(unmodifiedSince) / 1000) * 1000;
      if (before.modifiedAt > since) return refused(module, 'changed-meanwhile', change.id);
    }
    watch.onUpdate(product, module, before, change);
    if (!isAcceptable(module, change.values)) return refused(module, 'value-rejected', change.id);
    return written(product.update('engine', change.id, change.values, change.departmentIds));
  }

  function restoreOne(module: Module, id: string): WriteOutcome {
    const before = product.find(id);
    if (before?.state !== 'bin') return refused(module, 'provider', id);
    watch.onRestore(product, before);
    product.restore('engine', id);
    return { ok: true, id, createdAt: null, modifiedAt: null };
  }

  async function* pages(
    what: string,
    list: () => readonly Stored[],
    fields: readonly string[],
    from: string | null,
  ): AsyncGenerator<RecordPage> {
    let after = from;
    for (;;) {
      const page = await call(what, false, () => {
        const rest = list().filter(({ id }) => after === null || id > after);
        const rows = rest.slice(0, PAGE);
        const cursor = rest.length > PAGE ? (rows.at(-1)?.id ?? null) : null;
        return { records: rows.map((row) => show(row, fields)), cursor, total: null };
      });
      yield page;
      if (page.cursor === null) return;
      after = page.cursor;
    }
  }

  const searched = (module: Module) =>
    side === 'desk' ? product.indexed(module, lagMs) : product.live(module);
  const isGoneSince = (record: Stored, since: number) => (record.goneAt ?? 0) >= since;

  return {
    side,
    writeBatchSize: side === 'desk' ? 1 : 100,
    readFields: (module) => call(`fields of ${module}`, false, () => fieldsOf(module, side)),

    readAll: (module, { fields, resumeFrom }) =>
      pages(`read all ${module}`, () => searched(module), fields, resumeFrom ?? null),

    readModifiedSince(module, since, { fields }) {
      const from = side === 'crm' ? Math.floor(Date.parse(since) / 1000) * 1000 - 1000 : Date.parse(since);
      // Desk's products come from the list, which does not lag.
      const list = () => (module === 'products' ? product.live(module) : searched(module));
      const changed = () => list().filter(({ modifiedAt }) => modifiedAt >= from);
      return pages(`poll ${module}`, changed, fields, null);
    },

    getMany: (module, ids, { fields }) =>
      ids.length === 0
        ? Promise.resolve(new Map())
        : call(`get ${module} ${ids.join(' ')}`, false, () => {
            const found = ids.flatMap((id) => product.find(id) ?? []);
            const present = found.filter((record) => record.module === module && record.state !== 'purged');
            return new Map(present.map((record) => [record.id, show(record, fields)]));
          }),

    findByKey: (module, keys, { fields }) =>
      call(`find ${module}`, false, () => {
        const wanted = new Set(keys.map(foldCase));
        const field = matchField(module, side);
        const hits = searched(module).filter(({ values }) => {
          const value = values[field];
          return typeof value === 'string' && wanted.has(foldCase(value.trim()));
        });
        // Found by the index, shown as they are now.
        return hits.flatMap(({ id }) => product.find(id) ?? []).map((record) => show(record, fields));
      }),

    async readCreatedSince(module, since, { fields, known }) {
      const from = side === 'crm' ? Math.floor(Date.parse(since) / 1000) * 1000 : Date.parse(since);
      const young = await call(`created ${module}`, false, () =>
        product.live(module).filter(({ createdAt }) => createdAt >= from),
      );
      // Only these are looked at; of the others the list told the ids.
      const held = await known?.(young.map(({ id }) => id));
      return young.filter(({ id }) => held?.has(id) !== true).map((record) => show(record, fields));
    },

    readDeletedSince: (module, since) =>
      call(`deleted ${module}`, false, () => {
        const from = Math.max(Date.parse(since), scheduler.now - LISTED_MS);
        return product.all(module).flatMap((record): DeletedRecord[] => {
          if (record.state === 'live' || !isGoneSince(record, from)) return [];
          if (record.state === 'purged' && side === 'desk') return [];
          return [
            { id: record.id, state: record.state, deletedAt: new Date(record.goneAt ?? 0).toISOString() },
          ];
        });
      }),

    create: (module, drafts) =>
      eachAlone(
        `create ${module} ${JSON.stringify(drafts.map(({ values }) => values))}`,
        drafts,
        (draft) => createOne(module, draft),
        () => [],
      ),
    update: (module, changes, updateOptions) => {
      options.meddle(changes);
      return eachAlone(
        `update ${module} ${JSON.stringify(changes.map(({ id, values }) => ({ id, ...values })))}`,
        changes,
        (change) => updateOne(module, change, updateOptions?.unmodifiedSince),
        ({ id }) => [id],
      );
    },
    restore: (module, ids) =>
      write(
        `restore ${module} ${ids.join(' ')}`,
        ids,
        (id) => restoreOne(module, id),
        (id) => [id],
      ),
    serverTime: () => serverTime,
  };
}
