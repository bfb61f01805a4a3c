import type { OrgRepositories, OrgStore, Store } from '../../../server/ports/store.ts';
import { assertOutside, guarded } from '../../../server/store/transaction-guard.ts';
import {
  draftRepository,
  matchDecisionRepository,
  pendingEditRepository,
  usageRepository,
} from './administration.ts';
import { erasureRepository } from './erasure.ts';
import { OrgTables } from './org-tables.ts';
import type { Rows } from './rows.ts';
import {
  keyRepository,
  linkRepository,
  openConflictRepository,
  stagingRepository,
  waitingReferenceRepository,
} from './pairs.ts';
import { auditRepository, failureRepository, historyRepository, runRepository } from './reports.ts';
import {
  configRepository,
  credentialRepository,
  integrationRepository,
  subscriptionRepository,
} from './settings.ts';
import { cursorRepository, inboxRepository, intentRepository, laneRepository } from './work.ts';

/** Called before each query and each commit; may wait, and so let others in, or never come back: the process died. */
export type Turn = (what: string) => Promise<void>;

/** A connection to the store: what one process holds open, and what ends with it. */
export interface Connection {
  readonly store: Store;
  /** The process died: its open transactions are rolled back and nothing of it happens any more. */
  break(): void;
}

interface Org {
  readonly tables: OrgTables;
  busy: Promise<null> | null;
  committed: () => void;
}

interface Line {
  readonly turn: Turn;
  /** Roll back what is open. */
  readonly open: Set<() => void>;
  isBroken: boolean;
}

/**
 * What the connector remembers, in memory: the part of the store that the sync engine uses, with the same promises
 * (the store's own suite runs on it). Queries of one organisation see no open transaction of another process: they
 * wait for its end, as on a database with one connection.
 */
export class MemoryStore {
  readonly #orgs = new Map<string, Org>();

  /** For oracles: what is stored, open transactions included. */
  tables(orgKey: string): OrgTables {
    return this.#org(orgKey).tables;
  }
  /** For oracles: whether a transaction is open, of which nobody knows yet what will stay. */
  isBusy(orgKey: string): boolean {
    return this.#org(orgKey).busy !== null;
  }
  /** Has an oracle called after each commit of a transaction. */
  onCommit(orgKey: string, listener: () => void): void {
    this.#org(orgKey).committed = listener;
  }

  connect(turn: Turn): Connection {
    const line: Line = { turn, open: new Set(), isBroken: false };
    return {
      store: this.#store(line),
      break() {
        line.isBroken = true;
        for (const rollback of line.open) rollback();
      },
    };
  }

  #store(line: Line): Store {
    const integrations = () => [...this.#orgs.values()].flatMap(({ tables }) => tables.integration.all());
    const byCrmOrg = (crmOrgId: string) =>
      integrations().find((row) => row.crmOrgId === crmOrgId && row.state !== 'deleted');
    return {
      forOrg: (orgKey) => this.#orgStore(orgKey, line),
      rehearsalOf: () => absent('flight plans'),
      prepareRehearsal: () => absent('flight plans'),
      listIntegrations: (states) =>
        Promise.resolve(integrations().filter(({ state }) => states.includes(state))),
      findByCrmOrg: (crmOrgId) => Promise.resolve(byCrmOrg(crmOrgId) ?? null),
      findSubscription: (pathToken) => {
        for (const [orgKey, { tables }] of this.#orgs) {
          const found = tables.subscriptions.all().find((row) => row.pathToken === pathToken);
          if (found) return Promise.resolve({ ...found, orgKey });
        }
        return Promise.resolve(null);
      },
      oauthStates: absentPart('sign-in'),
      sessions: absentPart('sign-in'),
      zscKeys: absentPart('keys of CRM administrators'),
      ping: () => Promise.resolve(),
      close: () => Promise.resolve(),
    };
  }

