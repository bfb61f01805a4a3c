import assert from 'node:assert/strict';
import type { Module, Side } from '../../server/core/record.ts';
import { SIDES, otherSide } from '../../server/core/record.ts';
import type { Change, Draft } from '../../server/ports/record-gateway.ts';
import type { FailureRow } from '../../server/ports/store.ts';
import type { Call } from '../sandbox/kernel/types.ts';
import { startSandbox, type Sandbox, type SandboxOptions } from '../sandbox/sandbox.ts';
import { startEngine, type Engine, type EngineOptions } from './engine.ts';
import { createHuman, type Human } from './human.ts';
import { writeSeedFolder, type SeedFiles } from './seed-folder.ts';

export type Row = Readonly<Record<string, unknown>>;

/** Something the engine sent to a product, seen at the gateway. */
export interface SentWrite {
  readonly side: Side;
  readonly module: Module;
  readonly kind: 'create' | 'update';
  readonly body: Draft | Change;
}

/** A pretend Zoho, the engine and a person, with the questions that tests ask. Waits cost virtual time only. */
export interface Scenario {
  readonly sandbox: Sandbox;
  readonly engine: Engine;
  readonly human: Human;
  /** Delivers the event "look at these records" and works until nothing is due. */
  sync(module: Module, side: Side, ...ids: readonly string[]): Promise<void>;
  /** Calls that changed something while `work` ran. */
  writesDuring(work: () => Promise<void>): Promise<readonly Call[]>;
  /** What the engine sent while `work` ran, whether or not it was taken. */
  sentDuring(work: () => Promise<void>): Promise<readonly SentWrite[]>;
  partnerId(module: Module, side: Side, id: string): Promise<string | undefined>;
  /** The live partner as its product shows it. @throws AssertionError when there is none */
  partner(module: Module, side: Side, id: string): Promise<Row>;
  /** Creates a record, syncs it and returns both ids. */
  pair(module: Module, side: Side, values: Row): Promise<{ readonly desk: string; readonly crm: string }>;
  failures(module: Module): Promise<readonly FailureRow[]>;
  failureOf(module: Module, side: Side, id: string): Promise<FailureRow | undefined>;
  stop(): Promise<void>;
}

export interface ScenarioOptions extends Omit<EngineOptions, 'sandbox'> {
  readonly seed?: string | number | SeedFiles;
  readonly sandboxSettings?: SandboxOptions['settings'];
  /** How far the connector's clock is ahead of Zoho's, in ms; negative: behind. */
  readonly skewMs?: number;
  /** Time by the connector's clock, ISO 8601; replaces the moving clock. */
  readonly now?: () => string;
  /** Port of a connector that people sign in at; see `scenario-api.ts`. */
  readonly connectorPort?: number;
  /** Before the engine starts: arrange more than a seed can. */
  readonly prepare?: (sandbox: Sandbox) => Promise<void>;
}

/** One account on each side, so that departments, fields and orgs exist and nothing else disturbs. */
export const PLAIN_SEED: SeedFiles = {
  'desk-accounts': [{ accountName: 'Plain Desk Account' }],
  'crm-accounts': [{ Account_Name: 'Plain CRM Account' }],
  'desk-products': [{ productName: 'Plain Desk Product', department: 'Support' }],
};

export async function startScenario(options: ScenarioOptions = {}): Promise<Scenario> {
  const {
    seed = PLAIN_SEED,
    sandboxSettings,
    skewMs = 0,
    now,
    prepare,
    connectorPort,
    ...engineOptions
  } = options;
  const folder = typeof seed === 'object' ? writeSeedFolder(seed) : null;
  const sandbox = await startSandbox({
    seed: folder ? folder.path : (seed as string | number),
    ...(sandboxSettings ? { settings: sandboxSettings } : {}),
    ...(connectorPort === undefined
      ? {}
      : { connectorClient: { redirectUris: [`http://127.0.0.1:${connectorPort}/oauth/callback`] } }),
  });
  const world = sandbox.world.clock;
  const clock = {
    now: now ?? (() => new Date(world.now() + skewMs).toISOString()),
    sleep: (ms: number) => world.advance(ms),
  };
  await prepare?.(sandbox);
  const engine = await startEngine({ clock, ...engineOptions, sandbox });
  const human = createHuman(sandbox);
  const sent: SentWrite[] = [];
  for (const side of SIDES) spyOnWrites(engine, side, sent);

  const partnerId = async (module: Module, side: Side, id: string) => {
    const link = (await engine.org.links.byIds(module, side, [id])).get(id);
    return side === 'desk' ? link?.crmId : link?.deskId;
  };
  const scenario: Scenario = {
    sandbox,
    engine,
    human,
    partnerId,
    async sync(module, side, ...ids) {
      await engine.notify(module, side, ...ids);
      await engine.settle();
    },
    async writesDuring(work) {
      const before = sandbox.calls.list().length;
      await work();
      return sandbox.calls
        .list()
        .slice(before)
        .filter((call) => call.mutations > 0);
    },
    async sentDuring(work) {
      const before = sent.length;
      await work();
      return sent.slice(before);
    },
    async partner(module, side, id) {
      const other = await partnerId(module, side, id);
      assert.ok(other, `${side} ${module} ${id} has a partner`);
      const record = human.record(otherSide(side), module, other);
      assert.ok(record, `the partner ${other} of ${side} ${module} ${id} is live`);
      return record;
    },
    async pair(module, side, values) {
      const id = await human.create(side, module, values);
      await scenario.sync(module, side, id);
      const other = await partnerId(module, side, id);
      assert.ok(other, `the new ${side} ${module} ${id} got a partner`);
      return side === 'desk' ? { desk: id, crm: other } : { desk: other, crm: id };
    },
    failures: (module) => engine.org.failures.list(module),
    failureOf: async (module, side, id) =>
      (await engine.org.failures.list(module)).find((row) => row.side === side && row.recordId === id),
    async stop() {
      await engine.stop();
      await sandbox.stop();
      folder?.remove();
    },
  };
  return scenario;
}

function spyOnWrites(engine: Engine, side: Side, sent: SentWrite[]): void {
  const gateway = engine.gateways[side];
  const create = gateway.create.bind(gateway);
  const update = gateway.update.bind(gateway);
  gateway.create = (module, drafts, signal) => {
    sent.push(...drafts.map((body) => ({ side, module, kind: 'create' as const, body })));
    return create(module, drafts, signal);
  };
  gateway.update = (module, changes, options) => {
    sent.push(...changes.map((body) => ({ side, module, kind: 'update' as const, body })));
    return update(module, changes, options);
  };
}
