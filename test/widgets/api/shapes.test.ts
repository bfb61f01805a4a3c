import { expect } from '@open-wc/testing';
import * as z from 'zod/mini';
import { Handshake, HandshakeDepartments } from '../../../server/contract/handshake.ts';
import { ActionDone, Candidates, PanelOptions } from '../../../server/contract/panel-actions.ts';
import { Panel, PanelPage } from '../../../server/contract/panel.ts';
import { Session, SessionStarted } from '../../../server/contract/session.ts';
import { isHandshake, isHandshakeDepartments } from '../../../widgets/api/shapes/handshake-shape.ts';
import {
  isActionDone,
  isCandidates,
  isPanelOptions,
} from '../../../widgets/api/shapes/panel-actions-shape.ts';
import { isPanel, isPanelPage } from '../../../widgets/api/shapes/panel-shape.ts';
import { isSession, isSessionStarted } from '../../../widgets/api/shapes/session-shape.ts';
import { DEPARTMENTS, boardOf } from '../support/board-data.ts';
import { issued } from '../support/fake-connector.ts';
import { CONTACT, newCustomer, panelOf } from '../support/panel-data.ts';
import type { ShapePair } from '../support/spoiled.ts';
import { differences, refusals } from '../support/spoiled.ts';

const CANDIDATE = { id: '1', name: 'A', email: null, phone: '1', url: 'https://x.test', taken: false };
const PAGES = (['information', 'potentials', 'notes', 'calls', 'events', 'tasks'] as const).map((section) => {
  const known = CONTACT[section];
  return { section, page: 2, hasMore: false, rows: known?.state === 'ready' ? known.rows : [] };
});
const PAIRS: readonly ShapePair[] = [
  { name: 'Session', schema: Session, guard: isSession, examples: [issued()] },
  {
    name: 'SessionStarted',
    schema: SessionStarted,
    guard: isSessionStarted,
    examples: [{ claimId: 'c'.repeat(43), authorizeUrl: 'https://a.test' }],
  },
  {
    name: 'Panel',
    schema: Panel,
    guard: isPanel,
    examples: [
      panelOf(),
      newCustomer({ stale: { code: 'crm-unavailable' } }),
      panelOf({ contact: { ...CONTACT, notes: { state: 'failed', code: 'x' }, calls: undefined } }),
      newCustomer({ match: { contacts: { outcome: 'ambiguous', by: 'email', count: 2 } } }),
    ],
  },
  { name: 'PanelPage', schema: PanelPage, guard: isPanelPage, examples: PAGES },
  {
    name: 'ActionDone',
    schema: ActionDone,
    guard: isActionDone,
    examples: [{ id: '1', url: 'https://x.test' }],
  },
  {
    name: 'PanelOptions',
    schema: PanelOptions,
    guard: isPanelOptions,
    examples: [
      {},
      { stages: [{ value: 'a', label: 'A', forecast: 'won' }], taskStatuses: ['x'], taskPriorities: [] },
    ],
  },
  { name: 'Candidates', schema: Candidates, guard: isCandidates, examples: [{ candidates: [CANDIDATE] }] },
  {
    name: 'HandshakeDepartments',
    schema: HandshakeDepartments,
    guard: isHandshakeDepartments,
    examples: [DEPARTMENTS],
  },
  { name: 'Handshake', schema: Handshake, guard: isHandshake, examples: [boardOf()] },
];

describe('the guards and the contract’s schemas', () => {
  for (const pair of PAIRS) {
    it(`agree on what is a ${pair.name}, whatever is wrong with it`, () => {
      for (const example of pair.examples) expect(pair.guard(example)).to.equal(true);
      expect(differences(pair)).to.deep.equal([]);
      expect(refusals(pair)).to.be.greaterThan(0);
    });
  }

  it('agree that nothing at all is wrong', () => {
    for (const { schema, guard } of PAIRS) {
      for (const value of [null, undefined, 'text', 7, []]) {
        expect(guard(value)).to.equal(z.safeParse(schema, value).success);
      }
    }
  });
});
