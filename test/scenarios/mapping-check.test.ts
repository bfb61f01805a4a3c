import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { ModuleMapping } from '../../server/contract/mapping.ts';
import type { Preview, Records, Verdicts } from '../../server/contract/mapping-check.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

const row = (desk: string, crm: string, more: object = {}) => ({ desk, crm, ...more });

describe('the mapping editor, before anything is saved', () => {
  let api: ScenarioApi;
  before(async () => {
    const numbers = ['1', '2', 'three', '4.5', ''];
    api = await startScenarioApi({
      seed: {
        'desk-contacts': numbers.map((Seats, index) => {
          return { lastName: `Desk ${index}`, email: `d${index}@seats.example`, Seats_Note: Seats };
        }),
        'crm-contacts': [
          { Last_Name: 'Whole', Email: 'whole@seats.example', Points: 7, Level: 'Gold' },
          { Last_Name: 'Half', Email: 'half@seats.example', Points: 8, Level: 'Silver' },
        ],
        'desk-accounts': [{ accountName: 'Known' }],
        'crm-accounts': [{ Account_Name: 'Known' }],
      },
    });
    await connect();
  });
  after(() => api.stop());

  /** The engine has access of its own; the editor asks through the organisation's credentials. */
  async function connect(): Promise<void> {
    for (const product of ['desk', 'crm'] as const) {
      const { status, page } = await api.connector.authorize(
        api.adminToken,
        product,
        'ada.admin@zylker.example',
      );
      assert.equal(status, 200, page);
    }
  }
  async function post<T>(path: string, body: object): Promise<T> {
    const answer = await api.connector.call(path, { body, token: api.adminToken });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    return answer.body as T;
  }
  const fieldsOf = async () => {
    type Fields = Record<'desk' | 'crm', { apiName: string; label: string; type: string }[]>;
    return await api.get<Fields>('/v1/modules/contacts/fields');
  };

  it('S19: says per row how many of the customer’s own values do not convert, and shows some', async () => {
    const { desk, crm } = await fieldsOf();
    const note = desk.find(({ label }) => /Seats.Note/.test(label))?.apiName ?? '';
    const points = crm.find(({ label }) => label === 'Points');
    assert.equal(points?.type, 'integer');
    const mappings = [row('lastName', 'Last_Name'), row(note, 'Points'), row('gone', 'Email')];
    const { rows, problems } = await post<Verdicts>('/v1/modules/contacts/verdicts', { mappings });
    const [name, seats, gone] = rows;
    assert.deepEqual(
      [name?.verdict, seats?.verdict, gone?.reason],
      ['lossless', 'sometimes', 'unknown-field'],
    );
    assert.equal(seats?.reason, 'text-to-number');
    const fromDesk = seats.samples.find(({ from }) => from === 'desk');
    assert.deepEqual([fromDesk?.looked, fromDesk?.filled, fromDesk?.refused], [5, 4, 2]);
    assert.deepEqual(fromDesk?.examples.map(({ value, code }) => [value, code]).sort(), [
      ['4.5', 'type-mismatch'],
      ['three', 'type-mismatch'],
    ]);
    assert.ok(problems.some(({ code, field }) => code === 'unknown-field' && field === 'gone'));
    const oneWay = { mappings, syncType: 'crm-to-desk' };
    const single = await post<Verdicts>('/v1/modules/contacts/verdicts', oneWay);
    assert.ok(single.rows.every(({ samples }) => samples.every(({ from }) => from === 'crm')));
  });

  it('S19: looks at the records once, not at every keystroke, and writes nothing', async () => {
    const body = { mappings: [row('lastName', 'Last_Name')] };
    await post('/v1/modules/contacts/verdicts', body);
    const before = api.scenario.sandbox.calls.list().length;
    await post('/v1/modules/contacts/verdicts', body);
    const calls = api.scenario.sandbox.calls.list().slice(before);
    assert.ok(
      calls.every(({ mutations, template }) => mutations === 0 && !/contacts\/|Contacts/.test(template)),
      JSON.stringify(calls.map(({ template }) => template)),
    );
  });

  it('S19: finds records to choose from by search, newest first without', async () => {
    const all = await api.get<Records>('/v1/modules/contacts/records?side=crm');
    assert.deepEqual(all.records.map(({ name }) => name).sort(), ['Half', 'Whole']);
    const some = await api.get<Records>('/v1/modules/contacts/records?side=crm&search=whole');
    assert.deepEqual(
      some.records.map(({ name, hint }) => [name, hint]),
      [['Whole', 'whole@seats.example']],
    );
    const desk = await api.get<Records>('/v1/modules/contacts/records?side=desk');
    assert.equal(desk.records.length, 5);
    const none = await api.get<Records>('/v1/modules/contacts/records?side=crm&search=x');
    assert.deepEqual(none.records, [], 'CRM searches for words of two letters and more');
  });

  it('S19: shows one record through the mapping, there and back, field by field', async () => {
    const { desk } = await fieldsOf();
    const note = desk.find(({ label }) => /Seats.Note/.test(label))?.apiName ?? '';
    const { records } = await api.get<Records>('/v1/modules/contacts/records?side=desk');
    const three = records.find(({ name }) => name === 'Desk 2');
    assert.ok(three);
    const mappings = [
      row('lastName', 'Last_Name'),
      row(note, 'Points'),
      row('email', 'Email', { direction: 'crm-to-desk' }),
    ];
    const preview = await post<Preview>('/v1/modules/contacts/preview', {
      mappings,
      side: 'desk',
      recordId: three.id,
    });
    assert.deepEqual([preview.record.name, preview.partner], ['Desk 2', null]);
    const shown = preview.fields.map(({ crm, value, there, back, oneWay, problem }) => {
      return [crm, value, there, back, oneWay, problem];
    });
    assert.deepEqual(shown, [
      ['Last_Name', 'Desk 2', 'Desk 2', 'Desk 2', false, null],
      ['Points', 'three', null, null, false, 'type-mismatch'],
      ['Email', 'd2@seats.example', null, null, true, null],
    ]);
    const lost = { mappings, side: 'desk', recordId: '999' };
    const unknown = await api.connector.call('/v1/modules/contacts/preview', {
      body: lost,
      token: api.adminToken,
    });
    assert.deepEqual([unknown.status, unknown.body['code']], [404, 'record-unknown']);
  });

  it('S19, S99: a pair is shown beside its partner, references by pair', async () => {
    const { scenario } = api;
    const account = await scenario.pair('accounts', 'crm', { Account_Name: 'Previewed Inc' });
    const pair = await scenario.pair('contacts', 'crm', {
      Last_Name: 'Paired',
      Email: 'paired@seats.example',
      Account_Name: { id: account.crm },
    });
    const { mappings } = await api.get<ModuleMapping>('/v1/modules/contacts/mapping');
    const body = { mappings, side: 'crm', recordId: pair.crm };
    const { partner, fields } = await post<Preview>('/v1/modules/contacts/preview', body);
    assert.equal(partner?.id, pair.desk);
    const of = (crm: string) => fields.find((field) => field.crm === crm);
    assert.equal(of('Last_Name')?.partnerValue, 'Paired');
    assert.deepEqual([of('Account_Name')?.value, of('Account_Name')?.there], [account.crm, account.desk]);
  });

  it('S3: custom fields of one meaning are suggested with a confidence', async () => {
    const { suggestions } = await api.get<ModuleMapping>('/v1/modules/contacts/mapping');
    assert.ok(Array.isArray(suggestions));
    for (const { confidence } of suggestions) assert.ok(confidence > 0 && confidence <= 1);
  });
});
