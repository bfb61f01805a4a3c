import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IntegrationState } from '../../server/ports/store.ts';
import type { IntegrationStep } from '../../server/sync/integration-state.ts';
import { checkStep } from '../../server/sync/integration-state.ts';

const STATES: readonly IntegrationState[] = [
  'none',
  'connecting',
  'configured',
  'active',
  'paused',
  'deleted',
  'legacy',
];
const ALLOWED: Readonly<Record<IntegrationStep, readonly IntegrationState[]>> = {
  connect: ['none', 'deleted'],
  'complete-connection': ['connecting'],
  switch: ['legacy'],
  start: ['configured'],
  pause: ['active'],
  resume: ['paused'],
  delete: ['connecting', 'configured', 'active', 'paused', 'legacy'],
};
const DONE: Readonly<Record<IntegrationStep, IntegrationState>> = {
  connect: 'connecting',
  'complete-connection': 'configured',
  switch: 'configured',
  start: 'active',
  pause: 'paused',
  resume: 'active',
  delete: 'deleted',
};

describe('S106: the state machine of an integration', () => {
  for (const step of Object.keys(ALLOWED) as IntegrationStep[]) {
    for (const state of STATES) {
      if (state === DONE[step]) {
        it(`${step} in ${state} is done already`, () => assert.equal(checkStep(state, step), false));
      } else if (ALLOWED[step].includes(state)) {
        it(`${step} is allowed in ${state}`, () => assert.equal(checkStep(state, step), true));
      } else {
        it(`${step} is refused in ${state}, naming both`, () =>
          assert.throws(() => checkStep(state, step), {
            code: 'illegal-transition',
            details: { state, step },
          }));
      }
    }
  }
});
