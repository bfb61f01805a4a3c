import { ADMINISTRATOR } from '../widgets/support/fake-connector.ts';
import {
  AMBIGUOUS,
  CASE,
  CHANGES,
  CONFLICTS,
  CORRECTABLE,
  DAILY,
  DELETIONS,
  FIELDS,
  HELD,
  HISTORY,
  LOG,
  NO_DELETIONS,
  PAGES,
  logOf,
} from '../widgets/support/care-data.ts';
import { runningIntegration, statusOf } from '../widgets/support/settings-data.ts';
import type { State } from './states.ts';

/** The tabs of daily care: Sync History, Failure Log and the inboxes. */
function care(
  name: string,
  tab: string,
  press: readonly string[] = [],
  answers: State['answers'] = [],
): State {
  return {
    name: `settings-${name}`,
    page: 'settings',
    hash: `#${tab}`,
    viewer: ADMINISTRATOR,
    answer: { status: 404, code: 'not-faked' },
    press,
    answers: [
      ...answers,
      [/status\/stream/, { status: 429, code: 'too-many-streams' }],
      [/GET .*status/, statusOf()],
      [/GET .*integration/, runningIntegration()],
      [/GET .*history$/, HISTORY],
      [/GET .*history\/daily/, DAILY],
      [/GET .*history\//, CHANGES],
      [/GET .*record-pages/, PAGES],
      [/GET .*modules\/\w+\/fields/, FIELDS],
      [/GET .*failures\/fields/, CORRECTABLE],
      [/GET .*failures$/, LOG],
      [/POST .*failures\/retry/, { retried: 1 }],
      [/GET .*conflicts/, CONFLICTS],
      [/GET .*deletions\/contacts/, DELETIONS],
      [/GET .*deletions\/accounts/, HELD],
      [/GET .*deletions\/products/, NO_DELETIONS],
      [/GET .*ambiguous$/, AMBIGUOUS],
      [/GET .*ambiguous\//, CASE],
      [/POST /, { ok: true }],
    ],
  };
}

export const CARE_STATES: readonly State[] = [
  care('history', 'history'),
  care('history-details', 'history', ['Details']),
  care('history-empty', 'history', [], [[/GET .*history$/, { entries: [] }]]),
  care('failures', 'failures/contacts'),
  care('failures-trying', 'failures/contacts', ['Try Again: Person 1']),
  care('failures-edit', 'failures/contacts', ['Edit value: Person 1']),
  care('failures-empty', 'failures', [], [[/GET .*failures$/, logOf([])]]),
  care('inboxes', 'inboxes', ['Settled conflicts', 'Dora Double']),
  care('inboxes-decided', 'inboxes', ['Accept']),
  care('inboxes-deletions', 'inboxes/deletions', ['Contacts', 'Send again']),
  care('inboxes-error', 'inboxes', [], [[/GET .*conflicts/, { status: 503, code: 'internal-error' }]]),
];
