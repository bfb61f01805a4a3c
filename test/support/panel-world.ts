import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Handshake } from '../../server/contract/handshake.ts';
import type { Panel, PanelPlace } from '../../server/contract/panel.ts';
import type { Permissions, ProfilePermissions } from '../../server/contract/permissions.ts';
import type { Module } from '../../server/core/record.ts';
import type { Call, SandboxSettings } from '../sandbox/kernel/types.ts';
import type { Answer } from './connector.ts';
import { startScenarioApi, type ScenarioApi } from './scenario-api.ts';

const ADMIN = 'ada.admin@zylker.example';

/** The demo company, connected and synced once, with an agent at a panel. */
export interface PanelWorld extends Omit<ScenarioApi, 'stop'> {
  readonly orgKey: string;
  /** Desk id of the contact or account of that last name, or name, in any spelling. */
  idOf(module: 'contacts' | 'accounts', name: string): string;
  ticketId(subject: string): Promise<string>;
  departmentId(name: string): Promise<string>;
  /** As the agent. */
  call(path: string, body?: unknown): Promise<Answer>;
  /** @throws AssertionError unless the answer is 200 */
  open(place: PanelPlace, id: string, query?: string): Promise<Panel>;
  board(departmentId: string, query?: string): Promise<Handshake>;
  /** One click: `what` is `notes`, `link` …; a fresh key unless the body has one. */
  act(place: PanelPlace, id: string, what: string, body: Readonly<Record<string, unknown>>): Promise<Answer>;
  /** The Desk profile that the agent has. */
  permit(change: (full: ProfilePermissions) => ProfilePermissions): Promise<void>;
  /** A person's call to CRM below `/crm/v8`. @throws AssertionError unless CRM takes it */
  crm(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** Creates one CRM record and answers its id. */
  inCrm(module: string, values: Readonly<Record<string, unknown>>): Promise<string>;
  /** A person's call to Desk below `/api/v1`. */
  desk(method: string, path: string, body?: unknown): Promise<Record<string, unknown>>;
  /** The connector's own calls while `work` ran. */
  callsDuring(work: () => Promise<unknown>): Promise<readonly Call[]>;
  /** Lets the kept views and Desk's facts grow old. */
  later(ms: number): Promise<void>;
  stop(): Promise<void>;
}

export async function startPanelWorld(
  options: { readonly variants?: SandboxSettings['variants'] } = {},
): Promise<PanelWorld> {
  const api = await startScenarioApi({
    seed: 'small',
    modules: ['accounts', 'contacts'],
    ...(options.variants ? { sandboxSettings: { variants: options.variants } } : {}),
  });
  const { scenario, connector } = api;
  const { sandbox, human } = scenario;
  const orgKey = sandbox.orgPairs[0]?.deskOrgId ?? '';
  let { adminToken, agentToken } = api;
  await connector.authorize(adminToken, 'desk', ADMIN);
  await connector.authorize(adminToken, 'crm', ADMIN);
  await scenario.engine.firstSync();

  const token = () => sandbox.token({ orgId: orgKey });
  let grant = token();
  async function zoho(base: string, method: string, path: string, body?: unknown) {
    for (let attempt = 0; ; attempt += 1) {
      const answer = await fetch(base + path, {
        method,
        headers: {
          authorization: `Zoho-oauthtoken ${grant.access_token}`,
          orgId: orgKey,
          'content-type': 'application/json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (answer.status === 401 && attempt === 0) {
        grant = token();
        continue;
      }
      assert.ok(answer.ok, `${method} ${path} → ${answer.status} ${text}`);
      return (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    }
  }

  const world: PanelWorld = {
    ...api,
    orgKey,
    idOf(module: Extract<Module, 'contacts' | 'accounts'>, name) {
      const field = module === 'contacts' ? 'lastName' : 'accountName';
      const plain = (text: unknown) => String(text).trim().replaceAll(/\s+/g, ' ').toLowerCase();
      const found = human.records('desk', module).find((record) => plain(record[field]) === plain(name));
      assert.ok(found, `Desk has ${module} ${name}`);
      return String(found['id']);
    },
    async ticketId(subject) {
      const { data } = (await world.desk('GET', '/tickets?limit=99')) as { data: Record<string, string>[] };
      const found = data.find((ticket) => ticket['subject'] === subject);
      assert.ok(found?.['id'], `Desk has the ticket ${subject}`);
      return found['id'];
    },
    async departmentId(name) {
      const { data } = (await world.desk('GET', '/departments')) as { data: Record<string, string>[] };
      const found = data.find((department) => department['name'] === name);
      assert.ok(found?.['id'], `Desk has the department ${name}`);
      return found['id'];
    },
    async call(path, body) {
      const answer = await connector.call(path, {
        token: agentToken,
        ...(body === undefined ? {} : { body }),
      });
      if (answer.status !== 401) return answer;
      agentToken = String((await connector.signIn('otto.agent@zylker.example')).body['token']);
      return await connector.call(path, { token: agentToken, ...(body === undefined ? {} : { body }) });
    },
    async open(place, id, query = '') {
      const { status, body } = await world.call(`/v1/panel/${place}/${id}${query}`);
      assert.equal(status, 200, JSON.stringify(body));
      return body as unknown as Panel;
    },
    async board(departmentId, query = '') {
      const { status, body } = await world.call(`/v1/handshake/${departmentId}${query}`);
      assert.equal(status, 200, JSON.stringify(body));
      return body as unknown as Handshake;
    },
    act: (place, id, what, body) =>
      world.call(`/v1/panel/${place}/${id}/${what}`, { key: randomUUID(), ...body }),
    async permit(change) {
      let listed = await connector.call('/v1/permissions', { token: adminToken });
      if (listed.status === 401) {
        adminToken = String((await connector.signIn(ADMIN)).body['token']);
        listed = await connector.call('/v1/permissions', { token: adminToken });
      }
      const { profiles } = listed.body as unknown as Permissions;
      const agent = profiles.find(({ name }) => name === 'Agent');
      assert.ok(agent, JSON.stringify(listed.body));
      const permissions = change(FULL);
      const body = { permissions, expectedVersion: agent.version };
      const path = `/v1/permissions/${agent.profileId}`;
      const saved = await connector.call(path, { method: 'PUT', token: adminToken, body });
      assert.equal(saved.status, 200, JSON.stringify(saved.body));
    },
    crm: (method, path, body) => zoho(`${sandbox.urls.crm}/crm/v8`, method, path, body),
    async inCrm(module, values) {
      const answer = await world.crm('POST', `/${module}`, { data: [values] });
      const { data } = answer as { data: { code: string; details: { id: string } }[] };
      assert.equal(data[0]?.code, 'SUCCESS', JSON.stringify(answer));
      return data[0].details.id;
    },
    desk: (method, path, body) => zoho(`${sandbox.urls.desk}/api/v1`, method, path, body),
    async callsDuring(work) {
      const before = sandbox.calls.list().length;
      await work();
      return sandbox.calls
        .list()
        .slice(before)
        .filter(({ actor }) => actor === 'connector');
    },
    async later(ms) {
      await sandbox.world.clock.advance(ms);
    },
    stop: () => api.stop(),
  };
  return world;
}

const FULL_ENTITY = {
  shown: true,
  information: true,
  potentials: true,
  notes: true,
  activities: { calls: true, events: true, tasks: true },
};
const FULL: ProfilePermissions = { visible: true, accounts: FULL_ENTITY, contacts: FULL_ENTITY };
