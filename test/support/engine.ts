import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { SyncType } from '../../server/core/mapping/field-mapping.ts';
import type { DefaultMappings } from '../../server/core/mapping/suggest-mapping.ts';
import { defaultMapping, newRow } from '../../server/core/mapping/suggest-mapping.ts';
import { createVocabulary, type FieldWords } from '../../server/core/mapping/field-words.ts';
import { suggestCustomRows } from '../../server/core/mapping/suggest-custom-rows.ts';
import type { Module, Side } from '../../server/core/record.ts';
import { MODULES } from '../../server/core/record.ts';
import type { Clock } from '../../server/ports/clock.ts';
import type { Logger } from '../../server/ports/logger.ts';
import type { RecordGateway } from '../../server/ports/record-gateway.ts';
import type { OrgStore, Store } from '../../server/ports/store.ts';
import type { SyncSettings } from '../../server/sync/context.ts';
import { startFirstSync } from '../../server/sync/first-sync.ts';
import { runLane } from '../../server/sync/lane.ts';
import { createFieldCatalogue, loadModules } from '../../server/sync/load-modules.ts';
import { createDeskClient, createCrmClient } from '../../server/zoho/clients.ts';
import { createCrmGateway } from '../../server/zoho/crm/crm-gateway.ts';
import { createCrmViews } from '../../server/zoho/crm/crm-views.ts';
import { createDeskGateway } from '../../server/zoho/desk/desk-gateway.ts';
import { sleepMs } from '../../server/zoho/http-client.ts';
import { createLimiter } from '../../server/zoho/limits.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { openTestStore } from './test-store.ts';

export const DEFAULT_MAPPINGS = JSON.parse(
  readFileSync(new URL('../../resources/default-mappings.json', import.meta.url), 'utf8'),
) as DefaultMappings;

export const VOCABULARY = createVocabulary(
  JSON.parse(
    readFileSync(new URL('../../resources/field-words.json', import.meta.url), 'utf8'),
  ) as FieldWords,
);

const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };

/** The sync engine on a real store and the sandbox's real HTTP, without the connector's own web server. */
export interface Engine {
  readonly org: OrgStore;
  readonly store: Store;
  readonly gateways: Readonly<Record<Side, RecordGateway>>;
  /** Begins a first sync and works until nothing is due. */
  firstSync(): Promise<void>;
  /** Works until nothing is due: polls, inbox, unanswered writes. */
  settle(): Promise<void>;
  /** As an event would: "look at this record". */
  notify(module: Module, side: Side, ...ids: readonly string[]): Promise<void>;
  stop(): Promise<void>;
}

export interface EngineOptions {
  readonly sandbox: Sandbox;
  readonly syncType?: SyncType;
  readonly modules?: readonly Module[];
  /** Mapped besides the suggested ones: Desk field and CRM field. */
  readonly rows?: Readonly<Partial<Record<Module, readonly (readonly [string, string])[]>>>;
  /** Names of the Desk departments whose products sync; all by default. */
  readonly departments?: readonly string[];
  readonly settings?: Partial<SyncSettings>;
  readonly log?: Logger;
  /** Rows above which CRM is read by bulk job; the gateway's own default otherwise. */
  readonly bulkAbove?: number;
  /** Virtual time of the sandbox, so that both agree; a given clock also times the waits of the HTTP clients. */
  readonly clock?: Clock;
  /** Which pair of organisations; the first by default. */
  readonly orgIndex?: number;
  /** A store that several engines share; its owner closes it. */
  readonly sharedStore?: Store;
}

