import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import type { CryptoKey, JWK } from 'jose';
import type { World } from '../kernel/types.ts';
import { variant } from './variants.ts';

const LIFE_S = 300;

interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly jwk: JWK;
}

/** The RS256 key behind `X-ZDesk-JWT` and `/.well-known/jwks.json`; made when first needed. */
export class WebhookSigner {
  #key: Promise<SigningKey> | undefined;
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
  }

  async jwks(): Promise<{ readonly keys: readonly JWK[] }> {
    const { jwk } = await this.#signingKey();
    return { keys: [jwk] };
  }

  /** The header's token: iss names the portal, aud the subscription; it does not sign the body (reference §5). */
  async sign(orgId: string, webhookId: string): Promise<string> {
    const { kid, privateKey } = await this.#signingKey();
    const nowS = Math.floor(this.#world.clock.now() / 1000);
    const exp = nowS + LIFE_S;
    const inMs = variant(this.#world.settings, 'desk.jwtExp') === 'ms';
    return new SignJWT({ exp: inMs ? exp * 1000 : exp })
      .setProtectedHeader({ alg: 'RS256', kid, typ: 'JWT' })
      .setIssuer(`orgId:${orgId}`)
      .setAudience(`webhookId:${webhookId}`)
      .setIssuedAt(nowS)
      .sign(privateKey);
  }

  #signingKey(): Promise<SigningKey> {
    this.#key ??= makeKey(this.#world.nextId());
    return this.#key;
  }
}

async function makeKey(kid: string): Promise<SigningKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256', { modulusLength: 2048 });
  const jwk = await exportJWK(publicKey);
  return { kid, privateKey, jwk: { ...jwk, kid, alg: 'RS256', use: 'sig' } };
}
