import { expect, html } from '@open-wc/testing';
import { spy } from 'sinon';
import { ApiError } from '../../../widgets/api/api-error.ts';
import { HostError } from '../../../widgets/host/desk-host.ts';
import type { CrmProblem } from '../../../widgets/page/crm-problem.ts';
import '../../../widgets/page/crm-problem.ts';
import { mayKeep } from '../../../widgets/page/may-keep.ts';
import { accessible } from '../support/accessible.ts';
import { MARKUP } from '../support/hostile.ts';
import { mount } from '../support/mount.ts';
import { control, deepAll, hasControl, textOf } from '../support/seen.ts';

describe('<crm-problem>', () => {
  const shown = async (error: unknown) =>
    mount<CrmProblem>(html`<crm-problem .error=${error}></crm-problem>`);

  const quiet = [
    { error: new ApiError('crm-hidden', 403), words: 'profile does not show CRM' },
    { error: new ApiError('handshake-denied', 403), words: 'may not see potentials' },
    { error: new ApiError('not-integrated', 409, { state: 'none' }), words: 'not connected' },
    { error: new ApiError('desk-record-unknown', 404), words: 'not there any more' },
    { error: new HostError('outside-desk'), words: 'inside Zoho Desk' },
  ];
  for (const { error, words } of quiet) {
    it(`${error.code}: says so, and offers no try that would end the same`, async () => {
      const { element } = await shown(error);
      expect(textOf(element)).to.contain(words);
      expect(hasControl(element, 'Try again')).to.equal(false);
      await accessible(element);
    });
  }

  const loud = [
    { error: new ApiError('crm-unavailable', 503), words: 'cannot be reached' },
    { error: new ApiError('unreachable', 0), words: 'Check your connection' },
    { error: new ApiError('some-new-code', 500), words: 'Code: some-new-code' },
    { error: new TypeError('a bug of ours'), words: 'has a problem' },
  ];
  for (const { error, words } of loud) {
    it(`${error.message}: says so and can be tried again`, async () => {
      const { element } = await shown(error);
      const retried = spy();
      element.addEventListener('crm-retry', retried);
      expect(textOf(element)).to.contain(words);
      control(element, 'Try again').click();
      expect(retried.callCount).to.equal(1);
      await accessible(element);
    });
  }

  it('names the field that CRM refused, as text', async () => {
    const { element } = await shown(new ApiError('crm-refused', 422, { field: MARKUP }));
    expect(textOf(element)).to.contain('CRM does not accept this: <img');
    expect(deepAll(element, 'img, script')).to.have.length(0);
  });
});

describe('mayKeep', () => {
  it('S61: lets nothing of CRM stay on the screen after a refusal', () => {
    for (const status of [401, 403, 404, 409]) expect(mayKeep(new ApiError('x', status))).to.equal(false);
    expect(mayKeep(new TypeError('a bug'))).to.equal(false);
  });
  it('keeps what is known when the connector or the network is down', () => {
    for (const status of [0, 429, 500, 503]) expect(mayKeep(new ApiError('x', status))).to.equal(true);
  });
});
