import type { FastifyInstance } from 'fastify';

/** Virtual time: the machine's clock plus what `POST /_sandbox/clock` added. */
export interface Clock {
  /** Epoch milliseconds. */
  now(): number;
  /** ISO 8601 UTC with milliseconds. */
  iso(): string;
  /** Runs `action` once virtual time has passed by `delayMs`; the returned function cancels. Timers keep no process alive. */
  after(delayMs: number, action: () => void | Promise<void>): () => void;
  /** Moves time forward and runs every timer that falls due, in order, awaiting each. */
  advance(ms: number): Promise<void>;
}

export type Product = 'accounts' | 'desk' | 'crm';

/** A person with a Zoho account; may be a Desk agent, a CRM user, or both. */
export interface Person {
  readonly zuid: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly timeZone: string;
  readonly langCode: string;
  /** Desk organisations this person is an agent of; absent or empty: no agent anywhere. */
  readonly desk?: readonly DeskMembership[];
  /** CRM organisations this person is a user of; absent or empty: no user anywhere. */
  readonly crm?: readonly CrmMembership[];
}

/** `Support Administrator` and `Agent` are full agents; a `Light Agent` costs no licence and counts for no credits. */
export interface DeskMembership {
  readonly orgId: string;
  readonly profile: 'Support Administrator' | 'Agent' | 'Light Agent';
}

export interface CrmMembership {
  readonly orgId: string;
  readonly profile: 'Administrator' | 'Standard';
}

/** Whom a valid access token stands for. */
export interface Grant {
  readonly person: Person;
  readonly scopes: readonly string[];
  readonly clientId: string;
  /** `connector` for the registered OAuth client of the connector, `human` for tokens of `/_sandbox/token`. */
  readonly actor: string;
  /** Desk organisations are bound per token (null: any portal the person belongs to). */
  readonly deskOrgId: string | null;
  readonly crmOrgId: string | null;
}

/** One API call, as `GET /_sandbox/calls` shows it. */
export interface Call {
  readonly at: string;
  readonly product: Product;
  readonly actor: string;
  readonly orgId: string | null;
  readonly method: string;
  /** Path with query, tokens and codes removed. */
  readonly path: string;
  /** Route pattern, e.g. `/api/v1/contacts/:id`. */
  readonly template: string;
  readonly status: number;
  readonly credits: number;
  /** Records written by this call (0 for reads and failures): the mutation count that tests assert on. */
  readonly mutations: number;
  /** The fault played on this call, if any (`POST /_sandbox/faults`); status 0 means that nothing was answered. */
  readonly fault?: string;
}

/**
 * What a handler tells the kernel about the call in hand: `request.sandbox`.
 * The kernel fills `grant` from the Authorization header before any handler runs (null: no valid token).
 */
export interface CallContext {
  grant: Grant | null;
  orgId: string | null;
  credits: number;
  mutations: number;
  /** Who called, where no grant says it (the token endpoint knows the client). */
  actor?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    sandbox: CallContext;
  }
}

/** Faults for events on their way to the connector; rates 0..1, drawn from a seeded generator. */
export interface EventFaults {
  readonly lost: number;
  readonly duplicated: number;
  readonly reordered: number;
  /** Extra delay of delivery in virtual milliseconds, 0 = none; drawn uniformly up to this. */
  readonly delayMs: number;
}

/** Settings of the pretend Zoho; every one has the documented value as default. `POST /_sandbox/reset` may override. */
export interface SandboxSettings {
  /** Seed of every random choice. */
  readonly random: number;
  readonly deskEdition: string;
  readonly crmEdition: string;
  /** Index lag of Desk search in virtual ms. */
  readonly deskSearchLagMs: number;
  readonly autoApprove: boolean;
  /** Variants for documented contradictions, by switch name (`test/sandbox/README.md` lists them). */
  readonly variants: Readonly<Record<string, string>>;
}

/** Everything the product plugins share. */
export interface World {
  readonly clock: Clock;
  readonly settings: SandboxSettings;
  /** Seeded random number in [0,1). */
  random(): number;
  /** 18-digit, increasing, unique per world. */
  nextId(): string;
  /** Base URLs without trailing slash, known once listening. */
  readonly urls: {
    accounts: string;
    desk: string;
    crm: string;
    deskPage: string;
    control: string;
    /** Origin of the installed extension's own files. */
    widgets: string;
  };
  readonly people: Map<string, Person>;
  /** Resolves `Authorization: Zoho-oauthtoken …|Bearer …`; null when missing, unknown, expired or revoked. */
  authenticate(authorization: string | undefined): Grant | null;
  /** Event faults in force. */
  eventFaults(): EventFaults;
  /** Delivers one event request with faults applied (lost, duplicated, reordered, delayed) and never throws. */
  deliver(send: () => Promise<void>): void;
}

