import type { CrmPerson, Reachable } from '../../../core/handshake/match-contact.ts';
import { phoneKey } from '../../../core/handshake/phone-key.ts';
import { chunksOf } from '../../bounded.ts';
import type { HttpClient } from '../../http-client.ts';
import { parseAnswer } from '../../parse-answer.ts';
import { COQL_VALUES, coqlAll, isOneOf } from '../coql.ts';
import { CrmRecordList } from '../wire.ts';
import type { CrmRow } from './rows.ts';
import { textOf } from './rows.ts';

const EMAILS = ['Email', 'Secondary_Email'] as const;
const PHONES = ['Phone', 'Mobile'] as const;
const FIELDS = [...EMAILS, ...PHONES];
/** One page of a search; many more people of one address are no match at all. */
const MOST_PEOPLE = 200;

/**
 * Contacts and leads by e-mail or phone (S111), many people per call. Whether somebody really matches is the core's to
 * say: here equality is only as good as CRM's. Contacts are read by COQL, which knows fresh ones; leads by search, which
 * leaves converted ones out (zoho-crm-api §2.4).
 */
export function createPeopleFinder(http: HttpClient) {
  async function contacts(fields: readonly [string, string], values: readonly string[]) {
    const [first, second] = fields;
    const where = `(${isOneOf(first, values)}) or (${isOneOf(second, values)})`;
    const select = `select id, ${FIELDS.join(', ')} from Contacts where ${where} order by id asc`;
    return (await coqlAll(http, select)).map((row) => person('contacts', row));
  }
  async function leads(fields: readonly [string, string], values: readonly string[]) {
    const list = values.map(escaped).join(',');
    const criteria = `((${fields[0]}:in:${list})or(${fields[1]}:in:${list}))`;
    return (await search('Leads', { criteria })).map((row) => person('leads', row));
  }
  async function search(module: string, by: Readonly<Record<string, string>>): Promise<readonly CrmRow[]> {
    const path = `/${module}/search`;
    const params = { ...by, fields: FIELDS.join(','), per_page: MOST_PEOPLE };
    const { data } = await http.request({ method: 'GET', path, params });
    return data === null ? [] : parseAnswer(CrmRecordList, data, path).data;
  }
  async function byValues(fields: readonly [string, string], values: readonly string[]) {
    const wanted = [...new Set(values)].filter((value) => value !== '');
    const calls = chunksOf(wanted, COQL_VALUES).flatMap((chunk) => [
      contacts(fields, chunk),
      leads(fields, chunk),
    ]);
    return unique((await Promise.all(calls)).flat());
  }

  return {
    findByEmail: (people: readonly Reachable[]) =>
      byValues(
        EMAILS,
        people.flatMap(({ emails }) => emails.flatMap(emailSpellings)),
      ),
    findByPhone: (people: readonly Reachable[]) =>
      byValues(
        PHONES,
        people.flatMap(({ phones }) => phones.flatMap(phoneSpellings)),
      ),
    async searchPhones({ phones }: Reachable): Promise<readonly CrmPerson[]> {
      const wanted = new Set(phones.map(phoneKey).filter((key) => key !== null));
      const calls = [...wanted].flatMap((phone) => [
        search('Contacts', { phone }).then((rows) => rows.map((row) => person('contacts', row))),
        search('Leads', { phone }).then((rows) => rows.map((row) => person('leads', row))),
      ]);
      return unique((await Promise.all(calls)).flat());
    },
  };
}

function emailSpellings(email: string): readonly string[] {
  const plain = email.trim();
  return [plain, plain.toLowerCase()];
}

/** Spellings CRM probably holds; a batch cannot ask for every way to write a number. */
function phoneSpellings(phone: string): readonly string[] {
  const key = phoneKey(phone);
  return key === null ? [] : [phone.trim(), key, `+${key}`, `0${key}`, `00${key}`];
}

/** In criteria, a backslash keeps `(),\` from meaning anything. */
function escaped(value: string): string {
  return value.replaceAll(/[\\(),]/g, String.raw`\$&`);
}

function person(module: CrmPerson['module'], row: CrmRow): CrmPerson {
  const texts = (fields: readonly string[]) =>
    fields.map((field) => textOf(row[field])).filter((text) => text !== null);
  return { module, id: row.id, emails: texts(EMAILS), phones: texts(PHONES) };
}

function unique(people: readonly CrmPerson[]): readonly CrmPerson[] {
  return [...new Map(people.map((found) => [`${found.module} ${found.id}`, found])).values()];
}
