import type { TokenProvider } from '../../../server/ports/token-provider.ts';
import { createCrmClient, createDeskClient } from '../../../server/zoho/clients.ts';
import type { HttpClient, HttpClientOptions } from '../../../server/zoho/http-client.ts';
import type { Limiter, LimiterOptions } from '../../../server/zoho/limits.ts';
import { createLimiter } from '../../../server/zoho/limits.ts';

export interface TestTokens extends TokenProvider {
  readonly refused: string[];
}

/** Hands out the given tokens one after the other, the next one whenever one is refused. */
export function tokensOf(...tokens: readonly string[]): TestTokens {
  const refused: string[] = [];
  return {
    refused,
    accessToken: () => Promise.resolve(tokens[Math.min(refused.length, tokens.length - 1)] ?? ''),
    invalidate: (bad) => {
      refused.push(bad);
      return Promise.resolve();
    },
  };
}

export function testLimiter(options: Partial<LimiterOptions> = {}): Limiter {
  return createLimiter({
    maxConcurrent: 8,
    reserveCredits: 0,
    now: Date.now,
    sleep: () => Promise.resolve(),
    ...options,
  });
}

export interface TestClientOptions {
  readonly tokens?: TokenProvider;
  readonly limiter?: Limiter;
  readonly timeoutMs?: number;
  /** Collects how long the client wanted to wait; it does not wait. */
  readonly waits?: number[];
}

function common({ tokens, limiter, timeoutMs, waits }: TestClientOptions) {
  return {
    tokens: tokens ?? tokensOf('token'),
    limiter: limiter ?? testLimiter(),
    random: () => 0.5,
    sleep: (ms: number) => {
      waits?.push(ms);
      return Promise.resolve();
    },
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
  } satisfies Partial<HttpClientOptions>;
}

export function deskClient(deskUrl: string, options: TestClientOptions = {}): HttpClient {
  return createDeskClient({ deskUrl, orgId: '7', ...common(options) });
}
export function crmClient(apiUrl: string, options: TestClientOptions = {}): HttpClient {
  return createCrmClient({ apiUrl, ...common(options) });
}
