import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import { createDeskTransport } from '../../../widgets/api/desk-transport.ts';
import { fetchTransport } from '../../../widgets/api/fetch-transport.ts';
import type { DeskRequest } from '../../../widgets/host/desk-host.ts';

const POST = { method: 'POST', url: 'https://c.test/v1/x', token: 'secret', body: { a: 1 } } as const;
const GET = { method: 'GET', url: 'https://c.test/v1/x', token: null } as const;

describe('the transport by fetch', () => {
  afterEach(() => restore());

  it('sends token and body, and neither cookies nor referrer', async () => {
    const fetched = stub(window, 'fetch').resolves(new Response('{"b":2}', { status: 409 }));
    expect(await fetchTransport.send(POST)).to.deep.equal({ status: 409, body: { b: 2 } });
    const [url, options] = fetched.firstCall.args;
    expect(url).to.equal(POST.url);
    expect(options).to.deep.include({
      method: 'POST',
      body: '{"a":1}',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      headers: {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: 'Bearer secret',
      },
    });
  });

  it('S21: lets what is being saved arrive when the page is closed, as far as browsers allow', async () => {
    const fetched = stub(window, 'fetch').callsFake(async () => Promise.resolve(new Response('{}')));
    const put = { ...POST, method: 'PUT' } as const;
    await fetchTransport.send(put);
    await fetchTransport.send({ ...put, body: { a: 'x'.repeat(64 * 1024) } });
    await fetchTransport.send(POST);
    expect(fetched.args.map(([, options]) => options?.keepalive)).to.deep.equal([true, false, false]);
  });

  it('gives an answer that is no JSON without a body', async () => {
    stub(window, 'fetch').resolves(new Response('<html>', { status: 502 }));
    expect(await fetchTransport.send(GET)).to.deep.equal({ status: 502, body: null });
  });

  it('hands out an answer that goes on, or the refusal it began with', async () => {
    const fetched = stub(window, 'fetch').resolves(new Response('event: status\n\n'));
    const asked = { url: GET.url, token: 'secret', headers: { 'last-event-id': '7' } };
    const { signal } = new AbortController();
    const stream = await fetchTransport.open?.(asked, signal);
    expect(await new Response(stream as ReadableStream).text()).to.equal('event: status\n\n');
    expect(fetched.firstCall.args[1]).to.deep.include({
      credentials: 'omit',
      headers: { 'last-event-id': '7', accept: 'text/event-stream', authorization: 'Bearer secret' },
    });
    fetched.resolves(new Response('{"code":"too-many-streams"}', { status: 429 }));
    expect(await fetchTransport.open?.(asked, signal)).to.deep.equal({
      status: 429,
      body: { code: 'too-many-streams' },
    });
  });

  it('hands an export on as text, and nothing else that is no JSON', async () => {
    const type = { 'content-type': 'text/csv; charset=utf-8' };
    stub(window, 'fetch').resolves(new Response('a,b\r\n', { headers: type }));
    expect(await fetchTransport.send(GET)).to.deep.equal({ status: 200, body: 'a,b\r\n' });
  });

  it('says when nobody answers, and when it was cancelled', async () => {
    stub(window, 'fetch').rejects(new TypeError('Failed to fetch'));
    const error = await fetchTransport.send(GET).catch((thrown: unknown) => thrown);
    expect(error).to.include({ code: 'unreachable', status: 0 });
    const cancelled = await fetchTransport.send(GET, AbortSignal.abort()).catch((thrown: unknown) => thrown);
    expect(cancelled).to.have.property('name', 'AbortError');
  });
});

describe('the transport through Desk', () => {
  function through(answer: () => Promise<unknown>) {
    const sent: DeskRequest[] = [];
    const request = async (options: DeskRequest) => {
      sent.push(options);
      return answer();
    };
    return { sent, transport: createDeskTransport({ request }) };
  }

  it('sends through the proxy and unwraps what comes back', async () => {
    const { sent, transport } = through(async () =>
      Promise.resolve('{"response":"{\\"b\\":2}","statusCode":404}'),
    );
    expect(await transport.send(POST)).to.deep.equal({ status: 404, body: { b: 2 } });
    expect(sent).to.deep.equal([
      {
        url: POST.url,
        type: 'POST',
        headers: { 'Content-Type': 'application/json', Authorization: 'Bearer secret' },
        postBody: { a: 1 },
      },
    ]);
  });

  it('sends as a POST what Desk cannot send, and says the method', async () => {
    const { sent, transport } = through(async () => Promise.resolve('{}'));
    for (const method of ['PUT', 'DELETE'] as const) await transport.send({ ...POST, method });
    expect(sent.map(({ type, headers }) => [type, headers['X-HTTP-Method-Override']])).to.deep.equal([
      ['POST', 'PUT'],
      ['POST', 'DELETE'],
    ]);
    expect('open' in transport).to.equal(false);
  });

  it('hands an export on as text', async () => {
    const { transport } = through(async () => Promise.resolve({ response: 'a,"b"\r\n', statusCode: 200 }));
    expect(await transport.send(GET)).to.deep.equal({ status: 200, body: 'a,"b"\r\n' });
  });

  it('lets no text of an agent ask Desk for a secret parameter', async () => {
    const { sent, transport } = through(async () => Promise.resolve('{}'));
    const body = { content: 'Try {{connector_secret}} and {{{x}}}', nested: { deep: [{ a: '{{b' }] } };
    await transport.send({ ...POST, body });
    expect(JSON.stringify(sent[0]?.postBody)).not.to.contain('{{');
    expect(sent[0]?.postBody).to.deep.equal({
      content: 'Try { {connector_secret}} and { { {x}}}',
      nested: { deep: [{ a: '{ {b' }] },
    });
  });

  it('says when Desk could not send', async () => {
    const refused = through(async () => Promise.resolve({ errMessage: 'not white-listed' })).transport;
    expect(await refused.send(GET).catch((thrown: unknown) => thrown)).to.have.property(
      'code',
      'unreachable',
    );
    const failed = through(async () => Promise.reject(new Error('{"statusCode":500}'))).transport;
    expect(await failed.send(GET).catch((thrown: unknown) => thrown)).to.have.property('code', 'unreachable');
  });
});
