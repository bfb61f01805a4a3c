import { SyncError } from '../../core/errors.ts';
import type { WriteOutcome } from '../../ports/record-gateway.ts';
import { chunksOf } from '../bounded.ts';
import type { HttpClient } from '../http-client.ts';
import { parseAnswer } from '../parse-answer.ts';
import { MassResults } from './wire.ts';

const PATH = '/recycleBin/restore';
/** No limit is documented; the one of the other calls on several records is safe. */
const IDS_PER_CALL = 50;

/** Restores from Desk's recycle bin, 6 credits a record (zoho-desk-api §2.8). The caller reads the record again. */
export async function restoreFromBin(
  http: HttpClient,
  sourceId: string,
  ids: readonly string[],
  signal?: AbortSignal,
): Promise<readonly WriteOutcome[]> {
  const outcomes: WriteOutcome[] = [];
  for (const chunk of chunksOf(ids, IDS_PER_CALL)) {
    try {
      const { data } = await http.request({
        method: 'POST',
        path: PATH,
        data: { ids: chunk },
        headers: { sourceId },
        idempotent: false,
        signal,
      });
      const results = new Map(
        parseAnswer(MassResults, data, PATH).results.map((result) => [result.id, result]),
      );
      outcomes.push(...chunk.map((id) => outcomeOf(id, results.get(id))));
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      outcomes.push(...chunk.map((): WriteOutcome => ({ ok: false, error })));
    }
  }
  return outcomes;
}

function outcomeOf(id: string, result: MassResults['results'][number] | undefined): WriteOutcome {
  if (result === undefined) {
    return { ok: false, error: new SyncError('unknown-outcome', 'Desk says nothing of this record') };
  }
  if (result.success) return { ok: true, id, createdAt: null, modifiedAt: null };
  return {
    ok: false,
    error: new SyncError('provider', `Desk did not restore ${id}`, { providerCode: 'RESTORE' }),
  };
}
