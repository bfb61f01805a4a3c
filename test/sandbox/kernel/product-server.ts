import { fastify } from 'fastify';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { addBodyParsers } from './body-parsers.ts';
import type { CallLog } from './call-log.ts';
import { playAfter, playBefore } from './faults/fault-player.ts';
import type { TokenSpoiler } from './faults/fault-player.ts';
import type { FaultBook, FaultRule } from './faults/fault-rules.ts';
import type { Product, World } from './types.ts';

/** Bulk uploads are the largest bodies any of the APIs takes. */
const BODY_LIMIT_BYTES = 30 * 2 ** 20;

export interface ProductServerParts {
  readonly world: World;
  readonly product: Product;
  readonly calls: CallLog;
  readonly faults: FaultBook;
  readonly tokens: TokenSpoiler;
}

/**
 * One product's HTTP server: body parsing, `request.sandbox`, the call log and the faults.
 *
 * Kernel hooks run before those of the product. The call is logged when its answer is ready and not when it
 * has left, so that whoever got an answer finds the call in the log.
 */
export function createProductServer({
  world,
  product,
  calls,
  faults,
  tokens,
}: ProductServerParts): FastifyInstance {
  const app = fastify({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
  });
  addBodyParsers(app);
  // The value is set per request below; null only reserves the slot.
  app.decorateRequest('sandbox', null as never);
  const struck = new WeakMap<FastifyRequest, FaultRule>();

  app.addHook('onRequest', (request, reply, done) => {
    const authorization = request.headers.authorization;
    request.sandbox = { grant: world.authenticate(authorization), orgId: null, credits: 0, mutations: 0 };
    const rule = faults.draw({
      product,
      method: request.method,
      path: request.url.split('?')[0] ?? '',
      actor: product === 'accounts' ? null : (request.sandbox.grant?.actor ?? 'anonymous'),
    });
    if (!rule) {
      done();
      return;
    }
    struck.set(request, rule);
    const outcome = playBefore(rule, product, request, reply, tokens);
    if (outcome === 'silent') calls.record(request, product, 0, rule.kind);
    if (outcome !== 'continue') return;
    if (rule.kind === 'expired-token' || rule.kind === 'revoked-token') {
      request.sandbox.actor = request.sandbox.grant?.actor ?? 'anonymous';
      request.sandbox.grant = null;
    }
    done();
  });

  app.addHook('onSend', async (request, reply, payload) => {
    const rule = struck.get(request);
    calls.record(request, product, reply.statusCode, rule?.kind);
    return rule ? playAfter(rule, request, reply, payload) : payload;
  });
  return app;
}
