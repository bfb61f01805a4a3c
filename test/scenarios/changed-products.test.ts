import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Failures } from '../../server/contract/failures.ts';
import type { Integration } from '../../server/contract/integration.ts';
import type { ModuleMapping } from '../../server/contract/mapping.ts';
import type { FieldMapping } from '../../server/core/mapping/field-mapping.ts';
import { PLAIN_SEED, type Row } from '../support/scenario.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

/** Fields of one name and differing types: texts in Desk, something stricter in CRM. */
const SEED = {
  ...PLAIN_SEED,
  'desk-contacts': [
    {
      lastName: 'Seeded',
      email: 'seeded@changed.example',
      cf_places: 'a few',
      cf_met: 'some day',
      cf_note: 'x',
      cf_gone: 'x',
    },
  ],
  'crm-contacts': [
    {
      Last_Name: 'Counted',
      Email: 'counted@changed.example',
      Seats: '12',
      Met_On: '2026-01-31',
      Remark: 'x',
      Vanishing: 'x',
    },
  ],
};
const row = (desk: string, crm: string): FieldMapping => {
  return { desk, crm, direction: 'both', conflict: 'newest', initialWinner: 'crm' };
};
const ROWS = [
  row('cf_places', 'Seats'),
  row('cf_met', 'Met_On'),
  row('cf_note', 'Remark'),
  row('cf_gone', 'Vanishing'),
];
type Code = Failures['failures'][number]['code'];