  #orgStore(orgKey: string, line: Line): OrgStore {
    const { turn, open } = line;
    const org = this.#org(orgKey);
    const holderOf = (crmOrgId: string) =>
      [...this.#orgs.entries()].find(([, { tables }]) =>
        tables.integration.all().some((row) => row.crmOrgId === crmOrgId && row.state !== 'deleted'),
      )?.[0];
    const plain = repositories(org.tables, orgKey, holderOf);
    const lane = laneRepository(org.tables);
    const outside = async (what: string) => {
      assertOutside();
      await turn(what);
      while (org.busy) await org.busy;
      // Who died while waiting never gets there.
      if (line.isBroken) await new Promise(() => undefined);
    };
    return {
      orgKey,
      ...throughAll(plain, outside),
      lane: through('lane', lane, outside),
      async transaction(work) {
        do await outside('transaction');
        while (org.busy);
        const { promise, resolve } = Promise.withResolvers<null>();
        const end = () => {
          open.delete(rollback);
          org.busy = null;
          resolve(null);
        };
        const rollback = () => {
          org.tables.journal.rollback();
          end();
        };
        org.busy = promise;
        org.tables.journal.begin();
        open.add(rollback);
        try {
          const result = await guarded(() => work(throughAll(plain, turn)));
          await turn('commit');
          org.tables.journal.commit();
          end();
          org.committed();
          return result;
        } catch (error) {
          rollback();
          throw error;
        }
      },
    };
  }

  #org(orgKey: string) {
    const known = this.#orgs.get(orgKey) ?? {
      tables: new OrgTables(),
      busy: null,
      committed: () => undefined,
    };
    this.#orgs.set(orgKey, known);
    return known;
  }
}

function repositories(tables: OrgTables, orgKey: string, holderOf: (crmOrgId: string) => string | undefined) {
  return {
    integration: integrationRepository(tables, orgKey, holderOf),
    credentials: credentialRepository(tables),
    subscriptions: subscriptionRepository(tables),
    configs: configRepository(tables),
    links: linkRepository(tables),
    waitingReferences: waitingReferenceRepository(tables),
    inbox: inboxRepository(tables),
    intents: intentRepository(tables),
    keys: keyRepository(tables),
    staging: stagingRepository(tables),
    runs: runRepository(tables),
    history: historyRepository(tables),
    openConflicts: openConflictRepository(tables),
    failures: failureRepository(tables),
    cursors: cursorRepository(tables),
    audit: auditRepository(tables),
    drafts: draftRepository(tables),
    usage: usageRepository(tables),
    matchDecisions: matchDecisionRepository(tables),
    pendingEdits: pendingEditRepository(tables),
    erasure: erasureRepository(tables),
  };
}

/** The same repositories, each call after its turn. */
function throughAll(plain: ReturnType<typeof repositories>, turn: Turn): OrgRepositories {
  return {
    integration: through('integration', plain.integration, turn),
    credentials: through('credentials', plain.credentials, turn),
    subscriptions: through('subscriptions', plain.subscriptions, turn),
    configs: through('configs', plain.configs, turn),
    links: through('links', plain.links, turn),
    waitingReferences: through('waitingReferences', plain.waitingReferences, turn),
    inbox: through('inbox', plain.inbox, turn),
    intents: through('intents', plain.intents, turn),
    keys: through('keys', plain.keys, turn),
    staging: through('staging', plain.staging, turn),
    runs: through('runs', plain.runs, turn),
    history: through('history', plain.history, turn),
    openConflicts: through('openConflicts', plain.openConflicts, turn),
    failures: through('failures', plain.failures, turn),
    cursors: through('cursors', plain.cursors, turn),
    audit: through('audit', plain.audit, turn),
    drafts: through('drafts', plain.drafts, turn),
    usage: through('usage', plain.usage, turn),
    matchDecisions: through('matchDecisions', plain.matchDecisions, turn),
    pendingEdits: through('pendingEdits', plain.pendingEdits, turn),
    erasure: through('erasure', plain.erasure, turn),
    legacyImports: absentPart('the scheduled import of old'),
    permissions: absentPart('permissions'),
    panelCache: absentPart('panels'),
    panelActions: absentPart('panels'),
  };
}

type Method = (...args: readonly unknown[]) => unknown;

/** Makes a repository of promises; each call waits for its turn. */
function through<T extends object>(name: string, repository: Rows<T>, turn: Turn): T {
  const methods = Object.entries(repository as Record<string, Method>).map(([method, call]) => [
    method,
    async (...args: readonly unknown[]) => {
      await turn(`${name}.${method}`);
      return call(...args);
    },
  ]);
  return Object.fromEntries(methods) as T;
}

function absent(what: string): never {
  throw new Error(`${what}: no part of the simulation`);
}

/** Stands where a repository would; whoever uses it is told. */
function absentPart(what: string): never {
  return new Proxy({}, { get: () => absent(what) }) as never;
}
