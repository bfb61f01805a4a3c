import { expect } from '@open-wc/testing';
import { createApiClient } from '../../../widgets/api/api-client.ts';
import type { ApiError } from '../../../widgets/api/api-error.ts';
import { isOutcomeUnknown } from '../../../widgets/api/api-error.ts';
import { object, text } from '../../../widgets/api/shapes/guard.ts';
import { Session } from '../../../widgets/session/session.ts';
import { FakeConnector, NO_ANSWER, ORIGIN, Refuse, SILENCE, issued } from '../support/fake-connector.ts';
import { signIn } from '../support/mount.ts';

const isNamed = object<{ name: string }>({ name: text });
const caught = async (work: Promise<unknown>) =>
  work.then(
    () => null,
    (error: unknown) => error as ApiError,
  );

describe('the API client', () => {
  async function client() {
    const connector = new FakeConnector();
    const session = new Session(createApiClient(ORIGIN, connector, null), () => null);
    await signIn(session, connector);
    return { connector, session, api: createApiClient(ORIGIN, connector, session) };
  }

  it('sends path, query, body and token, and gives the answer', async () => {
    const { api, connector } = await client();
    connector.on(/GET \/v1\/x$/, { name: 'n' }).on(/POST \/v1\/x$/, { name: 'p' });
    expect(await api.get('/v1/x', isNamed, { a: 'b & c', n: 2, none: undefined })).to.deep.equal({
      name: 'n',
    });
    expect(await api.post('/v1/x', isNamed, { some: 'thing' })).to.deep.equal({ name: 'p' });
    expect(connector.askedFor(/v1\/x/)).to.deep.equal([
      { method: 'GET', path: '/v1/x', query: { a: 'b & c', n: '2' }, token: 'token-1', body: undefined },
      { method: 'POST', path: '/v1/x', query: {}, token: 'token-1', body: { some: 'thing' } },
    ]);
  });

  it('turns a problem document into its code, status and details', async () => {
    const { api, connector } = await client();
    connector.on(/v1\/x/, new Refuse(409, 'not-integrated', { state: 'none' }));
    const error = await caught(api.get('/v1/x', isNamed));
    expect(error).to.include({ code: 'not-integrated', status: 409 });
    expect(error?.details).to.deep.equal({ state: 'none' });
  });

  it('refuses an answer that is not what the contract says', async () => {
    const { api, connector } = await client();
    connector.on(/v1\/x/, { name: 7 });
    expect(await caught(api.get('/v1/x', isNamed))).to.include({ code: 'invalid-answer', status: 200 });
  });

  it('renews a token that the connector no longer takes, and asks again once', async () => {
    const { api, connector } = await client();
    connector.on(/session.refresh/, issued(2));
    connector.on(/v1\/x/, ({ token }: { token: string }) =>
      token === 'token-2' ? { name: 'n' } : new Refuse(401, 'session-required'),
    );
    expect(await api.get('/v1/x', isNamed)).to.deep.equal({ name: 'n' });
    expect(connector.askedFor(/refresh/)).to.have.length(1);
  });

  it('does not renew in circles', async () => {
    const { api, connector } = await client();
    connector.on(/session.refresh/, issued(2)).on(/v1\/x/, new Refuse(401, 'session-required'));
    expect(await caught(api.get('/v1/x', isNamed))).to.include({ code: 'session-required' });
    expect(connector.askedFor(/v1\/x/)).to.have.length(2);
  });

  it('stops when it is cancelled', async () => {
    const { api, connector } = await client();
    connector.on(/v1\/x/, SILENCE);
    const cancel = new AbortController();
    const outcome = caught(api.get('/v1/x', isNamed, {}, cancel.signal));
    cancel.abort();
    expect(await outcome).to.have.property('name', 'AbortError');
  });

  it('knows after which errors nobody can say what became of an action', async () => {
    const { api, connector } = await client();
    const after = async (answer: unknown) => {
      connector.on(/v1\/x/, answer);
      return isOutcomeUnknown(await caught(api.post('/v1/x', isNamed, {})));
    };
    expect(await after(NO_ANSWER)).to.equal(true);
    expect(await after(new Refuse(504, 'outcome-unknown'))).to.equal(true);
    expect(await after(new Refuse(409, 'action-running'))).to.equal(true);
    expect(await after(new Refuse(502, 'whatever'))).to.equal(true);
    expect(await after({ name: 7 })).to.equal(true);
    expect(await after(new Refuse(422, 'crm-refused'))).to.equal(false);
    expect(await after(new Refuse(403, 'item-denied'))).to.equal(false);
    expect(isOutcomeUnknown(new Error('a bug'))).to.equal(false);
  });
});
