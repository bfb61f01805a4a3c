/** Comparisons that search, COQL and bulk read share. */
export type Comparator =
  | 'equal'
  | 'not_equal'
  | 'contains'
  | 'not_contains'
  | 'starts_with'
  | 'ends_with'
  | 'like'
  | 'not_like'
  | 'greater_than'
  | 'greater_equal'
  | 'less_than'
  | 'less_equal'
  | 'between'
  | 'not_between'
  | 'in'
  | 'not_in'
  | 'empty'
  | 'not_empty';

export type Literal = string | number | boolean;

export interface Test {
  readonly kind: 'test';
  /** Field name, or a path through a lookup such as `Account_Name.Phone`. */
  readonly field: string;
  readonly comparator: Comparator;
  /** None for (not) empty, two for (not) between, any number for (not) in, else one. */
  readonly literals: readonly Literal[];
}
export interface Group {
  readonly kind: 'and' | 'or';
  readonly parts: readonly Condition[];
}
export type Condition = Test | Group;

/** How many tests a condition has; the products limit it. */
export function countTests(condition: Condition): number {
  if (condition.kind === 'test') return 1;
  return condition.parts.reduce((sum, part) => sum + countTests(part), 0);
}

export function* testsOf(condition: Condition): Generator<Test> {
  if (condition.kind === 'test') {
    yield condition;
    return;
  }
  for (const part of condition.parts) yield* testsOf(part);
}
