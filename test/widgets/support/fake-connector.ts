import type { Session } from '../../../server/contract/session.ts';
import type {
  StreamRequest,
  Transport,
  TransportAnswer,
  TransportRequest,
} from '../../../widgets/api/transport.ts';
import { FakeEvents } from './event-source.ts';
import { ApiError } from '../../../widgets/api/api-error.ts';

export const ORIGIN = 'https://connector.test';

export interface Asked {
  readonly method: string;
  /** Without the origin. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly token: string | null;
  readonly body: unknown;
}
type Handler = (asked: Asked) => unknown;

/** What a handler returns or throws when the connector refuses. */
export class Refuse {
  readonly status: number;
  readonly code: string;
  readonly details: Readonly<Record<string, unknown>>;
  constructor(status: number, code: string, details: Readonly<Record<string, unknown>> = {}) {
    this.status = status;
    this.code = code;
    this.details = details;
  }
}
/** The network is down. */
export const NO_ANSWER = Symbol('no answer');
/** Never answers; the request can only be cancelled. */
export const SILENCE = Symbol('silence');

/**
 * The connector at the end of the wire: the client, the session and the elements above are the product's own. Answers
 * are set per path; the newest one that fits counts.
 */
export class FakeConnector implements Transport {
  readonly asked: Asked[] = [];
  readonly #answers: { readonly path: RegExp; readonly answer: unknown }[] = [];

  /**
   * @param path matched against method and path, e.g. `/^GET .*panel/`
   * @param answer a body, a `Refuse`, `NO_ANSWER`, `SILENCE`, or a function of what was asked that gives one
   */
  on(path: RegExp, answer: unknown): this {
    this.#answers.unshift({ path, answer });
    return this;
  }
  /** Requests so far that fit. */
  askedFor(path: RegExp): Asked[] {
    return this.asked.filter(({ method, path: name }) => path.test(`${method} ${name}`));
  }

  /** Streams are answers set for their path: `FakeEvents`, or a refusal as for all others. */
  async open(
    { url, token, headers }: StreamRequest,
    signal: AbortSignal,
  ): Promise<ReadableStream<Uint8Array> | TransportAnswer> {
    const answer = await this.#answer({ method: 'GET', url, token, body: headers }, signal);
    return answer instanceof FakeEvents ? answer.body : this.#asAnswer(answer, signal);
  }

  async send(request: TransportRequest, signal?: AbortSignal): Promise<TransportAnswer> {
    return this.#asAnswer(await this.#answer(request, signal), signal);
  }

  async #answer(request: TransportRequest, signal?: AbortSignal): Promise<unknown> {
    const url = new URL(request.url);
    const asked: Asked = {
      method: request.method,
      path: url.pathname,
      query: Object.fromEntries(url.searchParams),
      token: request.token,
      body: request.body,
    };
    this.asked.push(asked);
    const found = this.#answers.find(({ path }) => path.test(`${asked.method} ${asked.path}`));
    const given = typeof found?.answer === 'function' ? (found.answer as Handler)(asked) : found?.answer;
    const answer: unknown = await given;
    signal?.throwIfAborted();
    return answer ?? new Refuse(404, 'not-faked', { path: asked.path });
  }

  async #asAnswer(answer: unknown, signal: AbortSignal | undefined): Promise<TransportAnswer> {
    if (answer === SILENCE) return untilAborted(signal);
    if (answer === NO_ANSWER) throw new ApiError('unreachable', 0);
    if (answer instanceof Refuse) return problem(answer);
    return { status: 200, body: answer };
  }
}

function problem({ status, code, details }: Refuse): TransportAnswer {
  const body = { type: `urn:problem:${code}`, title: code, status, code, requestId: 'r1', details };
  return { status, body };
}

async function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => {
      reject(new DOMException('Cancelled', 'AbortError'));
    });
  });
}

export const AGENT: Session['agent'] = {
  orgId: '5',
  agentId: '7',
  profileId: '9',
  email: 'ana@example.com',
  name: 'Ana Agent',
  administrator: false,
};

export const ADMINISTRATOR: Session['agent'] = { ...AGENT, name: 'Ada Admin', administrator: true };

/** A session that ends in so many seconds. */
export function issued(number = 1, seconds = 900, agent: Session['agent'] = AGENT): Session {
  return {
    token: `token-${String(number)}`,
    expiresInSeconds: seconds,
    expiresAt: new Date(Date.now() + seconds * 1000).toISOString(),
    refreshHandle: `handle-${String(number)}`.padEnd(43, 'x'),
    agent,
  };
}
