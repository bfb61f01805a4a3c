import { sql } from 'kysely';
import type { CredentialRepository, ZohoProduct } from '../ports/store.ts';
import { fromJson, toJson } from './json.ts';
import type { Scope } from './scope.ts';
import type { SecretPlace } from './secrets.ts';

/** What the envelopes of one credential row are bound to. */
export function credentialPlace(
  orgKey: string,
  product: ZohoProduct,
  column: 'refresh_token' | 'access_token',
): SecretPlace {
  return ['credential', orgKey, product, column];
}

export function credentialRepository({ db, orgKey, secrets }: Scope): CredentialRepository {
  return {
    async get(product) {
      const row = await db
        .selectFrom('credential')
        .selectAll()
        .where('org_key', '=', orgKey)
        .where('product', '=', product)
        .executeTakeFirst();
      if (!row) return null;
      return {
        product,
        refreshToken: secrets.decrypt(row.refresh_token, credentialPlace(orgKey, product, 'refresh_token')),
        accessToken:
          row.access_token === null
            ? null
            : secrets.decrypt(row.access_token, credentialPlace(orgKey, product, 'access_token')),
        accessExpiresAt: row.access_expires_at,
        version: row.version,
        scopes: fromJson(row.scopes),
        dataCenter: row.data_center,
        apiDomain: row.api_domain,
        accountEmail: row.account_email,
        status: row.status,
      };
    },

    async put(credential) {
      const { product } = credential;
      const columns = {
        refresh_token: secrets.encrypt(
          credential.refreshToken,
          credentialPlace(orgKey, product, 'refresh_token'),
        ),
        access_token:
          credential.accessToken === null
            ? null
            : secrets.encrypt(credential.accessToken, credentialPlace(orgKey, product, 'access_token')),
        access_expires_at: credential.accessExpiresAt,
        scopes: toJson(credential.scopes),
        data_center: credential.dataCenter,
        api_domain: credential.apiDomain,
        account_email: credential.accountEmail,
        status: credential.status,
        refresh_lease_until: null,
      };
      await db
        .insertInto('credential')
        .values({ org_key: orgKey, product, version: 1, ...columns })
        .onConflict((conflict) =>
          conflict
            .columns(['org_key', 'product'])
            .doUpdateSet({ ...columns, version: sql`credential.version + 1` }),
        )
        .execute();
    },

    async claimRefresh(product, version, now, leaseUntil) {
      const { numUpdatedRows } = await db
        .updateTable('credential')
        .set({ refresh_lease_until: leaseUntil })
        .where('org_key', '=', orgKey)
        .where('product', '=', product)
        .where('version', '=', version)
        .where((row) =>
          row.or([row('refresh_lease_until', 'is', null), row('refresh_lease_until', '<=', now)]),
        )
        .executeTakeFirstOrThrow();
      return numUpdatedRows === 1n;
    },

    async saveAccessToken(product, accessToken, expiresAt) {
      await db
        .updateTable('credential')
        .set({
          access_token: secrets.encrypt(accessToken, credentialPlace(orgKey, product, 'access_token')),
          access_expires_at: expiresAt,
          version: sql`version + 1`,
          refresh_lease_until: null,
        })
        .where('org_key', '=', orgKey)
        .where('product', '=', product)
        .execute();
    },

    async markUnusable(product) {
      await db
        .updateTable('credential')
        .set({
          status: 'reauthorization-required',
          access_token: null,
          access_expires_at: null,
          refresh_lease_until: null,
        })
        .where('org_key', '=', orgKey)
        .where('product', '=', product)
        .execute();
    },

    async delete(product) {
      await db
        .deleteFrom('credential')
        .where('org_key', '=', orgKey)
        .where('product', '=', product)
        .execute();
    },
  };
}
