import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Module, RawValue, RemoteRecord, Side } from '../../server/core/record.ts';
import { MODULES } from '../../server/core/record.ts';
import type { Draft, RecordGateway, RecordPage, WriteOutcome } from '../../server/ports/record-gateway.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';
import { startSandbox } from '../sandbox/sandbox.ts';
import { crmUnderTest, deskUnderTest } from './support/gateway-under-test.ts';
import type { GatewayUnderTest } from './support/gateway-under-test.ts';

/** API names that the same case needs on either side. */
const NAMES = {
  desk: {
    name: 'lastName',
    email: 'email',
    phone: 'phone',
    account: 'accountId',
    integer: 'cf_loyalty_points',
  },
  crm: {
    name: 'Last_Name',
    email: 'Email',
    phone: 'Phone',
    account: 'Account_Name',
    integer: 'Loyalty_Points',
  },
} as const;
const KEY: Readonly<Record<Side, Readonly<Record<Module, string>>>> = {
  desk: { contacts: 'email', accounts: 'accountName', products: 'productName' },
  crm: { contacts: 'Email', accounts: 'Account_Name', products: 'Product_Name' },
};

async function collect(pages: AsyncIterable<RecordPage>): Promise<RemoteRecord[]> {
  const records: RemoteRecord[] = [];
  for await (const page of pages) records.push(...page.records);
  return records;
}
async function readableFields(gateway: RecordGateway, module: Module): Promise<string[]> {
  const fields = await gateway.readFields(module);
  return fields.filter(({ type }) => type !== 'unsupported').map(({ apiName }) => apiName);
}
function byId(records: readonly RemoteRecord[]): RemoteRecord[] {
  return records.toSorted((a, b) => a.id.localeCompare(b.id));
}

let sandbox: Sandbox;
const opened: GatewayUnderTest[] = [];
before(async () => {
  sandbox = await startSandbox({ seed: 'small', settings: { deskSearchLagMs: 0 } });
});
after(async () => {
  for (const { http } of opened) http.close();
  await sandbox.stop();
});

function liveIds(product: Side, module: Module): string[] {
  const rows = sandbox.records({ product, module }) as readonly {
    readonly id: string;
    readonly _state: string;
  }[];
  return rows
    .filter(({ _state }) => _state === 'live')
    .map(({ id }) => id)
    .toSorted();
}

