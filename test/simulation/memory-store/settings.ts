import { SyncError } from '../../../server/core/errors.ts';
import type {
  ConfigRepository,
  CredentialRepository,
  Integration,
  IntegrationRepository,
  SubscriptionRepository,
} from '../../../server/ports/store.ts';
import type { OrgTables } from './org-tables.ts';
import type { Rows } from './rows.ts';

/** @param holderOf key of the organisation that holds a CRM organisation (S15) */
export function integrationRepository(
  { integration }: OrgTables,
  orgKey: string,
  holderOf: (crmOrgId: string) => string | undefined,
): Rows<IntegrationRepository> {
  function refuseHeld({ state, crmOrgId }: Pick<Integration, 'state' | 'crmOrgId'>): void {
    if (state === 'deleted' || crmOrgId === null) return;
    const holder = holderOf(crmOrgId);
    if (holder === undefined || holder === orgKey) return;
    throw new SyncError('already-linked', 'This CRM organisation is connected already', {
      recordId: holder,
    });
  }
  return {
    get() {
      return integration.get(orgKey) ?? null;
    },
    put(row) {
      refuseHeld(row);
      integration.set(orgKey, { ...row, orgKey, switchedAt: integration.get(orgKey)?.switchedAt ?? null });
    },
    markSwitched(at) {
      const row = integration.get(orgKey);
      if (row) integration.set(orgKey, { ...row, switchedAt: row.switchedAt ?? at });
    },
    transition(from, to, at) {
      const row = integration.get(orgKey);
      if (!row || !from.includes(row.state)) return false;
      refuseHeld({ ...row, state: to });
      integration.set(orgKey, { ...row, state: to, updatedAt: at });
      return true;
    },
  };
}

export function configRepository({ configs }: OrgTables): Rows<ConfigRepository> {
  return {
    current(module) {
      return configs.get(module) ?? null;
    },
    save(config, expectedVersion) {
      if ((configs.get(config.module)?.version ?? 0) !== expectedVersion)
        throw new SyncError('changed-meanwhile', `The settings of ${config.module} were changed meanwhile`);
      const saved = { ...config, version: expectedVersion + 1 };
      configs.set(config.module, saved);
      return saved;
    },
  };
}

export function credentialRepository({ credentials }: OrgTables): Rows<CredentialRepository> {
  return {
    get(product) {
      return credentials.get(product) ?? null;
    },
    put(credential) {
      const version = (credentials.get(credential.product)?.version ?? 0) + 1;
      credentials.set(credential.product, { ...credential, version });
    },
    claimRefresh: () => true,
    saveAccessToken(product, accessToken, accessExpiresAt) {
      const row = credentials.get(product);
      if (row) credentials.set(product, { ...row, accessToken, accessExpiresAt, version: row.version + 1 });
    },
    markUnusable(product) {
      const row = credentials.get(product);
      if (row) credentials.set(product, { ...row, status: 'reauthorization-required' });
    },
    delete(product) {
      credentials.delete(product);
    },
  };
}

export function subscriptionRepository({ subscriptions }: OrgTables): Rows<SubscriptionRepository> {
  const keyOf = (product: string, externalId: string) => `${product} ${externalId}`;
  return {
    list(product) {
      return subscriptions
        .all()
        .filter((row) => row.product === product)
        .map(({ pathToken: _pathToken, ...row }) => row);
    },
    put(row) {
      subscriptions.set(keyOf(row.product, row.externalId), row);
    },
    setExpiry(externalId, product, expiresAt) {
      const row = subscriptions.get(keyOf(product, externalId));
      if (row) subscriptions.set(keyOf(product, externalId), { ...row, expiresAt });
    },
    delete(product, externalId) {
      subscriptions.delete(keyOf(product, externalId));
    },
  };
}
