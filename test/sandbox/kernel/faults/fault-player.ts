import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Product } from '../types.ts';
import { faultAnswer } from './fault-answers.ts';
import type { FaultRule } from './fault-rules.ts';

const DEFAULT_HOLD_MS = 30_000;

/** How tokens are spoilt; the accounts server does it. */
export interface TokenSpoiler {
  expire(authorization: string | undefined): void;
  revoke(authorization: string | undefined): void;
}

/**
 * Plays a fault that strikes before the handler runs.
 *
 * @returns `'answered'` when the product's error was sent, `'silent'` when no answer will ever come,
 *   `'continue'` when the handler runs (token faults, and faults of the answer)
 */
export function playBefore(
  rule: FaultRule,
  product: Product,
  request: FastifyRequest,
  reply: FastifyReply,
  tokens: TokenSpoiler,
): 'answered' | 'silent' | 'continue' {
  switch (rule.kind) {
    case 'rate-limit':
    case 'credits-exhausted':
    case 'server-error':
    case 'unavailable': {
      const answer = faultAnswer(product, rule.kind);
      void reply.code(answer.status).headers(answer.headers).send(answer.body);
      return 'answered';
    }
    case 'timeout':
      reply.hijack();
      setTimeout(() => request.raw.socket.destroy(), rule.holdMs ?? DEFAULT_HOLD_MS).unref();
      return 'silent';
    case 'reset':
      reply.hijack();
      request.raw.socket.resetAndDestroy();
      return 'silent';
    case 'expired-token':
      tokens.expire(request.headers.authorization);
      return 'continue';
    case 'revoked-token':
      tokens.revoke(request.headers.authorization);
      return 'continue';
    case 'commit-then-timeout':
    case 'truncated':
    case 'cut-json':
      return 'continue';
  }
}

/** Plays a fault that spoils the answer of a handler that has done its work; returns the payload to send instead. */
export async function playAfter(
  rule: FaultRule,
  request: FastifyRequest,
  reply: FastifyReply,
  payload: unknown,
): Promise<unknown> {
  if (rule.kind === 'commit-then-timeout') {
    if (rule.holdMs) await new Promise((resolve) => setTimeout(resolve, rule.holdMs).unref());
    request.raw.socket.destroy();
    return payload;
  }
  if (rule.kind !== 'truncated' && rule.kind !== 'cut-json') return payload;
  const whole = toBuffer(payload);
  if (!whole || whole.length < 2) return payload;
  const half = whole.subarray(0, Math.floor(whole.length / 2));
  if (rule.kind === 'cut-json') {
    reply.header('content-length', half.length);
    return half;
  }
  reply.header('content-length', whole.length);
  return halfThenBreak(half);
}

function toBuffer(payload: unknown): Buffer | undefined {
  if (typeof payload === 'string') return Buffer.from(payload);
  return Buffer.isBuffer(payload) ? payload : undefined;
}

/** Sends what it got, then fails, so that the server cuts the connection in the middle of the body. */
function halfThenBreak(half: Buffer): Readable {
  let sent = false;
  return new Readable({
    read() {
      if (!sent) {
        sent = true;
        this.push(half);
        return;
      }
      setTimeout(() => this.destroy(new Error('connection lost in the middle of the body')), 5);
    },
  });
}