for (const side of ['desk', 'crm'] as const) {
  describe(`${side} gateway over HTTP`, () => {
    let subject: GatewayUnderTest;
    let gateway: RecordGateway;
    const n = NAMES[side];
    const CONTACT_FIELDS = Object.values(n);
    let serial = 0;

    before(() => {
      subject = side === 'desk' ? deskUnderTest(sandbox) : crmUnderTest(sandbox);
      opened.push(subject);
      gateway = subject.gateway;
    });

    function contact(values: Readonly<Record<string, RawValue>> = {}): Draft {
      serial += 1;
      return {
        values: { [n.name]: `Person ${serial}`, [n.email]: `person.${serial}@${side}.example`, ...values },
      };
    }
    async function createOne(draft: Draft, module: Module = 'contacts'): Promise<string> {
      const [outcome] = await gateway.create(module, [draft]);
      assert.ok(outcome?.ok, JSON.stringify(outcome));
      return outcome.id;
    }
    function codesOf(outcomes: readonly WriteOutcome[]): string[] {
      return outcomes.map((outcome) => (outcome.ok ? 'ok' : outcome.error.code));
    }
    /** A second ago by the product's clock: what it stores has whole seconds at best. */
    function aMomentAgo(): string {
      return new Date(Date.parse(gateway.serverTime() ?? '') - 1000).toISOString();
    }

    for (const module of MODULES) {
      it(`reads every live record of ${module} with all fields`, async () => {
        const fields = await readableFields(gateway, module);
        const records = await collect(gateway.readAll(module, { fields }));
        assert.deepEqual(records.map(({ id }) => id).toSorted(), liveIds(side, module));
        for (const { createdAt, modifiedAt, values } of records) {
          assert.match(createdAt ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
          assert.ok((modifiedAt ?? '') >= (createdAt ?? ''));
          assert.ok(typeof values[KEY[side][module]] === 'string' || module === 'contacts');
        }
      });

      it(`reads the same ${module} one by one`, async () => {
        const fields = await readableFields(gateway, module);
        const all = await collect(gateway.readAll(module, { fields }));
        const some = await gateway.getMany(
          module,
          all.map(({ id }) => id),
          { fields },
        );
        assert.deepEqual(byId([...some.values()]), byId(all));
      });

      it(`knows what ${module} must have, and what cannot be written`, async () => {
        const fields = new Map((await gateway.readFields(module)).map((field) => [field.apiName, field]));
        const key = module === 'contacts' ? n.name : KEY[side][module];
        assert.deepEqual(
          { mandatory: fields.get(key)?.mandatory, writable: fields.get(key)?.writable },
          { mandatory: true, writable: true },
        );
        for (const name of ['createdTime', 'Created_Time', 'id'])
          assert.notEqual(fields.get(name)?.writable, true);
      });
    }

    it('shows the account of a contact as a reference by id', async () => {
      const field = (await gateway.readFields('contacts')).find(({ apiName }) => apiName === n.account);
      assert.deepEqual([field?.type, field?.referenceTo], ['reference', 'accounts']);
      const accountId = await createOne({ values: { [KEY[side].accounts]: `${side} account` } }, 'accounts');
      const id = await createOne(contact({ [n.account]: accountId }));
      const read = await gateway.getMany('contacts', [id], { fields: CONTACT_FIELDS });
      assert.equal(read.get(id)?.values[n.account], accountId);
    });

    it('creates a record that every read finds', async () => {
      const draft = contact({ [n.integer]: 12 });
      const [outcome] = await gateway.create('contacts', [draft]);
      assert.ok(outcome?.ok);
      const { id, createdAt, modifiedAt } = outcome;
      const found = (await gateway.getMany('contacts', [id], { fields: CONTACT_FIELDS })).get(id);
      assert.deepEqual([found?.createdAt, found?.modifiedAt], [createdAt, modifiedAt]);
      assert.equal(String(found?.values[n.integer]), '12');
      const key = String(draft.values[n.email]).toUpperCase();
      const since = aMomentAgo();
      const options = { fields: CONTACT_FIELDS };
      for (const records of [
        await gateway.findByKey('contacts', [key], options),
        await gateway.readCreatedSince('contacts', since, options),
        await collect(gateway.readModifiedSince('contacts', since, options)),
      ]) {
        assert.ok(records.some((record) => record.id === id));
      }
    });

    it('finds names with commas, quotes, wildcards and letters of all kinds', async () => {
      const names = [
        'Müller, Söhne & Co',
        "O'Neill \\ Partner",
        '50 * 2',
        '株式会社 サンプル',
        'Brackets (Inc)',
      ].map((name) => `${name} ${side}`);
      const outcomes = await gateway.create(
        'accounts',
        names.map((name) => ({ values: { [KEY[side].accounts]: name } })),
      );
      assert.deepEqual(
        codesOf(outcomes),
        names.map(() => 'ok'),
      );
      const found = await gateway.findByKey('accounts', names, { fields: [KEY[side].accounts] });
      assert.deepEqual(found.map(({ values }) => values[KEY[side].accounts]).toSorted(), names.toSorted());
    });

    it('changes the given fields only, and empties with null', async () => {
      const id = await createOne(contact({ [n.phone]: '1', [n.integer]: 3 }));
      assert.deepEqual(codesOf(await gateway.update('contacts', [{ id, values: { [n.phone]: null } }])), [
        'ok',
      ]);
      const read = await gateway.getMany('contacts', [id], { fields: CONTACT_FIELDS });
      const values: RemoteRecord['values'] = read.get(id)?.values ?? {};
      assert.equal(values[n.phone] ?? null, null);
      assert.equal(String(values[n.integer]), '3');
    });

    it('gives each record its own outcome (S73, S74, S78)', async () => {
      const drafts = [
        contact(),
        contact({ [n.integer]: 'many' }),
        { values: { [n.email]: `nameless@${side}.example` } },
        contact(),
      ];
      assert.deepEqual(codesOf(await gateway.create('contacts', drafts)), [
        'ok',
        'type-mismatch',
        'mandatory-missing',
        'ok',
      ]);
      const gone = await gateway.update('contacts', [
        { id: '300000000000999999', values: { [n.phone]: '1' } },
      ]);
      assert.deepEqual(codesOf(gone), ['not-found']);
    });

    it('tells binned records from those that never were', async () => {
      const id = await createOne(contact());
      const since = aMomentAgo();
      await subject.trash('contacts', id);
      const read = await gateway.getMany('contacts', [id, '300000000000999999'], { fields: CONTACT_FIELDS });
      assert.deepEqual([...read.keys()], [id]);
      assert.equal(read.get(id)?.inRecycleBin, true);
      const deleted = await gateway.readDeletedSince('contacts', since);
      assert.equal(deleted.find((record) => record.id === id)?.state, 'bin');
      assert.ok(
        !(await collect(gateway.readAll('contacts', { fields: [] }))).some((record) => record.id === id),
      );
    });

    for (const kind of [
      'rate-limit',
      'server-error',
      'unavailable',
      'reset',
      'truncated',
      'cut-json',
      'commit-then-timeout',
    ] as const) {
      it(`reads everything in spite of ${kind}`, async () => {
        sandbox.setFaults({ rules: [{ kind, actor: 'human', method: 'GET', product: side, times: 2 }] });
        try {
          const records = await collect(gateway.readAll('accounts', { fields: [] }));
          assert.deepEqual(records.map(({ id }) => id).toSorted(), liveIds(side, 'accounts'));
        } finally {
          sandbox.setFaults({});
        }
      });
    }

    for (const kind of ['commit-then-timeout', 'truncated', 'cut-json'] as const) {
      it(`writes once and says the outcome is unknown after ${kind} (P5)`, async () => {
        const draft = contact();
        await gateway.readFields('contacts');
        sandbox.setFaults({ rules: [{ kind, actor: 'human', product: side, method: 'POST', times: 1 }] });
        try {
          assert.deepEqual(codesOf(await gateway.create('contacts', [draft])), ['unknown-outcome']);
        } finally {
          sandbox.setFaults({});
        }
        const young = await gateway.readCreatedSince('contacts', aMomentAgo(), { fields: [n.email] });
        const written = young.filter(({ values }) => values[n.email] === draft.values[n.email]);
        assert.ok(written.length === 1, `${written.length} copies`);
      });
    }

    it('writes in spite of refusals that surely did nothing', async () => {
      sandbox.setFaults({
        rules: [{ kind: 'rate-limit', actor: 'human', product: side, method: 'POST', times: 2 }],
      });
      try {
        assert.deepEqual(codesOf(await gateway.create('contacts', [contact()])), ['ok']);
      } finally {
        sandbox.setFaults({});
      }
    });
  });
}
