import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { SyncError } from '../../server/core/errors.ts';
import { DESK_DIALECT } from '../../server/zoho/desk/desk-errors.ts';
import { createDeskGateway } from '../../server/zoho/desk/desk-gateway.ts';
import { createDeskWebhooks } from '../../server/zoho/desk/webhooks.ts';
import type { HttpRequest } from '../../server/zoho/http-client.ts';
import { fakeHttp } from './support/fake-http.ts';

const SOURCE = '49ad222a-f812-11e7-8c3f-9a214cf093ae';

function gatewayOver(answer: (request: HttpRequest) => unknown) {
  const http = fakeHttp(answer);
  return { http, desk: createDeskGateway({ http, sourceId: SOURCE }) };
}

describe('Desk gateway', () => {
  it('nests custom fields, joins options and marks its writes', async () => {
    const { http, desk } = gatewayOver(() => ({
      id: 9,
      createdTime: 1_767_225_600_000,
      modifiedTime: '2026-01-01T00:00:01.000Z',
    }));
    const [outcome] = await desk.create('products', [
      { values: { productName: 'P', cf_tags: ['a', 'b'], unitPrice: null }, departmentIds: ['1'] },
    ]);
    assert.deepEqual(outcome, {
      ok: true,
      id: '9',
      createdAt: '2026-01-01T00:00:00.000Z',
      modifiedAt: '2026-01-01T00:00:01.000Z',
    });
    assert.deepEqual(http.requests[0]?.data, {
      departmentIds: ['1'],
      productName: 'P',
      unitPrice: null,
      cf: { cf_tags: 'a;b' },
    });
    assert.deepEqual(http.requests[0].headers, { sourceId: SOURCE });
    assert.equal(http.requests[0].idempotent, false);
  });

  it('does not send an empty change', async () => {
    const { http, desk } = gatewayOver(() => null);
    assert.deepEqual(await desk.update('contacts', [{ id: '5', values: {} }]), [
      { ok: true, id: '5', createdAt: null, modifiedAt: null },
    ]);
    assert.equal(http.requests.length, 0);
  });

  it('gives each record its own outcome (S78)', async () => {
    const { desk } = gatewayOver(({ path }) => {
      if (path === '/contacts/2') throw new SyncError('value-rejected', 'no');
      return { id: path.slice('/contacts/'.length) };
    });
    const changes = ['1', '2', '3'].map((id) => ({ id, values: { lastName: 'X' } }));
    const outcomes = await desk.update('contacts', changes);
    assert.deepEqual(
      outcomes.map(({ ok }) => ok),
      [true, false, true],
    );
  });

  it('calls a success that names no record an unknown outcome', async () => {
    const { desk } = gatewayOver(() => ({}));
    const [outcome] = await desk.create('contacts', [{ values: { lastName: 'X' } }]);
    assert.equal(outcome?.ok === false && outcome.error.code, 'unknown-outcome');
  });

  it('P4: shows what search found as it is now, for search lags', async () => {
    const { http, desk } = gatewayOver(({ path }) => {
      if (path.endsWith('/search'))
        return {
          data: [
            { id: '1', email: 'a@b.c' },
            { id: '2', email: 'b@b.c', title: null },
          ],
          count: 2,
        };
      return { id: path.slice('/contacts/'.length), email: 'a@b.c', title: 'Dr' };
    });
    const fields = ['email', 'title', 'cf_hidden'];
    const found = await desk.findByKey('contacts', ['A@b.c', 'b@b.c'], { fields });
    assert.deepEqual(
      found.map(({ values }) => values),
      [
        { email: 'a@b.c', title: 'Dr' },
        { email: 'a@b.c', title: 'Dr' },
      ],
    );
    assert.equal(http.requests.filter(({ path }) => !path.endsWith('/search')).length, 2, 'one read each');
  });

  it('searches names with commas and wildcards by what precedes these, and compares itself', async () => {
    const rows = [
      { id: '1', accountName: 'ACME,  Inc' },
      { id: '2', accountName: 'Acme Ltd' },
    ];
    const { http, desk } = gatewayOver(({ path }) => (path.endsWith('/search') ? { data: rows } : rows[0]));
    const found = await desk.findByKey('accounts', ['Acme, Inc', 'Plain'], { fields: ['accountName'] });
    assert.deepEqual(
      found.map(({ id }) => id),
      ['1'],
    );
    assert.deepEqual(
      http.requests.slice(0, 2).map(({ params }) => params?.['accountName']),
      ['Plain', 'Acme*'],
    );
  });

  it('takes a record that is in the bin for binned, one that is gone for missing', async () => {
    const { desk } = gatewayOver(({ path }) => {
      if (path.endsWith('/gone')) throw new SyncError('not-found', 'URL_NOT_FOUND');
      if (path.endsWith('/odd')) throw new SyncError('bad-parameter', 'UNPROCESSABLE_ENTITY');
      return { id: 'bin', isTrashed: 'true' };
    });
    const found = await desk.getMany('contacts', ['gone', 'odd', 'bin'], { fields: [] });
    assert.deepEqual([...found.keys()], ['bin']);
    assert.equal(found.get('bin')?.inRecycleBin, true);
  });

  it('an idle look at products costs one list call and one GET', async () => {
    const { http, desk } = gatewayOver(({ path }) =>
      path === '/products'
        ? { data: Array.from({ length: 100 }, (_, index) => ({ id: String(index + 1) })) }
        : { id: '1', modifiedTime: '2026-01-01T00:00:00.000Z' },
    );
    for await (const page of desk.readModifiedSince('products', '2026-01-02T00:00:00Z', { fields: [] }))
      assert.fail(JSON.stringify(page));
    assert.deepEqual(
      http.requests.map(({ path }) => path),
      ['/products', '/products/1'],
    );
  });

  it('reads the bin whether `from` starts at 0 or at 1', async () => {
    for (const base of [0, 1]) {
      const bin = Array.from({ length: 120 }, (_, index) => ({
        id: `r${index}`,
        deletedTime: '2026-01-05T00:00:00.000Z',
      }));
      const { desk } = gatewayOver(({ path, params }) => {
        if (path === '/organizationModules') return { data: [{ id: '77', apiName: 'Contacts' }] };
        const from = Number(params?.['from'] ?? base) - base;
        const data = bin.slice(from, from + Number(params?.['limit']));
        return data.length === 0 ? null : { data };
      });
      const deleted = await desk.readDeletedSince('contacts', '2026-01-01T00:00:00Z');
      assert.equal(deleted.length, 120);
    }
  });
});