/**
 * One seeded record: API field names of its side, plus its age.
 *
 * Values have the form in which the side's API answers them. Desk: custom fields flat (`cf_tier`), multi-select
 * `"a;b"`, date-time `2026-01-31T10:00:00.000Z`. CRM: multi-select `["a","b"]`, date-time `2026-01-31T10:00:00+00:00`.
 * Both: integers and decimals as numbers, booleans as booleans, dates `yyyy-MM-dd`; an empty value is left out.
 */
export interface SeedRecord {
  readonly values: Readonly<Record<string, unknown>>;
  readonly createdAt: string;
  /** Name of the account a contact belongs to, resolved on the same side. */
  readonly accountName?: string;
  /** Name of the account that is an account's parent, resolved on the same side. */
  readonly parentName?: string;
  /** Desk products: department names. */
  readonly departments?: readonly string[];
}
export interface SeedField {
  readonly apiName: string;
  readonly label: string;
  /** Product-neutral kind; each side turns it into its own metadata. */
  readonly kind:
    | 'text'
    | 'textarea'
    | 'integer'
    | 'decimal'
    | 'currency'
    | 'percent'
    | 'boolean'
    | 'date'
    | 'datetime'
    | 'picklist'
    | 'multiselect'
    | 'email'
    | 'phone'
    | 'url'
    /** A lookup that names an account. */
    | 'account';
  readonly options?: readonly string[];
}
export type SeedModule = 'accounts' | 'contacts' | 'products';
/** What a side is filled with: the product plugins load it straight into their tables (no calls, no credits, no events). */
export interface SideSeed {
  readonly customFields: Readonly<Record<SeedModule, readonly SeedField[]>>;
  readonly records: Readonly<Record<SeedModule, readonly SeedRecord[]>>;
}
export interface Seed {
  readonly desk: SideSeed & {
    readonly departments: readonly string[];
    /** `{subject, description, status, statusType, priority, channel, department, contactName, createdTime}`; department by name, contact by "First Last". */
    readonly tickets?: readonly Readonly<Record<string, unknown>>[];
  };
  readonly crm: SideSeed & {
    /**
     * Deals, notes, calls, events, tasks and leads of the demo, CRM API names. Lookups by name: `Account_Name` and
     * `Contact_Name` ("First Last"), `Parent_Id`, `What_Id` and `Who_Id` likewise; `$se_module` says what `Parent_Id` or `What_Id` is.
     */
    readonly related?: Readonly<
      Record<
        'Deals' | 'Notes' | 'Calls' | 'Events' | 'Tasks' | 'Leads',
        readonly Readonly<Record<string, unknown>>[]
      >
    >;
  };
}

/** One product's API, mounted by the kernel on its own port. */
/** What an administrator does in a product's own Setup, for which there is no API. */
export type SetUpChange =
  | {
      readonly module: SeedModule;
      /** API name. */
      readonly field: string;
      readonly change: 'remove' | { readonly options?: readonly string[]; readonly maxLength?: number };
    }
  /** Desk: its agents keep the id of a profile that is no longer there. */
  | { readonly removeProfile: string }
  /** Desk: the agent of that e-mail may not sign in (any more), or again. */
  | { readonly agent: string; readonly status: 'ACTIVE' | 'DISABLED' };

export interface ProductApi {
  /** Registers the routes. Kernel hooks already did: body parsing, call log, faults. The plugin does: authentication answers, scopes, limits, credits. */
  register(app: FastifyInstance): void;
  /** Replaces all data of the organisation with the seed. */
  load(seed: Seed, orgId: string): void;
  /** Raw dump for oracles, `GET /_sandbox/records`. State of each: live, bin or purged. */
  dump(module: SeedModule, orgId?: string): readonly Readonly<Record<string, unknown>>[];
  /** Throws Error when there is nothing of that name. */
  setUp(change: SetUpChange, orgId?: string): void;
  /** Organisation ids of this product, the default one first. */
  orgIds(): readonly string[];
}
/** `test/sandbox/desk/index.ts` exports `createDeskApi`, `test/sandbox/crm/index.ts` exports `createCrmApi`, of this type. */
export type CreateProductApi = (
  world: World,
  orgs: readonly { readonly orgId: string; readonly name: string }[],
) => ProductApi;
