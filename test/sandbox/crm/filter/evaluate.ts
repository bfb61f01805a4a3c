import type { ModuleInfo } from '../module-info.ts';
import type { FieldSpec } from '../modules/field.ts';
import type { CrmOrg } from '../org.ts';
import type { Row } from '../row.ts';
import { parseHeaderTime } from '../time.ts';
import type { Comparator, Condition, Literal, Test } from './condition.ts';
import { resolvePath, valueReader } from './path.ts';
import type { Comparable } from './path.ts';

export type RowFilter = (row: Row) => boolean;

/** A condition that cannot be asked of this module. */
export class FilterError extends Error {
  override readonly name = 'FilterError';
  readonly field: string;
  readonly reason: 'unknown-field' | 'bad-value' | 'bad-operator';
  readonly comparator: Comparator;

  constructor(test: Test, reason: FilterError['reason']) {
    super(`${test.field}: ${reason}`);
    this.field = test.field;
    this.reason = reason;
    this.comparator = test.comparator;
  }
}

/**
 * Turns a condition into a function of rows; text is compared without case.
 * Empty values match nothing but `empty`, as in SQL.
 *
 * @throws FilterError for unknown fields and values that do not fit the field
 */
export function compileCondition(org: CrmOrg, module: ModuleInfo, condition: Condition): RowFilter {
  if (condition.kind === 'test') return compileTest(org, module, condition);
  const parts = condition.parts.map((part) => compileCondition(org, module, part));
  return condition.kind === 'and'
    ? (row) => parts.every((holds) => holds(row))
    : (row) => parts.some((holds) => holds(row));
}

function compileTest(org: CrmOrg, module: ModuleInfo, test: Test): RowFilter {
  const path = resolvePath(org, module, test.field);
  if (!path) throw new FilterError(test, 'unknown-field');
  const read = valueReader(org, path);
  const literals = test.literals.map((literal) => comparable(test, path.field, literal));
  const holds = comparison(test, literals);
  return (row) => {
    const value = read(row);
    if (test.comparator === 'empty') return value === null;
    if (value === null) return false;
    if (!isList(value)) return holds(fold(value));
    // Of several choices one is enough; the negations need all.
    return isNegation(test.comparator)
      ? value.every((item) => holds(fold(item)))
      : value.some((item) => holds(fold(item)));
  };
}

type Scalar = string | number | boolean;

function isList(value: Comparable): value is readonly string[] {
  return Array.isArray(value);
}
function fold(value: Scalar): Scalar {
  return typeof value === 'string' ? value.toLowerCase() : value;
}
function isNegation(comparator: Comparator): boolean {
  return comparator.startsWith('not_') && comparator !== 'not_empty';
}

/** A literal in the form in which the field's values are compared. */
export function comparable(test: Test, field: FieldSpec, literal: Literal): Scalar {
  switch (field.dataType) {
    case 'integer':
    case 'double':
    case 'currency':
    case 'percent': {
      const number = typeof literal === 'boolean' ? Number.NaN : Number(literal);
      if (Number.isNaN(number) || literal === '') throw new FilterError(test, 'bad-value');
      return number;
    }
    case 'boolean': {
      const text = String(literal).toLowerCase();
      if (text !== 'true' && text !== 'false') throw new FilterError(test, 'bad-value');
      return text === 'true';
    }
    case 'datetime': {
      const ms = parseHeaderTime(String(literal));
      if (ms === null) throw new FilterError(test, 'bad-value');
      return ms;
    }
    default:
      return String(literal).toLowerCase();
  }
}

function comparison(test: Test, literals: readonly Scalar[]): (value: Scalar) => boolean {
  const [first, second] = literals;
  const needed = { between: 2, not_between: 2, empty: 0, not_empty: 0 }[test.comparator as string] ?? 1;
  if (literals.length < needed) throw new FilterError(test, 'bad-value');
  const set = new Set(literals);
  const text = String(first ?? '');
  const low = first ?? '';
  const high = second ?? '';
  switch (test.comparator) {
    case 'equal':
      return (value) => value === first;
    case 'not_equal':
      return (value) => value !== first;
    case 'in':
      return (value) => set.has(value);
    case 'not_in':
      return (value) => !set.has(value);
    case 'contains':
      return (value) => String(value).includes(text);
    case 'not_contains':
      return (value) => !String(value).includes(text);
    case 'starts_with':
      return (value) => String(value).startsWith(text);
    case 'ends_with':
      return (value) => String(value).endsWith(text);
    case 'like': {
      const pattern = likePattern(text);
      return (value) => pattern.test(String(value));
    }
    case 'not_like': {
      const pattern = likePattern(text);
      return (value) => !pattern.test(String(value));
    }
    case 'greater_than':
      return (value) => compare(value, low) > 0;
    case 'greater_equal':
      return (value) => compare(value, low) >= 0;
    case 'less_than':
      return (value) => compare(value, low) < 0;
    case 'less_equal':
      return (value) => compare(value, low) <= 0;
    case 'between':
      return (value) => compare(value, low) >= 0 && compare(value, high) <= 0;
    case 'not_between':
      return (value) => compare(value, low) < 0 || compare(value, high) > 0;
    case 'empty':
      return () => false;
    case 'not_empty':
      return () => true;
  }
}

/** Order of two values of one kind; ids are digits of one length, so text order is right for them too. */
export function compare(a: Scalar, b: Scalar): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [left, right] = [String(a), String(b)];
  return left < right ? -1 : left > right ? 1 : 0;
}

/** `%` stands for any text; everything else is literal. */
function likePattern(text: string): RegExp {
  const escaped = text.split('%').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${escaped.join('.*')}$`, 'su');
}
