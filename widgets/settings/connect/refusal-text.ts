import { ApiError } from '../../api/api-error.ts';
import { formatCount } from '../../i18n/format.ts';
import { t } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import { problemText } from '../../page/problem-text.ts';

/** Why a connection was refused, with the facts that help: the edition, who holds the CRM organisation, how long to wait. */
export function refusalText(error: unknown): string {
  if (!(error instanceof ApiError)) return problemText(error);
  const { code, details } = error;
  const fact = (name: string) => {
    const value = details[name];
    return typeof value === 'string' ? plain(value, 80) : null;
  };
  const holder = fact('holder');
  if (code === 'crm-organisation-taken' && holder !== null) return t('connect.taken', { holder });
  const edition = fact('edition');
  if (code === 'edition-not-supported' && edition !== null) return t('connect.edition', { edition });
  const seconds = details['retryAfterSeconds'];
  if (code === 'zsc-too-many-attempts' && typeof seconds === 'number') {
    return t('connect.too-many', { minutes: formatCount(Math.max(1, Math.ceil(seconds / 60))) });
  }
  return problemText(error);
}
