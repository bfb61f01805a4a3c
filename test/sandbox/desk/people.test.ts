import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { startSandbox } from '../sandbox.ts';

describe('agents of the pretend Desk', () => {
  it('one who is deactivated is listed as such and may not call, until activated again', async () => {
    const sandbox = await startSandbox();
    try {
      const email = 'otto.agent@zylker.example';
      const { access_token: own, deskOrgId } = sandbox.token({ email });
      const { access_token: admin } = sandbox.token({ product: 'desk' });
      const get = (path: string, token: string) =>
        fetch(`${sandbox.urls.desk}/api/v1${path}`, {
          headers: { authorization: `Zoho-oauthtoken ${token}`, orgId: deskOrgId ?? '' },
        });
      const statusOf = async () => {
        const { data } = (await (await get('/agents', admin)).json()) as { data: Record<string, string>[] };
        return data.find(({ emailId }) => emailId === email)?.['status'];
      };
      const set = (status: string) => sandbox.setUp({ product: 'desk', agent: email, status });
      assert.deepEqual([await statusOf(), (await get('/myinfo', own)).status], ['ACTIVE', 200]);
      set('DISABLED');
      assert.deepEqual([await statusOf(), (await get('/myinfo', own)).status], ['DISABLED', 403]);
      set('ACTIVE');
      assert.deepEqual([await statusOf(), (await get('/myinfo', own)).status], ['ACTIVE', 200]);
      assert.throws(() => sandbox.setUp({ product: 'desk', agent: 'nobody@x.example', status: 'ACTIVE' }));
    } finally {
      await sandbox.stop();
    }
  });
});
