import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import axios from 'axios';
import type { AxiosResponse } from 'axios';
import { SyncError } from '../core/errors.ts';
import type { TokenProvider } from '../ports/token-provider.ts';
import type { CallFailure } from './call-failure.ts';
import { describeFailure, networkFailure, retryAfterMs } from './call-failure.ts';
import { parseJson } from './json.ts';
import type { Limiter, Priority } from './limits.ts';
import { mayHaveHappened, retryVerdict } from './retry-verdict.ts';

export interface HttpRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Below the client's base URL, with a leading slash. */
  readonly path: string;
  readonly params?: Readonly<Record<string, string | number | boolean | undefined>>;
  /** Sent as JSON. */
  readonly data?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** Counts against the sub-concurrency cap (zoho-crm-api §7). */
  readonly heavy?: boolean;
  readonly priority?: Priority;
  /** True when doing it twice is the same as once. Default: GET and DELETE. */
  readonly idempotent?: boolean;
  /** Stops waiting and reading. A write on its way is never cut off. */
  readonly signal?: AbortSignal | undefined;
  /** `bytes` hands out the body unparsed: downloads. */
  readonly expect?: 'json' | 'bytes';
  readonly timeoutMs?: number;
  /** Most attempts; fewer than usual where a person waits for the answer. */
  readonly attempts?: number;
  /** Tells that an answer with an error status is an answer all the same: CRM's 400 with per-record results. */
  readonly isAnswer?: (status: number, body: unknown) => boolean;
}

export interface HttpAnswer {
  readonly status: number;
  /** Parsed JSON; `Uint8Array` when bytes were asked for; null for 204, 304 and an empty body. */
  readonly data: unknown;
}

/** How one product words its errors. */
export interface Dialect {
  /** The error code in a body, or null. */
  errorCode(body: unknown): string | null;
  /** Turns a refusal (4xx other than 401 and 429) into the error the sync understands. */
  toSyncError(status: number, body: unknown): SyncError;
  /** Answer header that names the credits left, lower case. */
  readonly creditsHeader: string;
  /** 401 codes that a fresh token cures. */
  readonly staleTokenCodes: ReadonlySet<string>;
}

export interface CallReport {
  readonly method: string;
  readonly path: string;
  /** HTTP status, or 0 when no answer came. */
  readonly status: number;
  readonly durationMs: number;
  readonly attempt: number;
}

export interface HttpClientOptions {
  /** Scheme, host and version path, no trailing slash. */
  readonly baseUrl: string;
  /** Sent with every request, e.g. `orgId`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly tokens: TokenProvider;
  readonly limiter: Limiter;
  readonly dialect: Dialect;
  /** Whole call, connecting included. Default 30 s. */
  readonly timeoutMs?: number;
  readonly now?: () => number;
  readonly random?: () => number;
  readonly sleep?: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** Called after every attempt, for metrics. Never receives tokens. */
  readonly onCall?: (report: CallReport) => void;
}

/** One product of one organisation over HTTP. */
export interface HttpClient {
  /**
   * @throws SyncError: `unknown-outcome` when a write may have been carried out; `unavailable`, `rate-limited`,
   * `reauthorization-required` for the call; else what the dialect makes of the refusal. The signal's reason when aborted.
   */
  request(request: HttpRequest): Promise<HttpAnswer>;
  /** The product's clock at the last answer, ISO 8601 UTC; null before the first. */
  serverTime(): string | null;
  /** Closes idle connections. */
  close(): void;
}

const DEFAULT_TIMEOUT_MS = 30_000;
const MAX_ANSWER_BYTES = 512 * 1024 * 1024;
/** How long to stay away when the product says "too many" for the last time and names no period. */
const BUSY_AGAIN_AFTER_MS = 60_000;

export function sleepMs(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      clearTimeout(timer);
      reject(signal?.reason as Error);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, ms);
    signal?.addEventListener('abort', stop, { once: true });
  });
}

