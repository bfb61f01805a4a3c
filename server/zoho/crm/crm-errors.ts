import type { SyncErrorCode } from '../../core/errors.ts';
import { SyncError } from '../../core/errors.ts';
import type { Dialect } from '../http-client.ts';
import { isObject } from '../json.ts';
import { CrmErrorBody } from './wire.ts';

const NUMERIC = new Set([
  'integer',
  'int',
  'number',
  'long',
  'bigint',
  'double',
  'decimal',
  'currency',
  'percent',
]);

/** Codes with one meaning, whatever the details (zoho-crm-api §2.2, §7). */
const CODES: Readonly<Record<string, SyncErrorCode>> = {
  MANDATORY_NOT_FOUND: 'mandatory-missing',
  DUPLICATE_DATA: 'already-linked',
  EXPECTED_FIELD_MISSING: 'missing-parameter',
  DEPENDENT_FIELD_MISSING: 'missing-parameter',
  REQUIRED_PARAM_MISSING: 'missing-parameter',
  EXPECTED_PARAM_MISSING: 'missing-parameter',
  INVALID_MODULE: 'bad-parameter',
  INVALID_URL_PATTERN: 'bad-parameter',
  INVALID_REQUEST_METHOD: 'bad-parameter',
  PATTERN_NOT_MATCHED: 'bad-parameter',
  LIMIT_EXCEEDED: 'bad-parameter',
  MAPPING_MISMATCH: 'bad-parameter',
  DEPENDENT_MISMATCH: 'value-rejected',
  ALREADY_MODIFIED: 'changed-meanwhile',
  RESOURCE_NOT_FOUND: 'not-found',
  NO_PERMISSION: 'permission',
  AUTHORIZATION_FAILED: 'permission',
  NOT_SUPPORTED: 'permission',
  OAUTH_SCOPE_MISMATCH: 'reauthorization-required',
  AUTHENTICATION_FAILURE: 'reauthorization-required',
  INVALID_TOKEN: 'reauthorization-required',
  TOO_MANY_REQUESTS: 'rate-limited',
  RATE_LIMIT_EXCEEDED: 'rate-limited',
  SERVICE_UNAVAILABLE: 'unavailable',
};

function text(details: Readonly<Record<string, unknown>>, key: string): string | undefined {
  const value = details[key];
  return typeof value === 'string' ? value : undefined;
}

/** INVALID_DATA says too little by itself: what was expected tells a wrong type from a wrong value (S73, S76). */
function invalidDataCode(
  { message }: CrmErrorBody,
  details: Readonly<Record<string, unknown>>,
): SyncErrorCode {
  if (text(details, 'api_name') === 'id' || /\bid given\b/i.test(message)) return 'not-found';
  const expected = text(details, 'expected_data_type')?.toLowerCase();
  if (expected !== undefined && NUMERIC.has(expected)) return 'type-mismatch';
  return expected !== undefined || details['maximum_length'] !== undefined
    ? 'value-rejected'
    : 'bad-parameter';
}

/** The existing record that a duplicate collides with: `duplicate_record.id`, in older answers `id`. */
function duplicateId(details: Readonly<Record<string, unknown>>): string | undefined {
  const record = details['duplicate_record'];
  return isObject(record) ? text(record, 'id') : text(details, 'id');
}

/** One error of CRM, of a row or of a whole call, in the sync's words. */
export function crmError(body: CrmErrorBody): SyncError {
  const details = body.details ?? {};
  const code =
    body.code === 'INVALID_DATA' ? invalidDataCode(body, details) : (CODES[body.code] ?? 'provider');
  const field = text(details, 'api_name') ?? text(details, 'param_name');
  const words = [body.code, body.message, field]
    .filter((part) => part !== undefined && part !== '')
    .join(': ');
  return new SyncError(code, words, {
    providerCode: body.code,
    field,
    recordId: body.code === 'DUPLICATE_DATA' ? duplicateId(details) : text(details, 'id'),
  });
}

/** Some endpoints wrap the refusal of a whole call in a list, named as in their successes. */
function unwrapped(body: unknown): unknown {
  if (!isObject(body) || body['code'] !== undefined) return body;
  const list = body['data'] ?? body['watch'];
  return Array.isArray(list) ? (list as unknown[])[0] : body;
}

function toSyncError(status: number, body: unknown): SyncError {
  const parsed = CrmErrorBody.safeParse(unwrapped(body));
  if (parsed.success) return crmError(parsed.data);
  const code = status === 404 ? 'not-found' : status === 403 ? 'permission' : 'provider';
  return new SyncError(code, `CRM answered HTTP ${status}`, { providerCode: String(status) });
}

/** How CRM words its errors. */
export const CRM_DIALECT: Dialect = {
  errorCode: (body) => (isObject(body) && typeof body['code'] === 'string' ? body['code'] : null),
  toSyncError,
  creditsHeader: 'x-api-credits-remaining',
  staleTokenCodes: new Set(['INVALID_TOKEN', 'INVALID_OAUTHTOKEN', 'INVALID_OAUTH']),
};
