import type { DealStage } from '../../../core/handshake/customer-type.ts';
import type {
  CustomerReader,
  CustomerRecord,
  CustomerRef,
  FoundCustomer,
  SearchWay,
} from '../../../ports/customer-reader.ts';
import type { Entity } from '../../../core/permissions/profile-permissions.ts';
import { chunksOf } from '../../bounded.ts';
import type { HttpClient } from '../../http-client.ts';
import { matchText } from '../../match-text.ts';
import { parseAnswer } from '../../parse-answer.ts';
import { COQL_VALUES, coqlAll, isOneOf } from '../coql.ts';
import { CrmRecordList } from '../wire.ts';
import { createPeopleFinder } from './find-people.ts';
import { CUSTOMER_MODULE, DEAL_FIELD, recordUrl } from './modules.ts';
import { lookupId, textOf } from './rows.ts';
import { attempt, createSections, information, readProfile } from './sections.ts';
import type { CustomerSetup } from './setup.ts';

export interface CustomerReaderOptions {
  /** Below the API's version, interactive. */
  readonly http: HttpClient;
  readonly setup: CustomerSetup;
  /** `https://crm.zoho.com/crm/org123` */
  readonly webUrl: string;
  /** Epoch ms. */
  readonly now: () => number;
}

const MOST_FOUND = 20;
const NAME_FIELD: Readonly<Record<Entity, string>> = { contacts: 'Full_Name', accounts: 'Account_Name' };

/**
 * CRM as panels and the handshake board show it. Calls of one opening, where all is paired: profile, deals, notes,
 * calls, events and tasks of the contact and of its account, 12 calls of 1 credit, side by side.
 */
export function createCustomerReader(options: CustomerReaderOptions): CustomerReader {
  const { http, setup, webUrl, now } = options;
  const sections = createSections({ http, setup, webUrl, now: () => new Date(now()).toISOString() });
  const people = createPeopleFinder(http);
  const urlOf = ({ module, id }: CustomerRef) => recordUrl(webUrl, CUSTOMER_MODULE[module], id);

  async function read(ref: CustomerRef): Promise<CustomerRecord | null> {
    const profile = readProfile(http, ref);
    const [record, potentials, notes, calls, events, tasks] = await Promise.all([
      profile,
      attempt(sections.potentials(ref, 1)),
      attempt(sections.notes(ref, 1)),
      attempt(sections.calls(ref, 1)),
      attempt(sections.events(ref, 1)),
      attempt(sections.tasks(ref, 1)),
    ]);
    if (record === null) return null;
    const block = {
      record: { module: ref.module, id: ref.id, url: urlOf(ref) },
      information: await attempt(information(setup, ref, record)),
      potentials,
      notes,
      calls,
      events,
      tasks,
    };
    return { block, accountId: ref.module === 'contacts' ? lookupId(record['Account_Name']) : null };
  }

  return {
    setup: () => setup.read(),
    ...people,

    async findAccounts(name) {
      const wanted = matchText(name);
      if (wanted === '') return [];
      const spellings = [...new Set([name.trim(), wanted])];
      const where = isOneOf('Account_Name', spellings);
      const rows = await coqlAll(
        http,
        `select id, Account_Name from Accounts where ${where} order by id asc`,
      );
      return rows.filter((row) => matchText(row['Account_Name']) === wanted).map(({ id }) => id);
    },

    read,
    page: (ref, item, page) => sections[item](ref, page),

    async dealStages(of, ids) {
      const field = DEAL_FIELD[of];
      const stages = new Map<string, DealStage[]>();
      const pages = chunksOf([...new Set(ids)], COQL_VALUES).map((chunk) =>
        coqlAll(http, `select id, ${field}, Stage from Deals where ${isOneOf(field, chunk)} order by id asc`),
      );
      for (const row of (await Promise.all(pages)).flat()) {
        const id = lookupId(row[field]);
        if (id !== null) stages.set(id, [...(stages.get(id) ?? []), textOf(row['Stage'])]);
      }
      return stages;
    },

    search: (entity, way, text) => searchCustomers(http, entity, way, text, urlOf),
    exists: async (ref) => (await readProfile(http, ref)) !== null,
    urlOf,
  };
}

async function searchCustomers(
  http: HttpClient,
  entity: Entity,
  way: SearchWay,
  text: string,
  urlOf: (ref: CustomerRef) => string,
): Promise<readonly FoundCustomer[]> {
  const fields = [NAME_FIELD[entity], 'Phone', ...(entity === 'contacts' ? ['Email', 'Mobile'] : [])];
  const path = `/${CUSTOMER_MODULE[entity]}/search`;
  const params = { [way]: text, fields: fields.join(','), per_page: MOST_FOUND };
  const { data } = await http.request({ method: 'GET', path, params });
  const rows = data === null ? [] : parseAnswer(CrmRecordList, data, path).data;
  return rows.map((row) => ({
    id: row.id,
    name: textOf(row[NAME_FIELD[entity]]) ?? '',
    email: textOf(row['Email']),
    phone: textOf(row['Phone']) ?? textOf(row['Mobile']),
    url: urlOf({ module: entity, id: row.id }),
  }));
}
