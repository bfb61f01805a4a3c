import { createVocabulary } from '../../../server/core/mapping/field-words.ts';
import type { Module, Side } from '../../../server/core/record.ts';
import { MODULES } from '../../../server/core/record.ts';
import type { Clock } from '../../../server/ports/clock.ts';
import type { Logger } from '../../../server/ports/logger.ts';
import type { OrgConnections } from '../../../server/ports/org-connections.ts';
import type { OrgStore, Store } from '../../../server/ports/store.ts';
import { createResolveConflict } from '../../../server/sync/conflict-inbox.ts';
import { startFirstSync } from '../../../server/sync/first-sync.ts';
import { runLane } from '../../../server/sync/lane.ts';
import { createFieldCatalogue, loadModules } from '../../../server/sync/load-modules.ts';
import { createModuleMapping } from '../../../server/sync/module-mapping.ts';
import { createPauseSync } from '../../../server/sync/pause-sync.ts';
import { createReceiveEvents } from '../../../server/sync/receive-events.ts';
import { DEPARTMENTS, fieldsOf } from './fields.ts';
import { createGateway } from './gateway.ts';
import { Process } from './process.ts';
import type { World } from './world.ts';

const SILENT: Logger = { debug() {}, info() {}, warn() {}, error() {} };
const CRM_NAMES: Readonly<Record<Module, string>> = {
  accounts: 'Accounts',
  contacts: 'Contacts',
  products: 'Products',
};
/** Nobody here looks at suggestions. */
const NO_WORDS = createVocabulary({ concepts: {}, stop: {}, implied: {} });
/** Of two organisations with the same ids: only the path tells them apart. */
const channelOf = (orgKey: string) => {
  return { externalId: '900', pathToken: `crm-path-${orgKey}`, secret: 'channel-secret' };
};
const webhookOf = (orgKey: string) => ({ externalId: '800', pathToken: `desk-path-${orgKey}`, secret: null });

/** What people and products call: one for all organisations. */
function createWeb({ organisations }: World, store: Store, clock: Clock) {
  const wake = async (orgKey: string) => {
    await organisations.get(orgKey)?.connector.wake();
  };
  const receive = createReceiveEvents({
    store,
    clock,
    log: SILENT,
    verifier: () => ({ verify: () => Promise.resolve() }),
    sameSecret: (a, b) => a === b,
    wake,
  });
  const connections = {
    fields: (module: Module) =>
      Promise.resolve({ desk: fieldsOf(module, 'desk'), crm: fieldsOf(module, 'crm') }),
    deskPeople: {
      departments: () => Promise.resolve(DEPARTMENTS.map((id) => ({ id, name: id, isEnabled: true }))),
    },
  } as unknown as OrgConnections;
  const renewSubscriptions = () => Promise.resolve();
  return {
    receive,
    pauseSync: createPauseSync({ store, clock, renewSubscriptions, wake }),
    mapping: createModuleMapping({
      store,
      openOrg: () => Promise.resolve(connections),
      defaults: { accounts: [], contacts: [], products: [] },
      vocabulary: NO_WORDS,
      clock,
      wake,
    }),
    resolveConflict: createResolveConflict({ store, clock, wake }),
  };
}

export interface Connector {
  readonly org: OrgStore;
  readonly clock: Clock;
  readonly wake: () => Promise<void>;
  readonly isWorking: boolean;
  readonly web: ReturnType<typeof createWeb>;
  /** Connected and configured; the first session begins. */
  start(): Promise<void>;
  takeEvent(side: Side, module: Module, id: string, kind: string): Promise<void>;
}

/**
 * The connector of one organisation: a web process that takes events and clicks and never dies, and workers that do
 * the sync and may. What pg-boss does is played here: at most one lane is started per wake, and an interrupted one is
 * tried again.
 *
 * @param neighbour connector of another organisation, whose web process serves this one too
 */
