import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { Grant, Person, SandboxSettings, Seed, SeedRecord, World } from '../../kernel/types.ts';
import { createDeskApi } from '../index.ts';

export const ORG_ID = '60012809521';

const ALL_SCOPES = ['contacts', 'products', 'tickets', 'settings', 'basic', 'search', 'events'].map(
  (name) => `Desk.${name}.ALL`,
);

/** A world with a hand-moved clock and just enough of a kernel to test the Desk API alone. */
export interface DeskHarness {
  readonly app: FastifyInstance;
  readonly api: ReturnType<typeof createDeskApi>;
  readonly world: World;
  /** Moves virtual time, in ms; timers do not run. */
  advance(ms: number): void;
  /** Waits until every started delivery has ended. */
  delivered(): Promise<void>;
  /** Facts of the last call: credits, mutations, organisation. */
  lastCall(): { readonly credits: number; readonly mutations: number; readonly orgId: string | null };
  call(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, options?: CallOptions): Promise<Reply>;
}

export interface CallOptions {
  readonly body?: unknown;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  /** Parsed body; `{}` when there is none. */
  readonly body: Answered;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** A parsed JSON answer, read by key; a missing key is an empty answer. */
export class Answered {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
  at(...path: (string | number)[]): unknown {
    return path.reduce<unknown>(
      (value, key) =>
        typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined,
      this.value,
    );
  }
  rows(): Record<string, unknown>[] {
    return (this.at('data') ?? []) as Record<string, unknown>[];
  }
  text(...path: (string | number)[]): string {
    return String(this.at(...path));
  }
}

function person(
  zuid: string,
  name: string,
  profile: 'Support Administrator' | 'Agent' | 'Light Agent',
): Person {
  return {
    zuid,
    email: `${name}@zylker.example`,
    firstName: name,
    lastName: 'Test',
    timeZone: 'UTC',
    langCode: 'en_US',
    desk: [{ orgId: ORG_ID, profile }],
  };
}

/** Builds the API over a fake world; tokens are `admin`, `agent`, `light` and `narrow` (basic scope only). */
export async function createHarness(
  seed: Seed = emptySeed(),
  settings: Partial<SandboxSettings> = {},
): Promise<DeskHarness> {
  let now = Date.parse('2026-03-01T12:00:00.000Z');
  let nextId = 100_000_000_000_000_001n;
  const running = new Set<Promise<void>>();
  const people = [
    person('1', 'admin', 'Support Administrator'),
    person('2', 'agent', 'Agent'),
    person('3', 'light', 'Light Agent'),
  ];
  const tokens = new Map<string, Grant>();
  const grant = (
    token: string,
    who: Person | undefined,
    scopes: readonly string[],
    deskOrgId: string | null,
  ): void => {
    if (who)
      tokens.set(token, { person: who, scopes, clientId: 'c', actor: 'human', deskOrgId, crmOrgId: null });
  };
  grant('admin', people[0], ALL_SCOPES, ORG_ID);
  grant('agent', people[1], ALL_SCOPES, null);
  grant('light', people[2], ALL_SCOPES, ORG_ID);
  grant('narrow', people[0], ['Desk.basic.READ'], ORG_ID);
  const world: World = {
    clock: {
      now: () => now,
      iso: () => new Date(now).toISOString(),
      after: () => () => undefined,
      advance: (ms) => {
        now += ms;
        return Promise.resolve();
      },
    },
    settings: {
      random: 1,
      deskEdition: 'ENTERPRISE',
      crmEdition: 'enterprise',
      deskSearchLagMs: 0,
      autoApprove: true,
      variants: {},
      ...settings,
    },
    random: () => 0.5,
    nextId: () => String(nextId++),
    urls: { accounts: '', desk: 'http://desk.test', crm: '', deskPage: '', control: '', widgets: '' },
    people: new Map(people.map((one) => [one.zuid, one])),
    authenticate: (authorization) => tokens.get(authorization?.split(' ')[1] ?? '') ?? null,
    eventFaults: () => ({ lost: 0, duplicated: 0, reordered: 0, delayMs: 0 }),
    deliver: (send) => {
      const delivery = send()
        .catch(() => undefined)
        .finally(() => running.delete(delivery));
      running.add(delivery);
    },
  };
  const api = createDeskApi(world, [{ orgId: ORG_ID, name: 'Zylker' }]);
  api.load(seed, ORG_ID);
  const app = fastify();
  let last = { credits: 0, mutations: 0, orgId: null as string | null };
  app.decorateRequest('sandbox', null as never);
  app.addHook('onRequest', (request, _reply, done) => {
    const own = world.authenticate(request.headers.authorization);
    request.sandbox = { grant: own, orgId: null, credits: 0, mutations: 0 };
    done();
  });
  app.addHook('onSend', (request, _reply, _payload, done) => {
    last = { ...request.sandbox };
    done();
  });
  api.register(app);
  await app.ready();
  return {
    app,
    api,
    world,
    advance: (ms) => {
      now += ms;
    },
    delivered: async () => {
      while (running.size > 0) await Promise.all(running);
    },
    lastCall: () => last,
    call: async (method, path, { body, token = 'admin', headers = {} } = {}) => {
      const response = await app.inject({
        method,
        url: path.startsWith('/.') ? path : `/api/v1${path}`,
        headers: { ...(token && { authorization: `Zoho-oauthtoken ${token}` }), orgId: ORG_ID, ...headers },
        ...(body !== undefined && { payload: body as object }),
      });
      const answer: unknown = response.body === '' ? {} : JSON.parse(response.body);
      return { status: response.statusCode, body: new Answered(answer), headers: response.headers };
    },
  };
}

export function emptySeed(
  records: Partial<Record<'accounts' | 'contacts' | 'products', readonly SeedRecord[]>> = {},
): Seed {
  return {
    desk: {
      departments: ['Support', 'Sales'],
      customFields: {
        contacts: [
          { apiName: 'cf_tier', label: 'Tier', kind: 'picklist', options: ['Gold', 'Silver'] },
          { apiName: 'cf_seats', label: 'Seats', kind: 'integer' },
          { apiName: 'cf_vip', label: 'VIP', kind: 'boolean' },
          { apiName: 'cf_born', label: 'Born', kind: 'date' },
          { apiName: 'cf_seen', label: 'Seen', kind: 'datetime' },
          { apiName: 'cf_tags', label: 'Tags', kind: 'multiselect', options: ['a', 'b', 'c'] },
          { apiName: 'cf_score', label: 'Score', kind: 'decimal' },
          { apiName: 'cf_share', label: 'Share', kind: 'percent' },
        ],
        accounts: [],
        products: [],
      },
      records: { accounts: [], contacts: [], products: [], ...records },
    },
    crm: {
      customFields: { contacts: [], accounts: [], products: [] },
      records: { accounts: [], contacts: [], products: [] },
    },
  };
}
