import { SyncError } from '../../core/errors.ts';
import type { Module } from '../../core/record.ts';
import type { DeletedRecord } from '../../ports/record-gateway.ts';
import type { HttpClient } from '../http-client.ts';
import { parseAnswer } from '../parse-answer.ts';
import { DeskModuleList, RecycleBinList } from './wire.ts';

/** 50 in the schema, 100 in the text: the smaller one is safe. */
const LIMIT = 50;

/** Reads Desk's recycle bin (zoho-desk-api §2.8). What is purged is simply not there. */
export function createBinReader(http: HttpClient) {
  let moduleIds: ReadonlyMap<string, string> | null = null;

  async function moduleId(module: Module, signal?: AbortSignal): Promise<string> {
    if (moduleIds === null) {
      const { data } = await http.request({ method: 'GET', path: '/organizationModules', signal });
      const modules = parseAnswer(DeskModuleList, data, '/organizationModules').data;
      moduleIds = new Map(modules.map(({ apiName, id }) => [apiName.toLowerCase(), id]));
    }
    const id = moduleIds.get(module);
    if (id === undefined)
      throw new SyncError('permission', `Desk shows no module ${module}`, { providerCode: 'NO_MODULE' });
    return id;
  }

  return async function readBin(
    module: Module,
    since: string,
    signal?: AbortSignal,
  ): Promise<readonly DeletedRecord[]> {
    const found = new Map<string, DeletedRecord>();
    const id = await moduleId(module, signal);
    let newestFirst = true;
    let previous: string | null = null;
    for (let page = 0; ; page += 1) {
      // Whether `from` starts at 0 or 1 is not documented. Leaving it out first, then passing multiples of the page
      // size, repeats one row in the worse case and skips none.
      const params = { moduleId: id, limit: LIMIT, from: page === 0 ? undefined : page * LIMIT };
      const { data } = await http.request({ method: 'GET', path: '/recycleBin', params, signal });
      if (data === null) break;
      const rows = parseAnswer(RecycleBinList, data, '/recycleBin').data;
      for (const { id: recordId, deletedTime } of rows) {
        if (previous !== null && (deletedTime ?? '') > previous) newestFirst = false;
        previous = deletedTime ?? previous;
        if (deletedTime !== null && deletedTime < since) continue;
        found.set(recordId, { id: recordId, state: 'bin', deletedAt: deletedTime });
      }
      const isPast = newestFirst && previous !== null && previous < since;
      if (rows.length < LIMIT || isPast) break;
    }
    return [...found.values()];
  };
}