export function createConnector(world: World, neighbour?: Connector): Connector {
  const { scheduler, random, trace, profile, orgKey } = world;
  let isWorking = false;
  let isWokenAgain = false;
  let count = 0;
  let ids = 0;

  const clock: Clock = {
    now: () => new Date(scheduler.now + profile.skewMs).toISOString(),
    sleep: (ms, signal) => scheduler.sleep(ms, signal),
  };
  const newId = () => {
    ids += 1;
    return `${orgKey}-${String(ids)}`;
  };
  const newProcess = (name: string, canDie: boolean, onDeath: () => void) =>
    new Process({
      name,
      store: world.store,
      scheduler,
      random,
      trace,
      faults: () => (canDie ? world.faults : { ...world.faults, crash: 0 }),
      onDeath,
    });
  const webStore = newProcess('web', false, () => undefined).store;
  const org = webStore.forOrg(orgKey);

  function wake(): Promise<void> {
    if (isWorking) isWokenAgain = true;
    else {
      isWorking = true;
      scheduler.after(10 + random.next() * 500, startLane);
      if (profile.hasRivals && random.chance(0.2)) scheduler.after(random.next() * 3_000, startRival);
    }
    return Promise.resolve();
  }
  function startLane(): void {
    isWokenAgain = false;
    void work((retryMs) => {
      isWorking = false;
      if (retryMs !== null) scheduler.after(retryMs, () => void wake());
      else if (isWokenAgain) void wake();
    });
  }
  /** A worker that came up beside the other, as after a network split: the lease must keep it out. */
  function startRival(): void {
    void work(() => undefined);
  }

  async function work(done: (retryMs: number | null) => void): Promise<void> {
    count += 1;
    const name = `worker-${String(count)}`;
    const process = newProcess(name, true, () => {
      done(500 + random.next() * 20_000);
    });
    try {
      await lane(process);
      done(null);
    } catch (error) {
      trace.note(name, `gives up: ${String(error)}`);
      if (!(error instanceof Error) || error.name !== 'SyncError')
        world.violations.push({
          property: 'engine',
          message: String(error instanceof Error ? error.stack : error),
        });
      done(1_000 + random.next() * 30_000);
    }
  }

  async function lane(process: Process): Promise<void> {
    const stored = process.store.forOrg(orgKey);
    const make = (side: Side) =>
      createGateway({
        product: world.products[side],
        process,
        scheduler,
        random,
        trace,
        faults: () => world.faults,
        watch: world.watch,
        lagMs: side === 'desk' ? profile.deskLagMs : 0,
        isOmitted: (id, field) => world.isOmitted(side, id, field),
        meddle: (changes) => {
          world.meddle(side, changes);
        },
      });
    const gateways = { desk: make('desk'), crm: make('crm') };
    const catalogue = createFieldCatalogue(gateways, clock);
    await runLane({
      org: stored,
      clock,
      every(ms, turn) {
        let stop = scheduler.after(ms, beat);
        function beat(): void {
          if (!process.isAlive) return;
          void turn();
          stop = scheduler.after(ms, beat);
        }
        return () => {
          stop();
        };
      },
      log: SILENT,
      owner: process.name,
      leaseMs: profile.leaseMs,
      lingerMs: 5_000,
      signal: new AbortController().signal,
      newId,
      context: async (run, signal) => ({
        org: stored,
        gateways,
        modules: await loadModules(stored, catalogue, { accounts: [], contacts: [], products: [] }),
        clock,
        log: SILENT,
        settings: profile.settings,
        runId: run.id,
        newId,
        signal,
      }),
      views: () => Promise.reject(new Error('the scheduled import is no part of the simulation')),
    });
  }

  const web = neighbour?.web ?? createWeb(world, webStore, clock);

  return {
    org,
    clock,
    wake,
    get isWorking() {
      return isWorking;
    },
    web,

    async start(): Promise<void> {
      const at = clock.now();
      for (const config of profile.configs) await org.configs.save(config, 0, at);
      await org.subscriptions.put({ product: 'crm', expiresAt: null, ...channelOf(orgKey) });
      await org.subscriptions.put({ product: 'desk', expiresAt: null, ...webhookOf(orgKey) });
      await org.integration.put({
        state: 'active',
        deskOrgId: orgKey,
        crmOrgId: `crm of ${orgKey}`,
        deskDataCenter: 'sandbox',
        crmDataCenter: 'sandbox',
        createdAt: at,
        updatedAt: at,
      });
      await startFirstSync(org, MODULES, clock, newId);
      await wake();
    },

    async takeEvent(side: Side, module: Module, id: string, kind: string): Promise<void> {
      // Nobody calls before there is a subscription.
      if (!(await org.integration.get())) return;
      if (side === 'desk') {
        const prefix = module === 'contacts' ? 'Contact' : 'Account';
        await web.receive.fromDesk(webhookOf(orgKey).pathToken, 'jwt', [
          { eventType: `${prefix}_${kind}`, recordId: id },
        ]);
        return;
      }
      const { externalId, pathToken, secret } = channelOf(orgKey);
      const event = { module: CRM_NAMES[module], ids: [id], channelId: externalId, token: secret };
      await web.receive.fromCrm(pathToken, event);
    },
  };
}
