import { expect } from '@open-wc/testing';
import { pick, unwrapAnswer } from '../../../widgets/host/unwrap-answer.ts';

const BODY = { place: 'tickets', rows: [{ id: '1' }] };
const TEXT = JSON.stringify(BODY);

describe('unwrapAnswer', () => {
  const shapes: readonly { when: string; answer: unknown; status?: number; body?: unknown }[] = [
    {
      when: 'JSON text around JSON text',
      answer: JSON.stringify({ response: TEXT, statusCode: 200, responseHeaders: {} }),
    },
    { when: 'an object around JSON text', answer: { response: TEXT, statusCode: 200 } },
    { when: 'an object around an object', answer: { response: BODY, statusCode: '200' } },
    {
      when: 'JSON text of JSON text',
      answer: JSON.stringify(JSON.stringify({ response: TEXT, statusCode: 200 })),
    },
    {
      when: 'a connection’s answer with an object in statusMessage',
      answer: JSON.stringify({
        response: JSON.stringify({ status: 'true', statusMessage: BODY }),
        statusCode: 200,
      }),
    },
    {
      when: 'a connection’s answer with JSON text in statusMessage',
      answer: JSON.stringify({
        response: JSON.stringify({ status: 'true', statusMessage: TEXT }),
        statusCode: 200,
      }),
    },
    { when: 'responseType json', answer: { data: BODY, statusCode: 200 } },
    { when: 'responseType json through a connection', answer: { data: { statusMessage: BODY } } },
    { when: 'a body without envelope', answer: BODY },
    { when: 'a body without envelope, as text', answer: TEXT },
    { when: 'an upstream error', answer: JSON.stringify({ response: TEXT, statusCode: 403 }), status: 403 },
    {
      when: 'an upstream error without a body',
      answer: JSON.stringify({ response: '', statusCode: 502 }),
      status: 502,
      body: '',
    },
    { when: 'text that is no JSON', answer: '<html>', body: '<html>' },
    { when: 'JSON text that breaks off', answer: '{"response": "', body: '{"response": "' },
    { when: 'a status that is no number', answer: { response: TEXT, statusCode: 'soon' }, status: 200 },
    { when: 'nothing', answer: undefined, body: undefined },
  ];
  for (const { when, answer, status = 200, ...rest } of shapes) {
    it(`reads ${when}`, () => {
      expect(unwrapAnswer(answer)).to.deep.equal({ status, body: 'body' in rest ? rest.body : BODY });
    });
  }

  for (const answer of [
    { errMessage: 'No entry found in plugin-manifest whiteListedDomains' },
    '{"errMsg":"Invalid Payload"}',
  ]) {
    it(`says that nothing was sent: ${JSON.stringify(answer)}`, () => {
      expect(() => unwrapAnswer(answer)).to.throw(/did not send/);
    });
  }
});

describe('pick', () => {
  it('finds a value under its full name, in the whole object, and in JSON text', () => {
    expect(pick({ 'ticket.id': '7', status: 'success' }, 'ticket.id')).to.equal('7');
    expect(pick({ ticket: { id: '7' }, status: 'success' }, 'ticket.id')).to.equal('7');
    expect(pick('{"ticket":{"id":"7"}}', 'ticket.id')).to.equal('7');
    expect(pick({ user: { timeZone: 'UTC' } }, 'user')).to.deep.equal({ timeZone: 'UTC' });
  });
  it('finds nothing in anything else', () => {
    expect(pick(null, 'ticket.id')).to.equal(undefined);
    expect(pick({ ticket: null }, 'ticket.id')).to.equal(undefined);
    expect(pick([], 'ticket.id')).to.equal(undefined);
  });
});
