import { ApiError } from '../api/api-error.ts';
import { HostError } from '../host/desk-host.ts';
import { t, tMaybe } from '../i18n/messages.ts';
import { plain } from '../i18n/plain-text.ts';

/** The stable code of whatever was thrown. */
export function problemCode(error: unknown): string {
  return error instanceof ApiError || error instanceof HostError ? error.code : 'internal-error';
}

/** What went wrong, in the viewer's words. */
export function problemText(error: unknown): string {
  const field =
    error instanceof ApiError && error.code === 'crm-refused' ? error.details['field'] : undefined;
  if (typeof field === 'string' && field !== '')
    return t('problem.crm-refused-field', { field: plain(field, 80) });
  return codeText(problemCode(error));
}

/** The same for a code alone. */
export function codeText(code: string): string {
  return tMaybe(`problem.${code}`) ?? t('problem.unknown', { code: plain(code, 60) });
}
