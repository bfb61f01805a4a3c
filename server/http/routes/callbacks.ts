import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { CallbackParams, CrmNotification, DeskEvents } from '../../contract/callbacks.ts';
import { Done } from '../../contract/common.ts';
import type { ReceiveEvents } from '../../sync/receive-events.ts';
import { HttpProblem } from '../problem.ts';

const BODY_LIMIT = 2 * 1024 * 1024;
const OK = { ok: true as const };

/**
 * Zoho's callbacks. Answered after the events are stored and before any work is done: Desk waits 5 s
 * (zoho-desk-api §5). 410 is never answered: Desk would remove the webhook.
 */
export function callbackRoutes(events: ReceiveEvents): FastifyPluginAsyncZod {
  async function known(product: 'desk' | 'crm', pathToken: string): Promise<void> {
    if (!(await events.isKnown(product, pathToken))) {
      throw new HttpProblem(404, 'callback-unknown', 'No such callback');
    }
  }

  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.removeContentTypeParser('application/json');
    app.addContentTypeParser('*', { parseAs: 'string' }, (_request, text, done) => {
      done(null, text);
    });
    for (const product of ['desk', 'crm'] as const) {
      app.get(
        `/callbacks/${product}/:pathToken`,
        { schema: { tags: ['callbacks'], params: CallbackParams, response: { 200: Done } } },
        async ({ params }) => {
          await known(product, params.pathToken);
          return OK;
        },
      );
    }
    app.post(
      '/callbacks/desk/:pathToken',
      {
        bodyLimit: BODY_LIMIT,
        schema: { tags: ['callbacks'], params: CallbackParams, response: { 200: Done } },
      },
      async ({ params, body, headers }) => {
        const { pathToken } = params;
        const jwt = headers['x-zdesk-jwt'];
        if (isEmpty(body) && jwt === undefined) {
          await known('desk', pathToken); // Desk's second try at validating the address.
          return OK;
        }
        await known('desk', pathToken);
        const parsed = DeskEvents.safeParse(parseJson(body));
        if (!parsed.success) throw new HttpProblem(400, 'invalid-request', 'Not a list of Desk events');
        const list = parsed.data.map(({ eventType, payload }) => ({
          eventType,
          recordId: payload?.id === undefined || payload.id === null ? null : String(payload.id),
        }));
        await events.fromDesk(pathToken, typeof jwt === 'string' ? jwt : undefined, list);
        return OK;
      },
    );
    app.post(
      '/callbacks/crm/:pathToken',
      {
        bodyLimit: BODY_LIMIT,
        schema: { tags: ['callbacks'], params: CallbackParams, response: { 200: Done } },
      },
      async ({ params, body }) => {
        await known('crm', params.pathToken);
        const parsed = CrmNotification.safeParse(parseJson(body));
        if (!parsed.success) throw new HttpProblem(400, 'invalid-request', 'Not a CRM notification');
        const { module, ids, channel_id, token } = parsed.data;
        await events.fromCrm(params.pathToken, {
          module,
          ids: ids.map(String),
          channelId: String(channel_id),
          token: token ?? null,
        });
        return OK;
      },
    );
  };
}

function isEmpty(body: unknown): boolean {
  return body === undefined || body === null || body === '';
}

/** Whatever content type it came with; undefined when it is no JSON. */
function parseJson(body: unknown): unknown {
  if (typeof body !== 'string') return undefined;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
