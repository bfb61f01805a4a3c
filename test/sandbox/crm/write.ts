import { deriveValues } from './derive.ts';
import { errorBody, invalidId } from './errors.ts';
import type { ErrorBody } from './errors.ts';
import { asText, isObject } from './json.ts';
import type { JsonObject } from './json.ts';
import type { ModuleInfo } from './module-info.ts';
import type { CrmOrg } from './org.ts';
import type { Row } from './row.ts';
import { wholeSeconds } from './time.ts';
import type { CrmUser } from './users.ts';
import { checkRecord } from './validate.ts';
import type { CheckedValues } from './validate.ts';
import { announce } from './watch/announce.ts';
import type { RecordChange } from './watch/announce.ts';

export type RecordOutcome =
  | {
      readonly ok: true;
      readonly action: 'insert' | 'update';
      readonly row: Row;
      /** Field that found the existing record of an upsert. */
      readonly duplicateField: string | null;
    }
  | { readonly ok: false; readonly error: ErrorBody };

/** Writes of one call: results in input order, changes announced together at the end. */
export class Writer {
  readonly outcomes: RecordOutcome[] = [];
  private readonly changes: RecordChange[] = [];
  private readonly org: CrmOrg;
  private readonly user: CrmUser;
  private readonly now: number;

  constructor(org: CrmOrg, user: CrmUser) {
    this.org = org;
    this.user = user;
    this.now = org.now;
  }

  /** Records effectively written, the accounts made on the way included. */
  get mutations(): number {
    return this.changes.length;
  }

  insert(module: ModuleInfo, input: unknown, jsonPath: string): RecordOutcome {
    const checked = this.check(module, input, jsonPath, 'insert');
    if (!checked.ok) return this.fail(checked.error);
    const duplicate = this.duplicateError(module, checked.checked.values, jsonPath, null);
    if (duplicate) return this.fail(duplicate);
    return this.succeed('insert', this.create(module, checked.checked), null);
  }

  /** @param unmodifiedSinceMs refuses rows changed after that instant */
  update(
    module: ModuleInfo,
    id: string | null,
    input: unknown,
    jsonPath: string,
    unmodifiedSinceMs: number | null = null,
  ): RecordOutcome {
    if (id === null) {
      return this.fail(
        errorBody('MANDATORY_NOT_FOUND', 'required field not found', {
          api_name: 'id',
          json_path: `${jsonPath}.id`,
        }),
      );
    }
    const row = this.org.table(module.apiName).getLive(id);
    if (!row) return this.fail(invalidId(id, 'id', `${jsonPath}.id`));
    if (unmodifiedSinceMs !== null && row.modifiedMs > unmodifiedSinceMs) {
      return this.fail(alreadyModified(this.org, row));
    }
    return this.updateRow(module, row, input, jsonPath, null);
  }

  /** @param checkFields names in the order of their check; the first that finds a record decides */
  upsert(
    module: ModuleInfo,
    input: unknown,
    jsonPath: string,
    checkFields: readonly string[],
  ): RecordOutcome {
    if (!isObject(input)) return this.insert(module, input, jsonPath);
    const table = this.org.table(module.apiName);
    const id = asText(input['id']);
    if (id !== null) return this.update(module, id, input, jsonPath);
    for (const field of checkFields) {
      const value = duplicateKey(input[field]);
      const found = value === null ? undefined : table.findFirst(field, value);
      if (found) return this.updateRow(module, found, input, jsonPath, field);
    }
    return this.insert(module, input, jsonPath);
  }

  /** Tells the channels; call once, after the last record. */
  finish(kind: 'write' | 'mass-update' = 'write'): void {
    announce(this.org, this.user, this.changes, kind);
  }

  private updateRow(
    module: ModuleInfo,
    row: Row,
    input: unknown,
    jsonPath: string,
    duplicateField: string | null,
  ): RecordOutcome {
    const checked = this.check(module, input, jsonPath, 'update');
    if (!checked.ok) return this.fail(checked.error);
    const duplicate = this.duplicateError(module, checked.checked.values, jsonPath, row);
    if (duplicate) return this.fail(duplicate);
    this.apply(module, row, checked.checked);
    return this.succeed('update', row, duplicateField);
  }

  private check(module: ModuleInfo, input: unknown, jsonPath: string, action: 'insert' | 'update') {
    if (isObject(input)) return checkRecord(this.org, module, input, jsonPath, action);
    const error = errorBody('INVALID_DATA', 'invalid data', {
      expected_data_type: 'jsonobject',
      json_path: jsonPath,
    });
    return { ok: false, error } as const;
  }

