import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createDeskCalls } from '../../server/zoho/desk/desk-calls.ts';
import { readWindows } from '../../server/zoho/desk/desk-windows.ts';
import type { HttpRequest } from '../../server/zoho/http-client.ts';
import { fakeHttp } from './support/fake-http.ts';
import type { FakeHttp } from './support/fake-http.ts';

const EPOCH = '1970-01-01T00:00:00.000Z';

interface Row {
  readonly id: string;
  createdTime: string;
  modifiedTime: string;
}

function rowsOf(count: number, second: (index: number) => number): Row[] {
  return Array.from({ length: count }, (_, index) => {
    const at = new Date(Date.UTC(2026, 0, 1) + second(index) * 1000).toISOString();
    return { id: String(1_000_000 + index), createdTime: at, modifiedTime: at };
  });
}

/** Desk's search, list and GET over `rows`, as far as windows use them. `rows` may change between calls. */
function deskWith(rows: () => Row[], before?: (request: HttpRequest) => void): FakeHttp {
  return fakeHttp((request) => {
    before?.(request);
    const { path, params } = request;
    const from = Number(params?.['from'] ?? 0);
    const limit = Number(params?.['limit'] ?? 10);
    if (path.endsWith('/search')) {
      assert.ok(from <= 4_999, `from ${from} is beyond what search allows`);
      const field = String(params?.['sortBy']) as 'createdTime' | 'modifiedTime';
      const [start, end] = String(params?.[`${field}Range`]).split(',') as [string, string];
      const hits = rows()
        .filter((row) => row[field] >= start && row[field] <= end)
        .toSorted((a, b) => a[field].localeCompare(b[field]) || a.id.localeCompare(b.id));
      const data = hits.slice(from, from + limit);
      return data.length === 0 ? null : { data, count: hits.length };
    }
    if (path === '/contacts') {
      const sorted = rows().toSorted(
        (a, b) => a.createdTime.localeCompare(b.createdTime) || a.id.localeCompare(b.id),
      );
      const data = sorted.slice(from - 1, from - 1 + limit).map(({ id }) => ({ id }));
      return data.length === 0 ? null : { data };
    }
    return rows().find(({ id }) => path.endsWith(`/${id}`)) ?? null;
  });
}

async function readIds(
  http: FakeHttp,
  resumeFrom?: string | null,
): Promise<{ ids: string[]; totals: (number | null)[] }> {
  const ids: string[] = [];
  const totals = new Set<number | null>();
  const pages = readWindows(createDeskCalls(http), 'contacts', 'createdTime', { since: EPOCH, resumeFrom });
  for await (const { rows, total } of pages) {
    ids.push(...rows.map(({ id }) => id));
    totals.add(total);
  }
  return { ids, totals: [...totals] };
}

describe('Desk search windows (P13)', () => {
  const shapes = [
    { when: 'nothing', rows: rowsOf(0, () => 0) },
    { when: 'exactly one page', rows: rowsOf(100, (index) => index) },
    { when: 'one record per second', rows: rowsOf(4_321, (index) => index) },
    { when: 'forty records per second', rows: rowsOf(4_321, (index) => Math.floor(index / 40)) },
    {
      when: '3,000 records in one second',
      rows: rowsOf(3_500, (index) => (index < 250 ? index : index < 3_250 ? 250 : index)),
    },
  ];
  for (const { when, rows } of shapes) {
    it(`reads each record once: ${when}`, async () => {
      const { ids, totals } = await readIds(deskWith(() => rows));
      assert.equal(new Set(ids).size, rows.length);
      assert.equal(ids.length, rows.length);
      assert.deepEqual(totals, [rows.length]);
    });
  }

  it('keeps offsets where a page costs 3 credits', async () => {
    const http = deskWith(() => shapes[2]?.rows ?? []);
    await readIds(http);
    const offsets = http.requests.map(({ params }) => Number(params?.['from']) + Number(params?.['limit']));
    assert.ok(Math.max(...offsets) <= 2_000);
    assert.ok(http.requests.length <= Math.ceil(4_321 / 100) * 1.1);
  });

  it('reads more records of one instant than search can reach', async () => {
    const rows = rowsOf(6_200, (index) => (index < 100 ? index : index < 6_000 ? 100 : index));
    const { ids } = await readIds(deskWith(() => rows));
    assert.equal(new Set(ids).size, rows.length);
  });

  it('skips none when records vanish while it reads', async () => {
    let rows = rowsOf(1_000, (index) => index);
    const kept = new Set(rows.slice(50).map(({ id }) => id));
    const http = deskWith(
      () => rows,
      () => {
        if (http.requests.length === 4) rows = rows.slice(50);
      },
    );
    const { ids } = await readIds(http);
    const read = new Set(ids);
    assert.deepEqual(
      [...kept].filter((id) => !read.has(id)),
      [],
    );
  });

  it('goes on where another process stopped, after every page', async () => {
    const rows = rowsOf(2_345, (index) => Math.floor(index / 3));
    const pages = readWindows(createDeskCalls(deskWith(() => rows)), 'contacts', 'createdTime', {
      since: EPOCH,
    });
    const before: string[] = [];
    for await (const page of pages) {
      before.push(...page.rows.map(({ id }) => id));
      if (page.cursor === null) break;
      const { ids } = await readIds(
        deskWith(() => rows),
        page.cursor,
      );
      assert.equal(new Set([...before, ...ids]).size, rows.length);
      assert.equal(before.length + ids.length, rows.length);
    }
  });

  it('refuses a cursor it did not make', async () => {
    await assert.rejects(
      readIds(
        deskWith(() => []),
        '{"by":"list"}',
      ),
      { code: 'bad-parameter' },
    );
  });
});
