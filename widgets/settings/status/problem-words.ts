import type { StatusProblem } from '../../api/shapes/status-shape.ts';
import { formatCount } from '../../i18n/format.ts';
import type { CountedKey } from '../../i18n/messages.ts';
import { t, tCount, tMaybe } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import { codeText } from '../../page/problem-text.ts';
import { MODULE_NAMES, SIDE_NAMES, moduleName } from '../names.ts';

const COUNTED: Readonly<Record<string, CountedKey>> = {
  failures: 'status.problem.failures',
  'ambiguous-matches': 'status.problem.ambiguous-matches',
  'open-conflicts': 'status.problem.open-conflicts',
};

/** A problem of the status in the viewer's words. */
export function statusProblemText({ code, subject, action, details }: StatusProblem): string {
  const counted = COUNTED[code];
  const count = details['count'];
  if (counted && typeof count === 'number') return tCount(counted, count);
  const waiting = details['waiting'];
  if (code === 'paused') return tCount('status.problem.paused', typeof waiting === 'number' ? waiting : 0);
  const own = tMaybe(`status.problem.${code}`, { ...numbersOf(details), subject: nameOf(subject) });
  if (own !== undefined) return own;
  // Events that do not come have as many causes as a product has refusals.
  if (action === 'check-address') return t('status.problem.no-events', { subject: nameOf(subject) });
  return codeText(code);
}

function nameOf(subject: string | null): string {
  if (subject === 'desk' || subject === 'crm') return SIDE_NAMES[subject];
  const module = MODULE_NAMES.find((name) => name === subject);
  return module ? moduleName(module) : plain(subject ?? '', 60);
}

function numbersOf(details: StatusProblem['details']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(details).flatMap(([name, value]) =>
      typeof value === 'number' ? [[name, formatCount(value)]] : [],
    ),
  );
}
