import { SyncError } from '../core/errors.ts';
import type { CompiledRow } from '../core/mapping/compile-mapping.ts';
import { sameValue } from '../core/mapping/same-value.ts';
import type { DefaultMappings } from '../core/mapping/suggest-mapping.ts';
import type { FieldMeta, FieldValue, Module, RawValue, RemoteRecord, Side } from '../core/record.ts';
import { otherSide } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { RecordGateway, WriteOutcome } from '../ports/record-gateway.ts';
import type { FailureRow, Intent, OrgStore, Store } from '../ports/store.ts';
import { confirmCorrection } from './confirm-correction.ts';
import type { ModuleSetup } from './context.ts';
import type { AgentIdentity } from './desk-identity.ts';
import { holdingLane } from './hold-lane.ts';
import { mayWrite } from './integration-state.ts';
import { loadModules, type FieldCatalogue } from './load-modules.ts';
import { Refusal } from './refusal.ts';

export interface CorrectValueDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly defaults: DefaultMappings;
  readonly newId: () => string;
  readonly open: (orgKey: string) => Promise<{
    readonly gateways: Readonly<Record<Side, RecordGateway>>;
    readonly catalogue: FieldCatalogue;
  }>;
  readonly wake: (orgKey: string) => Promise<void>;
}

/** Names one entry of the Failure Log. */
export interface FailedRecord {
  readonly module: Module;
  /** Side the record lives on: its value is the one that is corrected. */
  readonly side: Side;
  readonly recordId: string;
}
export interface Correction extends FailedRecord {
  /** API name on that side. */
  readonly field: string;
  /** The value the administrator looked at. */
  readonly expected: RawValue;
  readonly value: RawValue;
}
/** A mapped field of a failed record, and what the other side's field takes. */
export interface CorrectableField {
  readonly field: FieldMeta;
  readonly target: FieldMeta;
  readonly value: RawValue;
  readonly isAtFault: boolean;
}

/**
 * Corrects a value that kept a record from being synced, where it stands: in the record itself, as if the person had
 * opened it in its product, so that both sides end up right. The record is tried again afterwards. The lane is held
 * meanwhile, so the sync never meets a half-made correction (one writer per organisation).
 */
export function createCorrectValue(deps: CorrectValueDeps) {
  const { store, clock, newId } = deps;

  /**
   * The fields that can be corrected, with their values of now.
   * @throws Refusal `failure-unknown`; SyncError when the product cannot be asked
   */
  async function fieldsOf(orgKey: string, at: FailedRecord): Promise<readonly CorrectableField[]> {
    const { failure, gateway, setup } = await opened(orgKey, at);
    const record = await read(gateway, setup, at);
    return setup.mapping.rows
      .filter((row) => whyFixed(row, at.side) === null)
      .flatMap((row) => {
        const value = record.values[row[at.side].apiName];
        const isAtFault = row.desk.apiName === failure.field || row.crm.apiName === failure.field;
        return value === undefined
          ? []
          : [{ field: row[at.side], target: row[otherSide(at.side)], value, isAtFault }];
      });
  }

  /**
   * Writes the corrected value and has the record tried again. Two clicks write once.
   *
   * @throws Refusal `sync-paused`, `failure-unknown`, `field-not-editable`, `value-invalid` (nothing was sent, or the
   *   product refused it), `value-changed` (somebody edited it meanwhile: nothing is overwritten), `sync-busy`
   */
  async function correct(admin: AgentIdentity, correction: Correction): Promise<void> {
    const org = store.forOrg(admin.orgKey);
    await requireActive(org);
    const { gateway, setup } = await opened(admin.orgKey, correction);
    const row = rowOf(setup, correction);
    const raw = checked(row, correction);
    await holdingLane(org, deps, syncBusy, async () => {
      const record = await read(gateway, setup, correction);
      const before = record.values[correction.field] ?? null;
      const isDone = same(row, correction.side, before, raw);
      if (!isDone && !same(row, correction.side, before, correction.expected)) throw changed(before);
      if (!isDone) await write(org, admin, gateway, { correction, raw, before });
      const { module, side, recordId } = correction;
      await org.inbox.mark([{ module, side, recordId, reason: 'retry' }], clock.now());
    });
    await deps.wake(admin.orgKey);
  }

  async function opened(orgKey: string, at: FailedRecord) {
    const org = store.forOrg(orgKey);
    const failure = await failureOf(org, at);
    const { gateways, catalogue } = await deps.open(orgKey);
    const setup = (await loadModules(org, catalogue, deps.defaults)).get(at.module);
    if (!setup)
      throw new Refusal('module-not-configured', `Set up ${at.module} first`, { module: at.module });
    return { failure, gateway: gateways[at.side], setup };
  }

  /** Intent commit → call → one commit with confirmation and history, as every write (P5, P7, P22). */
  async function write(
    org: OrgStore,
    admin: AgentIdentity,
    gateway: RecordGateway,
    {
      correction,
      raw,
      before,
    }: { readonly correction: Correction; readonly raw: RawValue; readonly before: RawValue },
  ): Promise<void> {
    const { module, side, recordId, field } = correction;
    const at = clock.now();
    const run = await org.runs.start({
      id: newId(),
      kind: 'retry',
      startedAt: at,
      cutoff: null,
      modules: [],
    });
    const intent: Intent = {
      id: newId(),
      module,
      kind: 'correct',
      target: side,
      sourceId: recordId,
      targetId: recordId,
      values: { [field]: raw },
      runId: run.id,
      at,
    };
    const details = { module, side, recordId, field, from: before, to: raw };
    await org.transaction(async ({ intents, audit }) => {
      await intents.open([intent]);
      await audit.append({ at, agentId: admin.agentId, action: 'value-corrected', details });
    });
    try {
      // After the intent is visible: either a pause sees it and waits, or this sees the pause (P18).
      await requireActive(org);
    } catch (error) {
      await org.intents.close([intent.id]);
      throw error;
    }
    const unmodifiedSince = gateway.serverTime();
    const [outcome] = await gateway.update(
      module,
      [{ id: recordId, values: { [field]: raw } }],
      unmodifiedSince === null ? {} : { unmodifiedSince },
    );
    if (outcome?.ok === true) {
      await confirmCorrection(org, intent, { [field]: before }, clock.now());
      return;
    }
    throw await refused(org, intent, outcome);
  }

  /** An unanswered write keeps its intent: what became of it is looked up by the sync. */
  async function refused(org: OrgStore, intent: Intent, outcome: WriteOutcome | undefined): Promise<Error> {
    const error =
      outcome?.ok === false ? outcome.error : new SyncError('unknown-outcome', 'no answer for the record');
    if (error.code === 'unknown-outcome') return error;
    await org.intents.close([intent.id]);
    await org.runs.finish(intent.runId, clock.now());
    if (error.code === 'changed-meanwhile') return changed(null);
    if (error.retryable || error.code === 'reauthorization-required') return error;
    return new Refusal('value-invalid', error.message, { code: error.code, field: error.field ?? null });
  }

  return { fieldsOf, correct };
}
export type CorrectValue = ReturnType<typeof createCorrectValue>;