export async function startEngine(options: EngineOptions): Promise<Engine> {
  const { sandbox } = options;
  const pair = sandbox.orgPairs[options.orgIndex ?? 0];
  if (!pair) throw new Error('the sandbox has no organisations');
  const store = options.sharedStore ?? (await openTestStore()).store;
  const org = store.forOrg(pair.deskOrgId);
  const clock: Clock = options.clock ?? { now: () => sandbox.world.clock.iso(), sleep: sleepMs };
  const now = () => Date.parse(clock.now());

  const newGrant = () => sandbox.token({ orgId: pair.deskOrgId });
  let grant = newGrant();
  const tokens = {
    accessToken: () => Promise.resolve(grant.access_token),
    invalidate: () => {
      grant = newGrant();
      return Promise.resolve();
    },
  };
  const sleep: Clock['sleep'] = (ms, signal) => clock.sleep(ms, signal);
  const limiter = () => createLimiter({ maxConcurrent: 8, reserveCredits: 0, now: Date.now, sleep });
  const desk = createDeskClient({
    deskUrl: sandbox.urls.desk,
    orgId: pair.deskOrgId,
    tokens,
    limiter: limiter(),
    now,
    sleep,
  });
  const crm = createCrmClient({ apiUrl: sandbox.urls.crm, tokens, limiter: limiter(), now, sleep });
  const gateways = {
    desk: createDeskGateway({ http: desk, sourceId: randomUUID() }),
    crm: createCrmGateway({
      http: crm,
      now,
      ...(options.bulkAbove === undefined ? {} : { bulkAbove: options.bulkAbove }),
    }),
  };
  const catalogue = createFieldCatalogue(gateways, clock);
  const settings: SyncSettings = {
    intentGraceMs: 50,
    deskIndexLagMs: 10 * 60_000,
    crmOverlapMs: 60_000,
    pollProductsMs: 0,
    pollReconcileMs: 0,
    ...options.settings,
  };

  const at = clock.now();
  await org.integration.put({
    state: 'active',
    deskOrgId: pair.deskOrgId,
    crmOrgId: pair.crmOrgId,
    deskDataCenter: 'sandbox',
    crmDataCenter: 'sandbox',
    createdAt: at,
    updatedAt: at,
  });
  const departmentIds = await departmentsOf(sandbox, grant.access_token, pair.deskOrgId, options.departments);
  for (const module of options.modules ?? MODULES) {
    const current = await org.configs.current(module);
    if (current) continue;
    const fields = await catalogue.fields(module);
    const standard = defaultMapping(module, fields, DEFAULT_MAPPINGS);
    const custom = suggestCustomRows({ module, fields, mapped: standard, vocabulary: VOCABULARY });
    await org.configs.save(
      {
        module,
        syncType: options.syncType ?? 'two-way',
        mappings: [
          ...standard,
          ...custom,
          ...(options.rows?.[module] ?? []).map(([desk, crm]) => newRow(desk, crm)),
        ],
        departmentIds: module === 'products' ? departmentIds : [],
      },
      0,
      at,
    );
  }

  const lane = () =>
    runLane({
      org,
      clock,
      every: (ms, work) => {
        const timer = setInterval(() => void work(), ms);
        return () => clearInterval(timer);
      },
      log: options.log ?? SILENT,
      owner: 'test',
      leaseMs: 60_000,
      lingerMs: 5_000,
      signal: new AbortController().signal,
      newId: randomUUID,
      context: async (run, signal) => ({
        org,
        gateways,
        modules: await loadModules(org, catalogue, DEFAULT_MAPPINGS),
        clock,
        log: options.log ?? SILENT,
        settings,
        runId: run.id,
        newId: randomUUID,
        signal,
      }),
      views: () => Promise.resolve(createCrmViews(crm)),
    });

  return {
    org,
    store,
    gateways,
    async firstSync() {
      await startFirstSync(org, options.modules ?? MODULES, clock, randomUUID);
      await lane();
    },
    settle: lane,
    notify: (module, side, ...ids) =>
      org.inbox.mark(
        ids.map((recordId) => ({ module, side, recordId, reason: 'event' })),
        clock.now(),
      ),
    async stop() {
      desk.close();
      crm.close();
      if (!options.sharedStore) await store.close();
    },
  };
}

async function departmentsOf(
  sandbox: Sandbox,
  token: string,
  orgId: string,
  names: readonly string[] | undefined,
): Promise<readonly string[]> {
  const answer = await fetch(`${sandbox.urls.desk}/api/v1/departments?limit=200`, {
    headers: { authorization: `Zoho-oauthtoken ${token}`, orgId },
  });
  const { data } = (await answer.json()) as { data: { id: string; name: string }[] };
  return data.filter(({ name }) => names?.includes(name) ?? true).map(({ id }) => id);
}
