import { CrmError, errorBody, invalidData } from './errors.ts';
import type { Comparator, Condition, Literal } from './filter/condition.ts';
import { countTests } from './filter/condition.ts';
import { compileCondition, FilterError } from './filter/evaluate.ts';
import { asArray, asText, isObject } from './json.ts';
import type { JsonObject } from './json.ts';
import type { ModuleInfo } from './module-info.ts';
import type { CrmOrg } from './org.ts';

const MAX_TESTS = 25;
const MAX_VALUES = 200;
/** Stands for "no value" in criteria. */
const EMPTY = '${EMPTY}';
const COMPARATORS: readonly Comparator[] = [
  'equal',
  'not_equal',
  'in',
  'not_in',
  'less_than',
  'less_equal',
  'greater_than',
  'greater_equal',
  'contains',
  'not_contains',
  'starts_with',
  'ends_with',
  'between',
  'not_between',
];

/** Reads bulk read `criteria` and tries it on the module. @throws CrmError of §3.1 */
export function bulkCondition(org: CrmOrg, module: ModuleInfo, criteria: unknown): Condition {
  const condition = readCriteria(criteria);
  if (countTests(condition) > MAX_TESTS) throw refuse('CRITERIA_LIMIT_EXCEEDED', { limit: MAX_TESTS });
  try {
    compileCondition(org, module, condition);
  } catch (error) {
    if (!(error instanceof FilterError)) throw error;
    throw refuse(
      error.reason === 'unknown-field'
        ? 'FIELD_IN_CRITERIA_NOT_SUPPORTED'
        : 'COMPARATOR_AND_VALUE_IN_CRITERIA_NOT_COMPATIBLE',
      { api_name: error.field, comparator: error.comparator },
    );
  }
  return condition;
}

function readCriteria(criteria: unknown): Condition {
  if (!isObject(criteria)) throw invalidData({ api_name: 'criteria', expected_data_type: 'jsonobject' });
  const group = asArray(criteria['group']);
  if (!group) return readTest(criteria);
  const operator = asText(criteria['group_operator'])?.toLowerCase();
  if (operator !== 'and' && operator !== 'or') {
    throw refuse('GROUP_OPERATOR_NOT_SUPPORTED', { supported: ['and', 'or'] });
  }
  return { kind: operator, parts: group.map(readCriteria) };
}

function readTest(criteria: JsonObject): Condition {
  const target = criteria['field'];
  const field = isObject(target) ? asText(target['api_name']) : asText(criteria['api_name']);
  const comparator = COMPARATORS.find((known) => known === criteria['comparator']);
  if (field === null) throw refuse('FIELD_IN_CRITERIA_NOT_SUPPORTED', { api_name: field });
  if (!comparator) {
    throw refuse('FIELD_COMPARATOR_IN_CRITERIA_NOT_SUPPORTED', { api_name: field, supported: COMPARATORS });
  }
  const given = criteria['value'];
  if (given === EMPTY) {
    return {
      kind: 'test',
      field,
      comparator: comparator === 'not_equal' ? 'not_empty' : 'empty',
      literals: [],
    };
  }
  const isSeveral = ['in', 'not_in', 'between', 'not_between'].includes(comparator);
  const values = asArray(given) ?? (isSeveral && typeof given === 'string' ? given.split(',') : [given]);
  if (values.length > MAX_VALUES) throw refuse('CRITERIA_LIMIT_EXCEEDED', { limit: MAX_VALUES });
  return { kind: 'test', field, comparator, literals: values.map((value) => literalOf(field, value)) };
}

/** Lookups are compared by id, whether it comes bare or as `{id}`. */
function literalOf(field: string, value: unknown): Literal {
  const plain = isObject(value) ? value['id'] : value;
  if (typeof plain === 'string' || typeof plain === 'number' || typeof plain === 'boolean') return plain;
  throw refuse('COMPARATOR_AND_VALUE_IN_CRITERIA_NOT_COMPATIBLE', { api_name: field, value });
}

function refuse(code: string, details: JsonObject): CrmError {
  return new CrmError(400, errorBody(code, 'the criteria given is not supported', details));
}