function syncBusy(): Refusal {
  return new Refusal('sync-busy', 'The sync is writing just now; please try again in a moment');
}

async function requireActive(org: OrgStore): Promise<void> {
  if (await mayWrite(org)) return;
  throw new Refusal('sync-paused', 'Resume the sync first; nothing is written while it is paused');
}

async function failureOf(org: OrgStore, { module, side, recordId }: FailedRecord): Promise<FailureRow> {
  const rows = await org.failures.list(module);
  const found = rows.find((row) => row.side === side && row.recordId === recordId);
  if (found) return found;
  throw new Refusal('failure-unknown', 'This record is not in the Failure Log (any more)');
}

async function read(
  gateway: RecordGateway,
  { mapping }: ModuleSetup,
  at: FailedRecord,
): Promise<RemoteRecord> {
  const fields = mapping.fieldsToRead(at.side);
  const record = (await gateway.getMany(at.module, [at.recordId], { fields })).get(at.recordId);
  if (record && record.inRecycleBin !== true) return record;
  throw new Refusal('failure-unknown', 'The record was deleted meanwhile');
}

/** S17: a field that flows from CRM to Desk only is not written in CRM, not even by an administrator's click here. */
function whyFixed(row: CompiledRow, side: Side): 'reference' | 'read-only' | 'one-way' | null {
  if (row.kind === 'reference') return 'reference';
  if (!row[side].writable) return 'read-only';
  return side === 'crm' && row.direction === 'crm-to-desk' ? 'one-way' : null;
}

function rowOf({ mapping }: ModuleSetup, { side, field }: Correction): CompiledRow {
  const row = mapping.rows.find((candidate) => candidate[side].apiName === field);
  const why = row ? whyFixed(row, side) : 'not-mapped';
  if (row && why === null) return row;
  throw new Refusal('field-not-editable', `${field} cannot be corrected here`, { field, why });
}

/** The value as the record's own product takes it. Both sides must be able to hold it, or the record would fail again. */
function checked(row: CompiledRow, { side, value }: Correction): RawValue {
  const canonical = row.decode(side, value);
  const isEmpty = canonical === null;
  const other = otherSide(side);
  if (isEmpty && (row[side].mandatory || row[other].mandatory)) {
    throw invalid(row[row[side].mandatory ? side : other], 'mandatory-missing', 'A value is needed');
  }
  try {
    row.encode(other, canonical);
    return row.encode(side, canonical);
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    throw new Refusal('value-invalid', error.message, { code: error.code, field: error.field ?? null });
  }
}

function invalid(field: FieldMeta, code: string, message: string): Refusal {
  return new Refusal('value-invalid', message, { code, field: field.apiName });
}

function changed(now: RawValue): Refusal {
  return new Refusal('value-changed', 'Somebody changed the value meanwhile; look at it again', { now });
}

function same(row: CompiledRow, side: Side, a: RawValue, b: RawValue): boolean {
  const canonical = (raw: RawValue): FieldValue => row.decode(side, raw);
  return sameValue(canonical(a), canonical(b));
}
