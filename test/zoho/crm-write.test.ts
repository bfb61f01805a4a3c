import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createCrmGateway } from '../../server/zoho/crm/crm-gateway.ts';
import { crmClient } from './support/clients.ts';
import { startScriptedServer } from './support/scripted-server.ts';
import type { Reply, Seen } from './support/scripted-server.ts';

const FIELDS = {
  status: 200,
  body: {
    fields: [
      { api_name: 'Account_Name', data_type: 'lookup', lookup: { module: { api_name: 'Accounts' } } },
      { api_name: 'Met_On', data_type: 'datetime' },
      { api_name: 'Last_Name', data_type: 'text' },
    ],
  },
};
const TIMES = { Created_Time: '2026-01-01T05:30:00+05:30', Modified_Time: '2026-01-01T05:30:01+05:30' };

function rowsOf({ body }: Seen): readonly Record<string, unknown>[] {
  return (body as { data: Record<string, unknown>[] }).data;
}
function success(id: string) {
  return { code: 'SUCCESS', details: { id, ...TIMES }, message: 'record updated', status: 'success' };
}
function failure(code: string, details: object = {}) {
  return { code, details, message: 'no', status: 'error' };
}

async function withCrm(
  reply: (seen: Seen) => Reply,
  work: (gateway: ReturnType<typeof createCrmGateway>, seen: Seen[]) => Promise<void>,
) {
  const server = await startScriptedServer((seen) =>
    seen.path.endsWith('/settings/fields') ? FIELDS : reply(seen),
  );
  const http = crmClient(server.url);
  try {
    await work(createCrmGateway({ http }), server.seen);
  } finally {
    http.close();
    await server.close();
  }
}
const changes = (...ids: string[]) => ids.map((id) => ({ id, values: { Last_Name: id } }));

