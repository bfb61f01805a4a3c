import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { afterEach, describe, it } from 'node:test';
import { parse } from 'csv-parse/sync';
import type { Failures } from '../../server/contract/failures.ts';
import { SYNC_ERROR_CODES } from '../../server/core/errors.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';
import type { Row } from '../support/scenario.ts';

const VERBATIM = {
  'already-linked': 'CRM ID is already mapped with another Support Entity',
  'type-mismatch': 'Text value is given for an Integer field',
  'mandatory-missing': 'Mandatory Field Missing',
  'missing-parameter': 'Missing Parameter',
  'bad-parameter': 'Incorrect API parameter or Parameter Value',
} as const;

let api: ScenarioApi | undefined;
afterEach(async () => {
  await api?.stop();
  api = undefined;
});

/** A contact whose Desk twin is a second one of its e-mail: refused as S72; and an account that is fine. */
async function withFailures(count = 1) {
  api = await startScenarioApi();
  const { scenario, connector } = api;
  const failed: string[] = [];
  for (let index = 0; index < count; index += 1) {
    const email = `twin${index}@log.example`;
    await scenario.pair('contacts', 'crm', { Last_Name: 'Twin', Email: email });
    const second = await scenario.human.create('desk', 'contacts', { lastName: 'Twin', email });
    await scenario.sync('contacts', 'desk', second);
    failed.push(second);
    await scenario.sandbox.world.clock.advance(60_000);
  }
  const at = api;
  return {
    at,
    scenario,
    failed,
    log: (query = '') => at.get<Failures>(`/v1/failures${query}`),
    retry: (body: Row, token = at.adminToken) =>
      connector.call('/v1/failures/retry', { method: 'POST', body, token }),
  };
}

describe('the Failure Log', () => {
  it('S68: one entry per failed record, newest first or oldest first', async () => {
    const { log, failed, scenario } = await withFailures(3);
    await scenario.sync('contacts', 'desk', ...failed);
    const ids = async (query: string) => (await log(query)).failures.map((entry) => entry.recordId);
    const newest = await ids('');
    assert.deepEqual(newest.toSorted(), failed.toSorted(), 'a repeated failure is no second entry');
    assert.deepEqual(await ids('?order=asc'), newest.toReversed());
  });

  it('S69: entries are counted per record type and cause', async () => {
    const { log } = await withFailures(2);
    assert.deepEqual((await log()).groups, [
      {
        module: 'contacts',
        code: 'already-linked',
        providerCode: null,
        reason: VERBATIM['already-linked'],
        count: 2,
      },
    ]);
    assert.deepEqual((await log('?module=accounts')).groups, []);
  });

  it('S70: an entry names the record, the time and the reason, with what to do', async () => {
    const { log, failed } = await withFailures();
    const [entry] = (await log()).failures;
    assert.ok(entry);
    assert.equal(entry.recordId, failed[0]);
    assert.match(entry.recordName ?? '', /Twin/);
    assert.equal(entry.reason, VERBATIM['already-linked']);
    assert.ok(entry.fix.length > 20 && entry.details.length > 0);
    assert.ok(Date.parse(entry.failedAt) > 0);
  });

  it('S71: Try Again of a cured record takes the entry away, and the record is synced', async () => {
    const { log, failed, scenario, retry } = await withFailures(2);
    const [cured = '', other = ''] = failed;
    await scenario.human.update('desk', 'contacts', cured, { email: 'single@log.example' });
    const { status, body } = await retry({ record: { module: 'contacts', side: 'desk', recordId: cured } });
    assert.deepEqual([status, body], [200, { retried: 1 }]);
    await scenario.engine.settle();
    assert.deepEqual(
      (await log()).failures.map((entry) => entry.recordId),
      [other],
    );
    assert.equal((await scenario.partner('contacts', 'desk', cured))['Email'], 'single@log.example');
  });

  it('S71: what fails again refreshes its entry, and two clicks are one attempt', async () => {
    const { log, scenario, retry } = await withFailures();
    const before = (await log()).failures;
    await scenario.sandbox.world.clock.advance(60_000);
    await Promise.all([retry({}), retry({ module: 'contacts', code: 'already-linked' })]);
    assert.equal(await scenario.engine.org.inbox.count(), 1);
    await scenario.engine.settle();
    const after = (await log()).failures;
    assert.equal(after.length, 1);
    assert.ok(String(after[0]?.failedAt) > String(before[0]?.failedAt));
  });

  it('S71: Try Again is refused while paused, and to an ordinary agent', async () => {
    const { at, retry } = await withFailures();
    assert.equal((await retry({}, at.agentToken)).status, 403);
    await at.connector.call('/v1/sync/pause', { method: 'POST', token: at.adminToken });
    const { status, body } = await retry({});
    assert.deepEqual([status, body['code']], [409, 'sync-paused']);
  });

  it('S77: five messages stand word for word, and no code is without a reason and a remedy', () => {
    const file = new URL('../../resources/failure-reasons.json', import.meta.url);
    const reasons = JSON.parse(readFileSync(file, 'utf8')) as Record<string, { reason: string; fix: string }>;
    for (const [code, reason] of Object.entries(VERBATIM)) assert.equal(reasons[code]?.reason, reason);
    for (const code of SYNC_ERROR_CODES) {
      assert.ok(reasons[code]?.reason, `${code} has a reason`);
      assert.ok(reasons[code].fix, `${code} has a remedy`);
    }
    assert.equal(Object.keys(reasons).length, SYNC_ERROR_CODES.length);
  });

  it('exports as CSV, where no cell is a formula to a spreadsheet', async () => {
    const { at, scenario } = await withFailures();
    const email = 'formula@log.example';
    await scenario.pair('contacts', 'crm', { Last_Name: 'Twin', Email: email });
    const lastName = '=HYPERLINK("https://evil.example","click")';
    const second = await scenario.human.create('desk', 'contacts', { lastName, email });
    await scenario.sync('contacts', 'desk', second);
    const { body, headers } = await at.connector.call('/v1/failures.csv', { token: at.adminToken });
    assert.match(headers.get('content-type') ?? '', /^text\/csv/);
    const rows = parse<Record<string, string>>(String(body['text']), { columns: true, bom: true });
    assert.equal(rows.length, 2);
    const [newest] = rows;
    assert.equal(newest?.['recordId'], second);
    assert.equal(newest['recordName'], `'${lastName}`);
    assert.equal(newest['reason'], VERBATIM['already-linked']);
    const asAgent = await at.connector.call('/v1/failures.csv', { token: at.agentToken });
    assert.equal(asAgent.status, 403);
  });
});
