import type { FastifyRequest } from 'fastify';
import type { JsonObject } from './json.ts';
import { isObject } from './json.ts';
import { invalidData, invalidModule } from './errors.ts';
import type { ModuleInfo } from './module-info.ts';
import type { CrmOrg } from './org.ts';
import type { CrmUser } from './users.ts';

/** One call as handlers see it: who asks which organisation for what. */
export class CrmCall {
  readonly org: CrmOrg;
  readonly user: CrmUser;
  readonly request: FastifyRequest;
  readonly query: Readonly<Record<string, string>>;
  readonly params: Readonly<Record<string, string>>;

  constructor(org: CrmOrg, user: CrmUser, request: FastifyRequest) {
    this.org = org;
    this.user = user;
    this.request = request;
    this.query = texts(request.query);
    this.params = texts(request.params);
  }

  header(name: string): string | undefined {
    const value = this.request.headers[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  }

  param(name: string): string {
    return this.params[name] ?? '';
  }

  /** @throws CrmError INVALID_MODULE */
  get module(): ModuleInfo {
    const module = this.org.findModule(this.param('module'));
    if (!module) throw invalidModule();
    return module;
  }

  /** @throws CrmError INVALID_DATA when the body is no JSON object */
  get body(): JsonObject {
    const { body } = this.request;
    if (!isObject(body)) throw invalidData({ expected_data_type: 'jsonobject' });
    return body;
  }

  /** What the call costs; handlers raise it, never lower it. */
  charge(credits: number): void {
    this.request.sandbox.credits = Math.max(this.request.sandbox.credits, credits);
  }
  /** Counts records effectively written. */
  wrote(records: number): void {
    this.request.sandbox.mutations += records;
  }
}

/** Of a repeated key the last value counts. */
function texts(source: unknown): Record<string, string> {
  const found: Record<string, string> = {};
  if (!isObject(source)) return found;
  for (const [name, value] of Object.entries(source)) {
    const last: unknown = Array.isArray(value) ? value.at(-1) : value;
    if (typeof last === 'string') found[name] = last;
  }
  return found;
}

export interface Answer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}
export const ok = (body: unknown): Answer => ({ status: 200, body });
export const noContent: Answer = { status: 204 };
export const notModified: Answer = { status: 304 };
