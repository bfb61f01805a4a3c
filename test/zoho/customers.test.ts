import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { draftBody } from '../../server/zoho/crm/customers/draft-body.ts';
import { profileFields } from '../../server/zoho/crm/customers/information.ts';
import { interactive } from '../../server/zoho/crm/customers/interactive.ts';
import { keep } from '../../server/zoho/crm/customers/keep.ts';
import { recordUrl } from '../../server/zoho/crm/customers/modules.ts';
import {
  durationSeconds,
  durationText,
  lookupId,
  toCall,
  toTask,
} from '../../server/zoho/crm/customers/rows.ts';
import { CrmFieldList, CrmRecord } from '../../server/zoho/crm/wire.ts';
import type { HttpClient, HttpRequest } from '../../server/zoho/http-client.ts';

const PLACE = { url: 'https://crm.example', now: '2026-06-01T00:00:00.000Z', currency: null };

describe('rows of CRM', () => {
  it('a call’s length is read and written as CRM does, and is unknown in any other form', () => {
    const cases = [
      ['12:30', 750],
      ['01:00:05', 3605],
      ['00:00', 0],
      ['twelve', null],
      ['12', null],
      [null, null],
    ] as const;
    for (const [text, seconds] of cases) assert.equal(durationSeconds(text), seconds, String(text));
    for (const seconds of [0, 59, 60, 750, 86_400]) {
      assert.equal(durationSeconds(durationText(seconds)), seconds);
    }
  });

  it('a task is closed when CRM says when, also in a status of the customer’s own', () => {
    const task = (values: object) => toTask({ id: '1', ...values }, PLACE).open;
    assert.equal(task({ Status: 'Not Started' }), true);
    assert.equal(task({ Status: 'Completed' }), false);
    assert.equal(task({ Status: 'Erledigt', Closed_Time: '2026-05-01T00:00:00+02:00' }), false);
    assert.equal(task({}), true);
  });

  it('a call is open while nobody made it', () => {
    const call = (status?: string) => toCall({ id: '1', Outgoing_Call_Status: status }, PLACE).open;
    assert.deepEqual(['Scheduled', 'Overdue', 'Completed', 'Cancelled', undefined].map(call), [
      ...[true, true, false, false, false],
    ]);
  });

  it('a lookup is its id, as an object or alone', () => {
    assert.deepEqual([{ id: '1', name: 'n' }, '1', 1, null, ''].map(lookupId), ['1', '1', '1', null, null]);
  });

  it('ids are part of addresses as what they are', () => {
    const base = 'https://crm.example/crm/org1';
    assert.equal(recordUrl(base, 'Deals', '2'), `${base}/tab/Potentials/2`);
    assert.equal(recordUrl(base, 'Contacts', '../x'), `${base}/tab/Contacts/..%2Fx`);
  });
});

describe('profile information', () => {
  const field = (api_name: string, data_type = 'text', more: object = {}) => ({
    ...{ api_name, field_label: api_name, data_type, ...more },
  });
  const shown = (fields: readonly object[], values: object) => {
    const { fields: parsed } = CrmFieldList.parse({ fields });
    return profileFields(CrmRecord.parse({ id: '1', ...values }), parsed).map(
      ({ apiName, value }) => [apiName, value] as const,
    );
  };

  it('shows filled fields in plain form, what people look for first', () => {
    const fields = [
      ...[field('Score', 'double'), field('News', 'boolean'), field('Tags', 'multiselectpicklist')],
      ...[field('Seen', 'datetime'), field('Empty'), field('Email', 'email'), field('Full_Name')],
    ];
    const values = {
      ...{ Score: 8.75, News: false, Tags: ['a', 'b'], Seen: '2026-03-29T03:30:00+02:00' },
      ...{ Empty: '', Email: 'a@b', Full_Name: 'Anna' },
    };
    assert.deepEqual(shown(fields, values), [
      ['Full_Name', 'Anna'],
      ['Email', 'a@b'],
      ['Score', '8.75'],
      ['News', false],
      ['Tags', ['a', 'b']],
      ['Seen', '2026-03-29T01:30:00.000Z'],
    ]);
  });

  it('leaves out what names other records and what moves with notes, deals and activities (P21)', () => {
    const lookup = { lookup: { module: { api_name: 'Accounts' } } };
    const fields = [
      field('Account_Name', 'lookup', lookup),
      ...['Modified_Time', 'Last_Activity_Time', 'Change_Log_Time__s'].map((name) => field(name, 'datetime')),
      ...[field('Record_Status__s'), field('Last_Name'), field('Owner', 'ownerlookup')],
    ];
    const now = '2026-03-29T01:30:00+00:00';
    const values = {
      ...{ Account_Name: { id: '2', name: 'Secret Ltd' }, Modified_Time: now, Last_Activity_Time: now },
      ...{ Change_Log_Time__s: now, Record_Status__s: 'Available', Last_Name: 'Berg' },
      ...{ Owner: { id: '3', name: 'Ada' } },
    };
    assert.deepEqual(shown(fields, values), [['Owner', 'Ada']]);
  });
});

describe('what agents add', () => {
  const more = { accountId: null, pipeline: undefined };
  const task = {
    item: 'tasks',
    subject: 's',
    dueDate: null,
    status: null,
    priority: null,
    description: null,
  } as const;

  it('is with people, and about accounts and leads', () => {
    const about = (module: 'contacts' | 'leads' | 'accounts') =>
      draftBody({ module, id: '1' }, task, more).about;
    assert.deepEqual(about('contacts'), { Who_Id: { id: '1' } });
    assert.deepEqual(about('accounts'), { What_Id: { id: '1' }, $se_module: 'Accounts' });
    assert.deepEqual(about('leads'), { What_Id: { id: '1' }, $se_module: 'Leads' });
    assert.deepEqual(draftBody({ module: 'leads', id: '1' }, task, more).fields, { Subject: 's' });
  });
});

describe('reads for people', () => {
  const client = (request: HttpClient['request']): HttpClient => ({
    request,
    serverTime: () => null,
    close: () => undefined,
  });

  it('go ahead of the sync, with few attempts and a bounded wait; writes are waited for', async () => {
    const seen: HttpRequest[] = [];
    const http = interactive(
      client((request) => {
        seen.push(request);
        return Promise.resolve({ status: 200, data: null });
      }),
    );
    await http.request({ method: 'GET', path: '/x' });
    await http.request({ method: 'POST', path: '/coql', idempotent: true });
    await http.request({ method: 'POST', path: '/Notes', idempotent: false });
    assert.deepEqual(
      seen.map(({ priority, attempts, signal }) => [priority, attempts, signal !== undefined]),
      [
        ['interactive', 2, true],
        ['interactive', 2, true],
        ['interactive', undefined, false],
      ],
    );
  });

  it('what an organisation set up is read once at a time and again after a failure', async () => {
    let reads = 0;
    let now = 0;
    const read = keep(
      () => {
        reads += 1;
        return reads === 1 ? Promise.reject(new Error('down')) : Promise.resolve(reads);
      },
      1_000,
      () => now,
    );
    await assert.rejects(read('k'), /down/);
    assert.deepEqual(await Promise.all([read('k'), read('k')]), [2, 2]);
    now = 1_000;
    assert.equal(await read('k'), 3);
  });
});
