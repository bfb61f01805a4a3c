import { SyncError } from '../../../core/errors.ts';
import type { CustomerRef } from '../../../ports/customer-reader.ts';
import type { CustomerDraft, CustomerWriter, MadeRecord } from '../../../ports/customer-writer.ts';
import type { HttpClient } from '../../http-client.ts';
import { isObject } from '../../json.ts';
import { parseAnswer } from '../../parse-answer.ts';
import { coql, quoted } from '../coql.ts';
import { crmError } from '../crm-errors.ts';
import { CrmRecordList, WriteAnswer, WrittenDetails, crmTime } from '../wire.ts';
import type { DraftBody } from './draft-body.ts';
import { draftBody, partnerBody } from './draft-body.ts';
import { CUSTOMER_MODULE, DEAL_FIELD, ITEM_MODULE, partyField, recordUrl } from './modules.ts';
import type { CrmRow } from './rows.ts';
import { lookupId } from './rows.ts';
import { readProfile } from './sections.ts';
import type { CustomerSetup } from './setup.ts';

export interface CustomerWriterOptions {
  /** Below the API's version, interactive. */
  readonly http: HttpClient;
  readonly setup: CustomerSetup;
  /** `https://crm.zoho.com/crm/org123` */
  readonly webUrl: string;
}

/** What an agent may have made since; the newest are looked at. */
const LOOKED_AT = 50;
/** Long texts may come back cut, and COQL does not compare them. */
const NOT_COMPARED = new Set(['Description']);

/** Writes of agents, one record each. No `trigger` is sent: the customer's workflows run as for any other entry. */
export function createCustomerWriter({ http, setup, webUrl }: CustomerWriterOptions): CustomerWriter {
  async function insert({ module, fields, about }: DraftBody): Promise<string> {
    const { data } = await http.request({
      method: 'POST',
      path: `/${module}`,
      data: { data: [{ ...fields, ...about }] },
      idempotent: false,
      isAnswer: (_status, body) => isObject(body) && Array.isArray(body['data']),
    });
    const parsed = WriteAnswer.safeParse(data);
    const result = parsed.success ? parsed.data.data[0] : undefined;
    if (!result) throw new SyncError('unknown-outcome', `POST /${module}: CRM named no record`);
    if (result.code !== 'SUCCESS') throw crmError(result);
    const written = WrittenDetails.safeParse(result.details);
    if (!written.success) throw new SyncError('unknown-outcome', `POST /${module}: CRM named no record`);
    return written.data.id;
  }

  async function bodyOf(ref: CustomerRef, draft: CustomerDraft): Promise<DraftBody> {
    if (draft.item !== 'potentials') return draftBody(ref, draft, { accountId: null, pipeline: undefined });
    const [pipeline, record] = await Promise.all([
      setup.pipelineOf(draft.stage),
      ref.module === 'contacts' ? readProfile(http, ref) : null,
    ]);
    return draftBody(ref, draft, { pipeline, accountId: lookupId(record?.['Account_Name']) });
  }

  /** A note has no page of its own: its customer's is shown. */
  const made = (ref: CustomerRef, module: string, id: string): MadeRecord =>
    module === ITEM_MODULE.notes
      ? { id, url: recordUrl(webUrl, CUSTOMER_MODULE[ref.module], ref.id) }
      : { id, url: recordUrl(webUrl, module, id) };

  async function newestNotes(ref: CustomerRef): Promise<readonly CrmRow[]> {
    const path = `/${CUSTOMER_MODULE[ref.module]}/${encodeURIComponent(ref.id)}/Notes`;
    const params = { fields: 'Note_Title,Note_Content,Created_Time', per_page: LOOKED_AT };
    const { data } = await http.request({ method: 'GET', path, params });
    return data === null ? [] : parseAnswer(CrmRecordList, data, path).data;
  }

  async function newest({ module, fields }: DraftBody, where: string): Promise<readonly CrmRow[]> {
    const names = [...Object.keys(fields).filter((name) => !NOT_COMPARED.has(name)), 'Created_Time'];
    const select = `select id, ${names.join(', ')} from ${module} where ${where} order by id desc limit 0, ${LOOKED_AT}`;
    return (await coql(http, select)).rows;
  }

  return {
    async add(ref, draft) {
      const body = await bodyOf(ref, draft);
      return made(ref, body.module, await insert(body));
    },

    async findAdded(ref, draft, since) {
      const body = draftBody(ref, draft, { accountId: null, pipeline: undefined });
      const rows =
        draft.item === 'notes' ? await newestNotes(ref) : await newest(body, customerIs(ref, draft));
      return rows.filter((row) => isLike(row, body, since)).map(({ id }) => made(ref, body.module, id));
    },

    async create(draft) {
      const body = partnerBody(draft);
      const id = await insert(body);
      return { id, url: recordUrl(webUrl, body.module, id) };
    },

    async findCreated(draft, since) {
      const body = partnerBody(draft);
      const [name, value] = Object.entries(body.fields)[0] ?? ['id', ''];
      const rows = await newest(body, `${name} = ${quoted(String(value))}`);
      return rows
        .filter((row) => isLike(row, body, since))
        .map(({ id }) => ({ id, url: recordUrl(webUrl, body.module, id) }));
    },
  };
}

function customerIs(ref: CustomerRef, draft: CustomerDraft): string {
  if (draft.item !== 'potentials') return `${partyField(ref)} = ${quoted(ref.id)}`;
  return `${ref.module === 'accounts' ? DEAL_FIELD.accounts : DEAL_FIELD.contacts} = ${quoted(ref.id)}`;
}

/** Holds exactly what was sent, and is not older than the attempt. */
function isLike(row: CrmRow, { fields }: DraftBody, since: string): boolean {
  const createdAt = crmTime(row['Created_Time']);
  if (createdAt === null || createdAt < since) return false;
  return Object.entries(fields).every(([name, value]) => NOT_COMPARED.has(name) || isSame(row[name], value));
}

/** Times come back with the organisation's offset. */
function isSame(held: unknown, sent: unknown): boolean {
  if (held === sent) return true;
  if (typeof sent === 'number') return Number(held) === sent;
  if (typeof sent !== 'string' || typeof held !== 'string') return false;
  return sent.includes('T') && crmTime(sent) !== null && crmTime(sent) === crmTime(held);
}
