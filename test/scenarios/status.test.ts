import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { HistoryDaily } from '../../server/contract/history.ts';
import type { Status } from '../../server/contract/status.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';

const ADMIN = 'ada.admin@zylker.example';

interface Event {
  readonly event: string;
  readonly id: string | undefined;
  readonly data: Record<string, unknown>;
}

describe('the status page', () => {
  let api: ScenarioApi;
  before(async () => {
    api = await startScenarioApi();
    for (const product of ['desk', 'crm'] as const)
      await api.connector.authorize(api.adminToken, product, ADMIN);
  });
  after(() => api.stop());
  const status = () => api.get<Status>('/v1/status');

  /** Reads events until `enough` says so, then leaves; answers what came. */
  async function listen(
    enough: (events: readonly Event[]) => boolean | Promise<boolean>,
    { token = api.adminToken, lastEventId = '' } = {},
  ): Promise<{ readonly events: readonly Event[]; readonly headers: Headers }> {
    const leave = new AbortController();
    const answer = await fetch(`${api.connector.url}/v1/status/stream`, {
      headers: { authorization: `Bearer ${token}`, ...(lastEventId ? { 'last-event-id': lastEventId } : {}) },
      signal: leave.signal,
    });
    assert.equal(answer.status, 200);
    const events: Event[] = [];
    let text = '';
    const decoder = new TextDecoder();
    assert.ok(answer.body);
    const reader = answer.body.getReader();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
      const blocks = text.split('\n\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) {
        const of = (name: string) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1];
        const event = of('event');
        if (event)
          events.push({ event, id: of('id'), data: JSON.parse(of('data') ?? '{}') as Event['data'] });
      }
      if (await enough(events)) break;
    }
    leave.abort();
    return { events, headers: answer.headers };
  }

  it('S27: shows each module, what waits, connections, channels and usage', async () => {
    const { scenario } = api;
    await scenario.pair('contacts', 'crm', { Last_Name: 'Status', Email: 'status@status.example' });
    const shown = await status();
    assert.equal(shown.state, 'active');
    assert.deepEqual(
      shown.modules.map(({ module, state, waiting }) => [module, state, waiting]),
      [
        ['accounts', 'synced', 0],
        ['contacts', 'synced', 0],
        ['products', 'synced', 0],
      ],
    );
    assert.ok(
      shown.modules.find(({ module }) => module === 'contacts')?.lastSuccessAt,
      'both sides were looked at',
    );
    assert.deepEqual(
      shown.connections.map(({ product, status: state, accountEmail }) => [product, state, accountEmail]),
      [
        ['desk', 'valid', ADMIN],
        ['crm', 'valid', ADMIN],
      ],
    );
    assert.ok(shown.connections.every(({ tokenExpiresAt }) => tokenExpiresAt !== null));
    assert.deepEqual(
      shown.channels.map(({ state }) => state),
      ['none', 'none'],
    );
    assert.ok(!JSON.stringify(shown).includes('Token"'), 'no secret');
  });

  it('S79, S80: while paused, says since when and how much waits, and offers to resume', async () => {
    const { scenario, connector, adminToken: token } = api;
    await connector.call('/v1/sync/pause', { method: 'POST', token });
    await scenario.engine.notify('contacts', 'crm', '1', '2', '3');
    const paused = await status();
    assert.equal(paused.state, 'paused');
    assert.ok(paused.pausedSince);
    assert.equal(paused.waiting, 3);
    const problem = paused.problems.find(({ code }) => code === 'paused');
    assert.deepEqual([problem?.action, problem?.details['waiting']], ['resume', 3]);
    await connector.call('/v1/sync/resume', { method: 'POST', token });
    await scenario.engine.settle();
    const resumed = await status();
    assert.deepEqual([resumed.state, resumed.pausedSince, resumed.waiting], ['active', null, 0]);
  });

  it('S27: counts the calls of all processes, and foresees the day’s credits', async () => {
    const { org } = api.scenario.engine;
    const now = api.connector.clock.now();
    const day = now.slice(0, 10);
    const dayStart = Date.parse(`${day}T00:00:00Z`);
    const noon = new Date(dayStart + 12 * 3_600_000).toISOString();
    const told = { day, calls: 5, mostLeft: 10_000, left: 9_000, knownAt: new Date(dayStart).toISOString() };
    const before = (await org.usage.get('crm', day))?.calls ?? 0;
    await org.usage.add('crm', told);
    await org.usage.add('crm', { ...told, calls: 2, mostLeft: 8_000, left: 4_000, knownAt: noon });
    await org.usage.add('crm', { day, calls: 1, mostLeft: null, left: null, knownAt: null });
    const shown = await status();
    const crm = shown.usage.find(({ side }) => side === 'crm');
    assert.deepEqual(
      [crm?.calls, crm?.creditsUsed, crm?.creditsLeft, crm?.forecastLeft],
      [before + 8, 6_000, 4_000, -2_000],
    );
    const problem = shown.problems.find(({ code }) => code === 'credits-will-not-do');
    assert.deepEqual([problem?.subject, problem?.action], ['crm', 'save-credits']);
    const desk = shown.usage.find(({ side }) => side === 'desk');
    assert.equal(desk?.side, 'desk');
  });

  it('names a dead connection and failed records, each with one thing to do', async () => {
    const { org } = api.scenario.engine;
    const failedAt = api.connector.clock.now();
    const failure = {
      module: 'contacts',
      side: 'crm',
      recordName: null,
      field: null,
      message: 'no',
      modifiedAt: null,
    } as const;
    await org.failures.record([
      { ...failure, recordId: '71', code: 'value-rejected', providerCode: null, failedAt },
      { ...failure, recordId: '72', code: 'ambiguous-match', providerCode: null, failedAt },
    ]);
    await org.credentials.markUnusable('crm');
    const { problems } = await status();
    const actions = problems.map(({ code, action }) => [code, action]);
    assert.deepEqual(actions[0], ['authorisation-ended', 'reconnect-crm'], 'worst first');
    assert.ok(actions.some(([code, action]) => code === 'failures' && action === 'open-failures'));
    assert.ok(actions.some(([code, action]) => code === 'ambiguous-matches' && action === 'open-ambiguous'));
    await api.connector.authorize(api.adminToken, 'crm', ADMIN);
    await org.failures.clear('contacts', 'crm', ['71', '72']);
  });

  it('S27: the stream tells at once, and again when something changed, whoever changed it', async () => {
    const { org } = api.scenario.engine;
    let changed = false;
    const { events, headers } = await listen(async (seen) => {
      if (seen.length === 1 && !changed) {
        changed = true;
        // Not through this server: as another process would.
        await org.inbox.mark(
          [{ module: 'accounts', side: 'desk', recordId: '5', reason: 'event' }],
          '2030-01-01T00:00:00.000Z',
        );
      }
      return seen.length >= 2;
    });
    assert.match(headers.get('content-type') ?? '', /^text\/event-stream/);
    const waiting = events.map(({ data }) => data['waiting']);
    assert.deepEqual(waiting, [0, 1]);
    // Coming back with the last id: nothing new, so nothing but the next change.
    let again = false;
    const resumed = await listen(
      async (seen) => {
        if (again) return seen.length > 0;
        again = true;
        await org.inbox.settle(await org.inbox.due('accounts', 10, '2031-01-01T00:00:00.000Z'));
        return false;
      },
      { lastEventId: events.at(-1)?.id ?? '' },
    );
    assert.deepEqual(
      resumed.events.map(({ data }) => data['waiting']),
      [0],
    );
  });

  it('S7: the stream ends at once when the session does', async () => {
    const session = (await api.connector.signIn('ada.admin@zylker.example')).body;
    await api.connector.store.sessions.revokeAgent(
      (session['agent'] as { orgId: string }).orgId,
      (session['agent'] as { agentId: string }).agentId,
    );
    const { events } = await listen(() => false, { token: String(session['token']) });
    assert.deepEqual(
      events.map(({ event, data }) => [event, data['reason']]),
      [['end', 'session-ended']],
    );
  });

  it('an organisation’s open streams are bounded; the next one is told to poll', async () => {
    const token = String((await api.connector.signIn(ADMIN)).body['token']);
    const leave = new AbortController();
    const open = () =>
      fetch(`${api.connector.url}/v1/status/stream`, {
        headers: { authorization: `Bearer ${token}` },
        signal: leave.signal,
      });
    const streams = await Promise.all(Array.from({ length: 10 }, open));
    assert.ok(streams.every((answer) => answer.status === 200));
    const refused = await open();
    const body = (await refused.json()) as { code: string };
    assert.deepEqual([refused.status, body.code], [429, 'too-many-streams']);
    leave.abort();
    await Promise.allSettled(streams.map((answer) => answer.text()));
  });

  it('S64, S67: counts per day of the viewer’s time zone; an unknown zone is named', async () => {
    const daily = (query: string) => api.get<HistoryDaily>(`/v1/history/daily?${query}`);
    const berlin = await daily('zone=Europe/Berlin');
    assert.equal(berlin.days.length, 7);
    const sum = berlin.days.reduce((total, { added }) => total + added, 0);
    assert.ok(sum > 0, JSON.stringify(berlin));
    const chart = (zone: string) => daily(`zone=${zone}&days=31`);
    const [far, near] = [await chart('Pacific/Kiritimati'), await chart('Pacific/Pago_Pago')];
    assert.notEqual(far.days.at(-1)?.date, near.days.at(-1)?.date, '25 hours apart: never the same day');
    const contacts = await daily('module=contacts&target=desk&days=2');
    assert.deepEqual(
      contacts.days.map(({ added }) => added),
      [0, 1],
    );
    const { status: code, body } = await api.connector.call('/v1/history/daily?zone=Mars/Olympus', {
      token: api.adminToken,
    });
    assert.deepEqual([code, body['code']], [422, 'unknown-time-zone']);
  });
});
