import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { Frame } from 'playwright-core';
import { callSdk } from '../support/desk-page.ts';
import { PUMP, readyProbe, startProbedDesk, type ProbedDesk } from './fixture.ts';

const OTTO = '?user=otto.agent@zylker.example';

/** Properties, refusals and storage: reference desk-extension-platform §4.2–§4.4. */
describe('data that Desk’s page gives a widget', () => {
  let desk: ProbedDesk;
  before(async () => (desk = await startProbedDesk({ connector_secret: 's3cret' })));
  after(async () => await desk.stop());

  /** The value under the property's own name. @throws when the SDK refused */
  async function get(frame: Frame, property: string, argument?: unknown): Promise<unknown> {
    const outcome = await callSdk(frame, 'get', property, argument);
    assert.ok(outcome.ok, `${property}: ${JSON.stringify(outcome)}`);
    const { [property]: value, status } = outcome.value as Record<string, unknown>;
    assert.equal(status, 'success');
    return value;
  }
  async function refused(frame: Frame, method: string, property: string, argument: unknown, errMsg: string) {
    assert.deepEqual(
      await callSdk(frame, method, property, argument),
      { ok: false, error: { errMsg } },
      property,
    );
  }

  it('the open ticket comes whole and by each of its properties, its times as the user reads them', async () => {
    const { page, probe, ticket } = await desk.openTicket();
    const whole = (await get(probe, 'ticket')) as Record<string, unknown>;
    const documented =
      'id number departmentId email subject description status dueDate threadCount isSpam createdTime modifiedTime ' +
      'owner accountName contactName contactId phone productName commentCount priority channel classification ' +
      'category subCategory customFields attachments conversation comments';
    assert.deepEqual(Object.keys(whole).toSorted(), documented.split(' ').toSorted());
    for (const [name, value] of Object.entries(whole))
      assert.deepEqual(await get(probe, `ticket.${name}`), value);
    assert.equal(whole['id'], ticket.id);
    assert.equal(whole['subject'], PUMP);
    assert.equal(whole['contactName'], 'Anna Berg');
    assert.match(String(whole['createdTime']), /^\d\d\/\d\d\/\d{4} \d\d:\d\d [AP]M$/);
    const threads = (await get(probe, 'ticket.threads', { from: 1, limit: 99 })) as { id: string }[];
    assert.deepEqual(await get(probe, 'ticket.thread', { threadId: threads[0]?.id }), threads[0]);
    const own = (await get(probe, 'ticket.list', { email: whole['email'] })) as { subject: string }[];
    assert.ok(own.some(({ subject }) => subject === PUMP));
    await page.close();
  });

  it('who is signed in, where, and in which department', async () => {
    const { page, probe } = await desk.openTicket();
    const user = (await get(probe, 'user')) as Record<string, unknown>;
    assert.equal(user['email'], 'ada.admin@zylker.example');
    assert.equal(await get(probe, 'user.fullName'), 'Ada Admin');
    assert.equal(await get(probe, 'user.timeZone'), 'Europe/Berlin');
    assert.ok([3_600_000, 7_200_000].includes(Number(user['tzoffset'])));
    const pair = desk.sandbox.orgPairs[0];
    assert.deepEqual(await get(probe, 'portal'), {
      id: pair?.deskOrgId,
      name: pair?.name,
      plan: 'ENTERPRISE EDITION',
      customDomainName: new URL(desk.sandbox.urls.desk).host,
    });
    assert.equal(await get(probe, 'department.id'), '0');
    const departments = (await get(probe, 'department.list')) as { id: string; name: string }[];
    const returns = departments.find(({ name }) => name === 'Returns');
    assert.deepEqual(await get(probe, 'department.info', { id: returns?.id }), returns);
    await page.close();

    const chosen = await desk.openTicket({
      query: `?department=${returns?.id ?? ''}`,
      subject: 'Return of two lamps',
    });
    assert.deepEqual(await get(chosen.probe, 'department'), returns);
    await chosen.page.close();
  });

  it('agents are listed for administrators only, 99 at most', async () => {
    const admin = await desk.openTicket();
    const agents = (await get(admin.probe, 'agent.list', { from: 1, limit: 99 })) as {
      id: string;
      name: string;
    }[];
    assert.ok(agents.some(({ name }) => name === 'Otto Agent'));
    assert.deepEqual(await get(admin.probe, 'agent.info', { id: agents[0]?.id }), agents[0]);
    assert.equal(await get(admin.probe, 'agent.signature', { id: agents[0]?.id }), agents[0]?.name);
    await refused(admin.probe, 'get', 'agent.list', { from: 1, limit: 100 }, 'Invalid Payload');
    await admin.page.close();
    const agent = await desk.openTicket({ query: OTTO });
    await refused(agent.probe, 'get', 'agent.list', {}, 'Invalid Permissions');
    assert.equal(await get(agent.probe, 'user.isAdmin'), false);
    await agent.page.close();
  });

  it('a contact’s and an account’s page give their own record and no ticket', async () => {
    const { contactId, contact } = desk.ticket(PUMP);
    const page = await desk.open(`/#/contacts/${contactId}`);
    const probe = await readyProbe(page, 'probe-contact');
    assert.equal(await get(probe, 'contact.id'), contactId);
    assert.equal(((await get(probe, 'contact')) as { name: string }).name, 'Anna Berg');
    await refused(probe, 'get', 'ticket', undefined, 'No Data Found');
    await page.evaluate((id) => (location.hash = `#/accounts/${id}`), contact.account?.id ?? '');
    const account = await readyProbe(page, 'probe-account');
    assert.equal(await get(account, 'account.id'), contact.account?.id);
    await refused(account, 'get', 'contact.id', undefined, 'No Data Found');
    await page.close();
  });

  it('what does not exist is refused in the host’s words', async () => {
    const { page, probe } = await desk.openTicket();
    await refused(probe, 'get', 'ticket.nonsense', undefined, 'Invalid Payload');
    await refused(probe, 'get', 'nonsense', undefined, 'Invalid Payload');
    await refused(probe, 'get', 'ticketForm.subject', undefined, 'No Data Found');
    await refused(probe, 'get', 'ticket.cf.cf_nonsense', undefined, 'Invalid Payload');
    await refused(probe, 'set', 'ticket.id', '1', 'Invalid Payload');
    await refused(probe, 'set', 'user.email', 'x', 'Invalid Payload');
    await refused(probe, 'delete', 'ticket', undefined, 'Invalid Payload');
    await refused(probe, 'invoke', 'EXPLODE', undefined, 'Invalid Payload');
    await page.close();
  });

  it('configuration is a list with secure values masked; a widget sets only what is not the installer’s', async () => {
    const { page, probe } = await desk.openTicket();
    const config = async () => await get(probe, 'extension.config');
    assert.deepEqual(await config(), [
      { name: 'colour', value: 'green', defaultValue: 'green' },
      { name: 'connector_secret', value: '*****' },
    ]);
    assert.equal(
      (await callSdk(probe, 'set', 'extension.config', { name: 'colour', value: 'red' })).ok,
      true,
    );
    await refused(
      probe,
      'set',
      'extension.config',
      { name: 'pairing_code', value: '1' },
      'Invalid Permissions',
    );
    await refused(probe, 'set', 'extension.config', { name: 'nonsense', value: '1' }, 'Invalid Payload');
    await refused(probe, 'set', 'extension.config', { name: 'colour', value: { a: 1 } }, 'Invalid Payload');
    await page.evaluate(async () => await window.deskPage.setConfig({ name: 'pairing_code', value: '42' }));
    assert.deepEqual(await config(), [
      { name: 'colour', value: 'red', defaultValue: 'green' },
      { name: 'connector_secret', value: '*****' },
      { name: 'pairing_code', value: '42' },
    ]);
    await page.close();
  });

  it('permissions are the profile’s, and a change shows at the next question', async () => {
    const { page, probe } = await desk.openTicket({ query: OTTO });
    const permissions = async () => await get(probe, 'extension.permissions');
    assert.deepEqual(await permissions(), [
      { apiName: 'seeIt', isEnabled: true },
      { apiName: 'changeIt', isEnabled: false },
    ]);
    await page.evaluate(async () => {
      await window.deskPage.setPermission({ profile: 'Agent', apiName: 'changeIt', isEnabled: true });
      await window.deskPage.setPermission({
        profile: 'Support Administrator',
        apiName: 'seeIt',
        isEnabled: false,
      });
    });
    assert.deepEqual(await permissions(), [
      { apiName: 'seeIt', isEnabled: true },
      { apiName: 'changeIt', isEnabled: true },
    ]);
    for (const property of ['departments', 'profiles', 'users', 'resources']) {
      assert.ok(await get(probe, `extension.${property}`));
    }
    await page.close();
  });

  it('the database keeps values for every user of the organisation', async () => {
    const { page, probe } = await desk.openTicket();
    const entry = { key: 'panel:open', queriableValue: 'ui', value: { notes: true } };
    assert.deepEqual(await callSdk(probe, 'set', 'database', entry), {
      ok: true,
      value: { 'database.set': { data: [entry] }, status: 'success' },
    });
    const other = await desk.openTicket({ query: OTTO });
    assert.deepEqual(await callSdk(other.probe, 'get', 'database', { queriableValue: 'ui' }), {
      ok: true,
      value: { 'database.get': { data: [entry] }, status: 'success' },
    });
    assert.equal((await callSdk(probe, 'delete', 'database', { key: 'panel:open' })).ok, true);
    await refused(other.probe, 'get', 'database', { key: 'panel:open' }, 'No Data Found');
    await other.page.close();
    await page.close();
  });
});
