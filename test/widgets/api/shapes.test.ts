import { expect } from '@open-wc/testing';
import * as z from 'zod/mini';
import { Handshake, HandshakeDepartments } from '../../../server/contract/handshake.ts';
import { ActionDone, Candidates, PanelOptions } from '../../../server/contract/panel-actions.ts';
import { Panel, PanelPage } from '../../../server/contract/panel.ts';
import { Session, SessionStarted } from '../../../server/contract/session.ts';
import type { Guard } from '../../../widgets/api/shapes/guard.ts';
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

interface Pair {
  readonly name: string;
  readonly schema: z.ZodMiniType;
  readonly guard: Guard<unknown>;
  readonly examples: readonly unknown[];
}
const CANDIDATE = { id: '1', name: 'A', email: null, phone: '1', url: 'https://x.test', taken: false };
const PAGES = (['information', 'potentials', 'notes', 'calls', 'events', 'tasks'] as const).map((section) => {
  const known = CONTACT[section];
  return { section, page: 2, hasMore: false, rows: known?.state === 'ready' ? known.rows : [] };
});
const PAIRS: readonly Pair[] = [
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

/** The value with one place in it changed: taken away, or of another type. */
function* spoiled(value: unknown): Generator<{ readonly where: string; readonly value: unknown }> {
  if (typeof value !== 'object' || value === null) return;
  for (const key of Object.keys(value)) {
    const inner = (value as Record<string, unknown>)[key];
    const copy = (replaced: unknown) =>
      Array.isArray(value)
        ? value.map((entry: unknown, at) => (String(at) === key ? replaced : entry))
        : { ...value, [key]: replaced };
    yield { where: `${key} is gone`, value: copy(undefined) };
    yield { where: `${key} is null`, value: copy(null) };
    yield { where: `${key} is a number`, value: copy(0.5) };
    yield { where: `${key} is a word`, value: copy('some other word') };
    for (const deeper of spoiled(inner)) yield { where: `${key}.${deeper.where}`, value: copy(deeper.value) };
  }
}

describe('the guards and the contract’s schemas', () => {
  for (const { name, schema, guard, examples } of PAIRS) {
    it(`agree on what is a ${name}, whatever is wrong with it`, () => {
      const differ: string[] = [];
      let refused = 0;
      for (const example of examples) {
        expect(z.safeParse(schema, example).error, 'the example is valid').to.equal(undefined);
        expect(guard(example)).to.equal(true);
        for (const { where, value } of spoiled(example)) {
          const wanted = z.safeParse(schema, value).success;
          // Formats of ids and secrets are the connector's business; a browser only shows them.
          const formatOnly =
            !wanted &&
            guard(value) &&
            /\b(id|Id|deskId|departmentId|claimId|refreshHandle) is a word$/i.test(where);
          if (!wanted) refused += 1;
          if (!formatOnly && guard(value) !== wanted)
            differ.push(`${where}: the schema says ${String(wanted)}`);
        }
      }
      expect(differ).to.deep.equal([]);
      expect(refused).to.be.greaterThan(0);
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