function query(params: HttpRequest['params']): string {
  const pairs = Object.entries(params ?? {}).flatMap(([name, value]) =>
    value === undefined ? [] : [`${encodeURIComponent(name)}=${encodeURIComponent(value)}`],
  );
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

function header(response: AxiosResponse, name: string): string | undefined {
  const value: unknown = response.headers[name];
  return typeof value === 'string' ? value : undefined;
}

type Attempt = { readonly answer: HttpAnswer } | { readonly failure: CallFailure };

export function createHttpClient(options: HttpClientOptions): HttpClient {
  const { tokens, limiter, dialect, now = Date.now, random = Math.random, sleep = sleepMs } = options;
  const agents = {
    httpAgent: new HttpAgent({ keepAlive: true }),
    httpsAgent: new HttpsAgent({ keepAlive: true }),
  };
  const http = axios.create({
    ...agents,
    maxRedirects: 0,
    responseType: 'arraybuffer',
    transformResponse: (data: unknown) => data,
    validateStatus: () => true,
    maxContentLength: MAX_ANSWER_BYTES,
    maxBodyLength: MAX_ANSWER_BYTES,
    transitional: { clarifyTimeoutError: true },
  });
  let serverTime: string | null = null;

  function readAnswer(request: HttpRequest, response: AxiosResponse<Buffer>): Attempt {
    const { status } = response;
    const date = Date.parse(header(response, 'date') ?? '');
    if (!Number.isNaN(date)) serverTime = new Date(date).toISOString();
    if (status === 204 || status === 304 || response.data.length === 0) {
      if (status < 400) return { answer: { status, data: null } };
      return { failure: { kind: 'answer', status, code: null, body: null, retryAfterMs: null } };
    }
    if (status < 400 && request.expect === 'bytes')
      return { answer: { status, data: new Uint8Array(response.data) } };

    let body: unknown;
    try {
      body = parseJson(response.data.toString('utf8'));
    } catch {
      // An error page of a proxy is still a clear refusal; a success that cannot be read is not.
      if (status < 400) return { failure: { kind: 'garbled', status } };
      body = null;
    }
    if (status < 400 || request.isAnswer?.(status, body) === true) return { answer: { status, data: body } };
    const wait = retryAfterMs(header(response, 'retry-after'), now());
    return { failure: { kind: 'answer', status, code: dialect.errorCode(body), body, retryAfterMs: wait } };
  }

  function teachLimiter(attempt: Attempt, response: AxiosResponse | null): void {
    const credits = Number(response === null ? NaN : (header(response, dialect.creditsHeader) ?? NaN));
    const refused =
      'failure' in attempt && attempt.failure.kind === 'answer' && attempt.failure.status === 429;
    const pauseMs = refused ? (attempt.failure.retryAfterMs ?? undefined) : undefined;
    limiter.learn({
      remainingCredits: Number.isFinite(credits) ? credits : undefined,
      pauseMs,
      tooMany: refused && pauseMs === undefined,
    });
  }

  async function attemptOnce(request: HttpRequest, token: string, attempt: number): Promise<Attempt> {
    const startedAt = now();
    const isRead = request.method === 'GET';
    let response: AxiosResponse<Buffer> | null = null;
    let outcome: Attempt;
    try {
      response = await http.request<Buffer>({
        method: request.method,
        url: `${options.baseUrl}${request.path}${query(request.params)}`,
        data: request.data === undefined ? undefined : JSON.stringify(request.data),
        headers: {
          Accept: request.expect === 'bytes' ? '*/*' : 'application/json',
          ...(request.data === undefined ? {} : { 'Content-Type': 'application/json' }),
          ...options.headers,
          ...request.headers,
          Authorization: `Zoho-oauthtoken ${token}`,
        },
        timeout: request.timeoutMs ?? options.timeoutMs ?? DEFAULT_TIMEOUT_MS,
        ...(isRead && request.signal ? { signal: request.signal } : {}),
      });
      outcome = readAnswer(request, response);
    } catch (error) {
      if (isRead) request.signal?.throwIfAborted();
      outcome = { failure: networkFailure(error) };
    }
    teachLimiter(outcome, response);
    options.onCall?.({
      method: request.method,
      path: request.path,
      status: response?.status ?? 0,
      durationMs: now() - startedAt,
      attempt,
    });
    return outcome;
  }

  function toSyncError(request: HttpRequest, failure: CallFailure, idempotent: boolean): SyncError {
    const what = `${request.method} ${request.path}: ${describeFailure(failure)}`;
    const providerCode = failure.kind === 'answer' ? (failure.code ?? undefined) : undefined;
    if (!idempotent && mayHaveHappened(failure))
      return new SyncError('unknown-outcome', what, { providerCode });
    if (failure.kind !== 'answer') return new SyncError('unavailable', what);
    if (failure.status === 429) {
      return new SyncError('rate-limited', what, {
        providerCode,
        retryAfterMs: failure.retryAfterMs ?? BUSY_AGAIN_AFTER_MS,
      });
    }
    if (failure.status >= 500) return new SyncError('unavailable', what, { providerCode });
    if (failure.status === 401) return new SyncError('reauthorization-required', what, { providerCode });
    return dialect.toSyncError(failure.status, failure.body);
  }

  function isStaleToken(failure: CallFailure): boolean {
    return (
      failure.kind === 'answer' && failure.status === 401 && dialect.staleTokenCodes.has(failure.code ?? '')
    );
  }

  return {
    async request(request) {
      const idempotent = request.idempotent ?? (request.method === 'GET' || request.method === 'DELETE');
      const turn = {
        priority: request.priority ?? 'sync',
        heavy: request.heavy ?? false,
        signal: request.signal,
      };
      let refreshed = false;
      for (let attempt = 1; ; attempt += 1) {
        const token = await tokens.accessToken();
        const outcome = await limiter.run(turn, () => attemptOnce(request, token, attempt));
        if ('answer' in outcome) return outcome.answer;
        if (isStaleToken(outcome.failure) && !refreshed) {
          refreshed = true;
          await tokens.invalidate(token);
          continue;
        }
        const verdict = retryVerdict(outcome.failure, { attempt, idempotent, random: random() });
        const isLast = attempt >= (request.attempts ?? Infinity);
        if (!verdict.retry || isLast) throw toSyncError(request, outcome.failure, idempotent);
        await sleep(verdict.waitMs, request.signal);
      }
    },
    serverTime: () => serverTime,
    close() {
      agents.httpAgent.destroy();
      agents.httpsAgent.destroy();
    },
  };
}

/** The same client, below a path prefix. */
export function below(http: HttpClient, prefix: string): HttpClient {
  return { ...http, request: (request) => http.request({ ...request, path: `${prefix}${request.path}` }) };
}
