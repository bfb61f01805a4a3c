import { Duration } from 'luxon';
import { z } from 'zod';
import { boundOrgs } from '../accounts/authorize-request.ts';
import { HUMAN_CLIENT } from '../accounts/clients.ts';
import { ALL_SCOPES } from '../accounts/scopes.ts';
import type { TokenStore } from '../accounts/token-store.ts';
import type { CallLog } from '../kernel/call-log.ts';
import type { EventPost } from '../kernel/event-post.ts';
import type { FaultBook, Faults } from '../kernel/faults/fault-rules.ts';
import { SandboxError } from '../kernel/sandbox-error.ts';
import { describeIssues, readSettings } from '../kernel/settings.ts';
import type { OrgPair } from '../kernel/people.ts';
import type { Person, ProductApi, SandboxSettings, World } from '../kernel/types.ts';
import { loadSeed } from '../seed/load-seed.ts';

/** What the public APIs need to be called as a human: `POST /_sandbox/token`. */
export interface HumanToken {
  readonly access_token: string;
  readonly refresh_token: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly api_domain: string;
  readonly expires_in: number;
  readonly email: string;
  readonly deskOrgId: string | null;
  readonly crmOrgId: string | null;
}

const TokenRequest = z.strictObject({
  product: z.enum(['desk', 'crm']).optional(),
  orgId: z.coerce.string().optional(),
  /** Whose token; the first administrator of the organisation by default. */
  email: z.string().optional(),
});
export type TokenRequest = z.infer<typeof TokenRequest>;

const RecordsRequest = z.object({
  product: z.enum(['desk', 'crm']),
  module: z.enum(['accounts', 'contacts', 'products']),
  orgId: z.string().optional(),
});

const SetUpRequest = z.union([
  z.strictObject({
    product: z.enum(['desk', 'crm']),
    orgId: z.string().optional(),
    module: z.enum(['accounts', 'contacts', 'products']),
    field: z.string(),
    change: z.union([
      z.literal('remove'),
      z.strictObject({
        options: z.array(z.string()).optional(),
        maxLength: z.number().int().min(1).optional(),
      }),
    ]),
  }),
  z.strictObject({ product: z.literal('desk'), orgId: z.string().optional(), removeProfile: z.string() }),
  z.strictObject({
    product: z.literal('desk'),
    orgId: z.string().optional(),
    agent: z.string(),
    status: z.enum(['ACTIVE', 'DISABLED']),
  }),
]);

/** The sandbox's levers, the same in process and over HTTP. Every one throws SandboxError for a wrong request. */
export interface Control {
  /** New data, settings and random numbers; ends all faults and empties the call log. Time goes on, sign-ins stay. */
  reset(options?: { readonly seed?: string | number; readonly settings?: unknown }): Promise<void>;
  token(request?: unknown): HumanToken;
  /** Moves virtual time by an ISO 8601 duration (`P61D`, `PT90S`); returns the new time. */
  advance(duration: string): Promise<string>;
  setFaults(description: unknown): Faults;
  /** A change in a product's own Setup. */
  setUp(request: unknown): void;
  records(query: unknown): readonly Readonly<Record<string, unknown>>[];
  /** Resolves once no event is on its way (delayed ones excepted: advance the clock for these). */
  settled(): Promise<void>;
  readonly calls: CallLog;
}

export interface ControlParts {
  readonly world: World;
  readonly orgPairs: readonly OrgPair[];
  readonly products: { readonly desk: ProductApi; readonly crm: ProductApi };
  readonly tokens: TokenStore;
  readonly calls: CallLog;
  readonly faults: FaultBook;
  readonly post: EventPost;
  readonly applySettings: (settings: SandboxSettings) => void;
}

export function createControl(parts: ControlParts, firstSeed: string | number): Control {
  const { world, orgPairs, products, tokens, calls, faults, post } = parts;
  let seedInForce = firstSeed;

  function findPerson({ product, orgId, email }: TokenRequest): Person {
    const people = [...world.people.values()];
    const belongs = (person: Person): boolean =>
      (product !== 'crm' &&
        (person.desk ?? []).some((member) => orgId === undefined || member.orgId === orgId)) ||
      (product !== 'desk' &&
        (person.crm ?? []).some((member) => orgId === undefined || member.orgId === orgId));
    const found = people.find((person) => (email === undefined || person.email === email) && belongs(person));
    if (found) return found;
    const known = orgPairs.flatMap(({ deskOrgId, crmOrgId }) => [deskOrgId, crmOrgId]).join(', ');
    throw new SandboxError(
      `Nobody fits ${JSON.stringify({ product, orgId, email })}; organisations: ${known}`,
    );
  }

  return {
    calls,
    async reset({ seed = seedInForce, settings } = {}) {
      const next = readSettings(settings);
      const seeds = await Promise.all(
        orgPairs.map((_, index) => loadSeed(seed, { nowMs: world.clock.now(), random: next.random + index })),
      );
      seedInForce = seed;
      parts.applySettings(next);
      faults.set({});
      post.reset();
      for (const [index, pair] of orgPairs.entries()) {
        const own = seeds[index];
        if (!own) continue;
        products.desk.load(own, pair.deskOrgId);
        products.crm.load(own, pair.crmOrgId);
      }
      calls.clear();
    },
    token(request) {
      const wanted = parse(TokenRequest, request ?? {});
      const person = findPerson(wanted);
      const hints: Record<string, string> =
        wanted.orgId === undefined ? {} : { Desk: wanted.orgId, ZohoCRM: wanted.orgId };
      const consent = { client: HUMAN_CLIENT, person, scopes: ALL_SCOPES, ...boundOrgs(person, hints) };
      const refreshToken = tokens.issueRefresh(consent);
      return {
        access_token: tokens.issueAccess(consent, refreshToken) ?? '',
        refresh_token: refreshToken,
        client_id: HUMAN_CLIENT.clientId,
        client_secret: HUMAN_CLIENT.clientSecret,
        api_domain: world.urls.crm,
        expires_in: 3600,
        email: person.email,
        deskOrgId: consent.deskOrgId,
        crmOrgId: consent.crmOrgId,
      };
    },
    async advance(duration) {
      const parsed = Duration.fromISO(duration);
      if (!parsed.isValid || parsed.toMillis() < 0) {
        throw new SandboxError(
          `advance must be an ISO 8601 duration that is not negative, e.g. "P61D" or "PT90S"`,
        );
      }
      await world.clock.advance(parsed.toMillis());
      return world.clock.iso();
    },
    setFaults: (description) => faults.set(description),
    records(query) {
      const { product, module, orgId } = parse(RecordsRequest, query);
      return products[product].dump(module, orgId);
    },
    setUp(request) {
      const { product, orgId, ...change } = parse(SetUpRequest, request);
      try {
        products[product].setUp(change, orgId);
      } catch (error) {
        throw new SandboxError(error instanceof Error ? error.message : String(error));
      }
    },
    settled: () => post.settled(),
  };
}

/** @throws SandboxError with zod's findings on one line */
function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new SandboxError(`Wrong request: ${describeIssues(parsed.error)}`);
  return parsed.data;
}
