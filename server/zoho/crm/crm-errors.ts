import type { SyncErrorCode } from '../../core/errors.ts';
import { SyncError } from '../../core/errors.ts';
import type { Dialect } from '../http-client.ts';
import { isObject } from '../json.ts';
import { PROVIDER_ERRORS } from '../provider-errors.ts';
import { CrmErrorBody } from './wire.ts';

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
  const expected = text(details, 'expected_data_type');
  if (expected !== undefined) return PROVIDER_ERRORS.crmExpected(expected);
  return details['maximum_length'] === undefined ? 'bad-parameter' : 'value-rejected';
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
    body.code === 'INVALID_DATA'
      ? invalidDataCode(body, details)
      : (PROVIDER_ERRORS.crm(body.code) ?? 'provider');
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
