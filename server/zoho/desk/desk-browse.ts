import type { Module } from '../../core/record.ts';
import type { RecordBrowser } from '../../ports/record-browser.ts';
import type { RecordGateway } from '../../ports/record-gateway.ts';
import type { HttpClient } from '../http-client.ts';
import { createDeskCalls } from './desk-calls.ts';
import type { DeskRecord } from './wire.ts';

const NAME: Readonly<Record<Module, readonly string[]>> = {
  contacts: ['firstName', 'lastName'],
  accounts: ['accountName'],
  products: ['productName'],
};
const HINT: Readonly<Record<Module, string>> = {
  contacts: 'email',
  accounts: 'website',
  products: 'productCode',
};
/** Comma means OR, `*` any text, `${…}` a test for emptiness (zoho-desk-api §2.4); no escape is documented. */
const SPECIAL = /[,*${}]/g;

export function createDeskBrowser(
  http: HttpClient,
  gateway: Pick<RecordGateway, 'getMany' | 'serverTime'>,
): RecordBrowser {
  const calls = createDeskCalls({
    ...http,
    request: (request) => http.request({ ...request, priority: 'interactive' }),
  });
  return {
    getMany: (module, ids, options) => gateway.getMany(module, ids, options),
    serverTime: () => gateway.serverTime(),
    async find(module, search, limit) {
      const text = (search ?? '').replace(SPECIAL, ' ').trim();
      const rows =
        text === ''
          ? await calls.list(module, '-createdTime', 1)
          : (await calls.search(module, { _all: `${text}*`, from: 0, limit })).rows;
      return rows.slice(0, limit).map((row) => {
        return {
          id: row.id,
          name: textOf(row, ...NAME[module]),
          hint: textOf(row, HINT[module]),
        };
      });
    },
  };
}

function textOf(row: DeskRecord, ...fields: readonly string[]): string | null {
  const texts = fields
    .map((field) => row[field])
    .filter((value) => typeof value === 'string' && value !== '');
  return texts.length > 0 ? texts.join(' ') : null;
}
