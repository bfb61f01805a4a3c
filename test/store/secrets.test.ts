import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createSecrets, hashToken } from '../../server/store/secrets.ts';
import { testKeys } from '../support/keys.ts';

const place = ['credential', 'org', 'crm', 'refresh_token'];
const secrets = createSecrets(testKeys);
const older = createSecrets({ current: { id: 'test-1', key: Buffer.alloc(32, 1) }, previous: [] });

describe('secrets', () => {
  it('open with what they were closed with, and never look the same twice', () => {
    for (const plain of ['', 'token', 'ñ👩‍🚀'.repeat(500)]) {
      const envelope = secrets.encrypt(plain, place);
      assert.equal(secrets.decrypt(envelope, place), plain);
      assert.match(envelope, /^test-2\.[\w-]{16}\.[\w-]{22}\.[\w-]*$/);
    }
    assert.notEqual(secrets.encrypt('a', place), secrets.encrypt('a', place));
  });

  const envelope = secrets.encrypt('token', place);
  const [id = '', iv = '', tag = '', text = ''] = envelope.split('.');
  const flipped = (part: string): string => (part.startsWith('A') ? 'B' : 'A') + part.slice(1);
  const refused = {
    'another place': () => secrets.decrypt(envelope, [...place.slice(0, -1), 'access_token']),
    'another text': () => secrets.decrypt([id, iv, tag, flipped(text)].join('.'), place),
    'another nonce': () => secrets.decrypt([id, flipped(iv), tag, text].join('.'), place),
    'another tag': () => secrets.decrypt([id, iv, flipped(tag), text].join('.'), place),
    'a shortened tag': () => secrets.decrypt([id, iv, tag.slice(0, 6), text].join('.'), place),
    'another key of that name': () => secrets.decrypt(['test-1', iv, tag, text].join('.'), place),
    'an unknown key': () => older.decrypt(envelope, place),
    'no envelope': () => secrets.decrypt('token', place),
  };
  for (const [what, open] of Object.entries(refused)) {
    it(`do not open with ${what}`, () => assert.throws(open, { name: 'SecretError' }));
  }

  it('of a previous key open, and rotate to the current one', () => {
    const old = older.encrypt('token', place);
    assert.equal(secrets.decrypt(old, place), 'token');
    const rotated = secrets.rotate(old, place);
    assert.match(rotated, /^test-2\./);
    assert.equal(secrets.decrypt(rotated, place), 'token');
    assert.equal(secrets.rotate(rotated, place), rotated);
  });

  it('refuse a key of the wrong size or a name with a dot', () => {
    const withKey = (keyId: string, size: number) => () =>
      createSecrets({ current: { id: keyId, key: Buffer.alloc(size) }, previous: [] });
    assert.throws(withKey('a', 31));
    assert.throws(withKey('a.b', 32));
    assert.throws(withKey('', 32));
  });
});

it('hashes tokens with SHA-256', () => {
  assert.equal(hashToken('abc'), 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0');
});
