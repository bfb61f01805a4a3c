import { SyncError } from '../../../core/errors.ts';
import type { PanelSection } from '../../../core/permissions/panel-data.ts';
import type { Item } from '../../../core/permissions/profile-permissions.ts';
import type { CustomerRef, SectionPage } from '../../../ports/customer-reader.ts';
import type { HttpClient } from '../../http-client.ts';
import { parseAnswer } from '../../parse-answer.ts';
import { coql, quoted } from '../coql.ts';
import type { CrmRecord } from '../wire.ts';
import { CrmRecordList } from '../wire.ts';
import { profileFields } from './information.ts';
import { CUSTOMER_MODULE, ITEM_MODULE, partyField, recordUrl } from './modules.ts';
import type { CrmRow } from './rows.ts';
import {
  CALL_FIELDS,
  EVENT_FIELDS,
  NOTE_FIELDS,
  POTENTIAL_FIELDS,
  TASK_FIELDS,
  toCall,
  toEvent,
  toNote,
  toPotential,
  toTask,
} from './rows.ts';
import type { CustomerSetup } from './setup.ts';

/** Rows a section shows at once; related lists reach 2,000 rows by page number (zoho-crm-api §2.1). */
export const PAGE_ROWS = 10;

export interface SectionDeps {
  readonly http: HttpClient;
  readonly setup: CustomerSetup;
  /** `https://crm.zoho.com/crm/org123` */
  readonly webUrl: string;
  /** ISO 8601 UTC. */
  readonly now: () => string;
}

type Loader<I extends Item> = (ref: CustomerRef, page: number) => Promise<SectionPage<I>>;
export type Sections = { readonly [I in Item]: Loader<I> };

/**
 * How each section of a panel is read: one call per page, newest record first. Deals and notes come from the related
 * list; activities by COQL, which has open and closed ones in one answer where CRM has two lists.
 */
export function createSections(deps: SectionDeps): Sections {
  const { http, setup, webUrl, now } = deps;

  async function related(ref: CustomerRef, list: string, fields: readonly string[], page: number) {
    const path = `/${CUSTOMER_MODULE[ref.module]}/${encodeURIComponent(ref.id)}/${list}`;
    const params = { fields: fields.join(','), per_page: PAGE_ROWS, page };
    const { data } = await http.request({ method: 'GET', path, params });
    if (data === null) return { rows: [], hasMore: false };
    const answer = parseAnswer(CrmRecordList, data, path);
    return { rows: answer.data, hasMore: answer.info.more_records };
  }
  async function activities(ref: CustomerRef, module: string, fields: readonly string[], page: number) {
    const where = `${partyField(ref)} = ${quoted(ref.id)}`;
    const range = `limit ${(page - 1) * PAGE_ROWS}, ${PAGE_ROWS}`;
    return await coql(
      http,
      `select ${fields.join(', ')} from ${module} where ${where} order by id desc ${range}`,
    );
  }
  const placed = (module: string, currency: string | null = null) => {
    const at = now();
    return (row: CrmRow) => ({ url: recordUrl(webUrl, module, row.id), now: at, currency });
  };

  return {
    information: async (ref) => {
      const record = await readProfile(http, ref);
      if (record === null) throw new SyncError('not-found', `CRM has no ${ref.module} ${ref.id}`);
      return await information(setup, ref, record);
    },
    potentials: async (ref, page) => {
      if (ref.module === 'leads') return { state: 'ready', rows: [], hasMore: false };
      const [fields, currency] = await Promise.all([setup.fields('Deals'), setup.currency()]);
      const own = fields.some(({ api_name }) => api_name === 'Currency') ? ['Currency'] : [];
      const found = await related(ref, ITEM_MODULE.potentials, [...POTENTIAL_FIELDS, ...own], page);
      const place = placed(ITEM_MODULE.potentials, currency);
      return ready(
        found.rows.map((row) => toPotential(row, place(row))),
        found.hasMore,
      );
    },
    notes: async (ref, page) => {
      const found = await related(ref, ITEM_MODULE.notes, NOTE_FIELDS, page);
      // A note has no page of its own.
      const url = recordUrl(webUrl, CUSTOMER_MODULE[ref.module], ref.id);
      const place = placed(ITEM_MODULE.notes);
      return ready(
        found.rows.map((row) => toNote(row, { ...place(row), url })),
        found.hasMore,
      );
    },
    calls: async (ref, page) => {
      const found = await activities(ref, ITEM_MODULE.calls, CALL_FIELDS, page);
      const place = placed(ITEM_MODULE.calls);
      return ready(
        found.rows.map((row) => toCall(row, place(row))),
        found.hasMore,
      );
    },
    events: async (ref, page) => {
      const found = await activities(ref, ITEM_MODULE.events, EVENT_FIELDS, page);
      const place = placed(ITEM_MODULE.events);
      return ready(
        found.rows.map((row) => toEvent(row, place(row))),
        found.hasMore,
      );
    },
    tasks: async (ref, page) => {
      const found = await activities(ref, ITEM_MODULE.tasks, TASK_FIELDS, page);
      const place = placed(ITEM_MODULE.tasks);
      return ready(
        found.rows.map((row) => toTask(row, place(row))),
        found.hasMore,
      );
    },
  };
}

/** The whole record; null when there is none that lives. */
export async function readProfile(http: HttpClient, { module, id }: CustomerRef): Promise<CrmRecord | null> {
  const path = `/${CUSTOMER_MODULE[module]}/${encodeURIComponent(id)}`;
  try {
    const { data } = await http.request({ method: 'GET', path });
    return data === null ? null : (parseAnswer(CrmRecordList, data, path).data[0] ?? null);
  } catch (error) {
    // An unknown id is 204, or 400 INVALID_DATA (zoho-crm-api §2.1 lists both).
    if (error instanceof SyncError && (error.code === 'not-found' || error.code === 'bad-parameter')) {
      return null;
    }
    throw error;
  }
}

export async function information(
  setup: CustomerSetup,
  ref: CustomerRef,
  record: CrmRecord,
): Promise<SectionPage<'information'>> {
  return ready(profileFields(record, await setup.fields(CUSTOMER_MODULE[ref.module])), false);
}

/** A section's rows, or why they could not be read: one that fails takes no other with it (S116). */
export async function attempt<Row>(read: Promise<ReadyRows<Row>>): Promise<PanelSection<Row>> {
  try {
    return await read;
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    return { state: 'failed', code: error.code };
  }
}

type ReadyRows<Row> = Extract<PanelSection<Row>, { state: 'ready' }>;

function ready<Row>(rows: readonly Row[], hasMore: boolean): ReadyRows<Row> {
  return { state: 'ready', rows, hasMore };
}
