import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { RemoteRecord } from '../../server/core/record.ts';
import type { RecordGateway, RecordPage } from '../../server/ports/record-gateway.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { crmUnderTest, deskUnderTest } from './support/gateway-under-test.ts';
import type { GatewayUnderTest } from './support/gateway-under-test.ts';

describe('reading a larger organisation', () => {
  let sandbox: Sandbox;
  let desk: GatewayUnderTest;
  let crm: GatewayUnderTest;
  let bulkCrm: GatewayUnderTest;
  before(async () => {
    sandbox = await startSandbox({ seed: 1_500 });
    desk = deskUnderTest(sandbox);
    crm = crmUnderTest(sandbox);
    bulkCrm = crmUnderTest(sandbox, 250);
  });
  after(async () => {
    for (const { http } of [desk, crm, bulkCrm]) http.close();
    await sandbox.stop();
  });

  async function fieldsOf(gateway: RecordGateway): Promise<string[]> {
    return (await gateway.readFields('contacts'))
      .filter(({ type }) => type !== 'unsupported')
      .map(({ apiName }) => apiName);
  }
  async function read(gateway: RecordGateway, fields: readonly string[], resumeFrom: string | null = null) {
    const pages: RecordPage[] = [];
    for await (const page of gateway.readAll('contacts', { fields, resumeFrom })) pages.push(page);
    const records = pages.flatMap((page) => page.records).toSorted((a, b) => a.id.localeCompare(b.id));
    return { pages, records };
  }
  const ids = (records: readonly RemoteRecord[]) => records.map(({ id }) => id);

  it('goes on after any page in another process, losing and doubling none', async () => {
    for (const { gateway, side } of [desk, crm, bulkCrm]) {
      const fields = [side === 'desk' ? 'email' : 'Email'];
      const { pages, records } = await read(gateway, fields);
      assert.ok(pages.length > 2);
      assert.equal(pages[0]?.total, records.length);
      const middle = Math.floor(pages.length / 2);
      const before = pages.slice(0, middle).flatMap((page) => page.records);
      const rest = await read(gateway, fields, pages[middle - 1]?.cursor);
      assert.deepEqual([...ids(before), ...ids(rest.records)].toSorted(), ids(records));
    }
  });

  it('gives the same CRM records by list and by bulk read', async () => {
    const fields = await fieldsOf(crm.gateway);
    const byList = await read(crm.gateway, fields);
    const byBulk = await read(bulkCrm.gateway, fields);
    assert.equal(byBulk.records.length, byList.records.length);
    for (const [index, record] of byBulk.records.entries()) assert.deepEqual(record, byList.records[index]);
  });

  it('starts anew when CRM has forgotten the page token', async () => {
    const { pages, records } = await read(crm.gateway, ['Email']);
    await sandbox.advance('PT25H');
    const fresh = crmUnderTest(sandbox);
    const again = await read(fresh.gateway, ['Email'], pages[0]?.cursor);
    assert.deepEqual(ids(again.records), ids(records));
    fresh.http.close();
  });
});
