import type { Kysely } from 'kysely';
import type { OAuthStateRepository } from '../ports/store.ts';
import type { Database } from './schema.ts';
import { hashToken } from './secrets.ts';
import type { SecretPlace, Secrets } from './secrets.ts';

/** A state is kept as its hash; what belongs to it (PKCE verifier …) is encrypted. */
export function oauthStateRepository(db: Kysely<Database>, secrets: Secrets): OAuthStateRepository {
  return {
    async put(state, payload, expiresAt) {
      const hash = hashToken(state);
      await db
        .insertInto('oauth_state')
        .values({
          state_hash: hash,
          payload: secrets.encrypt(JSON.stringify(payload), place(hash)),
          expires_at: expiresAt,
        })
        .execute();
    },

    async take(state, now) {
      const hash = hashToken(state);
      // The other expired ones go with it: the only moment at which the store is told the time.
      const rows = await db
        .deleteFrom('oauth_state')
        .where((row) => row.or([row('state_hash', '=', hash), row('expires_at', '<=', now)]))
        .returningAll()
        .execute();
      const taken = rows.find((row) => row.state_hash === hash);
      if (!taken || Date.parse(taken.expires_at) <= Date.parse(now)) return null;
      return JSON.parse(secrets.decrypt(taken.payload, place(hash))) as Readonly<Record<string, unknown>>;
    },
  };
}

function place(hash: string): SecretPlace {
  return ['oauth_state', hash, 'payload'];
}
