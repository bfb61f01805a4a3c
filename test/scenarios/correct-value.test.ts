import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CorrectableFields, Failures } from '../../server/contract/failures.ts';
import type { History, HistoryChanges } from '../../server/contract/history.ts';
import type { FieldMapping } from '../../server/core/mapping/field-mapping.ts';
import { PLAIN_SEED } from '../support/scenario.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

/** Desk's "Seats" is a text, CRM's an integer: what S73 is about. */
const SEED = {
  ...PLAIN_SEED,
  'desk-contacts': [{ lastName: 'Seeded', email: 'seeded@fix.example', cf_places: 'a few' }],
  'crm-contacts': [{ Last_Name: 'Counted', Email: 'counted@fix.example', Seats: '12' }],
};
type Answer = Awaited<ReturnType<ScenarioApi['connector']['call']>>;

describe('the Failure Log: a value is corrected and the record tried again', () => {
  let api: ScenarioApi;
  before(async () => {
    api = await startScenarioApi({ seed: SEED });
    await api.connector.authorize(api.adminToken, 'desk', 'ada.admin@zylker.example');
    await api.connector.authorize(api.adminToken, 'crm', 'carla.crm@zylker.example');
    const { configs } = api.scenario.engine.org;
    const config = await configs.current('contacts');
    assert.ok(config);
    const seats: FieldMapping = {
      desk: 'cf_places',
      crm: 'Seats',
      direction: 'both',
      conflict: 'newest',
      initialWinner: 'crm',
    };
    const mappings = [...config.mappings, seats];
    await configs.save({ ...config, mappings }, config.version, api.connector.clock.now());
  });
  after(() => api.stop());

  /** A Desk contact whose seats are no number: refused as a whole. */
  async function failing(name: string, seats = 'a dozen') {
    const { human } = api.scenario;
    const values = { lastName: name, email: `${name}@fix.example`, cf: { cf_places: seats } };
    const recordId = await human.create('desk', 'contacts', values);
    await api.scenario.sync('contacts', 'desk', recordId);
    assert.equal((await api.scenario.failureOf('contacts', 'desk', recordId))?.code, 'type-mismatch');
    return { module: 'contacts', side: 'desk', recordId } as const;
  }
  const edit = (body: object, token = api.adminToken): Promise<Answer> =>
    api.connector.call('/v1/failures/edit', { body, token });
  const seatsIn = (recordId: string) =>
    (api.scenario.human.record('desk', 'contacts', recordId)?.['cf'] as Record<string, unknown>)['cf_places'];
  const at = async (record: object): Promise<CorrectableFields['fields']> => {
    const query = new URLSearchParams(record as Record<string, string>).toString();
    return (await api.get<CorrectableFields>(`/v1/failures/fields?${query}`)).fields;
  };

  it('S71, S73: the field at fault is shown with both sides’ limits; corrected, the record syncs and leaves the log', async () => {
    const record = await failing('corrected');
    const fault = (await at(record)).filter(({ atFault }) => atFault);
    assert.deepEqual(
      fault.map(({ field, target, value }) => [field.name, field.type, target.name, target.type, value]),
      [['cf_places', 'text', 'Seats', 'integer', 'a dozen']],
    );
    const runsBefore = (await api.get<History>('/v1/history')).entries.length;
    const writes = await api.scenario.writesDuring(async () => {
      const answer = await edit({ ...record, field: 'cf_places', expected: 'a dozen', value: '12' });
      assert.equal(answer.status, 200, JSON.stringify(answer.body));
      await api.scenario.engine.settle();
    });
    assert.deepEqual(
      writes.map(({ product }) => product),
      ['desk', 'crm'],
      'the record itself, then its partner',
    );
    assert.equal(seatsIn(record.recordId), '12');
    assert.equal((await api.scenario.partner('contacts', 'desk', record.recordId))['Seats'], 12);
    const { failures } = await api.get<Failures>('/v1/failures');
    assert.ok(!failures.some(({ recordId }) => recordId === record.recordId));

    const { entries } = await api.get<History>('/v1/history');
    assert.equal(entries.length, runsBefore + 2, 'P22: the correction and the sync that followed');
    const run = entries.find(({ kind }) => kind === 'retry');
    const { changes } = await api.get<HistoryChanges>(`/v1/history/${run?.runId ?? ''}`);
    assert.deepEqual(
      changes.map(({ action, target, deskId, fields }) => ({ action, target, deskId, fields })),
      [
        {
          action: 'corrected',
          target: 'desk',
          deskId: record.recordId,
          fields: [{ field: 'cf_places', from: 'a dozen', to: '12', rule: 'corrected' }],
        },
      ],
    );
    type Audit = { readonly entries: readonly { action: string; agentId: string; details: object }[] };
    const [newest] = (await api.get<Audit>('/v1/audit')).entries;
    assert.equal(newest?.action, 'value-corrected');
    assert.match(newest.agentId, /^\d+$/);
    assert.deepEqual(newest.details, { ...record, field: 'cf_places', from: 'a dozen', to: '12' });
    assert.deepEqual(await api.scenario.writesDuring(() => api.scenario.engine.settle()), []);
  });

  it('S73: a value that either side cannot hold is refused before anything is sent', async () => {
    const record = await failing('invalid');
    const cases = [
      ['cf_places', 'a dozen', 'twelve', 'type-mismatch'],
      ['email', 'invalid@fix.example', 'no address', 'value-rejected'],
      ['lastName', 'invalid', '', 'mandatory-missing'],
      ['lastName', 'invalid', 'x'.repeat(200), 'value-rejected'],
    ] as const;
    const sent = await api.scenario.writesDuring(async () => {
      for (const [field, expected, value, code] of cases) {
        const { status, body } = await edit({ ...record, field, expected, value });
        assert.deepEqual([status, body['code']], [422, 'value-invalid'], `${field} ${value}`);
        assert.equal((body['details'] as { code: string }).code, code);
      }
      const unknown = await edit({ ...record, field: 'cf_nothing', expected: null, value: 'x' });
      assert.deepEqual([unknown.status, unknown.body['code']], [422, 'field-not-editable']);
    });
    assert.deepEqual(sent, []);
  });

  it('P4: what somebody changed meanwhile is not overwritten, and the administrator is told', async () => {
    const record = await failing('meanwhile');
    await api.scenario.human.update('desk', 'contacts', record.recordId, { cf: { cf_places: '7' } });
    const writes = await api.scenario.writesDuring(async () => {
      const { status, body } = await edit({
        ...record,
        field: 'cf_places',
        expected: 'a dozen',
        value: '12',
      });
      assert.deepEqual([status, body['code']], [409, 'value-changed']);
      assert.deepEqual(body['details'], { now: '7' });
    });
    assert.deepEqual(writes, []);
    assert.equal(seatsIn(record.recordId), '7');
  });

  it('S71: two clicks at the same time are one write', async () => {
    const record = await failing('clicks');
    const body = { ...record, field: 'cf_places', expected: 'a dozen', value: '12' };
    const writes = await api.scenario.writesDuring(async () => {
      const answers = await Promise.all([edit(body), edit(body)]);
      assert.deepEqual(
        answers.map(({ status }) => status),
        [200, 200],
      );
      await api.scenario.engine.settle();
    });
    assert.equal(writes.filter(({ product }) => product === 'desk').length, 1);
    assert.equal(writes.filter(({ product }) => product === 'crm').length, 1);
  });

  it('S80: while paused nothing is written, and the click is refused', async () => {
    const record = await failing('paused');
    const { connector, adminToken: token } = api;
    await connector.call('/v1/sync/pause', { method: 'POST', token });
    const writes = await api.scenario.writesDuring(async () => {
      const { status, body } = await edit({
        ...record,
        field: 'cf_places',
        expected: 'a dozen',
        value: '12',
      });
      assert.deepEqual([status, body['code']], [409, 'sync-paused']);
    });
    assert.deepEqual(writes, []);
    await connector.call('/v1/sync/resume', { method: 'POST', token });
    await api.scenario.engine.settle();
  });

  it('P5, P22: an answer that gets lost is looked up: written once, and history knows it', async () => {
    const record = await failing('lost');
    const { sandbox, engine } = api.scenario;
    sandbox.setFaults({
      seed: 1,
      rules: [{ kind: 'commit-then-timeout', product: 'desk', method: 'PATCH', rate: 1, times: 1 }],
    });
    const writes = await api.scenario.writesDuring(async () => {
      const { status } = await edit({ ...record, field: 'cf_places', expected: 'a dozen', value: '12' });
      assert.equal(status, 504, 'the administrator is told that the outcome is not known');
      sandbox.setFaults({});
      await sandbox.world.clock.advance(60_000);
      await engine.settle();
    });
    assert.equal(writes.filter(({ product }) => product === 'desk').length, 1);
    assert.equal((await api.scenario.partner('contacts', 'desk', record.recordId))['Seats'], 12);
    const [run] = (await api.get<History>('/v1/history')).entries.filter(({ kind }) => kind === 'retry');
    const { changes } = await api.get<HistoryChanges>(`/v1/history/${run?.runId ?? ''}`);
    assert.deepEqual(
      changes.map(({ action, deskId }) => [action, deskId]),
      [['corrected', record.recordId]],
    );
  });

  it('S17: a field that flows from CRM to Desk only is not written in CRM, by no click', async () => {
    const { engine, human } = api.scenario;
    const config = await engine.org.configs.current('contacts');
    assert.ok(config);
    await engine.org.configs.save(
      { ...config, syncType: 'crm-to-desk' },
      config.version,
      api.connector.clock.now(),
    );
    const email = 'oneway@fix.example';
    await api.scenario.pair('contacts', 'crm', { Last_Name: 'Oneway', Email: email });
    const recordId = await human.create('crm', 'contacts', { Last_Name: 'Twin', Email: email });
    await api.scenario.sync('contacts', 'crm', recordId);
    const record = { module: 'contacts', side: 'crm', recordId } as const;
    assert.ok(await api.scenario.failureOf('contacts', 'crm', recordId));
    assert.deepEqual(await at(record), []);
    const { status, body } = await edit({
      ...record,
      field: 'Email',
      expected: email,
      value: 'b@fix.example',
    });
    assert.deepEqual([status, body['code']], [422, 'field-not-editable']);
    assert.deepEqual(body['details'], { field: 'Email', why: 'one-way' });
  });

  it('is for administrators; a record that is not in the log is unknown', async () => {
    const body = {
      module: 'contacts',
      side: 'desk',
      recordId: '1',
      field: 'email',
      expected: null,
      value: 'x',
    };
    assert.equal((await edit(body, api.agentToken)).status, 403);
    const unknown = await edit(body);
    assert.deepEqual([unknown.status, unknown.body['code']], [404, 'failure-unknown']);
  });
});
