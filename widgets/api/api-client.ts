import { createContext } from '@lit/context';
import { ApiError } from './api-error.ts';
import type { Guard } from './shapes/guard.ts';
import { anyObject, object, optional, text } from './shapes/guard.ts';
import type { Method, Transport } from './transport.ts';

export interface Query {
  readonly [name: string]: string | number | undefined;
}

/** The connector's REST API, as the signed-in agent. @throws ApiError when it refuses or cannot be asked */
export interface ApiClient {
  /** Of the connector, without a slash at its end; for links to its own pages. */
  readonly origin: string;
  get<T>(path: string, isAnswer: Guard<T>, query?: Query, signal?: AbortSignal): Promise<T>;
  post<T>(path: string, isAnswer: Guard<T>, body: unknown, signal?: AbortSignal): Promise<T>;
  put<T>(path: string, isAnswer: Guard<T>, body: unknown, signal?: AbortSignal): Promise<T>;
  delete<T>(path: string, isAnswer: Guard<T>, signal?: AbortSignal): Promise<T>;
  /** An answer that goes on, as it arrives; null when requests go a way that answers only once. */
  stream(
    path: string,
    headers: Readonly<Record<string, string>>,
    signal: AbortSignal,
  ): Promise<ReadableStream<Uint8Array> | null>;
}

/** The signed-in connection to our server. Provided once, by each page's `startPage`. */
export const apiContext = createContext<ApiClient>(Symbol('api'));

/** Where the session's token comes from. */
export interface TokenSource {
  /** A token that is good for a while. @throws ApiError `session-required` when nobody is signed in */
  token(): Promise<string>;
  /** The connector did not take the token: gets another. @throws ApiError as above */
  renew(refused: string): Promise<string>;
}

/** The part of a problem document (RFC 9457) that is used. */
interface ProblemFacts {
  readonly code: string;
  readonly details?: Record<string, unknown>;
}
const isProblem = object<ProblemFacts>({ code: text, details: optional(anyObject) });

const SESSION_OVER = new Set(['session-required', 'session-ended', 'session-invalid']);

/** @param origin of the connector, without a slash at its end. @param tokens null: requests without a session */
export function createApiClient(origin: string, transport: Transport, tokens: TokenSource | null): ApiClient {
  async function send<T>(
    request: { method: Method; path: string; body?: unknown },
    isAnswer: Guard<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    const url = `${origin}${request.path}`;
    return asViewer(async (token) => {
      const { method, body } = request;
      return readAnswer(await transport.send({ method, url, token, body }, signal), isAnswer);
    });
  }

  /** With a token that is good; once more with another when the connector did not take it. */
  async function asViewer<T>(once: (token: string | null) => Promise<T>): Promise<T> {
    if (!tokens) return once(null);
    const token = await tokens.token();
    try {
      return await once(token);
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401 || !SESSION_OVER.has(error.code)) throw error;
      return once(await tokens.renew(token));
    }
  }

  return {
    origin,
    get: (path, isAnswer, query = {}, signal) =>
      send({ method: 'GET', path: withQuery(path, query) }, isAnswer, signal),
    post: (path, isAnswer, body, signal) => send({ method: 'POST', path, body }, isAnswer, signal),
    put: (path, isAnswer, body, signal) => send({ method: 'PUT', path, body }, isAnswer, signal),
    delete: (path, isAnswer, signal) => send({ method: 'DELETE', path }, isAnswer, signal),
    async stream(path, headers, signal) {
      const url = `${origin}${path}`;
      return asViewer(async (token) => {
        const answer = await transport.open?.({ url, token, headers }, signal);
        if (!answer) return null;
        return answer instanceof ReadableStream ? answer : readAnswer<never>(answer, isNothing);
      });
    },
  };
}

/** A stream that did not begin has nothing to say but why. */
const isNothing: Guard<never> = (_value): _value is never => false;

function withQuery(path: string, query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given).toString()}`;
}

function readAnswer<T>({ status, body }: { status: number; body: unknown }, isAnswer: Guard<T>): T {
  if (status >= 200 && status < 300) {
    if (isAnswer(body)) return body;
    throw new ApiError('invalid-answer', status);
  }
  if (isProblem(body)) throw new ApiError(body.code, status, body.details ?? {});
  throw new ApiError('invalid-answer', status);
}
