import type { Kysely, Selectable } from 'kysely';
import type { Subscription, SubscriptionRepository, ZohoProduct } from '../ports/store.ts';
import type { Database } from './schema.ts';
import type { Scope } from './scope.ts';
import { hashToken } from './secrets.ts';
import type { SecretPlace, Secrets } from './secrets.ts';

type Row = Selectable<Database['subscription']>;

export function subscriptionPlace(orgKey: string, product: ZohoProduct, externalId: string): SecretPlace {
  return ['subscription', orgKey, product, externalId, 'secret'];
}

export function subscriptionRepository({ db, orgKey, secrets }: Scope): SubscriptionRepository {
  return {
    async list(product) {
      const rows = await db
        .selectFrom('subscription')
        .selectAll()
        .where('org_key', '=', orgKey)
        .where('product', '=', product)
        .orderBy('external_id')
        .execute();
      return rows.map((row) => toSubscription(row, secrets));
    },

    async put({ product, externalId, pathToken, secret, expiresAt }) {
      const columns = {
        path_token_hash: hashToken(pathToken),
        secret:
          secret === null ? null : secrets.encrypt(secret, subscriptionPlace(orgKey, product, externalId)),
        expires_at: expiresAt,
      };
      await db
        .insertInto('subscription')
        .values({ org_key: orgKey, product, external_id: externalId, ...columns })
        .onConflict((conflict) =>
          conflict.columns(['org_key', 'product', 'external_id']).doUpdateSet(columns),
        )
        .execute();
    },

    async setExpiry(externalId, product, expiresAt) {
      await db
        .updateTable('subscription')
        .set({ expires_at: expiresAt })
        .where('org_key', '=', orgKey)
        .where('product', '=', product)
        .where('external_id', '=', externalId)
        .execute();
    },

    async delete(product, externalId) {
      await db
        .deleteFrom('subscription')
        .where('org_key', '=', orgKey)
        .where('product', '=', product)
        .where('external_id', '=', externalId)
        .execute();
    },
  };
}

/** What the store can give back of a subscription: the path token is kept as a hash only. */
export type StoredSubscription = Omit<Subscription, 'pathToken'>;

/** The subscription behind a callback path, whoever owns it. */
export async function findSubscription(
  db: Kysely<Database>,
  secrets: Secrets,
  pathToken: string,
): Promise<(Subscription & { readonly orgKey: string }) | null> {
  const row = await db
    .selectFrom('subscription')
    .selectAll()
    .where('path_token_hash', '=', hashToken(pathToken))
    .executeTakeFirst();
  return row ? { ...toSubscription(row, secrets), pathToken, orgKey: row.org_key } : null;
}

function toSubscription(row: Row, secrets: Secrets): StoredSubscription {
  const place = subscriptionPlace(row.org_key, row.product, row.external_id);
  return {
    product: row.product,
    externalId: row.external_id,
    secret: row.secret === null ? null : secrets.decrypt(row.secret, place),
    expiresAt: row.expires_at,
  };
}
