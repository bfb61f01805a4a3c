import { expect } from '@open-wc/testing';
import { ConnectionStarted } from '../../../server/contract/connections.ts';
import { Integration, IntegrationDeleted, SwitchedToSync } from '../../../server/contract/integration.ts';
import { FlightPlan, LatestPlan } from '../../../server/contract/plan.ts';
import { Preflight } from '../../../server/contract/preflight.ts';
import { Status } from '../../../server/contract/status.ts';
import { SyncPaused, SyncResumed, SyncStarted } from '../../../server/contract/sync.ts';
import { ZscConnected } from '../../../server/contract/zsc.ts';
import {
  isConnectionStarted,
  isDeleted,
  isIntegration,
  isSwitched,
} from '../../../widgets/api/shapes/integration-shape.ts';
import { isFlightPlan, isLatestPlan } from '../../../widgets/api/shapes/plan-shape.ts';
import { isPreflight } from '../../../widgets/api/shapes/preflight-shape.ts';
import { isPaused, isResumed, isStarted, isStatus } from '../../../widgets/api/shapes/status-shape.ts';
import { isZscConnected } from '../../../widgets/api/shapes/zsc-shape.ts';
import {
  ALL_WELL,
  NOT_CONNECTED,
  importingStatus,
  integrationOf,
  legacyIntegration,
  planOf,
  runningIntegration,
  statusOf,
  troubledStatus,
} from '../support/settings-data.ts';
import type { ShapePair } from '../support/spoiled.ts';
import { differences, refusals } from '../support/spoiled.ts';

const PROBLEM = {
  topic: 'connect-crm',
  code: 'not-crm-administrator',
  message: 'The account is no CRM administrator',
  details: { a: 1 },
  since: '2026-11-25T09:30:00.000Z',
} as const;

const PAIRS: readonly ShapePair[] = [
  {
    name: 'Integration',
    schema: Integration,
    guard: isIntegration,
    examples: [integrationOf({ problems: [PROBLEM] }), legacyIntegration(), runningIntegration()],
  },
  { name: 'Preflight', schema: Preflight, guard: isPreflight, examples: [NOT_CONNECTED, ALL_WELL] },
  {
    name: 'Status',
    schema: Status,
    guard: isStatus,
    examples: [statusOf(), importingStatus(), troubledStatus()],
  },
  {
    name: 'FlightPlan',
    schema: FlightPlan,
    guard: isFlightPlan,
    examples: [planOf(), planOf({ state: 'computing', summary: null })],
  },
  { name: 'LatestPlan', schema: LatestPlan, guard: isLatestPlan, examples: [{ plan: null }] },
  {
    name: 'ConnectionStarted',
    schema: ConnectionStarted,
    guard: isConnectionStarted,
    examples: [{ authorizeUrl: 'https://a.test' }],
  },
  {
    name: 'SwitchedToSync',
    schema: SwitchedToSync,
    guard: isSwitched,
    examples: [{ state: 'configured', switchedAt: '2026-11-25T09:30:00.000Z' }],
  },
  {
    name: 'IntegrationDeleted',
    schema: IntegrationDeleted,
    guard: isDeleted,
    examples: [{ state: 'deleted', finished: false }],
  },
  { name: 'SyncStarted', schema: SyncStarted, guard: isStarted, examples: [{ runId: 'r' }] },
  {
    name: 'SyncPaused',
    schema: SyncPaused,
    guard: isPaused,
    examples: [{ state: 'paused', settled: true }],
  },
  {
    name: 'SyncResumed',
    schema: SyncResumed,
    guard: isResumed,
    examples: [{ state: 'active', waiting: 3 }],
  },
  {
    name: 'ZscConnected',
    schema: ZscConnected,
    guard: isZscConnected,
    examples: [{ state: 'configured', accountEmail: null }],
  },
];

describe('the settings page’s guards and the contract’s schemas', () => {
  for (const pair of PAIRS) {
    it(`agree on what is a ${pair.name}, whatever is wrong with it`, () => {
      for (const example of pair.examples) expect(pair.guard(example)).to.equal(true);
      expect(differences(pair)).to.deep.equal([]);
      expect(refusals(pair)).to.be.greaterThan(0);
    });
  }
});
