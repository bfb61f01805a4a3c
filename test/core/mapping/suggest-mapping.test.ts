import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import defaultsFile from '../../../resources/default-mappings.json' with { type: 'json' };
import wordsFile from '../../../resources/field-words.json' with { type: 'json' };
import { createVocabulary } from '../../../server/core/mapping/field-words.ts';
import { suggestCustomRows, suggestPairs } from '../../../server/core/mapping/suggest-custom-rows.ts';
import type { DefaultMappings } from '../../../server/core/mapping/suggest-mapping.ts';
import { defaultMapping, newRow } from '../../../server/core/mapping/suggest-mapping.ts';
import { MODULES } from '../../../server/core/record.ts';
import type { FieldMeta, FieldType, Side } from '../../../server/core/record.ts';
import { field } from './fields.ts';

const defaults = defaultsFile as DefaultMappings;
const vocabulary = createVocabulary(wordsFile);

function custom(
  apiName: string,
  label: string,
  type: FieldType = 'text',
  facts: Partial<FieldMeta> = {},
): FieldMeta {
  return field(type, { apiName, label, custom: true, ...facts });
}
const pairsOf = (fields: Record<Side, FieldMeta[]>): string[] =>
  suggestCustomRows({ module: 'contacts', fields, vocabulary }).map(({ desk, crm }) => `${desk}=${crm}`);

describe('defaultMapping', () => {
  const everything = (side: Side): FieldMeta[] =>
    MODULES.flatMap((module) => defaults[module].map((pair) => field('text', { apiName: pair[side] })));
  const all = { desk: everything('desk'), crm: everything('crm') };

  it('S18: contacts and accounts come pre-mapped with their mandatory fields', () => {
    assert.deepEqual(defaultMapping('contacts', all, defaults)[0], newRow('lastName', 'Last_Name'));
    assert.deepEqual(defaultMapping('accounts', all, defaults)[0], newRow('accountName', 'Account_Name'));
    assert.equal(defaultMapping('products', all, defaults).length, defaults.products.length);
  });
  it('no field is in two rows of a module', () => {
    for (const module of MODULES) {
      for (const side of ['desk', 'crm'] as const) {
        const names = defaults[module].map((pair) => pair[side]);
        assert.equal(new Set(names).size, names.length);
      }
    }
  });
  it('S99: the account of a contact goes as a reference', () => {
    const fields = {
      desk: [field('reference', { apiName: 'accountId' })],
      crm: [field('reference', { apiName: 'Account_Name' })],
    };
    assert.deepEqual(defaultMapping('contacts', fields, defaults), [newRow('accountId', 'Account_Name')]);
  });
  it('leaves out what an organisation does not have, cannot write or cannot convert', () => {
    const fields = {
      desk: [
        field('text', { apiName: 'lastName' }),
        field('text', { apiName: 'title', writable: false }),
        field('email', { apiName: 'email' }),
      ],
      crm: [
        field('text', { apiName: 'Last_Name' }),
        field('text', { apiName: 'Title' }),
        field('integer', { apiName: 'Email' }),
      ],
    };
    assert.deepEqual(defaultMapping('contacts', fields, defaults), [newRow('lastName', 'Last_Name')]);
  });
});

describe('suggestCustomRows (S3)', () => {
  it('S3: pairs fields of the same label or API name, without regard to cf_, case, spaces and accents', () => {
    const fields = {
      desk: [
        custom('cf_customer_code', 'Customer Code'),
        custom('cf_tier', 'Kundenstufe'),
        custom('cf_prioritat', 'Priorität', 'picklist'),
        custom('cf_shipping_method', 'Carrier'),
      ],
      crm: [
        custom('Tier', 'Loyalty'),
        custom('CustomerCode1', 'customer-code'),
        custom('Prioritaet', 'PRIORITAT', 'picklist'),
        custom('Ship', 'Shipping Method'),
      ],
    };
    assert.deepEqual(pairsOf(fields).sort(), [
      'cf_customer_code=CustomerCode1',
      'cf_prioritat=Prioritaet',
      'cf_shipping_method=Ship',
      'cf_tier=Tier',
    ]);
  });
  it('S3: no custom fields, no rows', () => assert.deepEqual(pairsOf({ desk: [], crm: [] }), []));
  it('does not guess between two fields of one name', () => {
    const twice = [custom('Tier', 'Tier'), custom('Tier2', 'Tier')];
    assert.deepEqual(pairsOf({ desk: [custom('cf_level', 'Tier')], crm: twice }), []);
    assert.deepEqual(pairsOf({ desk: [custom('cf_tier', 'Tier')], crm: twice }), ['cf_tier=Tier']);
  });
  it('leaves out standard fields, fields in use, and pairs that cannot work', () => {
    const crm = [
      custom('A', 'A', 'integer'),
      custom('B', 'B'),
      custom('C', 'C'),
      field('text', { apiName: 'D' }),
    ];
    const desk = [
      custom('cf_a', 'A', 'email'),
      custom('cf_b', 'B', 'text', { writable: false }),
      custom('cf_c', 'C'),
      custom('cf_d', 'D'),
    ];
    const mapped = [newRow('title', 'C')];
    assert.deepEqual(
      suggestCustomRows({ module: 'contacts', fields: { desk, crm }, mapped, vocabulary }),
      [],
    );
  });
  it('says how sure it is, and maps only what is sure', () => {
    const desk = [
      custom('cf_seats', 'Seats', 'integer'),
      custom('cf_contract_end', 'Contract End', 'date'),
      custom('cf_department', 'Department'),
      custom('cf_weight', 'Weight'),
    ];
    const crm = [
      custom('Seats', 'Seats', 'integer'),
      custom('Expiry', 'Expiration of the contract', 'date'),
      field('text', { apiName: 'Department', label: 'Department' }),
      custom('Weight', 'Weight', 'decimal'),
    ];
    const fields = { desk, crm };
    const found = suggestPairs({ module: 'contacts', fields, vocabulary });
    assert.deepEqual(
      found.map(({ crm: name, confidence, reason }) => [name, confidence, reason]),
      [
        ['Seats', 1, 'same-name'],
        ['Weight', 0.95, 'same-name'],
        ['Expiry', 0.92, 'same-words'],
        ['Department', 0.87, 'same-name'],
      ],
    );
    const sure = suggestCustomRows({ module: 'contacts', fields, vocabulary });
    assert.ok(!sure.some((row) => row.crm === 'Department'), 'a built-in field is offered, not taken');
  });
  it('takes no meaning from API names that the product made up', () => {
    const fields = { desk: [custom('cf_field7', '血液型')], crm: [custom('field7', '年齢')] };
    assert.deepEqual(suggestPairs({ module: 'contacts', fields, vocabulary }), []);
  });
  it('labels of other scripts work, labels without letters do not', () => {
    assert.deepEqual(pairsOf({ desk: [custom('cf_1', '顧客コード')], crm: [custom('X', '顧客 コード')] }), [
      'cf_1=X',
    ]);
    assert.deepEqual(pairsOf({ desk: [custom('cf_', '★')], crm: [custom('__', '♥')] }), []);
  });
});
