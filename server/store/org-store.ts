import { sql } from 'kysely';
import type { Kysely } from 'kysely';
import type { OrgRepositories, OrgStore, Store } from '../ports/store.ts';
import { auditRepository } from './audit.ts';
import { configRepository } from './configs.ts';
import { credentialRepository } from './credentials.ts';
import { cursorRepository } from './cursors.ts';
import { erasureRepository } from './erasure.ts';
import { failureRepository } from './failures.ts';
import { historyRepository } from './history.ts';
import { inboxRepository } from './inbox.ts';
import { findByCrmOrg, integrationRepository, listIntegrations } from './integrations.ts';
import { intentRepository } from './intents.ts';
import { keyRepository } from './keys.ts';
import { laneRepository } from './lanes.ts';
import { legacyImportRepository } from './legacy-imports.ts';
import { linkRepository } from './links.ts';
import { oauthStateRepository } from './oauth-states.ts';
import { openConflictRepository } from './open-conflicts.ts';
import { panelActionRepository } from './panel-actions.ts';
import { panelCacheRepository } from './panel-cache.ts';
import { permissionRepository } from './permissions.ts';
import { copyForRehearsal, rehearsalKey } from './rehearsal.ts';
import { runRepository } from './runs.ts';
import type { Database } from './schema.ts';
import type { Scope } from './scope.ts';
import type { Secrets } from './secrets.ts';
import { sessionRepository } from './sessions.ts';
import { stagingRepository } from './staging.ts';
import { findSubscription, subscriptionRepository } from './subscriptions.ts';
import { assertOutside, guarded, transactionGuard } from './transaction-guard.ts';
import { waitingReferenceRepository } from './waiting-references.ts';

/** The store's port over an open, migrated database. `close` is what ends that database. */
export function createStore(db: Kysely<Database>, secrets: Secrets, close: () => Promise<void>): Store {
  const outside = db.withPlugin(transactionGuard);
  return {
    forOrg: (orgKey) => orgStore(db, outside, orgKey, secrets),
    rehearsalOf: (orgKey) => orgStore(db, outside, rehearsalKey(orgKey), secrets),
    async prepareRehearsal(orgKey) {
      assertOutside();
      await db.transaction().execute((trx) =>
        guarded(async () => {
          const { erasure } = repositories({ db: trx, orgKey: rehearsalKey(orgKey), secrets });
          await erasure.allButPairs();
          await erasure.pairs();
          await copyForRehearsal(trx, orgKey);
        }),
      );
    },
    listIntegrations: (states) => listIntegrations(outside, states),
    findByCrmOrg: (crmOrgId) => findByCrmOrg(outside, crmOrgId),
    findSubscription: (pathToken) => findSubscription(outside, secrets, pathToken),
    oauthStates: oauthStateRepository(outside, secrets),
    sessions: sessionRepository(outside, secrets),
    async ping() {
      await sql`select 1`.execute(outside);
    },
    close,
  };
}

function orgStore(
  db: Kysely<Database>,
  outside: Kysely<Database>,
  orgKey: string,
  secrets: Secrets,
): OrgStore {
  const scope: Scope = { db: outside, orgKey, secrets };
  return {
    orgKey,
    ...repositories(scope),
    lane: laneRepository(scope),
    async transaction(work) {
      assertOutside();
      return db
        .transaction()
        .execute((trx) => guarded(() => work(repositories({ db: trx, orgKey, secrets }))));
    },
  };
}

function repositories(scope: Scope): OrgRepositories {
  return {
    integration: integrationRepository(scope),
    credentials: credentialRepository(scope),
    subscriptions: subscriptionRepository(scope),
    legacyImports: legacyImportRepository(scope),
    openConflicts: openConflictRepository(scope),
    configs: configRepository(scope),
    links: linkRepository(scope),
    waitingReferences: waitingReferenceRepository(scope),
    inbox: inboxRepository(scope),
    intents: intentRepository(scope),
    keys: keyRepository(scope),
    staging: stagingRepository(scope),
    runs: runRepository(scope),
    history: historyRepository(scope),
    failures: failureRepository(scope),
    cursors: cursorRepository(scope),
    permissions: permissionRepository(scope),
    panelCache: panelCacheRepository(scope),
    panelActions: panelActionRepository(scope),
    audit: auditRepository(scope),
    erasure: erasureRepository(scope),
  };
}
