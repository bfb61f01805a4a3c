import { sql } from 'kysely';
import type { Selectable } from 'kysely';
import type { Side } from '../core/record.ts';
import type { Link, LinkRepository } from '../ports/store.ts';
import { batches, lastByKey } from './batches.ts';
import { fromJson, toJson } from './json.ts';
import type { Database } from './schema.ts';
import type { Scope } from './scope.ts';

type Row = Selectable<Database['link']>;
const ABSENT_COLUMN = { desk: 'desk_absent_since', crm: 'crm_absent_since' } as const;
const ID_COLUMN = { desk: 'desk_id', crm: 'crm_id' } as const satisfies Record<Side, keyof Row>;

export function linkRepository({ db, orgKey }: Scope): LinkRepository {
  return {
    async byIds(module, side, ids) {
      const links = new Map<string, Link>();
      for (const batch of batches([...new Set(ids)])) {
        const rows = await db
          .selectFrom('link')
          .selectAll()
          .where('org_key', '=', orgKey)
          .where('module', '=', module)
          .where(ID_COLUMN[side], 'in', batch)
          .execute();
        for (const row of rows) links.set(row[ID_COLUMN[side]], toLink(row));
      }
      return links;
    },

    async insertMany(links, at) {
      const inserted: Link[] = [];
      for (const batch of batches([...links].sort(byDeskId))) {
        const rows = await db
          .insertInto('link')
          .values(
            batch.map((link) => ({
              org_key: orgKey,
              module: link.module,
              desk_id: link.deskId,
              crm_id: link.crmId,
              base: toJson(link.base),
              config_version: link.configVersion,
              desk_presence: link.presence.desk,
              crm_presence: link.presence.crm,
              desk_modified_at: link.modifiedAt.desk,
              crm_modified_at: link.modifiedAt.crm,
              desk_absent_since: link.presence.desk === 'live' ? null : at,
              crm_absent_since: link.presence.crm === 'live' ? null : at,
              created_at: at,
              updated_at: at,
            })),
          )
          .onConflict((conflict) => conflict.doNothing())
          .returningAll()
          .execute();
        inserted.push(...rows.map(toLink));
      }
      return inserted;
    },

    async updateMany(links, at) {
      const rows = lastByKey(links, pairKey);
      for (const batch of batches(rows)) {
        const changes = batch.map((link) => ({
          module: link.module,
          desk_id: link.deskId,
          crm_id: link.crmId,
          // As text: whatever the values hold, the outer JSON stays one that PostgreSQL takes.
          base: toJson(link.base),
          config_version: link.configVersion,
          desk_presence: link.presence.desk,
          crm_presence: link.presence.crm,
          desk_modified_at: link.modifiedAt.desk,
          crm_modified_at: link.modifiedAt.crm,
        }));
        await sql`
          update link set
            base = change.base::jsonb, config_version = change.config_version,
            desk_presence = change.desk_presence, crm_presence = change.crm_presence,
            desk_absent_since = case when change.desk_presence = 'live' then null
              else coalesce(link.desk_absent_since, ${at}::timestamptz) end,
            crm_absent_since = case when change.crm_presence = 'live' then null
              else coalesce(link.crm_absent_since, ${at}::timestamptz) end,
            desk_modified_at = change.desk_modified_at, crm_modified_at = change.crm_modified_at,
            updated_at = ${at}::timestamptz
          from jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as change(
            module text, desk_id text, crm_id text, base text, config_version int, desk_presence text,
            crm_presence text, desk_modified_at text, crm_modified_at text)
          where link.org_key = ${orgKey} and link.module = change.module
            and link.desk_id = change.desk_id and link.crm_id = change.crm_id`.execute(db);
      }
    },

    async delete(module, deskId, crmId) {
      await db
        .deleteFrom('link')
        .where('org_key', '=', orgKey)
        .where('module', '=', module)
        .where('desk_id', '=', deskId)
        .where('crm_id', '=', crmId)
        .execute();
    },

    async page(module, afterDeskId, limit) {
      const rows = await db
        .selectFrom('link')
        .selectAll()
        .where('org_key', '=', orgKey)
        .where('module', '=', module)
        .$if(afterDeskId !== null, (query) => query.where('desk_id', '>', afterDeskId ?? ''))
        .orderBy('desk_id')
        .limit(limit)
        .execute();
      return rows.map(toLink);
    },

    async absent(module, afterDeskId, limit) {
      const rows = await db
        .selectFrom('link')
        .selectAll()
        .where('org_key', '=', orgKey)
        .where('module', '=', module)
        .where((or) =>
          or.or([or('desk_absent_since', 'is not', null), or('crm_absent_since', 'is not', null)]),
        )
        .$if(afterDeskId !== null, (query) => query.where('desk_id', '>', afterDeskId ?? ''))
        .orderBy('desk_id')
        .limit(limit)
        .execute();
      return rows.map((row) => {
        const times = [row.desk_absent_since, row.crm_absent_since].filter((time) => time !== null);
        return { link: toLink(row), since: times.sort()[0] ?? row.updated_at };
      });
    },

    async countAbsent(module, side, since) {
      const { count } = await db
        .selectFrom('link')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('org_key', '=', orgKey)
        .where('module', '=', module)
        .where(ABSENT_COLUMN[side], '>', since)
        .executeTakeFirstOrThrow();
      return count;
    },

    async count(module) {
      const { count } = await db
        .selectFrom('link')
        .select(sql<number>`count(*)::int`.as('count'))
        .where('org_key', '=', orgKey)
        .where('module', '=', module)
        .executeTakeFirstOrThrow();
      return count;
    },
  };
}

function pairKey(link: Link): string {
  return `${link.module} ${link.deskId} ${link.crmId}`;
}

/** Equal ids keep the order they came in, so the first of two rivals wins. */
function byDeskId(a: Link, b: Link): number {
  if (a.deskId === b.deskId) return 0;
  return a.deskId < b.deskId ? -1 : 1;
}

function toLink(row: Row): Link {
  return {
    module: row.module,
    deskId: row.desk_id,
    crmId: row.crm_id,
    base: fromJson(row.base),
    configVersion: row.config_version,
    presence: { desk: row.desk_presence, crm: row.crm_presence },
    modifiedAt: { desk: row.desk_modified_at, crm: row.crm_modified_at },
  };
}
