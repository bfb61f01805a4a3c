import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startPanelWorld, type PanelWorld } from '../support/panel-world.ts';

const OTTO = { product: 'desk', agent: 'otto.agent@zylker.example' };

describe('an agent whose access ends in Desk', () => {
  let world: PanelWorld;
  let contact: string;
  before(async () => {
    world = await startPanelWorld();
    contact = world.idOf('contacts', 'Berg');
    await world.connector.renew(world.orgKey);
  });
  after(() => world.stop());

  async function set(status: 'ACTIVE' | 'DISABLED'): Promise<void> {
    const { sandbox } = world.scenario;
    sandbox.setUp({ ...OTTO, status });
    await sandbox.settled();
  }
  async function webhooks(): Promise<Record<string, unknown>[]> {
    const { data } = await world.desk('GET', '/webhooks');
    return data as Record<string, unknown>[];
  }

  it('is shown nothing from the moment Desk tells, though a session and kept data are minutes young', async () => {
    await world.open('contacts', contact);
    await set('DISABLED');
    const refused = await world.connector.call(`/v1/panel/contacts/${contact}`, { token: world.agentToken });
    assert.deepEqual([refused.status, refused.body['code']], [401, 'session-ended']);
    await set('ACTIVE');
    await world.open('contacts', contact);
  });

  it('costs no call to Desk for those whose access goes on', async () => {
    await world.open('contacts', contact);
    const calls = await world.callsDuring(async () => {
      for (let time = 0; time < 3; time += 1) await world.open('contacts', contact);
    });
    assert.deepEqual(
      calls.filter(({ path }) => path.includes('/agents')),
      [],
    );
  });

  it('is told of by a webhook that an earlier version made without these events: it is replaced', async () => {
    const [former] = await webhooks();
    const subscriptions = Object.fromEntries(
      Object.entries(former?.['subscriptions'] ?? {}).filter(([event]) => !event.startsWith('Agent_')),
    );
    await world.desk('PATCH', `/webhooks/${String(former?.['id'])}`, { subscriptions });
    await world.connector.renew(world.orgKey);
    const now = await webhooks();
    assert.equal(now.length, 1);
    assert.notEqual(now[0]?.['id'], former?.['id']);
    await world.open('contacts', contact);
    await set('DISABLED');
    const refused = await world.connector.call(`/v1/panel/contacts/${contact}`, { token: world.agentToken });
    assert.equal(refused.status, 401);
  });
});
