import { asArray, asObject } from '../oas/json.ts';
import type { JsonObject } from '../oas/json.ts';

export interface CallOptions {
  readonly query?: Readonly<Record<string, string | number | boolean>>;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** Calls one product as a person with a token would: any HTTP client, no connector code. */
export interface Caller {
  (method: string, path: string, options?: CallOptions): Promise<Reply>;
}

/** @param headers sent with every call */
export function createCaller(baseUrl: string, headers: Readonly<Record<string, string>>): Caller {
  return async (method, path, { query = {}, body, headers: extra = {} } = {}) => {
    const search = new URLSearchParams(Object.entries(query).map(([name, value]) => [name, String(value)]));
    const answer = await fetch(`${baseUrl}${path}${search.size === 0 ? '' : `?${search.toString()}`}`, {
      method,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...extra,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = answer.headers.get('content-type')?.includes('json') === true ? await answer.text() : '';
    await answer.body?.cancel().catch(() => undefined);
    return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
  };
}

/** The list under `key` of an answer. */
export function rowsOf({ body }: Reply, key = 'data'): readonly JsonObject[] {
  return asArray(asObject(body)[key]).map(asObject);
}

/** @throws Error when the answer holds no such id: the tour cannot go on */
export function firstId(reply: Reply, key = 'data'): string {
  const id = rowsOf(reply, key)[0]?.['id'];
  if (typeof id !== 'string') throw new Error(`No id in ${reply.status} ${JSON.stringify(reply.body)}`);
  return id;
}

export function idOf(reply: Reply): string {
  const { id } = asObject(reply.body);
  if (typeof id !== 'string') throw new Error(`No id in ${reply.status} ${JSON.stringify(reply.body)}`);
  return id;
}
