import type { RecordGateway, RecordPage } from '../../ports/record-gateway.ts';
import { mapBounded } from '../bounded.ts';
import type { HttpClient } from '../http-client.ts';
import { createBinReader } from './desk-bin.ts';
import { createDeskCalls } from './desk-calls.ts';
import { createCompleter } from './desk-complete.ts';
import { createDeskFields } from './desk-fields.ts';
import { findByDeskKey } from './desk-find.ts';
import { readNewest } from './desk-newest.ts';
import { fromDesk } from './desk-record.ts';
import { restoreFromBin } from './desk-restore.ts';
import type { WindowPage } from './desk-windows.ts';
import { readWindows } from './desk-windows.ts';
import { createDeskWriter } from './desk-write.ts';

export interface DeskGatewayOptions {
  readonly http: HttpClient;
  /** UUID of this connector, sent with every write. */
  readonly sourceId: string;
  /** GETs and writes in flight per call of the gateway; the limiter of `http` caps them all together. Default 8. */
  readonly concurrency?: number;
  readonly now?: () => number;
}

const LONG_AGO = '1970-01-01T00:00:00.000Z';
/** Unknown outcomes are settled within minutes, so few list pages hold all that was created since. */
const MAX_CREATED_PAGES = 50;

/** Desk's contacts, accounts and products behind the common port. Which call serves which read: zoho-desk-api §2.3–2.5. */
export function createDeskGateway(options: DeskGatewayOptions): RecordGateway {
  const { http, sourceId, concurrency = 8, now = Date.now } = options;
  const calls = createDeskCalls(http);
  const complete = createCompleter(calls);
  const readBin = createBinReader(http);
  const fields = createDeskFields(http, now);
  const writer = createDeskWriter({ http, sourceId, concurrency, fields });

  async function* windows(
    module: Parameters<RecordGateway['readAll']>[0],
    pages: AsyncIterable<WindowPage>,
    wanted: readonly string[],
    signal?: AbortSignal,
  ): AsyncGenerator<RecordPage> {
    for await (const { rows, cursor, total } of pages) {
      const full = await complete(module, rows, wanted, signal);
      yield { records: full.map((row) => fromDesk(row, wanted)), cursor, total };
    }
  }

  return {
    side: 'desk',
    writeBatchSize: 1,

    readFields: (module, signal) => fields.fresh(module, signal),

    readAll(module, { fields: wanted, resumeFrom, signal }) {
      const pages = readWindows(calls, module, 'createdTime', { since: LONG_AGO, resumeFrom, signal });
      return windows(module, pages, wanted, signal);
    },

    async *readModifiedSince(module, since, { fields: wanted, signal }) {
      const instant = new Date(since).toISOString();
      const seen = new Set<string>();
      if (module === 'products') {
        // Products raise no events, so the list answers at once for what search shows minutes later.
        const { records, complete: isAll } = await readNewest(calls, module, 'modifiedTime', instant, {
          maxPages: 1,
          signal,
        });
        for (const { id } of records) seen.add(id);
        const oldestFirst = records.toReversed().map((record) => fromDesk(record, wanted));
        if (isAll) {
          if (oldestFirst.length > 0) yield { records: oldestFirst, cursor: null, total: null };
          return;
        }
        const rest = readWindows(calls, module, 'modifiedTime', { since: instant, signal });
        for await (const page of windows(module, rest, wanted, signal)) {
          yield { ...page, records: page.records.filter(({ id }) => !seen.has(id)), cursor: null };
        }
        yield { records: oldestFirst, cursor: null, total: null };
        return;
      }
      yield* windows(
        module,
        readWindows(calls, module, 'modifiedTime', { since: instant, signal }),
        wanted,
        signal,
      );
    },

    async getMany(module, ids, { fields: wanted, signal }) {
      const records = await mapBounded([...new Set(ids)], concurrency, (id) => calls.get(module, id, signal));
      const present = records.filter((record) => record !== null);
      return new Map(present.map((record) => [record.id, fromDesk(record, wanted)]));
    },

    async findByKey(module, keys, { fields: wanted, signal }) {
      const rows = await findByDeskKey(calls, module, keys, signal);
      // Search lags: it may show a record as it was minutes ago, and what was edited since would be written over.
      const full = await mapBounded(rows, concurrency, ({ id }) => calls.get(module, id, signal));
      const present = full.filter((record) => record !== null).map((record) => fromDesk(record, wanted));
      return present.filter(({ inRecycleBin }) => inRecycleBin !== true);
    },

    async readCreatedSince(module, since, { fields: wanted, known, signal }) {
      const instant = new Date(since).toISOString();
      const { records } = await readNewest(calls, module, 'createdTime', instant, {
        maxPages: MAX_CREATED_PAGES,
        known,
        signal,
      });
      return records.map((record) => fromDesk(record, wanted));
    },

    readDeletedSince: (module, since, signal) => readBin(module, new Date(since).toISOString(), signal),
    create: (module, drafts, signal) => writer.create(module, drafts, signal),
    update: (module, changes, options) => writer.update(module, changes, options?.signal),
    restore: (_module, ids, signal) => restoreFromBin(http, sourceId, ids, signal),
    serverTime: () => http.serverTime(),
  };
}
