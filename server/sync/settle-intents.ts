import { sameValue } from '../core/mapping/same-value.ts';
import { matchKey } from '../core/matching/match-key.ts';
import type { BaseRows } from '../core/planning/plan.ts';
import type { CompiledMapping, CompiledRow } from '../core/mapping/compile-mapping.ts';
import type { FieldValue, Module, RemoteRecord, Side } from '../core/record.ts';
import { otherSide } from '../core/record.ts';
import type { Intent, Link } from '../ports/store.ts';
import { confirm, type Confirmed } from './apply-writes.ts';
import { confirmCorrection } from './confirm-correction.ts';
import type { SyncContext } from './context.ts';
import { setupOf } from './context.ts';
import { readRecords } from './read-records.ts';
import { arrivedUpdates } from './settle-updates.ts';

/** Zoho's clock and ours may differ by this much, and no creation is missed (P20). */
const CLOCK_SKEW_MS = 15 * 60_000;

/**
 * Finds out what became of writes whose answer never came (crash, time-out, reset), so that nothing is done twice.
 *
 * A create is looked for among the records that its target created since: one that is not paired and holds exactly
 * what was sent, or else its match key, is the record we made, and is adopted (search before retry, P5). If there is none, the intent is
 * dropped. An update or a restore that did arrive is confirmed. Either way the source goes back into the inbox:
 * planning from the present state of both sides finds whatever is still missing.
 *
 * Intents younger than the grace time wait: their request may still be under way.
 *
 * @returns true when intents are left that are too young
 */
export async function settleIntents(context: SyncContext): Promise<boolean> {
  const pending = await context.org.intents.pending();
  const now = Date.parse(context.clock.now());
  const ripe = pending.filter((intent) => now - Date.parse(intent.at) >= context.settings.intentGraceMs);

  for (const [key, group] of Map.groupBy(
    ripe,
    (intent) => `${intent.module} ${intent.target} ${intent.kind}`,
  )) {
    context.signal.throwIfAborted();
    const first = group[0];
    if (!first) continue;
    context.log.info({ group: key, count: group.length }, 'looking up writes without an answer');
    if (first.kind === 'create' && context.modules.has(first.module)) {
      await settleCreates(context, first.module, first.target, group);
    } else if (first.kind === 'restore' && context.modules.has(first.module)) {
      await settleRestores(context, first.module, first.target, group);
    } else if (first.kind === 'correct' && context.modules.has(first.module)) {
      await settleCorrections(context, first.module, first.target, group);
    } else if (context.modules.has(first.module)) {
      const { settled, confirmed, advanced } = await arrivedUpdates(
        context,
        first.module,
        first.target,
        group,
      );
      await context.org.links.updateMany(advanced, context.clock.now());
      await confirmAndReplan(context, first.module, first.target, settled, confirmed);
    } else {
      await replan(context, group);
    }
  }
  return ripe.length < pending.length;
}

async function settleCreates(
  context: SyncContext,
  module: Module,
  target: Side,
  intents: readonly Intent[],
): Promise<void> {
  const { mapping } = setupOf(context, module);
  const gateway = context.gateways[target];
  const oldest = intents.map((intent) => intent.at).sort()[0] ?? context.clock.now();
  const since = new Date(Date.parse(oldest) - CLOCK_SKEW_MS).toISOString();
  const candidates = await gateway.readCreatedSince(module, since, {
    fields: mapping.fieldsToRead(target),
    signal: context.signal,
  });
  const linked = await context.org.links.byIds(
    module,
    target,
    candidates.map((record) => record.id),
  );
  const free = candidates.filter((record) => !linked.has(record.id));

  const source = otherSide(target);
  const { records: sources, unreadable } = await readRecords(
    context,
    module,
    source,
    intents.map((intent) => intent.sourceId),
  );
  const linkedSources = await context.org.links.byIds(
    module,
    source,
    intents.map((intent) => intent.sourceId),
  );

  const unsettled: Intent[] = [];
  for (const intent of intents) {
    // Kept until its source can be read: only then what was made can be told apart and adopted.
    if (unreadable.has(intent.sourceId)) continue;
    const record = sources.get(intent.sourceId);
    const found =
      free.find((candidate) => holdsOnly(mapping, target, candidate, intent)) ??
      free.find((candidate) => holds(mapping, target, candidate, intent)) ??
      onlyOfKey(module, target, free, intent);
    const link = linkedSources.get(intent.sourceId);
    if (!found || link?.presence[target] === 'live') {
      unsettled.push(intent);
      continue;
    }
    free.splice(free.indexOf(found), 1);
    // Its source is gone: the pair is made all the same, for without it what we made would pass for somebody's new
    // record, and bring back what was deleted (S45). The look that follows notes the absence.
    const gone = { id: intent.sourceId, createdAt: null, modifiedAt: null, values: {} };
    await adopt(context, intent, record ?? gone, found, link);
  }
  await replan(context, unsettled);
}

/** A record that is out of the bin now was brought back by us: history and presence say so (P22); then it is compared. */
async function settleRestores(
  context: SyncContext,
  module: Module,
  target: Side,
  intents: readonly Intent[],
): Promise<void> {
  const ids = intents.flatMap((intent) => intent.targetId ?? []);
  const links = await context.org.links.byIds(module, target, ids);
  const { records, unreadable } = await readRecords(context, module, target, ids);
  const settled = intents.filter(({ targetId }) => !unreadable.has(targetId ?? ''));
  const confirmed = settled.flatMap(({ targetId }): Confirmed[] => {
    const record = records.get(targetId ?? '');
    const link = links.get(targetId ?? '');
    if (!record || record.inRecycleBin === true || !link || link.presence[target] === 'live') return [];
    const outcome = { ok: true as const, id: record.id, modifiedAt: null, createdAt: null };
    return [{ task: { kind: 'restore', module, target, link, name: null }, outcome }];
  });
  await confirmAndReplan(context, module, target, settled, confirmed);
}

