import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { FailureCatalogue } from '../../server/core/failures/explain-failure.ts';
import { explainFailure } from '../../server/core/failures/explain-failure.ts';
import type { SyncError } from '../../server/core/errors.ts';
import { CRM_DIALECT } from '../../server/zoho/crm/crm-errors.ts';
import { DESK_DIALECT } from '../../server/zoho/desk/desk-errors.ts';
import { PROVIDER_ERRORS } from '../../server/zoho/provider-errors.ts';
import { readLibrary } from '../conformance/oas/library.ts';

const resource = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../resources/${name}`, import.meta.url), 'utf8'));
const TABLE = resource('provider-errors.json') as { words: FailureCatalogue['providerWords'] };
const CATALOGUE: FailureCatalogue = {
  reasons: resource('failure-reasons.json') as FailureCatalogue['reasons'],
  providerWords: TABLE.words,
};

/** The products' tables of errors (zoho-desk-api §3; zoho-crm-api §1, §2.2, §7). */
const DESK_CODES =
  `BAD_REQUEST INVALID_OAUTH UNAUTHORIZED SCOPE_MISMATCH OAUTH_ORG_MISMATCH FORBIDDEN LICENSE_ACCESS_LIMITED URL_NOT_FOUND
  METHOD_NOT_ALLOWED RESOURCE_SIZE_EXCEEDED UNSUPPORTED_MEDIA_TYPE INVALID_DATA UNPROCESSABLE_ENTITY EMPTY_PAYLOAD
  THRESHOLD_EXCEEDED TOO_MANY_REQUESTS INTERNAL_SERVER_ERROR ONLY_LIVECHAT_USER INTEGRATION_ADMIN_ERROR DUPLICATE_CONTRACT`.split(
    /\s+/,
  );
const CRM_CODES =
  `MANDATORY_NOT_FOUND INVALID_DATA DUPLICATE_DATA EXPECTED_FIELD_MISSING DEPENDENT_FIELD_MISSING REQUIRED_PARAM_MISSING
  EXPECTED_PARAM_MISSING INVALID_MODULE INVALID_URL_PATTERN INVALID_REQUEST_METHOD PATTERN_NOT_MATCHED LIMIT_EXCEEDED
  MAPPING_MISMATCH RECORD_LOCKED NOT_APPROVED RECORD_IN_BLUEPRINT CONVERTED_RECORD NO_PERMISSION AUTHORIZATION_FAILED
  MULTIPLE_OR_MULTI_ERRORS DEPENDENT_MISMATCH INVALID_TOKEN INVALID_OAUTHTOKEN AUTHENTICATION_FAILURE OAUTH_SCOPE_MISMATCH
  NOT_SUPPORTED RESOURCE_NOT_FOUND ALREADY_MODIFIED MEDIA_TYPE_NOT_SUPPORTED TOO_MANY_REQUESTS RATE_LIMIT_EXCEEDED
  SERVICE_UNAVAILABLE INTERNAL_ERROR INTERNAL_SERVER_ERROR AMBIGUITY_DURING_PROCESSING`.split(/\s+/);
/** Not errors. */
const SUCCESSES = new Set([
  'SUCCESS',
  'SCHEDULED',
  'ADDED_SUCCESSFULLY',
  'FILE_UPLOAD_SUCCESS',
  'NO_CONTENT',
]);

const WORDS = 'what only the product can know';
const deskError = (errorCode: string) => DESK_DIALECT.toSyncError(422, { errorCode, message: WORDS });
const crmError = (code: string) => CRM_DIALECT.toSyncError(400, { code, message: WORDS, details: {} });
const explained = ({ code, providerCode, message }: SyncError) =>
  explainFailure({ code, providerCode: providerCode ?? null, message }, CATALOGUE);

/** A sentence of our own, or the product's own words: never the mere "refused". */
function assertReadable(error: SyncError): void {
  const { reason, fix } = explained(error);
  const generic = CATALOGUE.reasons.provider.reason;
  assert.ok(reason.length > 10 && fix.length > 5, `${error.message}: ${reason} ${fix}`);
  assert.ok(reason !== generic && (!reason.startsWith(generic) || reason.includes(WORDS)), reason);
  assert.ok(error.message.includes(WORDS), 'the product’s own words are kept for the details');
}

describe('errors of both products in the words of the Failure Log', () => {
  it('S77: every documented code of Desk is in the one table, with a readable reason and a remedy', () => {
    for (const code of DESK_CODES) {
      assert.ok(PROVIDER_ERRORS.desk(code) ?? TABLE.words[code], `${code} is in the table`);
      assertReadable(deskError(code));
    }
  });

  it('S77: every documented code of CRM is in the one table, with a readable reason and a remedy', () => {
    for (const code of CRM_CODES) {
      assert.ok(PROVIDER_ERRORS.crm(code) ?? TABLE.words[code], `${code} is in the table`);
      assertReadable(crmError(code));
    }
  });

  it('S77: a code that nobody knows shows the product’s own words', () => {
    for (const error of [deskError('NEVER_HEARD_OF'), crmError('NEVER_HEARD_OF')]) {
      assert.equal(error.code, 'provider');
      assert.equal(explained(error).reason, `${CATALOGUE.reasons.provider.reason}: NEVER_HEARD_OF: ${WORDS}`);
    }
  });

  it('S72–S76: no words of a product replace the five sentences', () => {
    const cases = [
      [crmError('DUPLICATE_DATA'), 'CRM ID is already mapped with another Support Entity'],
      [crmError('MANDATORY_NOT_FOUND'), 'Mandatory Field Missing'],
      [crmError('REQUIRED_PARAM_MISSING'), 'Missing Parameter'],
      [deskError('EMPTY_PAYLOAD'), 'Missing Parameter'],
      [crmError('PATTERN_NOT_MATCHED'), 'Incorrect API parameter or Parameter Value'],
      [deskError('INVALID_DATA'), 'Incorrect API parameter or Parameter Value'],
    ] as const;
    for (const [error, reason] of cases) assert.equal(explained(error).reason, reason, error.message);
    const expected = { code: 'INVALID_DATA', message: WORDS, details: { expected_data_type: 'integer' } };
    assert.equal(
      explained(CRM_DIALECT.toSyncError(400, expected)).reason,
      'Text value is given for an Integer field',
    );
  });

  const folder = process.env['ZOHO_OAS_DIR'];
  if (folder !== undefined && folder !== '') {
    it('S77: every error code of Zoho’s OpenAPI files ends in a readable reason', () => {
      const found = { desk: new Set<string>(), crm: new Set<string>() };
      for (const { set, root } of readLibrary(folder).documents) {
        for (const code of codesIn(root)) found[set === 'desk' ? 'desk' : 'crm'].add(code);
      }
      assert.ok(found.desk.size > 15 && found.crm.size > 100, 'the files name many codes');
      for (const code of found.desk) if (!SUCCESSES.has(code)) assertReadable(deskError(code));
      for (const code of found.crm) if (!SUCCESSES.has(code)) assertReadable(crmError(code));
    });
  }
});

/** Values that the properties `code` and `errorCode` may have anywhere in a document. */
function codesIn(node: unknown): string[] {
  if (Array.isArray(node)) return node.flatMap(codesIn);
  if (typeof node !== 'object' || node === null) return [];
  return Object.entries(node).flatMap(([key, value]) => {
    const here = key === 'code' || key === 'errorCode' ? textsOf(value) : [];
    return [...here, ...codesIn(value)];
  });
}

function textsOf(schema: unknown): string[] {
  if (typeof schema === 'string') return [schema].filter(isCode);
  if (typeof schema !== 'object' || schema === null) return [];
  const { enum: options, const: only, example } = schema as Record<string, unknown>;
  return [options, only, example]
    .flat()
    .filter((text) => typeof text === 'string')
    .filter(isCode);
}

function isCode(text: string): boolean {
  return /^[A-Z][A-Z0-9_]{2,}$/.test(text);
}