describe('data and products that do not fit: a named failure or a flagged configuration', () => {
  let api: ScenarioApi;
  before(async () => {
    api = await startScenarioApi({ seed: SEED });
    const { connector, adminToken, scenario } = api;
    await connector.authorize(adminToken, 'desk', 'ada.admin@zylker.example');
    await connector.authorize(adminToken, 'crm', 'carla.crm@zylker.example');
    const { configs } = scenario.engine.org;
    const config = await configs.current('contacts');
    assert.ok(config);
    const standard = config.mappings.filter(({ desk }) => !ROWS.some((own) => own.desk === desk));
    const mappings = [...standard, ...ROWS];
    await configs.save({ ...config, mappings }, config.version, connector.clock.now());
    await scenario.engine.firstSync();
  });
  after(() => api.stop());

  /** Signs in anew when time was advanced: sessions end. */
  let session = { until: 0, token: '' };
  async function token(): Promise<string> {
    const now = api.scenario.sandbox.world.clock.now();
    if (now < session.until) return session.token;
    const { body } = await api.connector.signIn('ada.admin@zylker.example');
    session = { until: now + 10 * 60_000, token: String(body['token']) };
    return session.token;
  }
  async function get<T>(path: string): Promise<T> {
    const { status, body } = await api.connector.call(path, { token: await token() });
    assert.equal(status, 200, JSON.stringify(body));
    return body as T;
  }
  const mapping = () => get<ModuleMapping>('/v1/modules/contacts/mapping');
  async function save(mappings: ModuleMapping['mappings']): Promise<void> {
    const { syncType, departmentIds, version } = await mapping();
    const { status, body } = await api.connector.call('/v1/modules/contacts/config', {
      method: 'PUT',
      body: { syncType, departmentIds, mappings, expectedVersion: version },
      token: await token(),
    });
    assert.equal(status, 200, JSON.stringify(body));
  }
  const problems = async () =>
    (await get<Integration>('/v1/integration')).problems.filter(({ topic }) => topic === 'mapping-contacts');
  const entryOf = async (recordId: string) =>
    (await get<Failures>('/v1/failures')).failures.filter((entry) => entry.recordId === recordId);

  /** A linked Desk contact is edited to something CRM cannot hold, together with a field that it can hold. */
  async function refused(name: string, values: Row, code: Code, field: string, about: RegExp) {
    const { scenario } = api;
    const pair = await scenario.pair('contacts', 'crm', {
      Last_Name: name,
      Email: `${name}@changed.example`,
    });
    await scenario.human.update('desk', 'contacts', pair.desk, { ...values, phone: '0123' });
    const writes = await scenario.writesDuring(() => scenario.sync('contacts', 'desk', pair.desk));
    assert.deepEqual(writes, [], 'the whole record fails: no partial write');
    const entries = await entryOf(pair.desk);
    assert.deepEqual(
      entries.map((entry) => [entry.code, entry.field]),
      [[code, field]],
      'one entry',
    );
    assert.match(entries[0]?.details ?? '', about);
    assert.ok(!scenario.human.record('crm', 'contacts', pair.crm)?.['Phone']);
    const other = await scenario.human.create('desk', 'contacts', {
      lastName: 'Good',
      email: `good-${name}@x.example`,
    });
    await scenario.sync('contacts', 'desk', pair.desk, other);
    assert.ok(await scenario.partnerId('contacts', 'desk', other), 'others go on (S78)');
    return pair;
  }

  it('S73: a text for an integer: the record fails as a whole, " 12.0 " and nothing are no failure', async () => {
    const pair = await refused('text', { cf: { cf_places: 'twelve' } }, 'type-mismatch', 'Seats', /number/i);
    const { scenario } = api;
    const [entry] = await entryOf(pair.desk);
    assert.equal(entry?.reason, 'Text value is given for an Integer field');
    for (const [text, seats] of [
      [' 12.0 ', 12],
      ['', null],
    ] as const) {
      await scenario.human.update('desk', 'contacts', pair.desk, { cf: { cf_places: text } });
      await scenario.sync('contacts', 'desk', pair.desk);
      assert.equal(scenario.human.record('crm', 'contacts', pair.crm)?.['Seats'] ?? null, seats);
      assert.deepEqual(await entryOf(pair.desk), [], 'the entry disappeared by itself');
    }
  });

  it('an unknown time zone, or a day that does not exist, is a rejected value', async () => {
    for (const [name, met] of [
      ['mars', '2026-03-01T09:00:00 Mars/Phobos'],
      ['february', '2026-02-30'],
      ['offset', '2026-03-01T09:00:00+99:00'],
    ] as const) {
      await refused(name, { cf: { cf_met: met } }, 'value-rejected', 'Met_On', /not a date/);
    }
  });

  it('a value too long for its target is a rejected value; what the target’s admin shortens counts within minutes', async () => {
    const { scenario } = api;
    scenario.sandbox.setUp({
      product: 'crm',
      module: 'contacts',
      field: 'Remark',
      change: { maxLength: 10 },
    });
    await scenario.sandbox.advance('PT11M');
    await refused(
      'long',
      { cf: { cf_note: 'eleven char' } },
      'value-rejected',
      'Remark',
      /11 characters, at most 10/,
    );
  });

  it('S19: an option renamed on one side: the old one is a rejected value, the configuration is flagged', async () => {
    const { scenario } = api;
    const { human, sandbox, engine } = scenario;
    const sources = { options: ['Cold Call', 'Employee Referral', 'Trade Show'] };
    sandbox.setUp({ product: 'crm', module: 'contacts', field: 'Lead_Source', change: sources });
    await sandbox.advance('PT11M');
    const config = await mapping();
    const valueMap = [{ desk: 'fair', crm: 'Trade Show' }];
    const leadSource = { ...row('cf_note', 'Lead_Source'), valueMap };
    await save([...config.mappings.filter(({ desk }) => desk !== 'cf_note'), leadSource]);
    await engine.settle();
    const pair = await scenario.pair('contacts', 'desk', {
      lastName: 'Fair',
      email: 'fair@changed.example',
      cf: { cf_note: 'fair' },
    });
    assert.equal(human.record('crm', 'contacts', pair.crm)?.['Lead_Source'], 'Trade Show');
    assert.deepEqual(await problems(), []);

    const renamed = { options: ['Cold Call', 'Employee Referral', 'Exhibition'] };
    sandbox.setUp({ product: 'crm', module: 'contacts', field: 'Lead_Source', change: renamed });
    await sandbox.advance('PT11M');
    await engine.settle();
    const [problem] = await problems();
    assert.equal(problem?.code, 'mapping-broken');
    assert.match(JSON.stringify(problem.details), /vanished-option.*Trade Show/);
    const flags = (await mapping()).problems.filter(({ code }) => code === 'vanished-option');
    assert.deepEqual(
      flags.map(({ side, field, option }) => [side, field, option]),
      [['crm', 'Lead_Source', 'Trade Show']],
    );
    const late = await human.create('desk', 'contacts', {
      lastName: 'Late',
      email: 'late@changed.example',
      cf: { cf_note: 'fair' },
    });
    await scenario.sync('contacts', 'desk', late);
    assert.deepEqual(
      (await entryOf(late)).map(({ code, field }) => [code, field]),
      [['value-rejected', 'Lead_Source']],
    );
  });

  it('S19: a mapped field that no longer exists: its row rests, all others sync, and the integration says so', async () => {
    const { scenario } = api;
    const { human, sandbox, engine } = scenario;
    const pair = await scenario.pair('contacts', 'crm', { Last_Name: 'Gone', Email: 'gone@changed.example' });
    for (const [product, field] of [
      ['crm', 'Vanishing'],
      ['desk', 'cf_met'],
    ] as const) {
      sandbox.setUp({ product, module: 'contacts', field, change: 'remove' });
    }
    await sandbox.advance('PT11M');
    await human.update('desk', 'contacts', pair.desk, { phone: '0999', cf: { cf_gone: 'still here' } });
    await scenario.sync('contacts', 'desk', pair.desk);
    assert.equal(human.record('crm', 'contacts', pair.crm)?.['Phone'], '0999');
    assert.deepEqual(await entryOf(pair.desk), []);
    const unknown = (await mapping()).problems.filter(({ code }) => code === 'unknown-field');
    assert.deepEqual(
      unknown.map(({ side, field, severity }) => [side, field, severity]),
      [
        ['desk', 'cf_met', 'error'],
        ['crm', 'Vanishing', 'error'],
      ],
    );
    const [problem] = await problems();
    assert.match(JSON.stringify(problem?.details), /unknown-field.*cf_met.*unknown-field.*Vanishing/);
    const since = problem?.since;
    await sandbox.advance('PT11M');
    await engine.settle();
    assert.equal((await problems())[0]?.since, since, 'said once, with its beginning');

    const config = await mapping();
    const gone = new Set(unknown.map(({ field }) => field));
    await save(
      config.mappings.filter(({ desk, crm, valueMap }) => !gone.has(desk) && !gone.has(crm) && !valueMap),
    );
    await engine.settle();
    assert.deepEqual(await problems(), [], 'a mended mapping is no problem');
  });
});
