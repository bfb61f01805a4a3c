import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PackSettingsError, packSettings } from '../../../scripts/pack/pack-settings.ts';

const ENV = { PUBLIC_URL: 'https://desk.customer.example/', EXTENSION_SECRET: 'a secret of the manifest' };

describe('packSettings', () => {
  it('takes the connector’s own variables', () => {
    assert.deepEqual(packSettings(ENV), {
      name: 'zoho-crm-for-zoho-desk',
      connector: 'https://desk.customer.example',
      secret: 'a secret of the manifest',
      transport: 'fetch',
      otherSecrets: [],
    });
  });

  it('takes a data center’s own values before the common ones', () => {
    const eu = packSettings({ ...ENV, PUBLIC_URL_EU: 'https://eu.customer.example' }, 'eu', 'desk');
    assert.equal(eu.name, 'zoho-crm-for-zoho-desk-eu');
    assert.equal(eu.connector, 'https://eu.customer.example');
    assert.equal(eu.secret, ENV.EXTENSION_SECRET);
    assert.equal(eu.transport, 'desk');
    const india = packSettings({ ...ENV, EXTENSION_SECRET_IN: 'a secret for India only' }, 'in');
    assert.equal(india.connector, 'https://desk.customer.example');
    assert.equal(india.secret, 'a secret for India only');
  });

  it('knows the connector’s secrets, so that a package which holds one is refused', () => {
    const { otherSecrets } = packSettings({
      ...ENV,
      ENCRYPTION_KEYS: 'k2:c2Vjb25kLWtleQ==,k1:Zmlyc3Qta2V5LQ==',
      SESSION_SECRET: 'session-secret',
      DATABASE_URL: 'postgresql://me:pass-word@db/x',
    });
    assert.deepEqual(otherSecrets, ['c2Vjb25kLWtleQ==', 'Zmlyc3Qta2V5LQ==', 'session-secret', 'pass-word']);
  });

  const wrong: readonly (readonly [situation: string, env: Record<string, string>, says: RegExp])[] = [
    ['no address', { PUBLIC_URL: '' }, /^PUBLIC_URL is missing/],
    ['an address with a path', { PUBLIC_URL: 'https://a.example/x' }, /^PUBLIC_URL must be an https origin/],
    ['plain http', { PUBLIC_URL: 'http://a.example' }, /^PUBLIC_URL must be an https origin/],
    ['no secret', { EXTENSION_SECRET: '' }, /^EXTENSION_SECRET is missing/],
    ['a short secret', { EXTENSION_SECRET: 'short' }, /^EXTENSION_SECRET must have at least 16/],
  ];
  for (const [situation, env, says] of wrong) {
    it(`names the variable when there is ${situation}`, () => {
      assert.throws(
        () => packSettings({ ...ENV, ...env }),
        (error: unknown) => error instanceof PackSettingsError && says.test(error.message),
      );
    });
  }
});
