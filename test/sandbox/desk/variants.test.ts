import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { createHarness, emptySeed } from './testing/fake-world.ts';
import type { DeskHarness } from './testing/fake-world.ts';
import { DESK_VARIANTS } from './variants.ts';

const withVariant = (name: string, value: string): Promise<DeskHarness> =>
  createHarness(emptySeed(), { variants: { [name]: value } });

describe('the switches for contradictions', () => {
  it('are all in the README, with their values in order', () => {
    const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8');
    for (const [name, values] of Object.entries(DESK_VARIANTS)) {
      const row = readme.split('\n').find((line) => line.startsWith(`| \`${name}\``));
      assert.equal(row?.split('|')[2]?.trim(), values.join(', '), name);
    }
  });

  it('refuse a name or a value they do not know', async () => {
    await assert.rejects(withVariant('desk.lenghts', 'oas'), /no variant desk.lenghts/);
    await assert.rejects(withVariant('desk.lengths', 'feet'), /oas, postman/);
  });

  const cases = [
    {
      name: 'desk.cfBoolean',
      value: 'boolean',
      body: { cf: { cf_vip: true } },
      path: ['cf', 'cf_vip'],
      is: true,
    },
    {
      name: 'desk.times',
      value: 'epoch',
      body: {},
      path: ['createdTime'],
      is: Date.parse('2026-03-01T12:00:00Z'),
    },
    { name: 'desk.emptyText', value: 'kept', body: { title: '' }, path: ['title'], is: '' },
    { name: 'desk.emptyText', value: 'null', body: { title: '' }, path: ['title'], is: null },
    {
      name: 'desk.unknownCustomFields',
      value: 'ignored',
      body: { cf: { cf_no: 1 } },
      path: ['cf', 'cf_no'],
      is: undefined,
    },
    {
      name: 'desk.unknownBodyKeys',
      value: 'rejected',
      body: { nope: 1 },
      path: ['errors', 0, 'fieldName'],
      is: '/nope',
    },
    {
      name: 'desk.lengths',
      value: 'postman',
      body: { city: 'x'.repeat(99) },
      path: ['city'],
      is: 'x'.repeat(99),
    },
    {
      name: 'desk.lengths',
      value: 'oas',
      body: { city: 'x'.repeat(99) },
      path: ['errorCode'],
      is: 'INVALID_DATA',
    },
  ];
  for (const { name, value, body, path, is } of cases) {
    it(`${name}=${value} changes what a create answers`, async () => {
      const desk = await withVariant(name, value);
      const reply = await desk.call('POST', '/contacts', { body: { lastName: 'Lee', ...body } });
      assert.equal(reply.body.at(...path), is);
    });
  }

  it('desk.duplicates=rejected refuses a second address, letter case aside, but not the own one', async () => {
    const desk = await withVariant('desk.duplicates', 'rejected');
    const first = await desk.call('POST', '/contacts', { body: { lastName: 'A', email: 'a@b.de' } });
    const second = await desk.call('POST', '/contacts', { body: { lastName: 'B', email: 'A@b.de' } });
    assert.deepEqual(second.body.at('errors'), [{ fieldName: '/email', errorType: 'duplicate' }]);
    const own = await desk.call('PATCH', `/contacts/${first.body.text('id')}`, { body: { email: 'A@B.de' } });
    assert.equal(own.status, 200);
  });

  it('desk.searchCase=sensitive finds an address only in its own letters', async () => {
    const desk = await withVariant('desk.searchCase', 'sensitive');
    await desk.call('POST', '/contacts', { body: { lastName: 'A', email: 'Ann@b.de' } });
    assert.equal((await desk.call('GET', '/contacts/search?email=ann@b.de')).status, 204);
    assert.equal((await desk.call('GET', '/contacts/search?email=Ann@b.de')).status, 200);
    assert.equal((await desk.call('GET', '/contacts/search?email=Ann*')).status, 200);
  });

  it('desk.listFields and desk.listLimit change what a list takes', async () => {
    const rejected = await withVariant('desk.listFields', 'rejected');
    assert.equal((await rejected.call('GET', '/contacts?fields=city')).status, 422);
    assert.equal(
      (await (await withVariant('desk.listLimit', '100')).call('GET', '/contacts?limit=100')).status,
      204,
    );
  });

  it('desk.purgedStatus and desk.writeTrashed change how a lost record answers', async () => {
    const statuses = async (desk: DeskHarness): Promise<number[]> => {
      const id = (await desk.call('POST', '/contacts', { body: { lastName: 'A' } })).body.text('id');
      await desk.call('POST', '/contacts/moveToTrash', { body: { contactIds: [id] } });
      const write = await desk.call('PATCH', `/contacts/${id}`, { body: { phone: '1' } });
      await desk.call('POST', '/recycleBin/delete', { body: { ids: [id] } });
      return [write.status, (await desk.call('GET', `/contacts/${id}`)).status];
    };
    assert.deepEqual(await statuses(await createHarness()), [422, 404]);
    assert.deepEqual(await statuses(await withVariant('desk.purgedStatus', '422')), [422, 422]);
    assert.deepEqual(await statuses(await withVariant('desk.writeTrashed', 'not-found')), [404, 404]);
  });

  it('desk.orgIdHeader=required wants the header, except for organizations', async () => {
    const desk = await withVariant('desk.orgIdHeader', 'required');
    assert.equal((await desk.call('GET', '/contacts', { headers: { orgId: '' } })).status, 422);
    assert.equal((await desk.call('GET', '/organizations', { headers: { orgId: '' } })).status, 200);
  });
});
