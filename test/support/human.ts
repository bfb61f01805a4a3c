import assert from 'node:assert/strict';
import type { Module, Side } from '../../server/core/record.ts';
import type { Sandbox } from '../sandbox/sandbox.ts';

type Values = Readonly<Record<string, unknown>>;
type Row = Readonly<Record<string, unknown>>;

const CRM_MODULES: Record<Module, string> = {
  accounts: 'Accounts',
  contacts: 'Contacts',
  products: 'Products',
};

/** A person who works in both products through their public APIs, as an agent or a salesperson would. */
export interface Human {
  /** @returns the new record's id */
  create(side: Side, module: Module, values: Values): Promise<string>;
  update(side: Side, module: Module, id: string, values: Values): Promise<void>;
  /** One value for many records: each product's own mass update. */
  massUpdate(
    side: Side,
    module: Module,
    field: string,
    value: unknown,
    ids: readonly string[],
  ): Promise<void>;
  /**
   * One record of several, by each product's own merge: `survivor` stays.
   *
   * @param taken fields whose value is the last loser's; the others stay the survivor's
   */
  merge(
    side: Side,
    module: 'accounts' | 'contacts',
    survivor: string,
    losers: readonly string[],
    taken?: readonly string[],
  ): Promise<void>;
  /** Any call of a product's API. */
  call(side: Side, method: string, path: string, body?: unknown): Promise<unknown>;
  trash(side: Side, module: Module, ids: readonly string[]): Promise<void>;
  /** Takes records out of the recycle bin. */
  restore(side: Side, ids: readonly string[]): Promise<void>;
  /** Removes records from the recycle bin for good. */
  purge(side: Side, ids: readonly string[]): Promise<void>;
  /** Live records as the product's single GET shows them. */
  records(side: Side, module: Module): readonly Row[];
  record(side: Side, module: Module, id: string): Row | undefined;
}

/** @param orgIndex which pair of organisations the person works for */
export function createHuman(sandbox: Sandbox, orgIndex = 0): Human {
  const pair = sandbox.orgPairs[orgIndex];
  assert.ok(pair, 'the sandbox has that pair of organisations');
  const orgIds = { desk: pair.deskOrgId, crm: pair.crmOrgId };
  const newToken = () => sandbox.token({ orgId: pair.deskOrgId });
  let token = newToken();
  async function call(side: Side, method: string, path: string, body?: unknown): Promise<unknown> {
    const base = side === 'desk' ? `${sandbox.urls.desk}/api/v1` : `${sandbox.urls.crm}/crm/v8`;
    for (let attempt = 0; ; attempt += 1) {
      const headers: Record<string, string> = { authorization: `Zoho-oauthtoken ${token.access_token}` };
      if (side === 'desk' && token.deskOrgId !== null) headers['orgId'] = token.deskOrgId;
      if (body !== undefined) headers['content-type'] = 'application/json';
      const answer = await fetch(`${base}${path}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await answer.text();
      if (answer.status === 401 && attempt === 0) {
        token = newToken();
        continue;
      }
      assert.ok(answer.ok, `${method} ${path} → ${answer.status} ${text}`);
      return text === '' ? null : JSON.parse(text);
    }
  }
  async function writeCrm(method: 'POST' | 'PUT', module: Module, rows: readonly Values[]): Promise<string> {
    const answer = (await call('crm', method, `/${CRM_MODULES[module]}`, { data: rows })) as {
      data: { code: string; details: { id: string } }[];
    };
    const [first] = answer.data;
    assert.equal(first?.code, 'SUCCESS', JSON.stringify(answer));
    return first.details.id;
  }
  const live = (side: Side, module: Module) =>
    sandbox
      .records({ product: side, module, orgId: orgIds[side] })
      .filter((record) => record['_state'] === 'live');

  return {
    async create(side, module, values) {
      if (side === 'crm') return await writeCrm('POST', module, [values]);
      return ((await call('desk', 'POST', `/${module}`, values)) as { id: string }).id;
    },
    async update(side, module, id, values) {
      if (side === 'crm') await writeCrm('PUT', module, [{ ...values, id }]);
      else await call('desk', 'PATCH', `/${module}/${id}`, values);
    },
    async massUpdate(side, module, field, value, ids) {
      if (side === 'crm') {
        await call('crm', 'POST', `/${CRM_MODULES[module]}/actions/mass_update`, {
          data: [{ [field]: value }],
          ids,
        });
      } else {
        const isCustomField = field.startsWith('cf_');
        await call('desk', 'POST', `/${module}/updateMany`, {
          fieldName: field,
          isCustomField,
          fieldValue: value,
          ids,
        });
      }
    },
    async merge(side, module, survivor, losers, taken = []) {
      const last = losers.at(-1);
      if (side === 'desk') {
        const source = Object.fromEntries(taken.map((field) => [field, last]));
        await call('desk', 'POST', `/${module}/${survivor}/merge`, { ids: [survivor, ...losers], source });
        return;
      }
      const data = losers.map((id) => ({
        id,
        _fields: id === last ? taken.map((field) => ({ api_name: field })) : [],
      }));
      await call('crm', 'POST', `/${CRM_MODULES[module]}/${survivor}/actions/merge`, {
        merge: [{ data, master_record_fields: [] }],
      });
    },
    call,
    async trash(side, module, ids) {
      if (side === 'crm') await call('crm', 'DELETE', `/${CRM_MODULES[module]}?ids=${ids.join(',')}`);
      else await call('desk', 'POST', `/${module}/moveToTrash`, { [`${module.slice(0, -1)}Ids`]: ids });
    },
    async restore(side, ids) {
      if (side === 'crm') await call('crm', 'POST', '/settings/recycle_bin/actions/restore', { ids });
      else await call('desk', 'POST', '/recycleBin/restore', { ids });
    },
    async purge(side, ids) {
      if (side === 'crm') await call('crm', 'DELETE', `/settings/recycle_bin?ids=${ids.join(',')}`);
      else await call('desk', 'POST', '/recycleBin/delete', { ids });
    },
    records: live,
    record: (side, module, id) => live(side, module).find((record) => record['id'] === id),
  };
}
