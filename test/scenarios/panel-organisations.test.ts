import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startSandbox, type Sandbox } from '../sandbox/sandbox.ts';
import { startConnector, type TestConnector } from '../support/connector.ts';
import { freePort } from '../support/free-port.ts';
import { createHuman } from '../support/human.ts';
import { writeSeedFolder } from '../support/seed-folder.ts';

const COMPANIES = ['zylker', 'nordlicht'] as const;

/** Two organisations with equal people; what is said of them differs. */
describe('panels of two organisations', () => {
  const folder = writeSeedFolder({
    'desk-contacts': [{ lastName: 'Twin', email: 'twin@both.example' }],
    'crm-contacts': [{ Last_Name: 'Twin', Email: 'twin@both.example' }],
    'crm-accounts': [{ Account_Name: 'Twin Ltd' }],
  });
  let sandbox: Sandbox;
  let connector: TestConnector;
  const tokens: string[] = [];
  const deskIds: string[] = [];
  before(async () => {
    const port = await freePort();
    sandbox = await startSandbox({
      seed: folder.path,
      orgs: 2,
      settings: { autoApprove: true },
      connectorClient: { redirectUris: [`http://127.0.0.1:${port}/oauth/callback`] },
    });
    connector = await startConnector(sandbox, port);
    for (const [index, company] of COMPANIES.entries()) {
      const orgKey = sandbox.orgPairs[index]?.deskOrgId ?? '';
      const admin = `ada.admin@${company}.example`;
      const adminToken = String((await connector.signIn(admin)).body['token']);
      await connector.authorize(adminToken, 'desk', admin);
      await connector.authorize(adminToken, 'crm', admin);
      const { integration } = connector.store.forOrg(orgKey);
      assert.equal(await integration.transition(['configured'], 'active', connector.clock.now()), true);
      tokens.push(String((await connector.signIn(`otto.agent@${company}.example`)).body['token']));
      const human = createHuman(sandbox, index);
      const [inDesk] = human.records('desk', 'contacts');
      const [inCrm] = human.records('crm', 'contacts');
      deskIds.push(String(inDesk?.['id']));
      await human.update('crm', 'contacts', String(inCrm?.['id']), { Description: `taint-${company}` });
    }
  });
  after(async () => {
    await connector.stop();
    await sandbox.stop();
    folder.remove();
  });

  it('S105: each agent sees the own organisation’s customer, read or kept, and the other’s ids are unknown (P8)', async () => {
    for (const round of ['read', 'kept']) {
      for (const [index, company] of COMPANIES.entries()) {
        const token = tokens[index];
        const other = COMPANIES[1 - index] ?? '';
        const own = await connector.call(`/v1/panel/contacts/${deskIds[index]}`, { token });
        assert.equal(own.status, 200, JSON.stringify(own.body));
        assert.ok(JSON.stringify(own.body).includes(`taint-${company}`), `${round}: ${company}`);
        assert.ok(!JSON.stringify(own.body).includes(`taint-${other}`), `${round}: ${other}`);
        const foreign = await connector.call(`/v1/panel/contacts/${deskIds[1 - index]}`, { token });
        assert.equal(foreign.status, 404, round);
      }
    }
  });

  it('S105: one organisation’s permissions, keys and clicks are its own', async () => {
    const [one = '', two = ''] = tokens;
    const key = 'same-key-in-both-organisations';
    const note = (index: number, token: string) =>
      connector.call(`/v1/panel/contacts/${deskIds[index]}/notes`, {
        token,
        body: { key, entity: 'contacts', content: `taint-${COMPANIES[index]}` },
      });
    const [first, second] = [await note(0, one), await note(1, two)];
    assert.deepEqual([first.status, second.status], [200, 200], JSON.stringify([first.body, second.body]));
    assert.notEqual(first.body['id'], second.body['id']);
    const shown = await connector.call(`/v1/panel/contacts/${deskIds[0]}?refresh=true`, { token: one });
    assert.doesNotMatch(JSON.stringify(shown.body), /taint-nordlicht/);
  });
});