describe('CRM writes', () => {
  it('sends lookups as {id}, times without ms, and no trigger', async () => {
    await withCrm(
      () => ({ status: 201, body: { data: [success('1')] } }),
      async (crm, seen) => {
        const values = { Account_Name: '42', Met_On: '2026-01-01T00:00:00.000Z', Last_Name: null };
        const [outcome] = await crm.create('contacts', [{ values }]);
        assert.deepEqual(outcome, {
          ok: true,
          id: '1',
          createdAt: '2026-01-01T00:00:00.000Z',
          modifiedAt: '2026-01-01T00:00:01.000Z',
        });
        assert.deepEqual(seen.at(-1)?.body, {
          data: [{ Account_Name: { id: '42' }, Met_On: '2026-01-01T00:00:00+00:00', Last_Name: null }],
        });
      },
    );
  });

  for (const status of [200, 201, 202, 207, 400]) {
    it(`takes the rows' results from an answer ${status}`, async () => {
      await withCrm(
        () => ({
          status,
          body: { data: [failure('MANDATORY_NOT_FOUND', { api_name: 'Last_Name' }), success('2')] },
        }),
        async (crm) => {
          const [bad, good] = await crm.update('contacts', changes('1', '2'));
          assert.equal(bad?.ok === false && bad.error.code, 'mandatory-missing');
          assert.equal(good?.ok, true);
        },
      );
    });
  }

  const codes = [
    {
      row: failure('INVALID_DATA', { api_name: 'Seats', expected_data_type: 'integer' }),
      code: 'type-mismatch',
    },
    {
      row: failure('INVALID_DATA', { api_name: 'Email', expected_data_type: 'email' }),
      code: 'value-rejected',
    },
    { row: failure('INVALID_DATA', { api_name: 'Last_Name', maximum_length: 80 }), code: 'value-rejected' },
    { row: failure('INVALID_DATA', { api_name: 'X' }), code: 'bad-parameter' },
    { row: failure('INVALID_DATA', { api_name: 'id' }), code: 'not-found' },
    {
      row: failure('DUPLICATE_DATA', { api_name: 'Email', duplicate_record: { id: '77' } }),
      code: 'already-linked',
      recordId: '77',
    },
    {
      row: failure('DUPLICATE_DATA', { api_name: 'Email', id: '77' }),
      code: 'already-linked',
      recordId: '77',
    },
    { row: failure('EXPECTED_FIELD_MISSING'), code: 'missing-parameter' },
    { row: failure('ALREADY_MODIFIED', { id: '1' }), code: 'changed-meanwhile', recordId: '1' },
    { row: failure('NO_PERMISSION'), code: 'permission' },
    { row: failure('RECORD_LOCKED'), code: 'provider' },
  ];
  for (const { row, code, recordId } of codes) {
    it(`${row.code} ${JSON.stringify(row.details)} is ${code}`, async () => {
      await withCrm(
        () => ({ status: 400, body: { data: [row] } }),
        async (crm) => {
          const [outcome] = await crm.update('contacts', changes('1'));
          assert.ok(outcome?.ok === false);
          assert.equal(outcome.error.code, code);
          assert.equal(outcome.error.recordId, recordId);
        },
      );
    });
  }

  it('sends the condition, takes out the row that changed and writes the others', async () => {
    await withCrm(
      (seen) => {
        const changed = rowsOf(seen).find(({ id }) => id === '2');
        if (changed) return { status: 412, body: { data: [failure('ALREADY_MODIFIED', { id: '2' })] } };
        return { status: 200, body: { data: rowsOf(seen).map(({ id }) => success(String(id))) } };
      },
      async (crm, seen) => {
        const outcomes = await crm.update('contacts', changes('1', '2', '3'), {
          unmodifiedSince: '2026-01-01T00:00:00.000Z',
        });
        assert.deepEqual(
          outcomes.map((outcome) => (outcome.ok ? outcome.id : outcome.error.code)),
          ['1', 'changed-meanwhile', '3'],
        );
        assert.equal(seen.at(-1)?.headers['if-unmodified-since'], '2026-01-01T00:00:00+00:00');
      },
    );
  });

  it('finds the row for which CRM refuses a whole batch (S78)', async () => {
    await withCrm(
      (seen) => {
        const rows = rowsOf(seen);
        if (rows.some(({ id }) => id === '37')) return { status: 400, body: failure('INVALID_DATA', {}) };
        return { status: 200, body: { data: rows.map(({ id }) => success(String(id))) } };
      },
      async (crm, seen) => {
        const ids = Array.from({ length: 100 }, (_, index) => String(index));
        const outcomes = await crm.update('contacts', changes(...ids));
        assert.deepEqual(
          outcomes.flatMap((outcome, index) => (outcome.ok ? [] : [index])),
          [37],
        );
        assert.ok(seen.length < 20);
      },
    );
  });

  it('does not narrow down what concerns the whole call', async () => {
    await withCrm(
      () => ({ status: 403, body: failure('NO_PERMISSION') }),
      async (crm, seen) => {
        const outcomes = await crm.update('contacts', changes('1', '2'));
        assert.deepEqual(
          outcomes.map((outcome) => !outcome.ok && outcome.error.code),
          ['permission', 'permission'],
        );
        assert.equal(seen.filter(({ method }) => method === 'PUT').length, 1);
      },
    );
  });

  for (const fault of [
    'reset',
    'cut',
    { status: 200, body: '{"data":[{"co' },
    { status: 200, body: { data: [] } },
    { status: 500, body: failure('INTERNAL_ERROR') },
  ] as const) {
    it(`leaves the outcome of every row open after ${JSON.stringify(fault)} (P5)`, async () => {
      await withCrm(
        () => fault,
        async (crm, seen) => {
          const outcomes = await crm.create('contacts', [{ values: {} }, { values: {} }]);
          assert.deepEqual(
            outcomes.map((outcome) => !outcome.ok && outcome.error.code),
            ['unknown-outcome', 'unknown-outcome'],
          );
          assert.equal(seen.filter(({ method }) => method === 'POST').length, 1);
        },
      );
    });
  }

  it('splits more rows than one call takes', async () => {
    await withCrm(
      (seen) => ({
        status: 201,
        body: { data: rowsOf(seen).map(({ Last_Name }) => success(String(Last_Name))) },
      }),
      async (crm) => {
        const drafts = Array.from({ length: 250 }, (_, index) => ({ values: { Last_Name: String(index) } }));
        const outcomes = await crm.create('contacts', drafts);
        assert.deepEqual(
          outcomes.map((outcome) => outcome.ok && outcome.id),
          drafts.map(({ values }) => values.Last_Name),
        );
      },
    );
  });
});
