import type { WaitingReference, WaitingReferenceRepository } from '../ports/store.ts';
import { batches } from './batches.ts';
import type { Scope } from './scope.ts';

export function waitingReferenceRepository({ db, orgKey }: Scope): WaitingReferenceRepository {
  return {
    async add(references) {
      for (const batch of batches(references)) {
        await db
          .insertInto('waiting_reference')
          .values(
            batch.map(({ module, side, recordId, toModule, toId }) => ({
              org_key: orgKey,
              module,
              side,
              record_id: recordId,
              to_module: toModule,
              to_id: toId,
            })),
          )
          .onConflict((conflict) => conflict.doNothing())
          .execute();
      }
    },

    async clear(module, side, ids) {
      for (const batch of batches([...new Set(ids)])) {
        await db
          .deleteFrom('waiting_reference')
          .where('org_key', '=', orgKey)
          .where('module', '=', module)
          .where('side', '=', side)
          .where('record_id', 'in', batch)
          .execute();
      }
    },

    async take(toModule, side, toIds) {
      const taken: WaitingReference[] = [];
      for (const batch of batches([...new Set(toIds)])) {
        const rows = await db
          .deleteFrom('waiting_reference')
          .where('org_key', '=', orgKey)
          .where('to_module', '=', toModule)
          .where('side', '=', side)
          .where('to_id', 'in', batch)
          .returningAll()
          .execute();
        for (const row of rows) {
          const { module, record_id: recordId, to_id: toId } = row;
          taken.push({ module, side, recordId, toModule, toId });
        }
      }
      return taken;
    },

    async list() {
      const rows = await db
        .selectFrom('waiting_reference')
        .selectAll()
        .where('org_key', '=', orgKey)
        .orderBy('module')
        .orderBy('side')
        .orderBy('record_id')
        .orderBy('to_id')
        .execute();
      return rows.map((row) => {
        const { module, side, record_id: recordId, to_module: toModule, to_id: toId } = row;
        return { module, side, recordId, toModule, toId };
      });
    },
  };
}
