import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'node:test';
import { startScenario, type Scenario } from '../support/scenario.ts';

let scenario: Scenario | undefined;
afterEach(async () => {
  await scenario?.stop();
  scenario = undefined;
});

/** One write of the product is carried out and its answer lost. */
function loseOneAnswer(
  { sandbox }: Scenario,
  product: 'desk' | 'crm',
  method: 'POST' | 'PATCH' | 'PUT',
): void {
  sandbox.setFaults({ rules: [{ kind: 'commit-then-timeout', rate: 1, times: 1, product, method }] });
}

describe('writes without an answer', () => {
  it('P22: an update that arrived although nobody heard of it stands in the history', async () => {
    scenario = await startScenario();
    const { engine, human, sandbox } = scenario;
    const pair = await scenario.pair('contacts', 'crm', { Last_Name: 'Wu', Email: 'wu@lost.example' });
    await human.update('crm', 'contacts', pair.crm, { Title: 'Doctor' });
    loseOneAnswer(scenario, 'desk', 'PATCH');
    await scenario.sync('contacts', 'crm', pair.crm);
    await sandbox.advance('PT1M');
    await engine.settle();

    assert.equal(human.record('desk', 'contacts', pair.desk)?.['title'], 'Doctor');
    const runs = await engine.org.runs.list('2000-01-01T00:00:00.000Z');
    const rows = (await Promise.all(runs.map(({ id }) => engine.org.history.ofRun(id, 100)))).flat();
    const updates = rows.filter(({ action, deskId }) => action === 'updated' && deskId === pair.desk);
    assert.deepEqual(
      updates.map(({ target, fields }) => [target, fields.map(({ field, to }) => [field, to])]),
      [['desk', [['title', 'Doctor']]]],
    );
  });

  it('P16: a create without an answer neither ends the lane nor is repeated before it was looked up', async () => {
    scenario = await startScenario({ settings: { intentGraceMs: 60_000 } });
    const { engine, human, sandbox } = scenario;
    const lost = await human.create('crm', 'contacts', { Last_Name: 'No Mail' });
    loseOneAnswer(scenario, 'desk', 'POST');
    await scenario.sync('contacts', 'crm', lost);
    const other = await human.create('crm', 'contacts', { Last_Name: 'Other', Email: 'other@lost.example' });
    // Another event names the record while nobody knows what became of the create.
    await engine.notify('contacts', 'crm', lost, other);
    await engine.settle();
    assert.ok(await scenario.partnerId('contacts', 'crm', other), 'the others go on');

    await sandbox.advance('PT2M');
    await engine.settle();
    await sandbox.advance('PT2M');
    await engine.settle();
    assert.ok(await scenario.partnerId('contacts', 'crm', lost));
    const made = human.records('desk', 'contacts').filter(({ lastName }) => lastName === 'No Mail');
    assert.equal(made.length, 1, 'P5: one counterpart');
  });
});