async function confirmAndReplan(
  context: SyncContext,
  module: Module,
  target: Side,
  settled: readonly Intent[],
  confirmed: readonly Confirmed[],
): Promise<void> {
  await context.org.transaction(async (repositories) => {
    await confirm(context, repositories, module, target, confirmed);
    await repositories.inbox.mark(settled.map(inboxRow), context.clock.now());
    await repositories.intents.close(settled.map((intent) => intent.id));
  });
}

/** An administrator's correction that stands in the record was made: history says so. Else it has to be made again. */
async function settleCorrections(
  context: SyncContext,
  module: Module,
  target: Side,
  intents: readonly Intent[],
): Promise<void> {
  const { mapping } = setupOf(context, module);
  const ids = intents.map(({ sourceId }) => sourceId);
  const fields = mapping.fieldsToRead(target);
  const records = await context.gateways[target].getMany(module, ids, { fields, signal: context.signal });
  for (const intent of intents) {
    const record = records.get(intent.sourceId);
    const at = context.clock.now();
    if (record && holds(mapping, target, record, intent))
      await confirmCorrection(context.org, intent, {}, at);
    else await context.org.runs.finish(intent.runId, at);
  }
  await replan(context, intents);
}

/** Pairs the record that an unanswered create had made after all, exactly as its confirmation would have. */
async function adopt(
  context: SyncContext,
  intent: Intent,
  source: RemoteRecord,
  found: RemoteRecord,
  replaces: Link | undefined,
): Promise<void> {
  const { mapping } = setupOf(context, intent.module);
  const base = baseOf(mapping, intent.target, intent);
  await context.org.transaction(async (repositories) => {
    await confirm(context, repositories, intent.module, intent.target, [
      {
        task: {
          kind: 'create',
          module: intent.module,
          target: intent.target,
          source,
          draft: { values: intent.values },
          ...(replaces ? { replaces } : {}),
          base,
          fields: Object.entries(base).map(([key, agreed]) => ({
            key,
            field: key,
            from: null,
            to: agreed[intent.target],
            rule: 'new-record',
          })),
        },
        outcome: { ok: true, id: found.id, modifiedAt: found.modifiedAt, createdAt: found.createdAt },
      },
    ]);
    await repositories.intents.close([intent.id]);
    // The source may have changed since the intent: compare once more.
    await repositories.inbox.mark([inboxRow(intent)], context.clock.now());
  });
}

async function replan(context: SyncContext, intents: readonly Intent[]): Promise<void> {
  if (intents.length === 0) return;
  await context.org.transaction(async (repositories) => {
    await repositories.inbox.mark(intents.map(inboxRow), context.clock.now());
    await repositories.intents.close(intents.map((intent) => intent.id));
  });
}

function inboxRow(intent: Intent) {
  return {
    module: intent.module,
    side: intent.kind === 'correct' ? intent.target : otherSide(intent.target),
    recordId: intent.sourceId,
    reason: 'retry' as const,
  };
}

/** The one record with the match key that was sent: ours, though somebody has edited it since, or one that takes its place. */
function onlyOfKey(
  module: Module,
  target: Side,
  candidates: readonly RemoteRecord[],
  intent: Intent,
): RemoteRecord | undefined {
  const key = matchKey(module, intent.values, target);
  const [found, ...more] = candidates.filter(
    ({ values }) => key !== null && matchKey(module, values, target) === key,
  );
  return more.length === 0 ? found : undefined;
}

/** As `holds`, and nothing else: of two records that a person and we made alike, ours is the barer one. */
function holdsOnly(mapping: CompiledMapping, target: Side, record: RemoteRecord, intent: Intent): boolean {
  if (!holds(mapping, target, record, intent)) return false;
  return mapping.rows.every((row) => {
    const field = row[target].apiName;
    const present = record.values[field];
    return intent.values[field] !== undefined || row.decode(target, present ?? null) === null;
  });
}

/** True when `record` holds every value that the intent sent, of those that the product tells of (P15). */
function holds(mapping: CompiledMapping, target: Side, record: RemoteRecord, intent: Intent): boolean {
  const told = mapping.rows.filter((row) => {
    const field = row[target].apiName;
    return intent.values[field] !== undefined && record.values[field] !== undefined;
  });
  const holdsValue = (row: CompiledRow) => {
    const [sent, present] = [intent.values[row[target].apiName], record.values[row[target].apiName]];
    return sameValue(row.decode(target, sent ?? null), row.decode(target, present ?? null));
  };
  return told.length > 0 && told.every(holdsValue);
}

/**
 * Both sides' values as of the intent: what was sent stands on the target. For the source only what maps to the
 * same canonical value is known, so references and anything else are left to the comparison that follows.
 */
function baseOf(mapping: CompiledMapping, target: Side, intent: Intent): BaseRows {
  const base: Record<string, { desk: FieldValue; crm: FieldValue }> = {};
  for (const row of mapping.rows) {
    const field = row[target].apiName;
    const raw = intent.values[field];
    if (raw === undefined || row.kind === 'reference') continue;
    const value = row.decode(target, raw);
    base[row.key] = { desk: value, crm: value };
  }
  return base;
}
