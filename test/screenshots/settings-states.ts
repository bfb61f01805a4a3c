import type { Integration } from '../../server/contract/integration.ts';
import type { Status } from '../../server/contract/status.ts';
import { ADMINISTRATOR, AGENT } from '../widgets/support/fake-connector.ts';
import {
  ALL_WELL,
  NOT_CONNECTED,
  PLAN_CHANGES,
  importingStatus,
  integrationOf,
  legacyIntegration,
  mappedIntegration,
  planOf,
  runningIntegration,
  statusOf,
  troubledStatus,
} from '../widgets/support/settings-data.ts';
import type { Refusal, State } from './states.ts';

const NOTHING: Refusal = { status: 404, code: 'not-faked' };
/** Without a stream, as through Desk's server, the page asks for the status. */
const NO_STREAM: Refusal = { status: 429, code: 'too-many-streams' };

function settings(
  name: string,
  integration: Integration,
  more: Partial<State> & { readonly status?: Status } = {},
): State {
  const { status = statusOf(), answers = [], ...state } = more;
  return {
    name: `settings-${name}`,
    page: 'settings',
    viewer: ADMINISTRATOR,
    answer: NOTHING,
    answers: [
      ...answers,
      [/status\/stream/, NO_STREAM],
      [/GET .*status/, status],
      [/GET .*integration/, integration],
      [/preflight/, NOT_CONNECTED],
      [/plan\/changes/, PLAN_CHANGES],
      [/plan/, planOf()],
    ],
    ...state,
  };
}

export const SETTINGS_STATES: readonly State[] = [
  settings('not-administrator', integrationOf(), { viewer: AGENT }),
  settings('integrate', integrationOf()),
  settings('connect', integrationOf(), { press: ['Integrate'] }),
  settings('connect-key', integrationOf({ suggestedCrmAccounts: [] }), {
    press: ['Integrate', 'Somebody else is the CRM administrator'],
  }),
  settings('plan', mappedIntegration({ step: 'start' }), {
    press: ['Some of the records'],
    answers: [[/preflight/, ALL_WELL]],
  }),
  settings('status', runningIntegration()),
  settings('status-importing', runningIntegration(), { status: importingStatus() }),
  settings('status-troubled', runningIntegration(), { status: troubledStatus() }),
  settings('status-paused', runningIntegration({ state: 'paused' }), {
    status: statusOf({ state: 'paused', pausedSince: '2026-11-25T09:00:00.000Z', waiting: 12 }),
  }),
  settings('delete', runningIntegration(), { press: ['More', 'Delete Integration'] }),
  settings('legacy', legacyIntegration()),
  settings('enable', legacyIntegration(), { press: ['Enable Two-way Sync'] }),
];
