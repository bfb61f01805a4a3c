import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

export interface EncryptionKey {
  /** Short name that goes into every envelope, e.g. `2026-11`; no dot. */
  readonly id: string;
  /** 32 bytes. */
  readonly key: Buffer;
}
export interface EncryptionKeys {
  /** Encrypts everything that is written from now on. */
  readonly current: EncryptionKey;
  /** Only decrypt: what older keys wrote stays readable until it was written again. */
  readonly previous: readonly EncryptionKey[];
}

/** Where an envelope belongs. Bound to it as additional data: an envelope moved to another row does not open. */
export type SecretPlace = readonly string[];

/** A stored secret does not open: unknown key id, a changed byte, or an envelope from another row. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
}

export interface Secrets {
  /** @returns `keyId.iv.tag.ciphertext`, all but the key id in base64url */
  encrypt(plain: string, place: SecretPlace): string;
  /** @throws SecretError */
  decrypt(envelope: string, place: SecretPlace): string;
  /** The same secret under the current key; the envelope itself when that already wrote it. */
  rotate(envelope: string, place: SecretPlace): string;
}

/** AES-256-GCM envelopes, 96-bit random nonces (NIST SP 800-38D §8.2.2). */
export function createSecrets(keys: EncryptionKeys): Secrets {
  const byId = new Map([...keys.previous, keys.current].map(({ id, key }) => [id, key]));
  for (const [id, key] of byId) {
    if (key.length !== 32) throw new TypeError(`Encryption key ${id} has ${key.length} bytes instead of 32`);
    if (id === '' || id.includes('.')) throw new TypeError(`Encryption key id "${id}" is empty or has a dot`);
  }

  function encrypt(plain: string, place: SecretPlace): string {
    const iv = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', keys.current.key, iv).setAAD(placeBytes(place));
    const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()]);
    const parts = [iv, cipher.getAuthTag(), ciphertext].map((part) => part.toString('base64url'));
    return [keys.current.id, ...parts].join('.');
  }

  function decrypt(envelope: string, place: SecretPlace): string {
    const [keyId = '', iv = '', tag = '', ciphertext = ''] = envelope.split('.');
    const key = byId.get(keyId);
    if (!key)
      throw new SecretError(`Stored secret was encrypted with key "${keyId}", which is not configured`);
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(iv, 'base64url'), {
        authTagLength: 16,
      })
        .setAAD(placeBytes(place))
        .setAuthTag(Buffer.from(tag, 'base64url'));
      return decipher.update(ciphertext, 'base64url', 'utf8') + decipher.final('utf8');
    } catch (cause) {
      throw new SecretError(`Stored secret in ${place.join('/')} does not open with key "${keyId}"`, {
        cause,
      });
    }
  }

  return {
    encrypt,
    decrypt,
    rotate(envelope, place) {
      if (envelope.startsWith(`${keys.current.id}.`)) return envelope;
      return encrypt(decrypt(envelope, place), place);
    },
  };
}

/** Unambiguous: `['a/b']` and `['a', 'b']` are different places. */
function placeBytes(place: SecretPlace): Buffer {
  return Buffer.from(JSON.stringify(place));
}

/**
 * SHA-256 in base64url, for secrets that are only ever compared: path tokens, states, claims, refresh handles.
 * They are long random strings, so a slow hash would add nothing.
 */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url');
}
