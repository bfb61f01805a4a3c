import type { Kysely } from 'kysely';
import type { SessionRepository } from '../ports/store.ts';
import type { Database } from './schema.ts';
import { hashToken } from './secrets.ts';
import type { SecretPlace, Secrets } from './secrets.ts';

type Kind = Database['session']['kind'];
type Payload = Readonly<Record<string, unknown>>;

/**
 * Claims and handles are kept as their hashes, each good once. A payload's `orgKey` and `agentId`, where it has
 * them, are what `revokeAgent` goes by.
 */
export function sessionRepository(db: Kysely<Database>, secrets: Secrets): SessionRepository {
  async function put(kind: Kind, secret: string, payload: Payload, expiresAt: string): Promise<void> {
    const hash = hashToken(secret);
    await db
      .insertInto('session')
      .values({
        kind,
        secret_hash: hash,
        org_key: textOrNull(payload['orgKey']),
        agent_id: textOrNull(payload['agentId']),
        payload: secrets.encrypt(JSON.stringify(payload), place(kind, hash)),
        expires_at: expiresAt,
      })
      .execute();
  }

  async function take(kind: Kind, secret: string, now: string): Promise<Payload | null> {
    const hash = hashToken(secret);
    const rows = await db
      .deleteFrom('session')
      .where((row) =>
        row.or([
          row.and([row('kind', '=', kind), row('secret_hash', '=', hash)]),
          row('expires_at', '<=', now),
        ]),
      )
      .returningAll()
      .execute();
    const taken = rows.find((row) => row.kind === kind && row.secret_hash === hash);
    if (!taken || Date.parse(taken.expires_at) <= Date.parse(now)) return null;
    return JSON.parse(secrets.decrypt(taken.payload, place(kind, hash))) as Payload;
  }

  return {
    putClaim: (claimId, payload, expiresAt) => put('claim', claimId, payload, expiresAt),
    takeClaim: (claimId, now) => take('claim', claimId, now),
    putHandle: (handle, payload, expiresAt) => put('handle', handle, payload, expiresAt),
    takeHandle: (handle, now) => take('handle', handle, now),

    async isSignedIn(orgKey, agentId, now) {
      const rows = await db
        .selectFrom('session')
        .select(['secret_hash', 'payload'])
        .where('kind', '=', 'handle')
        .where('org_key', '=', orgKey)
        .where('agent_id', '=', agentId)
        .where('expires_at', '>', now)
        .execute();
      // A handle that was replaced stays as a trap for whoever copied it; it renews nothing.
      return rows.some(({ secret_hash: hash, payload }) => {
        const handle = JSON.parse(secrets.decrypt(payload, place('handle', hash))) as Payload;
        return handle['used'] !== true;
      });
    },

    async revokeAgent(orgKey, agentId) {
      await db.deleteFrom('session').where('org_key', '=', orgKey).where('agent_id', '=', agentId).execute();
    },
  };
}

function textOrNull(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}

function place(kind: Kind, hash: string): SecretPlace {
  return ['session', kind, hash, 'payload'];
}
