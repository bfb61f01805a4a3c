import type { PanelCacheRepository } from '../ports/store.ts';
import type { Scope } from './scope.ts';
import { SecretError } from './secrets.ts';

/** Last known data that is older helps nobody. */
const KEEP_MS = 7 * 24 * 3_600_000;
/** Per organisation; a view is some ten kB. */
const MOST_VIEWS = 2_000;

export function panelCacheRepository({ db, orgKey, secrets }: Scope): PanelCacheRepository {
  const place = (subject: string) => ['panel_cache', orgKey, subject, 'value'];
  const ofOrg = () => db.deleteFrom('panel_cache').where('org_key', '=', orgKey);
  return {
    async get(subject) {
      const row = await db
        .selectFrom('panel_cache')
        .selectAll()
        .where('org_key', '=', orgKey)
        .where('subject', '=', subject)
        .executeTakeFirst();
      if (!row) return null;
      try {
        const value = JSON.parse(secrets.decrypt(row.value, place(subject))) as unknown;
        return { readAt: row.read_at, expiredAt: row.expired_at, value };
      } catch (error) {
        // Its key was taken out of the configuration: the view is read anew.
        if (error instanceof SecretError) return null;
        throw error;
      }
    },

    async put(subject, value, readAt) {
      const columns = {
        value: secrets.encrypt(JSON.stringify(value), place(subject)),
        read_at: readAt,
      };
      await db
        .insertInto('panel_cache')
        .values({ org_key: orgKey, subject, ...columns })
        .onConflict((conflict) =>
          conflict
            .columns(['org_key', 'subject'])
            .doUpdateSet(columns)
            .where('panel_cache.read_at', '<=', readAt),
        )
        .execute();
      const oldest = new Date(Date.parse(readAt) - KEEP_MS).toISOString();
      await ofOrg().where('read_at', '<', oldest).execute();
      const beyond = await db
        .selectFrom('panel_cache')
        .select('read_at')
        .where('org_key', '=', orgKey)
        .orderBy('read_at', 'desc')
        .offset(MOST_VIEWS)
        .limit(1)
        .executeTakeFirst();
      if (beyond) await ofOrg().where('read_at', '<=', beyond.read_at).execute();
    },

    async expire(subject, at) {
      await db
        .updateTable('panel_cache')
        .set({ expired_at: at })
        .where('org_key', '=', orgKey)
        .where('subject', '=', subject)
        .execute();
    },
  };
}
