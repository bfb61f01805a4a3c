import { expect, html, waitUntil } from '@open-wc/testing';
import '../../../widgets/settings/plan/crm-flight-plan.ts';
import type { CrmFlightPlan } from '../../../widgets/settings/plan/crm-flight-plan.ts';
import { accessible } from '../support/accessible.ts';
import { FakeConnector, NO_ANSWER, Refuse } from '../support/fake-connector.ts';
import { mount } from '../support/mount.ts';
import { control, deepAll, seesText, textOf } from '../support/seen.ts';
import { PLAN_CHANGES, planOf } from '../support/settings-data.ts';

const COMPUTING = planOf({ state: 'computing', summary: null, finishedAt: null });

describe('<crm-flight-plan>', () => {
  async function open(connector: FakeConnector) {
    const changes: Event[] = [];
    const stage = await mount<CrmFlightPlan>(
      html`<crm-flight-plan
        .modules=${['accounts', 'contacts']}
        @crm-changed=${(event: Event) => changes.push(event)}
      ></crm-flight-plan>`,
      { connector, administrator: true },
    );
    return { ...stage, changes };
  }
  const start = (element: Element) => control(element, 'Start Sync');

  it('shows counts per side, causes of failures, credits and time before anything is written', async () => {
    const connector = new FakeConnector().on(/POST .*plan/, planOf());
    const { element } = await open(connector);
    await seesText(element, 'New records 12 3');
    expect(connector.askedFor(/POST .*plan/)[0]?.body).to.deep.equal({
      kind: 'first-sync',
      modules: ['accounts', 'contacts'],
    });
    const words = textOf(element);
    for (const part of [
      'Changed records 4 0',
      'Left alone 5 7',
      '20 pairs of equal records',
      '2 fields differ on both sides',
      '2 × Several records could be the same customer',
      '1 × Other reason: brand-new-code',
      'Zoho Desk: about 16 credits · Zoho CRM: about 2 credits',
      'about 3 min',
    ])
      expect(words).to.contain(part);
    expect(words).not.to.contain('Put back');
    expect(connector.askedFor(/sync.start/)).to.have.length(0);
    await accessible(element, 320);
  });

  it('shows some of the records as they would be written, once they are asked for', async () => {
    const connector = new FakeConnector().on(/POST .*plan/, planOf()).on(/plan.changes/, PLAN_CHANGES);
    const { element } = await open(connector);
    await seesText(element, 'Some of the records');
    expect(connector.askedFor(/plan.changes/)).to.have.length(0);
    control(element, 'Some of the records').click();
    await seesText(element, 'New in Zoho Desk Cobalt Pumps');
    expect(textOf(element)).to.contain('Changed in Zoho CRM Phone 1 → 2');
    await accessible(element, 320);
  });

  it('cannot be started while the plan is computed, and waits for it', async () => {
    const connector = new FakeConnector().on(/POST .*plan/, COMPUTING).on(/GET .*plan/, { plan: COMPUTING });
    const { element } = await open(connector);
    await seesText(element, 'Reading both sides and counting…');
    start(element).click();
    expect(connector.askedFor(/sync.start/)).to.have.length(0);
    connector.on(/GET .*plan/, { plan: planOf() });
    await seesText(element, 'New records 12 3');
  });

  it('comes after a plan that is being computed already', async () => {
    let running = true;
    const connector = new FakeConnector().on(/POST .*plan/, () =>
      running ? new Refuse(409, 'plan-running') : planOf(),
    );
    const { element } = await open(connector);
    await waitUntil(() => connector.askedFor(/POST .*plan/).length === 1);
    running = false;
    await seesText(element, 'New records 12 3');
  });

  it('says when another administrator’s plan took its place', async () => {
    const connector = new FakeConnector()
      .on(/POST .*plan/, COMPUTING)
      .on(/GET .*plan/, { plan: planOf({ id: 'another' }) });
    const { element } = await open(connector);
    await seesText(element, 'Another administrator planned meanwhile.');
    connector.on(/POST .*plan/, planOf());
    control(element, 'Try again').click();
    await seesText(element, 'New records 12 3');
  });

  it('may be started without a plan when none can be computed', async () => {
    const connector = new FakeConnector()
      .on(/POST .*plan/, planOf({ state: 'failed', summary: null, problem: 'Desk is down' }))
      .on(/sync.start/, { runId: 'r' });
    const { element, changes } = await open(connector);
    await seesText(element, 'Desk is down');
    await accessible(element, 320);
    start(element).click();
    await waitUntil(() => changes.length === 1);
  });

  it('S20: starts once for a double click', async () => {
    const connector = new FakeConnector().on(/POST .*plan/, planOf()).on(/sync.start/, { runId: 'r' });
    const { element, changes } = await open(connector);
    await seesText(element, 'New records 12 3');
    start(element).click();
    start(element).click();
    await waitUntil(() => changes.length === 1);
    expect(connector.askedFor(/sync.start/).map(({ body }) => body)).to.deep.equal([
      { modules: ['accounts', 'contacts'] },
    ]);
  });

  it('says why it could not be started, and may be pressed again', async () => {
    const connector = new FakeConnector().on(/POST .*plan/, planOf()).on(/sync.start/, NO_ANSWER);
    const { element, changes } = await open(connector);
    await seesText(element, 'New records 12 3');
    start(element).click();
    await seesText(element, 'The connector cannot be reached.');
    connector.on(/sync.start/, { runId: 'r' });
    start(element).click();
    await waitUntil(() => changes.length === 1);
  });

  it('says that nothing would be written when both sides are alike', async () => {
    const summary = { modules: [], cost: planOf().summary?.cost, estimatedSeconds: 0 };
    const connector = new FakeConnector().on(/POST .*plan/, { ...planOf(), summary });
    const { element } = await open(connector);
    await seesText(element, 'Nothing would be written');
    expect(deepAll(element, 'crm-planned-module')).to.have.length(0);
  });
});
