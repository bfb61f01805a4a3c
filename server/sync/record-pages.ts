import { SyncError } from '../core/errors.ts';
import type { Module, Side } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { OpenOrg } from '../ports/org-connections.ts';
import { keepBriefly } from './keep-briefly.ts';

export type RecordPages = Readonly<Record<Side, Readonly<Record<Module, string>> | null>>;

/** A portal is hardly ever renamed, and a wrong link harms nobody. */
const KEPT_MS = 3_600_000;

/** Where people find a record in either product (S70); null for a product that is not connected or does not answer. */
export function createRecordPages({ openOrg, clock }: { readonly openOrg: OpenOrg; readonly clock: Clock }) {
  const kept = keepBriefly<RecordPages>(clock, KEPT_MS);

  return async function recordPages(orgKey: string): Promise<RecordPages> {
    try {
      const connections = await openOrg(orgKey);
      const crm = connections.crmPages();
      const { desk } = await kept
        .get(orgKey, async () => ({ desk: await connections.deskPages(), crm }))
        .catch(unlessUnanswered);
      return { desk, crm };
    } catch (error) {
      return unlessUnanswered(error);
    }
  };
}
export type ReadRecordPages = ReturnType<typeof createRecordPages>;

function unlessUnanswered(error: unknown): RecordPages {
  if (error instanceof SyncError) return { desk: null, crm: null };
  throw error;
}