describe("Desk's errors in the sync's words (S73–S76)", () => {
  const invalid = (fieldName: string, errorType: string, errorMessage?: string) => ({
    errorCode: 'INVALID_DATA',
    message: 'The data is invalid due to validation restrictions',
    errors: [{ fieldName, errorType, errorMessage }],
  });
  const cases = [
    { status: 422, body: invalid('/lastName', 'missing'), code: 'mandatory-missing', field: 'lastName' },
    {
      status: 422,
      body: invalid('/cf/cf_seats', 'invalid', 'Invalid data type'),
      code: 'type-mismatch',
      field: 'cf_seats',
    },
    {
      status: 422,
      body: invalid('/email', 'invalid', 'not an email address'),
      code: 'value-rejected',
      field: 'email',
    },
    { status: 422, body: invalid('/email', 'duplicate'), code: 'value-rejected', field: 'email' },
    { status: 422, body: invalid('/x', 'invalid'), code: 'bad-parameter', field: 'x' },
    { status: 422, body: { errorCode: 'UNPROCESSABLE_ENTITY', message: 'm' }, code: 'bad-parameter' },
    { status: 404, body: { errorCode: 'URL_NOT_FOUND', message: 'm' }, code: 'not-found' },
    { status: 403, body: { errorCode: 'FORBIDDEN', message: 'm' }, code: 'permission' },
    { status: 403, body: { errorCode: 'SCOPE_MISMATCH', message: 'm' }, code: 'reauthorization-required' },
    { status: 403, body: '<html>', code: 'permission' },
    { status: 418, body: null, code: 'provider' },
  ];
  for (const { status, body, code, field } of cases) {
    it(`${status} ${JSON.stringify(body)} is ${code}`, () => {
      const error = DESK_DIALECT.toSyncError(status, body);
      assert.equal(error.code, code);
      assert.equal(error.field, field);
      assert.notEqual(error.message, '');
    });
  }
});

describe('Desk webhooks', () => {
  const request = { name: 'sync', url: 'https://connector.example/hook', ignoreSourceId: SOURCE };
  it('subscribes without ignoreSourceId where Desk refuses it', async () => {
    const http = fakeHttp(({ data }) => {
      if (JSON.stringify(data).includes('ignoreSourceId'))
        throw new SyncError('bad-parameter', 'no', { field: 'ignoreSourceId' });
      return { id: '3', name: 'sync', url: request.url };
    });
    assert.equal((await createDeskWebhooks(http).subscribe(request)).id, '3');
    assert.equal(http.requests.length, 2);
  });
  it('takes a subscription that is gone for deleted', async () => {
    const http = fakeHttp(() => {
      throw new SyncError('not-found', 'gone');
    });
    await createDeskWebhooks(http).delete('3');
  });
});
