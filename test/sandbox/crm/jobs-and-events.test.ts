import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, it } from 'node:test';
import type { TestContext } from 'node:test';
import { strFromU8, unzipSync } from 'fflate';
import { createTestCrm, Json } from './testing/fake-world.ts';

const BULK = '/crm/bulk/v8/read';

/** Collects what is posted to it. */
async function receiver(t: TestContext) {
  const received: Json[] = [];
  const server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => (text += chunk.toString()));
    request.on('end', () => {
      received.push(new Json(JSON.parse(text)));
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  t.after(() => server.close());
  return { received, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?a=1` };
}

const watch = (
  crm: ReturnType<typeof createTestCrm>,
  item: object,
  method: 'POST' | 'PUT' | 'PATCH' = 'POST',
) => crm.call(method, 'actions/watch', { watch: [item] });

describe('CRM sandbox: notification channels', () => {
  it('calls back on create, edit and delete with the token', async (t) => {
    const crm = createTestCrm();
    const { received, url } = await receiver(t);
    const made = await watch(crm, {
      channel_id: '1001',
      events: ['Contacts.all'],
      notify_url: url,
      token: 'secret',
      return_affected_field_values: true,
    });
    assert.equal(made.status, 201);
    const { body } = await crm.call('POST', 'Contacts', { data: [{ Last_Name: 'A' }] });
    const id = body.text('data', 0, 'details', 'id');
    await crm.call('PUT', `Contacts/${id}`, { data: [{ Phone: '5', Last_Name: 'A' }] });
    await crm.call('DELETE', `Contacts/${id}`);
    await crm.delivered();
    assert.deepEqual(
      received.map((hook) => hook.at('operation')),
      ['insert', 'update', 'delete'],
    );
    const edit = received[1];
    assert.ok(edit);
    assert.deepEqual(
      [
        edit.at('ids'),
        edit.at('token'),
        edit.at('channel_id'),
        edit.at('query_params'),
        edit.at('resource_uri'),
      ],
      [[id], 'secret', '1001', { a: '1' }, 'https://crm.example/crm/v2/Contacts'],
    );
    assert.deepEqual(edit.at('affected_fields'), [{ [id]: ['Phone'] }]);
    assert.deepEqual(edit.at('affected_values'), [{ record_id: id, values: { Phone: '5' } }]);
  });

  it('expires after an hour by default, and silently so beyond a week', async () => {
    const crm = createTestCrm();
    const base = {
      channel_id: '7',
      events: ['Contacts.create', 'Accounts.all'],
      notify_url: 'https://x.example/',
    };
    const expiry = async (channel_expiry?: string) => {
      const { body } = await watch(crm, { ...base, ...(channel_expiry ? { channel_expiry } : {}) });
      return body.at('watch', 0, 'details', 'events', 0, 'channel_expiry');
    };
    assert.equal(await expiry(), '2026-01-15T12:00:00+01:00');
    assert.equal(await expiry('2026-01-30T10:00:00+00:00'), '2026-01-15T12:00:00+01:00');
    assert.equal(await expiry('2026-01-20T10:00:00+00:00'), '2026-01-20T11:00:00+01:00');
    const { body } = await crm.call('GET', 'actions/watch');
    assert.equal(body.at('info', 'count'), 2);
    await crm.world.clock.advance(6 * 86_400_000);
    assert.equal((await crm.call('GET', 'actions/watch')).status, 204);
    const renewed = await watch(
      crm,
      { channel_id: '7', channel_expiry: '2026-01-25T10:00:00+00:00' },
      'PATCH',
    );
    assert.deepEqual([renewed.status, renewed.body.at('watch', 0, 'code')], [400, 'NOT_SUBSCRIBED']);
  });

  it('refuses long tokens, unknown events, milliseconds, missing addresses', async () => {
    const crm = createTestCrm();
    const good = { channel_id: '7', events: ['Contacts.all'], notify_url: 'https://x.example/' };
    const code = async (change: object) =>
      (await watch(crm, { ...good, ...change })).body.at('watch', 0, 'code');
    assert.equal(await code({ token: 'x'.repeat(51) }), 'INVALID_DATA');
    assert.equal(await code({ events: ['Contacts.read'] }), 'INVALID_DATA');
    assert.equal(await code({ channel_expiry: '2026-01-16T10:00:00.000+00:00' }), 'INVALID_DATA');
    assert.equal(await code({ notify_url: undefined }), 'MANDATORY_NOT_FOUND');
  });

  it('tells of mass updates in one callback, and can be told not to', async (t) => {
    for (const [mode, expected] of [
      ['batch', 1],
      ['each', 3],
      ['none', 0],
    ] as const) {
      const crm = createTestCrm({}, { variants: { 'crm-mass-update-callbacks': mode } });
      const { received, url } = await receiver(t);
      const { body } = await crm.call('POST', 'Contacts', {
        data: [{ Last_Name: 'A' }, { Last_Name: 'B' }, { Last_Name: 'C' }],
      });
      const ids = [0, 1, 2].map((index) => body.text('data', index, 'details', 'id'));
      await watch(crm, { channel_id: '7', events: ['Contacts.edit'], notify_url: url });
      const answer = await crm.call('POST', 'Contacts/actions/mass_update', { data: [{ Title: 'X' }], ids });
      assert.deepEqual([answer.status, answer.mutations], [200, 3]);
      await crm.delivered();
      assert.equal(received.length, expected);
    }
  });

  it('tells the account of its contact only while related actions are wanted', async (t) => {
    for (const [notify_on_related_action, expected] of [
      [true, 1],
      [false, 0],
    ] as const) {
      const crm = createTestCrm();
      const { received, url } = await receiver(t);
      await watch(crm, {
        channel_id: '7',
        events: ['Accounts.edit'],
        notify_url: url,
        notify_on_related_action,
      });
      await crm.call('POST', 'Contacts', { data: [{ Last_Name: 'A', Account_Name: { name: 'Acme' } }] });
      await crm.delivered();
      assert.equal(received.length, expected);
    }
  });
});

describe('CRM sandbox: bulk read', () => {
  const seeded = () =>
    createTestCrm({
      records: {
        accounts: [{ values: { Account_Name: 'Acme, "Inc"' }, createdAt: '2025-01-01T00:00:00Z' }],
        contacts: ['Old', 'New'].map((Last_Name, index) => ({
          values: { Last_Name, Email_Opt_Out: index === 1 },
          createdAt: `202${4 + index}-06-01T00:00:00Z`,
          accountName: 'Acme, "Inc"',
        })),
        products: [],
      },
    });
  const order = {
    module: { api_name: 'Contacts' },
    fields: ['Last_Name', 'Account_Name', 'Account_Name.Account_Name', 'Email_Opt_Out'],
  };

  it('goes through its states by the clock and ends in a zip of CSV', async (t) => {
    const crm = seeded();
    const { received, url } = await receiver(t);
    const query = {
      ...order,
      criteria: {
        group_operator: 'and',
        group: [
          {
            field: { api_name: 'Created_Time' },
            comparator: 'greater_equal',
            value: '2025-01-01T00:00:00+00:00',
          },
        ],
      },
    };
    const made = await crm.call('POST', BULK, { query, callback: { url, method: 'post' } });
    assert.deepEqual([made.status, made.credits], [201, 50]);
    const id = made.body.text('data', 0, 'details', 'id');
    const states = [];
    for (const ms of [0, 300, 300, 500]) {
      await crm.world.clock.advance(ms);
      states.push((await crm.call('GET', `${BULK}/${id}`)).body.at('data', 0, 'state'));
    }
    assert.deepEqual(states, ['ADDED', 'QUEUED', 'IN PROGRESS', 'COMPLETED']);
    await crm.delivered();
    assert.equal(received[0]?.at('data', 0, 'result', 'count'), 1);
    const { raw, headers } = await crm.call('GET', `${BULK}/${id}/result`);
    assert.equal(headers['content-type'], 'application/zip');
    const csv = strFromU8(unzipSync(new Uint8Array(raw))[`${id}.csv`] ?? new Uint8Array());
    const [head, line] = csv.split('\n');
    assert.equal(head, 'id,Last_Name,Account_Name,Account_Name.Account_Name,Email_Opt_Out');
    assert.match(line ?? '', /^\d+,New,\d+,"Acme, ""Inc""",true$/);
  });

  it('refuses Notes, unknown fields and criteria, and an eleventh download in a minute', async () => {
    const crm = seeded();
    const code = async (query: object) => (await crm.call('POST', BULK, { query })).body.at('code');
    assert.equal(await code({ module: { api_name: 'Notes' } }), 'MODULE_NOT_SUPPORTED');
    assert.equal(await code({ ...order, fields: ['Nonsense'] }), 'INVALID_DATA');
    const { body } = await crm.call('POST', BULK, { query: order });
    const id = body.text('data', 0, 'details', 'id');
    assert.equal((await crm.call('GET', `${BULK}/${id}/result`)).status, 404);
    await crm.world.clock.advance(1_000);
    const statuses = [];
    for (let count = 0; count < 11; count += 1)
      statuses.push((await crm.call('GET', `${BULK}/${id}/result`)).status);
    // The early try counted as well.
    assert.deepEqual([statuses.filter((status) => status === 200).length, statuses.at(-1)], [9, 429]);
  });
});

describe('CRM sandbox: limits', () => {
  it('refuses calls once the day has no credits left, and tells the rest after half', async () => {
    const crm = createTestCrm({}, { variants: { 'crm-credit-limit': '4' } });
    const seen = [];
    for (let count = 0; count < 5; count += 1) {
      const { status, headers } = await crm.call('GET', 'org');
      seen.push([status, headers['x-api-credits-remaining']]);
    }
    assert.deepEqual(seen, [
      [200, undefined],
      [200, undefined],
      [200, '1'],
      [200, '0'],
      [429, undefined],
    ]);
    await crm.world.clock.advance(25 * 3_600_000);
    assert.equal((await crm.call('GET', 'org')).status, 200);
  });

  it('refuses the eleventh heavy call and the twenty-first call at once', async () => {
    const crm = createTestCrm({}, { variants: { 'crm-latency-ms': '50' } });
    const run = async (count: number, url: string, body?: object) => {
      const calls = Array.from({ length: count }, () => crm.call(body ? 'POST' : 'GET', url, body));
      setTimeout(() => void crm.world.clock.advance(100), 50);
      const answers = await Promise.all(calls);
      return answers.filter(({ status }) => status === 429).length;
    };
    assert.equal(await run(11, 'coql', { select_query: 'select id from Contacts where id is not null' }), 1);
    assert.equal(await run(21, 'org'), 1);
  });

  it('dates every answer in virtual time', async () => {
    const crm = createTestCrm();
    await crm.world.clock.advance(3_600_000);
    const { headers } = await crm.call('GET', 'org');
    assert.equal(headers['date'], 'Thu, 15 Jan 2026 11:00:00 GMT');
  });
});
