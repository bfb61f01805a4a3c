import { SyncError } from '../core/errors.ts';
import type { SyncErrorCode } from '../core/errors.ts';
import { MODULES } from '../core/record.ts';
import type { CrmViews } from '../ports/crm-views.ts';
import type { LegacyImport, OrgRepositories, OrgStore, Store } from '../ports/store.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { needSync } from './poll.ts';
import { Refusal } from './refusal.ts';
import { clearProblem, noteProblem } from './standing-problems.ts';

/** What an organisation that used the scheduled import brings along. */
export interface LegacySettings {
  readonly deskDataCenter: string;
  readonly imports: readonly Omit<LegacyImport, 'importedAt'>[];
}

/** Trouble that is over some time; everything else is the view's own. */
const PASSING: ReadonlySet<SyncErrorCode> = new Set([
  'unavailable',
  'rate-limited',
  'unknown-outcome',
  'reauthorization-required',
]);

/**
 * Takes an organisation of the old scheduled import over (S89), or replaces what it imports. For operators: no
 * request can lead to this state, and none leads back to it (S91).
 *
 * @throws Refusal `illegal-transition` when the organisation has, or ever had, the sync
 */
export async function adoptLegacy(
  store: Store,
  orgKey: string,
  { deskDataCenter, imports }: LegacySettings,
  at: string,
): Promise<void> {
  await store.forOrg(orgKey).transaction(async ({ integration, legacyImports }) => {
    const found = await integration.get();
    const state = found?.state ?? 'none';
    if (state !== 'none' && state !== 'legacy') {
      throw new Refusal(
        'illegal-transition',
        'An organisation that has the sync cannot go back to the import',
        {
          state,
          step: 'adopt-legacy',
        },
      );
    }
    if (!found) {
      await integration.put({
        state: 'legacy',
        deskOrgId: orgKey,
        crmOrgId: null,
        deskDataCenter,
        crmDataCenter: null,
        createdAt: at,
        updatedAt: at,
      });
    }
    const before = new Map((await legacyImports.list()).map((entry) => [entry.module, entry]));
    await legacyImports.clear();
    for (const entry of imports) {
      const known = before.get(entry.module);
      const importedAt = known?.viewId === entry.viewId ? known.importedAt : null;
      await legacyImports.put({ ...entry, importedAt });
    }
  });
}

/** False while nothing is due, or while a product is not connected. Asks nobody at Zoho. */
export async function importLeftToDo(org: OrgStore, now: string): Promise<boolean> {
  for (const product of ['desk', 'crm'] as const) {
    if ((await org.credentials.get(product))?.status !== 'valid') return false;
  }
  if ((await dueImports(org, now)).length > 0 || (await org.intents.pending()).length > 0) return true;
  const dueAt = await org.inbox.nextDueAt(MODULES);
  return dueAt !== null && dueAt <= now;
}

async function dueImports(org: Pick<OrgRepositories, 'legacyImports'>, now: string) {
  const isDue = ({ importedAt, everyMinutes }: LegacyImport) =>
    importedAt === null || Date.parse(now) - Date.parse(importedAt) >= everyMinutes * 60_000;
  return (await org.legacyImports.list()).filter(isDue);
}

/**
 * Reads the views that are due and puts what Desk does not have yet, or has otherwise, into the inbox. Matching,
 * writing and failures are the sync's own, so whatever is imported is paired, and the switch finds it (S95).
 * A view that CRM no longer has stops that module only and is shown as a standing problem.
 */
export async function importDueViews(context: SyncContext, views: CrmViews): Promise<void> {
  const { org, clock } = context;
  for (const entry of await dueImports(org, clock.now())) {
    const startedAt = clock.now();
    const topic = `import-${entry.module}` as const;
    try {
      await importView(context, views, entry);
      await clearProblem(org.cursors, topic);
    } catch (error) {
      if (!(error instanceof SyncError) || PASSING.has(error.code)) throw error;
      const { viewId, viewName } = entry;
      await noteProblem(org.cursors, {
        topic,
        code: 'view-unreadable',
        message: `CRM does not show the custom view ${viewName}`,
        details: { viewId, viewName, providerCode: error.providerCode ?? null },
        since: startedAt,
      });
    }
    await org.legacyImports.noteImported(entry.module, startedAt);
  }
}

async function importView(context: SyncContext, views: CrmViews, { module, viewId }: LegacyImport) {
  const { org, clock, signal } = context;
  const fields = setupOf(context, module).mapping.fieldsToRead('crm');
  for await (const page of views.read(module, viewId, { fields, signal })) {
    signal.throwIfAborted();
    const changed = await needSync(context, module, 'crm', page.records);
    const rows = changed.map(({ id }) => ({
      module,
      side: 'crm' as const,
      recordId: id,
      reason: 'poll' as const,
    }));
    await org.inbox.mark(rows, clock.now());
  }
}
