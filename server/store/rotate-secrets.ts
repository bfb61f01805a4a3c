import type { Kysely } from 'kysely';
import { credentialPlace } from './credentials.ts';
import type { Database } from './schema.ts';
import type { Secrets } from './secrets.ts';
import { subscriptionPlace } from './subscriptions.ts';
import { zscKeyPlace } from './zsc-keys.ts';

/**
 * Writes every lasting secret again under the current key, so an old key can be removed from the configuration.
 * States, claims and handles are short-lived and follow by themselves. A row that changes meanwhile is left: its
 * writer used the current key.
 *
 * @returns how many rows were rewritten
 */
export async function rotateSecrets(db: Kysely<Database>, secrets: Secrets): Promise<number> {
  return (
    (await rotateCredentials(db, secrets)) +
    (await rotateSubscriptions(db, secrets)) +
    (await rotateZscKeys(db, secrets))
  );
}

async function rotateCredentials(db: Kysely<Database>, secrets: Secrets): Promise<number> {
  let rewritten = 0;
  for (const row of await db.selectFrom('credential').selectAll().execute()) {
    const place = (column: 'refresh_token' | 'access_token') =>
      credentialPlace(row.org_key, row.product, column);
    const refreshToken = secrets.rotate(row.refresh_token, place('refresh_token'));
    const accessToken =
      row.access_token === null ? null : secrets.rotate(row.access_token, place('access_token'));
    if (refreshToken === row.refresh_token && accessToken === row.access_token) continue;
    const { numUpdatedRows } = await db
      .updateTable('credential')
      .set({ refresh_token: refreshToken, access_token: accessToken })
      .where('org_key', '=', row.org_key)
      .where('product', '=', row.product)
      .where('version', '=', row.version)
      .where('refresh_token', '=', row.refresh_token)
      .executeTakeFirstOrThrow();
    rewritten += Number(numUpdatedRows);
  }
  return rewritten;
}

async function rotateSubscriptions(db: Kysely<Database>, secrets: Secrets): Promise<number> {
  let rewritten = 0;
  for (const row of await db
    .selectFrom('subscription')
    .selectAll()
    .where('secret', 'is not', null)
    .execute()) {
    if (row.secret === null) continue;
    const secret = secrets.rotate(row.secret, subscriptionPlace(row.org_key, row.product, row.external_id));
    if (secret === row.secret) continue;
    const { numUpdatedRows } = await db
      .updateTable('subscription')
      .set({ secret })
      .where('org_key', '=', row.org_key)
      .where('product', '=', row.product)
      .where('external_id', '=', row.external_id)
      .where('secret', '=', row.secret)
      .executeTakeFirstOrThrow();
    rewritten += Number(numUpdatedRows);
  }
  return rewritten;
}

async function rotateZscKeys(db: Kysely<Database>, secrets: Secrets): Promise<number> {
  let rewritten = 0;
  const rows = await db.selectFrom('zsc_key').select(['id', 'refresh_token']).execute();
  for (const { id, refresh_token: envelope } of rows) {
    if (envelope === null) continue;
    const rotated = secrets.rotate(envelope, zscKeyPlace(id));
    if (rotated === envelope) continue;
    const { numUpdatedRows } = await db
      .updateTable('zsc_key')
      .set({ refresh_token: rotated })
      .where('id', '=', id)
      .where('refresh_token', '=', envelope)
      .executeTakeFirstOrThrow();
    rewritten += Number(numUpdatedRows);
  }
  return rewritten;
}
