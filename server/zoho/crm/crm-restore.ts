import { SyncError } from '../../core/errors.ts';
import type { WriteOutcome } from '../../ports/record-gateway.ts';
import { chunksOf } from '../bounded.ts';
import type { HttpClient } from '../http-client.ts';
import { isObject } from '../json.ts';
import { parseAnswer } from '../parse-answer.ts';
import { RestoreAnswer } from './wire.ts';

const PATH = '/settings/recycle_bin/actions/restore';
const IDS_PER_CALL = 100;

/** Restores from CRM's recycle bin (zoho-crm-api §2.3). The caller reads the record again. */
export async function restoreFromCrmBin(
  http: HttpClient,
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
        idempotent: false,
        signal,
        isAnswer: (_status, body) => isObject(body) && Array.isArray(body['recycle_bin']),
      });
      const codes = new Map(
        parseAnswer(RestoreAnswer, data, PATH).recycle_bin.map(({ id, code, details }) => [
          id ?? details?.id,
          code,
        ]),
      );
      outcomes.push(...chunk.map((id) => outcomeOf(id, codes.get(id))));
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      outcomes.push(...chunk.map((): WriteOutcome => ({ ok: false, error })));
    }
  }
  return outcomes;
}

function outcomeOf(id: string, code: string | undefined): WriteOutcome {
  if (code === undefined) {
    return { ok: false, error: new SyncError('unknown-outcome', 'CRM says nothing of this record') };
  }
  if (code === 'SUCCESS') return { ok: true, id, createdAt: null, modifiedAt: null };
  return { ok: false, error: new SyncError('provider', `CRM did not restore ${id}`, { providerCode: code }) };
}
