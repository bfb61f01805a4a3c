import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { Figures, Labelled } from '../ports/figures.ts';
import { REHEARSAL_SUFFIX } from './rehearsal.ts';
import type { Database } from './schema.ts';

const REHEARSAL = `%${REHEARSAL_SUFFIX}`;

/** Reads the figures of all organisations together; rehearsals of flight plans do not count. */
export function createFigures(db: Kysely<Database>): Figures {
  /** Rows have text columns that are labels, and one number called `value`. */
  async function rows(query: ReturnType<typeof sql<Row>>): Promise<readonly Labelled[]> {
    const found = await query.execute(db);
    return found.rows.map(({ value, ...labels }) => ({ labels, value: Number(value) }));
  }

  return {
    organisations: () => rows(sql<Row>`select state, count(*) as value from integration group by state`),

    inbox: () =>
      rows(sql<Row>`select module, count(*) as value from inbox
        where org_key not like ${REHEARSAL} group by module`),

    inboxLagSeconds: (now) =>
      rows(sql<Row>`select coalesce(max(extract(epoch from (${now}::timestamptz - due_at))), 0) as value from inbox
        where due_at <= ${now} and org_key in (select org_key from integration where state = 'active')`),

    pollAgeSeconds: (now) =>
      rows(sql<Row>`select split_part(name, '.', 2) as module, split_part(name, '.', 3) as side,
          max(extract(epoch from (${now}::timestamptz - value::timestamptz))) as value from cursor
        where name like 'polled-at.%' and org_key in (select org_key from integration where state = 'active')
        group by 1, 2`),

    failures: () =>
      rows(sql<Row>`select module, code, count(*) as value from failure
        where org_key not like ${REHEARSAL} group by module, code`),

    openConflicts: () =>
      rows(sql<Row>`select module, count(*) as value from open_conflict
        where org_key not like ${REHEARSAL} group by module`),

    intents: () => rows(sql<Row>`select count(*) as value from intent where org_key not like ${REHEARSAL}`),

    panelActions: () => rows(sql<Row>`select count(*) as value from panel_action where result_id is null`),

    lanesHeld: (now) =>
      rows(sql<Row>`select count(*) as value from lane
        where lease_until > ${now} and org_key not like ${REHEARSAL}`),

    unusableConnections: () =>
      rows(sql<Row>`select product, count(*) as value from credential
        where status <> 'valid' group by product`),

    problems: () =>
      rows(sql<Row>`select split_part(name, ':', 2) as topic, count(*) as value from cursor
        where name like 'problem:%' and value <> '' and org_key not like ${REHEARSAL} group by 1`),
  };
}

/** Drivers hand counts out as text, to keep their digits. */
type Row = Record<string, string> & { value: string };
