import { SyncError } from '../core/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { OAuthPort } from '../ports/oauth-port.ts';
import type { OpenOrg } from '../ports/org-connections.ts';
import type { CursorRepository, OrgRepositories, OrgStore, Store } from '../ports/store.ts';
import { takeStep } from './integration-state.ts';

export interface DeleteIntegrationDeps {
  readonly store: Store;
  readonly openOrg: OpenOrg;
  readonly oauth: OAuthPort;
  readonly clock: Clock;
  readonly log: Logger;
  readonly newId: () => string;
  /** How long the lane stays ours without a sign of life. */
  readonly leaseMs: number;
}

/** Pairs of a deleted integration are found again for this long (S88). */
const ARCHIVE_MS = 30 * 24 * 3_600_000;
/** A product that cannot be reached for this long is not asked any more: CRM's channels live a week at most. */
const GIVE_UP_MS = 7 * 24 * 3_600_000;
/** How long a person waits for the work under way to stop; what is left is finished by the next `finishAll`. */
const LANE_WAIT_MS = 20_000;
const LOOK_MS = 100;

const SINCE = 'archive:since';
const CRM_ORG = 'archive:crm-org';
/** Set while an uninstall is under way: then nothing is archived. */
const UNINSTALLED = 'uninstalled';

/**
 * Delete Integration (S84–S88) and uninstall. First the state is `deleted`: the gate of all writes is closed and
 * every view shows "not integrated". Then, with the lane in hand so that nobody works any more, subscriptions and
 * access end at Zoho, and all that was kept is erased but the pairs, which an integration of the next 30 days takes
 * up again. Each step can be repeated; what Zoho's absence prevents is tried again.
 */
