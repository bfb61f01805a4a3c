import { STATUS_CODES } from 'node:http';
import { hasZodFastifySchemaValidationErrors, isResponseSerializationError } from 'fastify-type-provider-zod';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { Problem } from '../contract/problem.ts';
import type { SyncErrorCode } from '../core/errors.ts';
import { SyncError } from '../core/errors.ts';
import type { RefusalCode } from '../sync/refusal.ts';
import { Refusal } from '../sync/refusal.ts';

/** An error answer decided in the HTTP layer itself. */
export class HttpProblem extends Error {
  override readonly name = 'HttpProblem';
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>> | undefined;
  constructor(status: number, code: string, message: string, details?: Readonly<Record<string, unknown>>) {
    super(message);
    this.status = status;
    this.code = code;
    this.details = details;
  }
}

const REFUSAL_STATUS: Readonly<Record<RefusalCode, number>> = {
  'state-unknown': 400,
  'access-refused': 403,
  'unknown-data-center': 400,
  'no-refresh-token': 403,
  'no-desk-organisation': 403,
  'agent-inactive': 403,
  'wrong-organisation': 403,
  'not-desk-administrator': 403,
  'not-crm-administrator': 403,
  'edition-not-supported': 403,
  'crm-organisation-taken': 409,
  'crm-organisation-changed': 409,
  'client-refused': 502,
  'zoho-refused': 502,
  'zoho-unavailable': 503,
  'claim-not-ready': 404,
  'claim-verifier': 403,
  'session-ended': 401,
  'not-integrated': 409,
  'not-connected': 409,
  'illegal-transition': 409,
  'sync-paused': 409,
  'deletion-running': 409,
  'module-not-configured': 409,
  'first-sync-running': 409,
  'mapping-invalid': 422,
  'departments-required': 422,
  'unknown-department': 422,
  'stale-version': 409,
  'callback-unknown': 404,
  'callback-forged': 401,
  'unknown-profile': 404,
  'conflict-unknown': 404,
  'failure-unknown': 404,
  'field-not-editable': 422,
  'value-invalid': 422,
  'value-changed': 409,
  'sync-busy': 409,
  'plan-running': 409,
  'plan-not-ready': 409,
  'pair-unknown': 404,
  'nothing-to-send': 409,
  'callback-not-ready': 503,
  'crm-hidden': 403,
  'item-denied': 403,
  'handshake-denied': 403,
  'desk-record-unknown': 404,
  'crm-record-unknown': 404,
  'department-unknown': 404,
  'desk-unavailable': 503,
  'crm-unavailable': 503,
  'already-linked': 409,
  'not-linked': 409,
  'already-in-crm': 409,
  'not-for-leads': 409,
  'crm-refused': 422,
  'action-running': 409,
  'key-reused': 409,
  'outcome-unknown': 504,
};

/** Failures of calls to Zoho that reach the browser: Zoho's fault is a gateway error, ours a conflict. */
const SYNC_STATUS: Readonly<Partial<Record<SyncErrorCode, number>>> = {
  'reauthorization-required': 409,
  'rate-limited': 503,
  unavailable: 503,
  'unknown-outcome': 504,
};

interface Verdict {
  readonly status: number;
  readonly code: string;
  readonly detail?: string;
  readonly details?: Readonly<Record<string, unknown>> | undefined;
}

/** What the caller may know about an error. An unexpected one shows nothing but its request id. */
export function verdictOf(error: FastifyError | Error): Verdict {
  if (error instanceof HttpProblem) {
    return { status: error.status, code: error.code, detail: error.message, details: error.details };
  }
  if (error instanceof Refusal) {
    const { code, message, details } = error;
    const facts = Object.keys(details).length > 0 ? { details } : {};
    return { status: REFUSAL_STATUS[code], code, detail: message, ...facts };
  }
  if (error instanceof SyncError) {
    return { status: SYNC_STATUS[error.code] ?? 502, code: `zoho-${error.code}`, detail: error.message };
  }
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields = error.validation.map(({ instancePath, message }) => ({ path: instancePath, message }));
    return { status: 400, code: 'invalid-request', detail: 'The request is malformed', details: { fields } };
  }
  if (isResponseSerializationError(error)) return { status: 500, code: 'internal-error' };
  const status = 'statusCode' in error ? (error.statusCode ?? 500) : 500;
  if (status === 429) return { status, code: 'too-many-requests', detail: error.message };
  if (status >= 400 && status < 500) return { status, code: 'invalid-request', detail: error.message };
  return { status: 500, code: 'internal-error' };
}

/** Sends an error as `application/problem+json` (RFC 9457). */
export function sendProblem(
  error: FastifyError | Error,
  request: FastifyRequest,
  reply: FastifyReply,
): FastifyReply {
  const { status, code, detail, details } = verdictOf(error);
  if (status >= 500) request.log.error({ err: error, code }, 'request failed');
  const problem: Problem = {
    type: `urn:zoho-crm-for-desk:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    ...(detail === undefined ? {} : { detail }),
    requestId: request.id,
    ...(details === undefined ? {} : { details: { ...details } }),
  };
  return reply
    .status(status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .serializer((body: unknown) => JSON.stringify(body))
    .send(problem);
}
