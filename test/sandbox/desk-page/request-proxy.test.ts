import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { fastify } from 'fastify';
import { Refusal } from './refusal.ts';
import { proxyRequest } from './request-proxy.ts';

/** What `ZOHODESK.request` comes to: reference desk-extension-platform §4.5. */
describe('Desk’s request proxy', () => {
  const echo = fastify();
  let origin = '';
  before(async () => {
    echo.removeAllContentTypeParsers();
    echo.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
    echo.all('/echo', ({ method, url, headers, body }) => ({
      method,
      url,
      authorization: headers.authorization ?? null,
      cookie: headers.cookie ?? null,
      body: body ?? null,
    }));
    echo.all('/list', () => [1, 2]);
    echo.all('/gone', async (_request, reply) => await reply.code(404).send({ why: 'gone' }));
    origin = await echo.listen({ host: '127.0.0.1', port: 0 });
  });
  after(async () => await echo.close());

  const SECRETS: Readonly<Record<string, string>> = { connector_secret: 's3cret', 'ticket.id': '77' };
  async function ask(options: Record<string, unknown>, faults?: unknown): Promise<unknown> {
    const whiteList = [origin, 'https://with.path.example/v1', 'https://slash.example/'];
    return await proxyRequest(options, { whiteList, placeholder: (name) => SECRETS[name] }, faults);
  }
  async function refusal(work: Promise<unknown>): Promise<unknown> {
    try {
      await work;
    } catch (error) {
      if (error instanceof Refusal) return error.data;
      throw error;
    }
    return null;
  }
  /** The body inside the usual answer, which is text in text. */
  function unwrapped(answer: unknown): Record<string, unknown> {
    assert.equal(typeof answer, 'string');
    const outer = JSON.parse(String(answer)) as { response: string; statusCode: number };
    return { statusCode: outer.statusCode, body: JSON.parse(outer.response) as unknown };
  }

  it('answers JSON text with the body as text in it, and the upstream’s status', async () => {
    const answer = unwrapped(
      await ask({ url: `${origin}/echo`, type: 'GET', data: { a: '1', b: 'x y' }, headers: {} }),
    );
    assert.equal(answer['statusCode'], 200);
    const body = answer['body'] as Record<string, unknown>;
    assert.equal(body['method'], 'GET');
    assert.equal(body['url'], '/echo?a=1&b=x+y');
    assert.equal(body['cookie'], null);
  });

  it('resolves for an upstream error', async () => {
    assert.deepEqual(unwrapped(await ask({ url: `${origin}/gone` })), {
      statusCode: 404,
      body: { why: 'gone' },
    });
  });

  const unlisted = [
    { when: 'the origin is not listed', url: 'https://evil.example/x', origin: 'https://evil.example' },
    {
      when: 'the entry has a path',
      url: 'https://with.path.example/v1/x',
      origin: 'https://with.path.example',
    },
    { when: 'the entry ends in a slash', url: 'https://slash.example/x', origin: 'https://slash.example' },
    { when: 'only the port differs', url: 'http://127.0.0.1:1/x', origin: 'http://127.0.0.1:1' },
  ];
  for (const { when, url, origin: named } of unlisted) {
    it(`refuses the white list’s way when ${when}`, async () => {
      assert.deepEqual(await refusal(ask({ url })), {
        errMessage: `No entry found in plugin-manifest whiteListedDomains for ${named}`,
      });
    });
  }

  it('puts placeholders into address, headers and body, and leaves unknown and encoded ones', async () => {
    const url = `${origin}/echo?t={{ticket.id}}`;
    const headers = { authorization: 'Bearer {{connector_secret}}', 'content-type': 'application/json' };
    const postBody = { note: '{{connector_secret}} {{unknown}}' };
    const { body } = unwrapped(await ask({ url, type: 'POST', headers, postBody }));
    assert.deepEqual(body, {
      method: 'POST',
      url: '/echo?t=77',
      authorization: 'Bearer s3cret',
      cookie: null,
      body: '{"note":"s3cret {{unknown}}"}',
    });
    const encoded = unwrapped(await ask({ url: `${origin}/echo?t=${encodeURIComponent('{{ticket.id}}')}` }));
    assert.equal((encoded['body'] as Record<string, unknown>)['url'], '/echo?t=%7B%7Bticket.id%7D%7D');
  });

  it('knows PATCH only by a header, and no other method', async () => {
    const headers = { 'header-override': 'PATCH' };
    const { body } = unwrapped(await ask({ url: `${origin}/echo`, type: 'POST', headers, postBody: {} }));
    assert.equal((body as Record<string, unknown>)['method'], 'PATCH');
    assert.deepEqual(await refusal(ask({ url: `${origin}/echo`, type: 'PATCH' })), {
      errMsg: 'Invalid Payload',
    });
    assert.deepEqual(await refusal(ask({ url: 7 })), { errMsg: 'Invalid Payload' });
  });

  it('with a response type answers an object, and drops the body of the request', async () => {
    const answer = await ask({
      url: `${origin}/echo`,
      type: 'POST',
      postBody: { a: 1 },
      responseType: 'json',
    });
    const { data, statusCode } = answer as { data: Record<string, unknown>; statusCode: number };
    assert.equal(statusCode, 200);
    assert.equal(data['body'], null);
  });

  it('nests the body in statusMessage with a connection, as object or as text', async () => {
    const options = { url: `${origin}/list`, connectionLinkName: 'crm' };
    assert.deepEqual(unwrapped(await ask(options))['body'], { status: 'true', statusMessage: [1, 2] });
    const text = unwrapped(await ask(options, { wrap: 'text' }))['body'];
    assert.deepEqual(text, { status: 'true', statusMessage: '[1,2]' });
    assert.deepEqual(unwrapped(await ask(options, { wrap: 'none' }))['body'], [1, 2]);
  });

  it('plays a connection that is not authorised, an upstream error and a broken transport', async () => {
    const url = `${origin}/echo`;
    const resumeUrl = 'https://accounts.example/resume';
    const refused = JSON.parse(String(await ask({ url }, { notAuthorised: true }))) as Record<
      string,
      unknown
    >;
    assert.equal(refused['error_code'], '1000');
    assert.equal(refused['resumeUrl'], resumeUrl);
    assert.deepEqual(unwrapped(await ask({ url }, { status: 503, body: { a: 1 } })), {
      statusCode: 503,
      body: { a: 1 },
    });
    const cut = await refusal(ask({ url }, { transport: true }));
    assert.equal(typeof cut, 'string');
    assert.equal((JSON.parse(String(cut)) as { statusCode: number }).statusCode, 504);
    await assert.rejects(ask({ url }, { nonsense: 1 }));
  });

  it('rejects with JSON text when nobody listens', async () => {
    const closed = fastify();
    const gone = await closed.listen({ host: '127.0.0.1', port: 0 });
    await closed.close();
    const failure = await refusal(
      proxyRequest({ url: gone }, { whiteList: [gone], placeholder: () => undefined }, undefined),
    );
    assert.equal((JSON.parse(String(failure)) as { statusCode: number }).statusCode, 502);
  });
});
