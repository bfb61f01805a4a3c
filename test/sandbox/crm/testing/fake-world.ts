import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { addBodyParsers } from '../../kernel/body-parsers.ts';
import { createClock } from '../../kernel/clock.ts';
import type { Grant, Person, ProductApi, SandboxSettings, Seed, World } from '../../kernel/types.ts';
import { createCrmApi } from '../index.ts';

export const ORG_ID = '70034517301';
const START = Date.UTC(2026, 0, 15, 10, 0, 0);

const person = (number: number, firstName: string, profile: 'Administrator' | 'Standard'): Person => ({
  zuid: String(number),
  email: `${firstName.toLowerCase()}@zylker.example`,
  firstName,
  lastName: 'Test',
  timeZone: 'Europe/Berlin',
  langCode: 'en_US',
  crm: [{ orgId: ORG_ID, profile }],
});
const ADA = person(1, 'Ada', 'Administrator');
const MIA = person(2, 'Mia', 'Standard');

const EMPTY_SIDE = {
  customFields: { accounts: [], contacts: [], products: [] },
  records: { accounts: [], contacts: [], products: [] },
};
export const EMPTY_SEED: Seed = { desk: { ...EMPTY_SIDE, departments: [] }, crm: EMPTY_SIDE };

export interface Answered {
  readonly status: number;
  // Tests read what they assert; the shapes are what is being tested.
  readonly body: Json;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly credits: number;
  readonly mutations: number;
  readonly raw: Buffer;
}
/** Parsed JSON, loosely: `body.at('data', 0, 'id')`. */
export class Json {
  readonly value: unknown;
  constructor(value: unknown) {
    this.value = value;
  }
  at(...path: readonly (string | number)[]): unknown {
    let current = this.value;
    for (const key of path) {
      if (typeof current !== 'object' || current === null) return undefined;
      current = (current as Readonly<Record<string | number, unknown>>)[key];
    }
    return current;
  }
  text(...path: readonly (string | number)[]): string {
    return String(this.at(...path));
  }
}

export interface TestCrm {
  readonly world: World;
  readonly api: ProductApi;
  readonly app: FastifyInstance;
  /** Calls as an administrator with every scope. */
  call(
    method: Method,
    url: string,
    body?: unknown,
    headers?: Readonly<Record<string, string>>,
  ): Promise<Answered>;
  /** What token `name` stands for; `human` and `standard` exist. */
  readonly grants: Map<string, Grant>;
  /** Resolves when every event handed to `deliver` has been sent. */
  delivered(): Promise<void>;
}
export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** A CRM of its own on a small world: a clock that only tests move, no faults, two people. */
export function createTestCrm(
  seed: Partial<Seed['crm']> = {},
  settings: Partial<SandboxSettings> = {},
): TestCrm {
  const clock = createClock(() => START);
  let id = 100_000_000_000_000_000n;
  let drawn = 0;
  const grants = new Map<string, Grant>();
  const grant = (who: Person, actor: string, scopes: readonly string[]): Grant => ({
    person: who,
    scopes,
    clientId: 'client',
    actor,
    deskOrgId: null,
    crmOrgId: null,
  });
  grants.set('human', grant(ADA, 'human', []));
  grants.set('standard', grant(MIA, 'connector', ['ZohoCRM.modules.ALL', 'ZohoCRM.users.READ']));
  const deliveries: Promise<void>[] = [];
  const world: World = {
    clock,
    settings: {
      random: 1,
      deskEdition: 'ENTERPRISE',
      crmEdition: 'enterprise',
      deskSearchLagMs: 0,
      autoApprove: true,
      variants: {},
      ...settings,
    },
    random: () => (drawn = (drawn + 0.618_033_988_75) % 1),
    nextId: () => String((id += 1n)),
    urls: { accounts: '', desk: '', crm: 'https://crm.example', deskPage: '', control: '', widgets: '' },
    people: new Map([ADA, MIA].map((one) => [one.zuid, one])),
    authenticate: (authorization) => grants.get(authorization?.split(' ')[1] ?? '') ?? null,
    eventFaults: () => ({ lost: 0, duplicated: 0, reordered: 0, delayMs: 0 }),
    deliver: (send) => {
      deliveries.push(send().catch(() => undefined));
    },
  };
  const api = createCrmApi(world, [{ orgId: ORG_ID, name: 'Zylker' }]);
  api.load({ ...EMPTY_SEED, crm: { ...EMPTY_SIDE, ...seed } }, ORG_ID);
  const app = fastify();
  addBodyParsers(app);
  app.decorateRequest('sandbox', null as never);
  let last = { credits: 0, mutations: 0 };
  app.addHook('onRequest', (request, _reply, done) => {
    const granted = world.authenticate(request.headers.authorization);
    request.sandbox = { grant: granted, orgId: null, credits: 0, mutations: 0 };
    last = request.sandbox;
    done();
  });
  api.register(app);
  return {
    world,
    api,
    app,
    grants,
    delivered: async () => {
      await Promise.all(deliveries);
    },
    call: async (method, url, body, headers = {}) => {
      const answer = await app.inject({
        method,
        url: url.startsWith('/crm/') ? url : `/crm/v8/${url}`,
        headers: { authorization: 'Zoho-oauthtoken human', ...headers },
        ...(body === undefined ? {} : { payload: body as object }),
      });
      const isJson = String(answer.headers['content-type']).includes('json');
      return {
        status: answer.statusCode,
        body: new Json(isJson && answer.body !== '' ? JSON.parse(answer.body) : null),
        headers: answer.headers,
        raw: answer.rawPayload,
        ...last,
      };
    },
  };
}
