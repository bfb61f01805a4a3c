import type { EncryptionKeys } from '../../server/store/secrets.ts';

/** Fixed keys for tests; nothing outside tests ever uses them. */
export const testKeys: EncryptionKeys = {
  current: { id: 'test-2', key: Buffer.alloc(32, 2) },
  previous: [{ id: 'test-1', key: Buffer.alloc(32, 1) }],
};
