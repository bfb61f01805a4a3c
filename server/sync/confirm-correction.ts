import type { FieldValue, RawValue } from '../core/record.ts';
import type { Intent, OrgStore } from '../ports/store.ts';
import { countRow } from './apply-writes.ts';

/**
 * The one commit after an administrator's correction was written: history and counts of its run, and the intent gone
 * (P22). `before` is empty when the answer got lost and the old value is known to the audit only.
 */
export async function confirmCorrection(
  org: OrgStore,
  intent: Intent,
  before: Readonly<Record<string, RawValue>>,
  at: string,
): Promise<void> {
  const { module, target, sourceId, runId } = intent;
  const link = (await org.links.byIds(module, target, [sourceId])).get(sourceId);
  const alone = { deskId: target === 'desk' ? sourceId : '', crmId: target === 'crm' ? sourceId : '' };
  const { deskId, crmId } = link ?? alone;
  const fields = Object.entries(intent.values).map(([field, to]) => {
    return { field, from: shown(before[field] ?? null), to: shown(to), rule: 'corrected' };
  });
  await org.transaction(async ({ history, runs, intents }) => {
    await history.append([{ runId, module, target, action: 'corrected', deskId, crmId, fields, at }]);
    await runs.addCounts(runId, [countRow(module, target, 0, 1, 0)]);
    await runs.finish(runId, at);
    await intents.close([intent.id]);
  });
}

function shown(value: RawValue): FieldValue {
  return typeof value === 'number' ? String(value) : value;
}
