import { SyncError } from '../../core/errors.ts';
import type { SyncErrorCode } from '../../core/errors.ts';
import type { Dialect } from '../http-client.ts';
import { isObject } from '../json.ts';
import { PROVIDER_ERRORS } from '../provider-errors.ts';
import { DeskErrorBody } from './wire.ts';

/** `/cf/cf_tier` → `cf_tier` */
function fieldName(pointer: string): string | undefined {
  return pointer.split('/').findLast((part) => part !== '');
}

/** The table tells; a code that is not in it is judged by the status. */
function codeOf(status: number, errorCode: string): SyncErrorCode {
  return PROVIDER_ERRORS.desk(errorCode) ?? byStatus(status);
}

function byStatus(status: number): SyncErrorCode {
  if (status === 404) return 'not-found';
  return status === 403 ? 'permission' : 'provider';
}

function toSyncError(status: number, body: unknown): SyncError {
  const parsed = DeskErrorBody.safeParse(body);
  if (!parsed.success) {
    return new SyncError(byStatus(status), `Desk answered HTTP ${status}`, { providerCode: String(status) });
  }
  const { errorCode, message, errors } = parsed.data;
  const first = errors?.[0];
  const words = [errorCode, message, first?.fieldName, first?.errorMessage].filter((part) => part).join(': ');
  if (first === undefined)
    return new SyncError(codeOf(status, errorCode), words, { providerCode: errorCode });
  const field = fieldName(first.fieldName);
  // PATCH of a purged record may name the id itself (zoho-desk-api §2.8 leaves 404 or 422 open).
  const code =
    field === 'id' ? 'not-found' : PROVIDER_ERRORS.deskField(first.errorType, first.errorMessage ?? '');
  return new SyncError(code, words, { providerCode: `${errorCode}/${first.errorType}`, field });
}

/** How Desk words its errors. */
export const DESK_DIALECT: Dialect = {
  errorCode: (body) => (isObject(body) && typeof body['errorCode'] === 'string' ? body['errorCode'] : null),
  toSyncError,
  creditsHeader: 'x-rate-limit-remaining-v3',
  staleTokenCodes: new Set(['INVALID_OAUTH', 'UNAUTHORIZED', 'INVALID_TOKEN']),
};
