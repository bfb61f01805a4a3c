import { SyncError } from '../../core/errors.ts';
import type { SyncErrorCode } from '../../core/errors.ts';
import type { Dialect } from '../http-client.ts';
import { isObject } from '../json.ts';
import { DeskErrorBody } from './wire.ts';

type FieldError = NonNullable<DeskErrorBody['errors']>[number];

const NUMERIC = /\b(number|integer|numeric|decimal|digits?|currency|percent|double|long)\b/i;
const VALUE =
  /\b(length|long|characters|exceed|email|e-mail|pattern|allowed|picklist|option|format|url|phone)\b/i;

/** `/cf/cf_tier` → `cf_tier` */
function fieldName(pointer: string): string | undefined {
  return pointer.split('/').findLast((part) => part !== '');
}

/** S73–S76 from one validation error of Desk (zoho-desk-api §3). */
function fieldErrorCode({ errorType, errorMessage }: FieldError): SyncErrorCode {
  const type = errorType.toLowerCase();
  if (type === 'missing') return 'mandatory-missing';
  if (type === 'duplicate') return 'value-rejected';
  const words = errorMessage ?? '';
  if (/data ?type/i.test(words) || NUMERIC.test(words)) return 'type-mismatch';
  if (VALUE.test(words)) return 'value-rejected';
  return 'bad-parameter';
}

function codeOf(status: number, { errorCode }: DeskErrorBody): SyncErrorCode {
  switch (errorCode) {
    case 'FORBIDDEN':
    case 'LICENSE_ACCESS_LIMITED':
      return 'permission';
    case 'SCOPE_MISMATCH':
    case 'OAUTH_ORG_MISMATCH':
      return 'reauthorization-required';
    case 'URL_NOT_FOUND':
      return 'not-found';
    case 'INVALID_DATA':
    case 'UNPROCESSABLE_ENTITY':
    case 'BAD_REQUEST':
    case 'RESOURCE_SIZE_EXCEEDED':
      return 'bad-parameter';
    case 'EMPTY_PAYLOAD':
      return 'missing-parameter';
    default:
      if (status === 404) return 'not-found';
      return status === 403 ? 'permission' : 'provider';
  }
}

function toSyncError(status: number, body: unknown): SyncError {
  const parsed = DeskErrorBody.safeParse(body);
  if (!parsed.success) {
    const code = status === 404 ? 'not-found' : status === 403 ? 'permission' : 'provider';
    return new SyncError(code, `Desk answered HTTP ${status}`, { providerCode: String(status) });
  }
  const { errorCode, message, errors } = parsed.data;
  const first = errors?.[0];
  const words = [errorCode, message, first?.fieldName, first?.errorMessage].filter((part) => part).join(': ');
  if (first === undefined)
    return new SyncError(codeOf(status, parsed.data), words, { providerCode: errorCode });
  const field = fieldName(first.fieldName);
  // PATCH of a purged record may name the id itself (zoho-desk-api §2.8 leaves 404 or 422 open).
  const code = field === 'id' ? 'not-found' : fieldErrorCode(first);
  return new SyncError(code, words, { providerCode: `${errorCode}/${first.errorType}`, field });
}

/** How Desk words its errors. */
export const DESK_DIALECT: Dialect = {
  errorCode: (body) => (isObject(body) && typeof body['errorCode'] === 'string' ? body['errorCode'] : null),
  toSyncError,
  creditsHeader: 'x-rate-limit-remaining-v3',
  staleTokenCodes: new Set(['INVALID_OAUTH', 'UNAUTHORIZED', 'INVALID_TOKEN']),
};
