import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Deletions } from '../../server/contract/deletions.ts';
import type { Failures } from '../../server/contract/failures.ts';
import type { History, HistoryChanges } from '../../server/contract/history.ts';
import type { RecordPages } from '../../server/contract/record-pages.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

describe('who is meant by an entry of history, failure log and inboxes', () => {
  let api: ScenarioApi;
  let pair: { readonly desk: string; readonly crm: string };
  before(async () => {
    api = await startScenarioApi();
    pair = await api.scenario.pair('contacts', 'crm', {
      Last_Name: 'Named',
      Email: 'Named@Who.example',
      Title: 'Clerk',
    });
  });
  after(() => api.stop());

  it('S70: where records are found is unknown while a product is not connected', async () => {
    assert.equal((await api.get<RecordPages>('/v1/record-pages')).desk, null);
  });

  it('S70: an address and an id lead to the record in either product, as the products themselves say', async () => {
    await api.connector.authorize(api.adminToken, 'desk', 'ada.admin@zylker.example');
    await api.connector.authorize(api.adminToken, 'crm', 'carla.crm@zylker.example');
    const { desk, crm } = await api.get<RecordPages>('/v1/record-pages');
    const { urls } = api.scenario.sandbox;
    const token = await fetch(`${urls.control}/_sandbox/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ product: 'desk' }),
    });
    const { access_token: accessToken } = (await token.json()) as { access_token: string };
    const answer = await fetch(`${urls.desk}/api/v1/contacts/${pair.desk}`, {
      headers: { authorization: `Zoho-oauthtoken ${accessToken}`, orgId: api.scenario.engine.org.orgKey },
    });
    const { webUrl } = (await answer.json()) as { webUrl: string };
    assert.equal(`${desk?.contacts ?? ''}${pair.desk}`, webUrl);
    assert.match(crm?.products ?? '', /\/crm\/org\d+\/tab\/Products\/$/);
  });

  it('S62: a change names its record by the key it is recognised by', async () => {
    const { scenario } = api;
    await scenario.human.update('crm', 'contacts', pair.crm, { Title: 'Director' });
    await scenario.sync('contacts', 'crm', pair.crm);
    const [entry] = (await api.get<History>('/v1/history?target=desk')).entries;
    const { changes } = await api.get<HistoryChanges>(`/v1/history/${entry?.runId ?? ''}`);
    assert.deepEqual(
      changes.map(({ recordKey }) => recordKey),
      ['named@who.example'],
    );
  });

  it('S70: a failure of a linked record names its partner, that of a new one has none', async () => {
    const { scenario } = api;
    const twin = await scenario.human.create('desk', 'contacts', {
      lastName: 'Twin',
      email: 'named@who.example',
    });
    scenario.sandbox.setUp({
      product: 'crm',
      module: 'contacts',
      field: 'Mailing_City',
      change: { maxLength: 5 },
    });
    await scenario.sandbox.advance('PT11M');
    await scenario.human.update('desk', 'contacts', pair.desk, { city: 'Hamburg' });
    await scenario.sync('contacts', 'desk', twin, pair.desk);
    const { failures } = await api.get<Failures>('/v1/failures');
    assert.deepEqual(Object.fromEntries(failures.map(({ recordId, partnerId }) => [recordId, partnerId])), {
      [twin]: null,
      [pair.desk]: pair.crm,
    });
  });

  it('S46: a deletion names its record by the partner that is left', async () => {
    const { scenario } = api;
    const gone = await scenario.pair('contacts', 'crm', { Last_Name: 'Gone', Email: 'gone@who.example' });
    await scenario.human.trash('desk', 'contacts', [gone.desk]);
    await scenario.sync('contacts', 'desk', gone.desk);
    const { deletions } = await api.get<Deletions>('/v1/deletions/contacts');
    assert.deepEqual(
      deletions.map(({ deskId, recordKey }) => [deskId, recordKey]),
      [[gone.desk, 'gone@who.example']],
    );
  });
});
