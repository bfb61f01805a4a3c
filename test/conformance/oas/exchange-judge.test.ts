import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { describeFinding } from '../finding.ts';
import { createExchangeJudge } from './exchange-judge.ts';
import { createLibrary, openDocument } from './library.ts';
import type { Exchange } from '../traffic/exchange.ts';

/** A small API with the habits of the real files: remote references, closed parts, nullable, alternatives. */
const PETS = openDocument('crm-a', 'pets.json', {
  openapi: '3.0.0',
  paths: {
    '/crm/v8/pets': {
      get: {
        parameters: [
          { name: 'limit', in: 'query', schema: { type: 'integer', maximum: 99 } },
          {
            name: 'tags',
            in: 'query',
            required: true,
            schema: { type: 'array', items: { type: 'string', enum: ['a', 'b'] } },
          },
          { name: 'X-Owner', in: 'header', schema: { type: 'string' } },
          { $ref: '#/components/parameters/gone' },
        ],
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/cat' } } } },
          204: {},
        },
      },
      post: {
        requestBody: {
          required: true,
          content: {
            'application/json': {
              schema: {
                oneOf: [{ $ref: '#/components/schemas/cat' }, { $ref: '#/components/schemas/stray' }],
              },
            },
          },
        },
        responses: { 201: {} },
      },
    },
    '/crm/v8/pets/{id}': { get: { responses: { 204: {} } } },
    '/crm/v8/pets/mine': { get: { responses: { 204: {} } } },
  },
  components: {
    schemas: {
      cat: {
        additionalProperties: false,
        allOf: [
          { $ref: 'https://example.invalid/v8/common.json#/components/schemas/animal' },
          { type: 'object', properties: { lives: { type: 'integer', nullable: true } }, required: ['lives'] },
        ],
      },
      stray: {
        type: 'object',
        additionalProperties: false,
        properties: { found_at: { type: 'string' } },
        required: ['found_at'],
      },
    },
  },
});
const COMMON = openDocument('crm-a', 'common.json', {
  openapi: '3.0.0',
  components: {
    schemas: {
      animal: {
        type: 'object',
        additionalProperties: false,
        properties: { name: { type: 'string', pattern: '^[\\P{InBasicLatin}a-z\\,]+$' } },
        required: ['name'],
      },
    },
  },
});

const library = createLibrary([PETS, COMMON]);
const judge = createExchangeJudge(library, () => false);

function findings(change: Partial<Exchange>): readonly string[] {
  const exchange: Exchange = {
    product: 'crm',
    sender: 'tour',
    method: 'GET',
    path: '/crm/v8/pets',
    query: [['tags', 'a,b']],
    requestHeaders: {},
    requestBody: undefined,
    status: 200,
    answerType: 'application/json',
    answerBody: { name: 'tom', lives: 9 },
    ...change,
  };
  return judge.judge(exchange).findings.map((finding) => describeFinding(finding).replace(/^.*? \| /, ''));
}

describe('exchange judge', () => {
  it('accepts what conforms', () => {
    assert.deepEqual(findings({}), []);
    assert.deepEqual(findings({ answerBody: { name: 'tom', lives: null } }), []);
    assert.deepEqual(
      findings({
        query: [
          ['tags', 'a'],
          ['limit', '99'],
        ],
        requestHeaders: { 'x-owner': 'me', host: 'x' },
      }),
      [],
    );
  });

  it('merges closed parts, and still closes the whole', () => {
    assert.deepEqual(findings({ answerBody: { name: 'tom', lives: 9, age: 3 } }), [
      'answer 200 $ | additionalProperties: age',
    ]);
    assert.deepEqual(findings({ answerBody: { name: 'tom' } }), ['answer 200 $ | required: lives']);
    assert.deepEqual(findings({ answerBody: { name: 'TOM', lives: '9' } }), [
      'answer 200 $.name | pattern: "TOM"',
      'answer 200 $.lives | type: string',
    ]);
  });

  it('judges parameters', () => {
    assert.deepEqual(findings({ query: [] }), ['query tags | required: tags']);
    assert.deepEqual(findings({ query: [['tags', 'a,c']] }), ['query tags | enum: "c"']);
    assert.deepEqual(
      findings({
        query: [
          ['tags', 'a'],
          ['limit', '100'],
        ],
      }),
      ['query limit | maximum: 99'],
    );
    assert.deepEqual(
      findings({
        query: [
          ['tags', 'a'],
          ['limit', 'many'],
        ],
      }),
      ['query limit | type: string'],
    );
    assert.deepEqual(
      findings({
        query: [
          ['tags', 'a'],
          ['page', '1'],
        ],
      }),
      ['query page | undocumented: page'],
    );
    assert.deepEqual(findings({ requestHeaders: { 'x-colour': 'red' } }), [
      'header x-colour | undocumented: x-colour',
    ]);
  });

  it('judges statuses, missing bodies and unknown operations', () => {
    assert.deepEqual(findings({ status: 202 }), ['status  | undocumented: 202']);
    assert.deepEqual(findings({ status: 204 }), ['answer 204 $ | undocumented: body']);
    assert.deepEqual(findings({ answerBody: undefined }), ['answer 200 $ | required: body']);
    assert.deepEqual(findings({ path: '/crm/v8/dogs' }), ['operation  | undocumented: crm GET /crm/v8/dogs']);
  });

  it('takes the longest literal match', () => {
    const templateOf = (path: string) => judge.operations.find('crm', 'GET', path)?.operation.template;
    assert.equal(templateOf('/crm/v8/pets/mine'), '/crm/v8/pets/mine');
    assert.equal(templateOf('/crm/v8/pets/7'), '/crm/v8/pets/{id}');
    assert.equal(templateOf('/crm/v8/pets/7/toys'), undefined);
  });

  it('lets the nearest alternative speak, and only when none fits', () => {
    const post = { method: 'POST', query: [], status: 201, answerBody: undefined } as const;
    assert.deepEqual(findings({ ...post, requestBody: { found_at: 'home' } }), []);
    assert.deepEqual(findings({ ...post, requestBody: { name: 'tom', lives: 'nine' } }), [
      'request $.lives | type: string',
    ]);
    assert.deepEqual(findings({ ...post, requestBody: undefined }), ['request $ | required: body']);
  });

  it('leaves the request of a refused call alone', () => {
    assert.deepEqual(findings({ query: [], status: 400 }), ['status  | undocumented: 400']);
  });

  it('reports references that lead nowhere', () => {
    assert.deepEqual([...library.deadRefs], ['https://crm-a.invalid/pets.json#/components/parameters/gone']);
  });
});
