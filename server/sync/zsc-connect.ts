import type { ZscKeyRow } from '../ports/administration-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { CursorRepository, Store } from '../ports/store.ts';
import type { Connect } from './connect.ts';
import type { AgentIdentity } from './desk-identity.ts';
import { Refusal } from './refusal.ts';
import { plainEmail } from './zsc-keys.ts';

export interface ZscConnectDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly connect: Pick<Connect, 'adoptCrm'>;
  readonly sha256: (text: string) => string;
  /** Takes the same time whatever the texts hold. */
  readonly sameSecret: (a: string, b: string) => boolean;
}

const KEY = /^zsc\.([0-9a-f]{12})\.([A-Za-z0-9_-]{43})$/;
const ATTEMPTS = 'zsc-attempts';
/** So many wrong pairs within this time, then an organisation has to wait. */
const MAX_WRONG = 5;
const WINDOW_MS = 15 * 60_000;

/**
 * Connects CRM by e-mail and ZSC key (S14), for a Desk administrator who is none of CRM.
 *
 * Wrong e-mail and wrong key have answers of their own, as the article wants it. That would tell strangers who is an
 * administrator, were the e-mail looked at first; so it is looked at only once the key, 256 random bits, is right.
 * With a wrong key the answer is `zsc-key-wrong` whatever the e-mail, in the same time.
 */
export function createZscConnect({ store, clock, connect, sha256, sameSecret }: ZscConnectDeps) {
  return async function connectByKey(admin: AgentIdentity, email: string, key: string) {
    const { orgKey, agentId } = admin;
    const org = store.forOrg(orgKey);
    await refuseGuessing(org.cursors, clock.now());
    const row = await matching(email, key.trim()).catch(async (error: unknown) => {
      if (error instanceof Refusal) await noteWrong(org.cursors, clock.now());
      throw error;
    });
    const { id, refreshToken, dataCenter, apiDomain, scopes } = row;
    const { email: accountEmail } = await connect.adoptCrm(admin, {
      refreshToken,
      dataCenter,
      apiDomain,
      scopes,
    });
    await store.zscKeys.markUsed(id, orgKey);
    await org.cursors.set(ATTEMPTS, '[]');
    await org.audit.append({
      at: clock.now(),
      agentId,
      action: 'crm-connected-by-key',
      details: { keyId: id },
    });
    const state = (await org.integration.get())?.state ?? 'none';
    return { state, accountEmail };
  };

  async function matching(
    email: string,
    key: string,
  ): Promise<ZscKeyRow & { readonly refreshToken: string }> {
    const [, id = '', secret = ''] = KEY.exec(key) ?? [];
    const row = id === '' ? null : await store.zscKeys.find(id);
    // Compared in any case, so that time does not tell whether there is such a key.
    const isRight = sameSecret(sha256(secret), row?.secretHash ?? '');
    if (!row || !isRight) throw new Refusal('zsc-key-wrong', 'There is no such key');
    if (!sameSecret(plainEmail(email), row.email)) {
      throw new Refusal('zsc-email-wrong', 'This key belongs to another e-mail address');
    }
    const { refreshToken, revokedAt } = row;
    if (revokedAt !== null || refreshToken === null) {
      throw new Refusal('zsc-key-revoked', 'This key was revoked or replaced', { revokedAt });
    }
    return { ...row, refreshToken };
  }
}
export type ZscConnect = ReturnType<typeof createZscConnect>;

async function wrongSince(cursors: CursorRepository, now: string): Promise<readonly string[]> {
  const since = new Date(Date.parse(now) - WINDOW_MS).toISOString();
  return (JSON.parse((await cursors.get(ATTEMPTS)) ?? '[]') as string[]).filter((at) => at > since);
}

async function noteWrong(cursors: CursorRepository, now: string): Promise<void> {
  await cursors.set(ATTEMPTS, JSON.stringify([...(await wrongSince(cursors, now)), now].slice(-MAX_WRONG)));
}

async function refuseGuessing(cursors: CursorRepository, now: string): Promise<void> {
  const wrong = await wrongSince(cursors, now);
  const [oldest] = wrong;
  if (oldest === undefined || wrong.length < MAX_WRONG) return;
  const retryAfterSeconds = Math.ceil((Date.parse(oldest) + WINDOW_MS - Date.parse(now)) / 1000);
  throw new Refusal('zsc-too-many-attempts', 'Too many wrong keys; wait before trying again', {
    retryAfterSeconds,
  });
}