export function createDeleteIntegration(deps: DeleteIntegrationDeps) {
  const { store, clock, log } = deps;

  /**
   * @returns false when something is left to be ended at Zoho
   * @throws Refusal `illegal-transition` when there is nothing to delete
   */
  async function remove(orgKey: string): Promise<boolean> {
    const org = store.forOrg(orgKey);
    await takeStep(org.integration, 'delete', clock.now());
    return await finish(org);
  }

  /**
   * The extension is gone from Desk: from now on nothing is written, and `uninstall` or `finishAll` erase all.
   * Quick, and no error when it was done already.
   */
  async function beginUninstall(orgKey: string): Promise<void> {
    await store.forOrg(orgKey).transaction(async ({ integration, cursors, erasure }) => {
      const state = (await integration.get())?.state ?? 'none';
      if (state === 'none') {
        await erasure.everything();
        return;
      }
      if (state !== 'deleted') await takeStep(integration, 'delete', clock.now());
      await cursors.set(UNINSTALLED, clock.now());
    });
  }

  /**
   * Nothing of the organisation stays, whatever its state was. Zoho is told once; what it does not hear ends by
   * itself, for the extension is gone there.
   *
   * @returns false when a process is still at work for it; `finishAll` goes on then
   */
  async function uninstall(orgKey: string): Promise<boolean> {
    await beginUninstall(orgKey);
    return await finish(store.forOrg(orgKey));
  }

  /** Goes on with deletions that could not be finished, and ends archives whose time is over. */
  async function finishAll(): Promise<void> {
    for (const { orgKey, state } of await store.listIntegrations(['deleted', 'connecting', 'configured'])) {
      const org = store.forOrg(orgKey);
      if (state === 'deleted') await finish(org);
      await endArchive(org);
    }
  }

  async function finish(org: OrgStore): Promise<boolean> {
    if (await archivedSince(org.cursors)) {
      if (await isUninstalled(org.cursors)) await eraseAll(org);
      return true;
    }
    const owner = deps.newId();
    if (!(await takeLane(org, owner))) return false;
    try {
      const integration = await org.integration.get();
      if (integration?.state !== 'deleted') return true;
      const isOver = Date.parse(clock.now()) - Date.parse(integration.updatedAt) > GIVE_UP_MS;
      const isAtEnd = (await endAtZoho(org)) || isOver;
      if (await isUninstalled(org.cursors)) {
        await eraseAll(org);
        return true;
      }
      if (!isAtEnd) return false;
      await org.transaction(async (repositories) => {
        await archive(repositories, clock.now());
      });
      log.info({ orgKey: org.orgKey }, 'integration deleted; its pairs are kept for 30 days');
      return true;
    } finally {
      await org.lane.release(owner);
    }
  }

  async function eraseAll(org: OrgStore): Promise<void> {
    await org.transaction(({ erasure }) => erasure.everything());
    log.info({ orgKey: org.orgKey }, 'uninstalled: everything of the organisation is erased');
  }

  /** True when nothing is left, or when what is left is out of our hands. */
  async function endAtZoho(org: OrgStore): Promise<boolean> {
    const credentials = { desk: await org.credentials.get('desk'), crm: await org.credentials.get('crm') };
    const left: string[] = [];
    const attempt = async (what: string, work: () => Promise<void>) => {
      try {
        await work();
      } catch (error) {
        if (!(error instanceof SyncError)) throw error;
        const { code, providerCode } = error;
        log.warn({ orgKey: org.orgKey, code, providerCode }, `Deleting: ${what} failed`);
        if (isPassing(error)) left.push(what);
      }
    };

    if (credentials.desk && credentials.crm) {
      const { webhooks, channels } = await deps.openOrg(org.orgKey);
      for (const { externalId } of await org.subscriptions.list('desk')) {
        await attempt('unsubscribing the webhook', async () => {
          await webhooks.delete(externalId);
          await org.subscriptions.delete('desk', externalId);
        });
      }
      for (const { externalId } of await org.subscriptions.list('crm')) {
        await attempt('ending the notification channel', async () => {
          await channels.disable(externalId);
          await org.subscriptions.delete('crm', externalId);
        });
      }
    }
    // Access is what unsubscribing needs, so it goes last.
    if (left.length > 0) return false;
    for (const product of ['desk', 'crm'] as const) {
      const credential = credentials[product];
      if (!credential) continue;
      await attempt(`revoking access to ${product}`, async () => {
        await deps.oauth.revoke({ dc: credential.dataCenter, token: credential.refreshToken });
        await org.credentials.delete(product);
      });
    }
    return left.length === 0;
  }

  async function takeLane(org: OrgStore, owner: string): Promise<boolean> {
    const giveUpAt = Date.parse(clock.now()) + LANE_WAIT_MS;
    for (;;) {
      const now = clock.now();
      const leaseUntil = new Date(Date.parse(now) + Math.max(deps.leaseMs, LANE_WAIT_MS)).toISOString();
      if (await org.lane.acquire(owner, now, leaseUntil)) return true;
      if (Date.parse(now) > giveUpAt) return false;
      await clock.sleep(LOOK_MS);
    }
  }

  async function endArchive(org: OrgStore): Promise<void> {
    const since = await archivedSince(org.cursors);
    if (!since || Date.parse(clock.now()) - Date.parse(since) <= ARCHIVE_MS) return;
    await org.transaction(async (repositories) => {
      const state = (await repositories.integration.get())?.state;
      if (state === 'deleted') await repositories.erasure.everything();
      else if (state !== 'active' && state !== 'paused') await forgetArchive(repositories);
    });
  }

  return { remove, beginUninstall, uninstall, finishAll };
}
export type DeleteIntegration = ReturnType<typeof createDeleteIntegration>;

async function isUninstalled(cursors: CursorRepository): Promise<boolean> {
  return (await cursors.get(UNINSTALLED)) !== null;
}

/** When the integration's pairs were archived; null while its deletion is not finished, or without a deletion. */
export async function archivedSince(cursors: CursorRepository): Promise<string | null> {
  const since = await cursors.get(SINCE);
  return since === '' ? null : since;
}

/** Pairs belong to one CRM organisation: connecting another one forgets them (S88). */
export async function adoptArchive(repositories: OrgRepositories, crmOrgId: string): Promise<void> {
  if (!(await archivedSince(repositories.cursors))) return;
  if ((await repositories.cursors.get(CRM_ORG)) !== crmOrgId) await forgetArchive(repositories);
}

async function forgetArchive({ erasure, cursors }: OrgRepositories): Promise<void> {
  await erasure.pairs();
  await cursors.set(SINCE, '');
  await cursors.set(CRM_ORG, '');
}

async function archive({ integration, erasure, cursors }: OrgRepositories, at: string): Promise<void> {
  const found = await integration.get();
  if (!found) return;
  const { orgKey: _orgKey, ...row } = found;
  await erasure.allButPairs();
  await integration.put({ ...row, crmOrgId: null, crmDataCenter: null, updatedAt: at });
  await cursors.set(SINCE, at);
  await cursors.set(CRM_ORG, row.crmOrgId ?? '');
}

/** Worth another try; a refusal (access withdrawn, permission lost) is not. */
function isPassing({ code }: SyncError): boolean {
  return code === 'unavailable' || code === 'rate-limited' || code === 'unknown-outcome';
}
