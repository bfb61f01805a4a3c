import type { Module } from '../../core/record.ts';
import type { RecordBrowser } from '../../ports/record-browser.ts';
import type { RecordGateway } from '../../ports/record-gateway.ts';
import type { HttpClient } from '../http-client.ts';
import { below } from '../http-client.ts';
import { parseAnswer } from '../parse-answer.ts';
import { CRM_API, CRM_MODULE, TIME_FIELDS } from './modules.ts';
import { CrmRecordList } from './wire.ts';
import type { CrmRecord } from './wire.ts';

const NAME: Readonly<Record<Module, readonly string[]>> = {
  contacts: ['First_Name', 'Last_Name'],
  accounts: ['Account_Name'],
  products: ['Product_Name'],
};
const HINT: Readonly<Record<Module, string>> = {
  contacts: 'Email',
  accounts: 'Website',
  products: 'Product_Code',
};
/** Shorter words are refused by CRM's search (zoho-crm-api §2.4). */
const SHORTEST_WORD = 2;

/** @param options.http from `createCrmClient`: base URL `{api}/crm` */
export function createCrmBrowser(
  http: HttpClient,
  gateway: Pick<RecordGateway, 'getMany' | 'serverTime'>,
): RecordBrowser {
  const crm = below(http, CRM_API);
  return {
    getMany: (module, ids, options) => gateway.getMany(module, ids, options),
    serverTime: () => gateway.serverTime(),
    async find(module, search, limit) {
      const word = (search ?? '').trim();
      if (word !== '' && word.length < SHORTEST_WORD) return [];
      const list = `/${CRM_MODULE[module]}`;
      const path = word === '' ? list : `${list}/search`;
      const ways = word === '' ? { sort_by: 'Created_Time', sort_order: 'desc' } : { word };
      const fields = [...TIME_FIELDS, ...NAME[module], HINT[module]].join(',');
      const { data } = await crm.request({
        method: 'GET',
        path,
        params: { fields, per_page: limit, ...ways },
        heavy: true,
        priority: 'interactive',
      });
      if (data === null) return [];
      return parseAnswer(CrmRecordList, data, path).data.map((row) => {
        return {
          id: row.id,
          name: textOf(row, ...NAME[module]),
          hint: textOf(row, HINT[module]),
        };
      });
    },
  };
}

function textOf(row: CrmRecord, ...fields: readonly string[]): string | null {
  const texts = fields
    .map((field) => row[field])
    .filter((value) => typeof value === 'string' && value !== '');
  return texts.length > 0 ? texts.join(' ') : null;
}
