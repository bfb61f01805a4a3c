import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { CONFIG_NAMES, loadConfig } from '../../server/config.ts';
import { StartupError } from '../../server/ports/startup-error.ts';

const KEY = Buffer.alloc(32, 7).toString('base64');
const GOOD = {
  PUBLIC_URL: 'https://connector.example',
  ENCRYPTION_KEYS: `k2:${KEY},k1:${Buffer.alloc(32, 1).toString('base64')}`,
  SESSION_SECRET: 'a session secret of more than 32 characters',
  ZOHO_CLIENT_ID: '1000.CLIENT',
  ZOHO_CLIENT_SECRET: 'client-secret',
};
const SANDBOX = {
  SANDBOX_ACCOUNTS_URL: 'http://127.0.0.1:1',
  SANDBOX_DESK_URL: 'http://127.0.0.1:2',
  SANDBOX_CRM_URL: 'http://127.0.0.1:3',
};

describe('loadConfig', () => {
  it('fills in the defaults', () => {
    const config = loadConfig(GOOD);
    assert.equal(config.session.minutes, 15);
    assert.equal(config.redirectUri, 'https://connector.example/oauth/callback');
    assert.equal(config.encryptionKeys.current.id, 'k2');
    assert.deepEqual(
      config.encryptionKeys.previous.map(({ id }) => id),
      ['k1'],
    );
    assert.deepEqual(config.clients.crm, config.clients.desk);
    assert.deepEqual(config.store, { kind: 'pglite', directory: 'data/store' });
    assert.equal(config.dataCenter, 'us');
  });

  it('takes the sandbox as one more data center, with longer sessions and plain http', () => {
    const config = loadConfig({
      ...GOOD,
      ...SANDBOX,
      PUBLIC_URL: 'http://127.0.0.1:4300',
      SESSION_MINUTES: '600',
    });
    assert.equal(config.dataCenter, 'sandbox');
    assert.equal(config.session.minutes, 600);
  });

  const wrong: readonly (readonly [
    when: string,
    change: Record<string, string | undefined>,
    says: RegExp,
  ])[] = [
    ['a mandatory one is missing', { ZOHO_CLIENT_SECRET: undefined }, /^ZOHO_CLIENT_SECRET is missing/],
    ['an empty one counts as missing', { PUBLIC_URL: '  ' }, /^PUBLIC_URL is missing/],
    ['a port is no number', { PORT: 'http' }, /^PORT must be a whole number/],
    ['a port is too large', { PORT: '70000' }, /^PORT must be a whole number/],
    ['the address has a path', { PUBLIC_URL: 'https://a.example/desk' }, /^PUBLIC_URL must be an origin/],
    ['the address is plain http', { PUBLIC_URL: 'http://a.example' }, /^PUBLIC_URL must start with https/],
    ['a key is too short', { ENCRYPTION_KEYS: 'k1:c2hvcnQ=' }, /^ENCRYPTION_KEYS must be id:base64/],
    [
      'a key id comes twice',
      { ENCRYPTION_KEYS: `k:${KEY},k:${KEY}` },
      /^ENCRYPTION_KEYS names a key id twice/,
    ],
    ['the session secret is short', { SESSION_SECRET: 'short' }, /^SESSION_SECRET must have at least 32/],
    ['sessions last too long', { SESSION_MINUTES: '16' }, /^SESSION_MINUTES must be at most 15/],
    [
      'progress would be public',
      { PUBLIC_PROGRESS: 'on' },
      /^PUBLIC_PROGRESS may be on with the sandbox only/,
    ],
    ['the database is another one', { DATABASE_URL: 'mysql://x' }, /^DATABASE_URL must start with postgres/],
    ['half a sandbox', { SANDBOX_DESK_URL: 'http://127.0.0.1:2' }, /^SANDBOX_ACCOUNTS_URL is missing/],
    ['a CRM client without secret', { CRM_CLIENT_ID: '1000.X' }, /^CRM_CLIENT_SECRET is missing/],
    ['an unknown log level', { LOG_LEVEL: 'loud' }, /^LOG_LEVEL must be/],
  ];
  for (const [when, change, says] of wrong) {
    it(`names variable and remedy in one line when ${when}`, () => {
      assert.throws(
        () => loadConfig({ ...GOOD, ...change }),
        (error: unknown) => {
          assert.ok(error instanceof StartupError);
          assert.match(error.message, says);
          assert.match(error.message, /\.env\.example/);
          assert.ok(!error.message.includes('\n'));
          assert.ok(!error.message.includes(change['ENCRYPTION_KEYS'] ?? KEY));
          return true;
        },
      );
    });
  }

  it('explains every variable it reads in .env.example, and no other', () => {
    const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8');
    const explained = [...text.matchAll(/^#?([A-Z][A-Z0-9_]+)=/gm)].map(([, name]) => name);
    assert.deepEqual([...explained].sort(), [...CONFIG_NAMES].sort());
  });
});
