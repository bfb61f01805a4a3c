import type { CursorRepository } from '../ports/store.ts';
import type { Scope } from './scope.ts';

export function cursorRepository({ db, orgKey }: Scope): CursorRepository {
  return {
    async get(name) {
      const row = await db
        .selectFrom('cursor')
        .select('value')
        .where('org_key', '=', orgKey)
        .where('name', '=', name)
        .executeTakeFirst();
      return row?.value ?? null;
    },

    async set(name, value) {
      await db
        .insertInto('cursor')
        .values({ org_key: orgKey, name, value })
        .onConflict((conflict) => conflict.columns(['org_key', 'name']).doUpdateSet({ value }))
        .execute();
    },
  };
}