  private create(module: ModuleInfo, checked: CheckedValues): Row {
    const values = { ...checked.values, ...this.createAccounts(checked) };
    const nowText = this.org.formatTime(this.now);
    const row: Row = {
      id: this.org.world.nextId(),
      module: module.apiName,
      createdMs: wholeSeconds(this.now),
      createdById: this.user.id,
      values: { ...values, ...deriveValues(module.apiName, values, values, nowText) },
      ownerId: checked.ownerId ?? this.user.id,
      modifiedMs: wholeSeconds(this.now),
      modifiedById: this.user.id,
      writtenMs: this.now,
      deletedMs: null,
      deletedById: null,
      deletedWith: null,
      purgedByHand: false,
    };
    this.org.table(module.apiName).insert(row);
    this.changes.push({ operation: 'insert', row, fields: Object.keys(checked.values) });
    return row;
  }

  private apply(module: ModuleInfo, row: Row, checked: CheckedValues): void {
    const written = { ...checked.values, ...this.createAccounts(checked) };
    const nowText = this.org.formatTime(this.now);
    const derived = deriveValues(module.apiName, { ...row.values, ...written }, written, nowText);
    const values = { ...written, ...derived };
    const before = row.values;
    const fields = Object.keys(values).filter(
      (name) => !name.startsWith('$') && !sameValue(before[name], values[name]),
    );
    const hasNewOwner = checked.ownerId !== null && checked.ownerId !== row.ownerId;
    this.org.table(module.apiName).change(row, {
      values,
      ...(checked.ownerId === null ? {} : { ownerId: checked.ownerId }),
      modifiedMs: wholeSeconds(this.now),
      modifiedById: this.user.id,
      writtenMs: this.now,
    });
    this.changes.push({ operation: 'update', row, fields: hasNewOwner ? [...fields, 'Owner'] : fields });
  }

  private createAccounts(checked: CheckedValues): Record<string, unknown> {
    const ids: Record<string, unknown> = {};
    for (const { field, name } of checked.accountsToCreate) {
      const accounts = this.org.table('Accounts');
      const account =
        accounts.findFirst('Account_Name', name) ??
        this.create(this.org.module('Accounts'), {
          values: { Account_Name: name },
          ownerId: null,
          accountsToCreate: [],
        });
      ids[field] = account.id;
    }
    return ids;
  }

  /** Unique-flagged fields only: a plain insert does not check e-mail or name (§2.2). */
  private duplicateError(
    module: ModuleInfo,
    values: Readonly<Record<string, unknown>>,
    jsonPath: string,
    self: Row | null,
  ): ErrorBody | null {
    for (const field of module.fields) {
      const value = values[field.apiName];
      if (!field.unique || value === null || value === undefined) continue;
      for (const other of this.org.table(module.apiName).find(field.apiName, value)) {
        if (other === self) continue;
        return errorBody('DUPLICATE_DATA', 'duplicate data', {
          api_name: field.apiName,
          json_path: `${jsonPath}.${field.apiName}`,
          duplicate_record: {
            id: other.id,
            module: { api_name: module.apiName, id: this.org.idOf(`module:${module.apiName}`) },
          },
        });
      }
    }
    return null;
  }

  private fail(error: ErrorBody): RecordOutcome {
    const outcome = { ok: false, error } as const;
    this.outcomes.push(outcome);
    return outcome;
  }
  private succeed(action: 'insert' | 'update', row: Row, duplicateField: string | null): RecordOutcome {
    const outcome = { ok: true, action, row, duplicateField } as const;
    this.outcomes.push(outcome);
    return outcome;
  }
}

/** 412 for one record; inside a batch it is that record's error (§2.2). */
export function alreadyModified(org: CrmOrg, row: Row): ErrorBody {
  const by = org.users.find(row.modifiedById) ?? org.users.first();
  return errorBody('ALREADY_MODIFIED', 'The record has been modified after the given time', {
    id: row.id,
    Modified_Time: org.formatTime(row.modifiedMs),
    Modified_By: { name: by.fullName, id: by.id },
  });
}

/** What an upsert looks for: text without surrounding spaces, the id of a lookup; null never matches. */
function duplicateKey(value: unknown): unknown {
  if (typeof value === 'string') return value.trim() === '' ? null : value.trim();
  return (isObject(value) ? value['id'] : value) ?? null;
}

function sameValue(a: unknown, b: unknown): boolean {
  return (a ?? null) === (b ?? null) || JSON.stringify(a ?? null) === JSON.stringify(b ?? null);
}

/** Input objects of `data[]` and their paths. */
export function dataItems(data: readonly unknown[]): readonly (readonly [unknown, string])[] {
  return data.map((item, index) => [item, `$.data[${index}]`] as const);
}

export function idOf(input: unknown): string | null {
  if (!isObject(input)) return null;
  const { id } = input as JsonObject & { id?: unknown };
  return typeof id === 'number' ? String(id) : asText(id);
}
