import { matchField } from '../matching/match-field.ts';
import { SIDES } from '../record.ts';
import type { FieldMeta, Module, Side } from '../record.ts';
import { rowCodec } from './codec.ts';
import type { RowCodec } from './codec.ts';
import { rowKey } from './field-mapping.ts';
import type { ConflictPolicy, FieldMapping, ModuleConfig, SyncType } from './field-mapping.ts';
import { fieldVerdict } from './field-verdict.ts';
import type { MappingProblem } from './mapping-problem.ts';
import { foldCase } from './text.ts';
import { kindOf } from './type-table.ts';
import type { ValueKind } from './type-table.ts';

/** A mapping row made ready to convert values. */
export interface CompiledRow extends RowCodec {
  /** Names the row in the base (`rowKey`). */
  readonly key: string;
  readonly desk: FieldMeta;
  readonly crm: FieldMeta;
  readonly kind: ValueKind;
  /** One-way when the row, the module's sync type or a read-only CRM field says so. */
  readonly direction: 'both' | 'crm-to-desk';
  readonly conflict: ConflictPolicy;
  readonly initialWinner: Side;
}

export interface CompiledMapping {
  readonly module: Module;
  readonly syncType: SyncType;
  readonly rows: readonly CompiledRow[];
  readonly problems: readonly MappingProblem[];
  /** API names to ask a side for: the mapped fields, and the match key, which is needed even when unmapped. */
  fieldsToRead(side: Side): readonly string[];
}

type Fields = Readonly<Record<Side, readonly FieldMeta[]>>;

/**
 * Checks a module's mapping against both products' field metadata and makes its rows ready for use.
 * Never throws: what is wrong is in `problems`, and rows with an error are left out of `rows` (S19).
 */
export function compileMapping(config: ModuleConfig, fields: Fields): CompiledMapping {
  const byName = { desk: indexByName(fields.desk), crm: indexByName(fields.crm) };
  const taken: Taken = { desk: new Set(), crm: new Set() };
  const rows: CompiledRow[] = [];
  const problems: MappingProblem[] = [];

  for (const mapping of config.mappings) {
    const desk = byName.desk.get(mapping.desk);
    const crm = byName.crm.get(mapping.crm);
    if (desk === undefined) problems.push(error('unknown-field', 'desk', mapping.desk));
    if (crm === undefined) problems.push(error('unknown-field', 'crm', mapping.crm));
    if (desk === undefined || crm === undefined) continue;

    const direction = directionOf(config.syncType, mapping, crm);
    const found = rowProblems(mapping, desk, crm, direction, taken);
    problems.push(...found);
    const kind = kindOf(desk.type, crm.type);
    if (kind === null || found.some(({ severity }) => severity === 'error')) continue;

    taken.desk.add(desk.apiName);
    if (direction === 'both') taken.crm.add(crm.apiName);
    const { conflict, initialWinner } = mapping;
    const codec = rowCodec({ desk, crm }, kind, mapping.valueMap);
    rows.push({ key: rowKey(mapping), desk, crm, kind, direction, conflict, initialWinner, ...codec });
  }

  problems.push(...mandatoryProblems(config.syncType, fields, taken));
  const readable = { desk: namesToRead('desk'), crm: namesToRead('crm') };
  return {
    module: config.module,
    syncType: config.syncType,
    rows,
    problems,
    fieldsToRead: (side) => readable[side],
  };

  function namesToRead(side: Side): readonly string[] {
    const key = matchField(config.module, side);
    const names = new Set(rows.map((row) => row[side].apiName));
    if (byName[side].has(key)) names.add(key);
    return [...names];
  }
}

/** API names that a row already writes, per side. */
type Taken = Readonly<Record<Side, Set<string>>>;

function directionOf(syncType: SyncType, mapping: FieldMapping, crm: FieldMeta): CompiledRow['direction'] {
  return syncType === 'crm-to-desk' || !crm.writable ? 'crm-to-desk' : mapping.direction;
}

function rowProblems(
  mapping: FieldMapping,
  desk: FieldMeta,
  crm: FieldMeta,
  direction: CompiledRow['direction'],
  taken: Taken,
): MappingProblem[] {
  const problems: MappingProblem[] = [];
  if (!desk.writable) problems.push(error('read-only', 'desk', desk.apiName));
  if (!crm.writable && mapping.direction === 'both') problems.push(warning('read-only', 'crm', crm.apiName));

  const { verdict, reason } = fieldVerdict(desk, crm, direction, mapping.valueMap);
  const why = reason === undefined ? {} : { reason };
  if (verdict === 'never') problems.push({ ...error('never-convertible', 'crm', crm.apiName), ...why });
  if (verdict === 'sometimes')
    problems.push({ ...warning('sometimes-convertible', 'crm', crm.apiName), ...why });

  if (taken.desk.has(desk.apiName)) problems.push(error('duplicate-target', 'desk', desk.apiName));
  if (direction === 'both' && taken.crm.has(crm.apiName)) {
    problems.push(error('duplicate-target', 'crm', crm.apiName));
  }
  for (const side of SIDES) problems.push(...vanishedOptions(mapping, side, side === 'desk' ? desk : crm));
  return problems;
}

function vanishedOptions(mapping: FieldMapping, side: Side, field: FieldMeta): MappingProblem[] {
  if (field.options === null) return [];
  const present = new Set(field.options.map((option) => foldCase(option.trim())));
  const named = new Set((mapping.valueMap ?? []).map((pair) => pair[side]));
  return [...named]
    .filter((option) => !present.has(foldCase(option.trim())))
    .map((option) => ({ ...warning('vanished-option', side, field.apiName), option }));
}

/** Fields without which a side refuses a new record, and which no row fills. One-way never creates in CRM. */
function mandatoryProblems(syncType: SyncType, fields: Fields, taken: Taken): MappingProblem[] {
  const sides = syncType === 'two-way' ? SIDES : (['desk'] as const);
  return sides.flatMap((side) =>
    fields[side]
      .filter((field) => field.mandatory && field.writable && field.type !== 'unsupported')
      .filter((field) => !taken[side].has(field.apiName))
      .map((field) => error('mandatory-unmapped', side, field.apiName)),
  );
}

function indexByName(fields: readonly FieldMeta[]): ReadonlyMap<string, FieldMeta> {
  return new Map(fields.map((field) => [field.apiName, field]));
}

function error(code: MappingProblem['code'], side: Side, field: string): MappingProblem {
  return { code, severity: 'error', side, field };
}

function warning(code: MappingProblem['code'], side: Side, field: string): MappingProblem {
  return { code, severity: 'warning', side, field };
}
