import { forbidden, notFound } from '../errors.ts';
import { list, ok } from '../gate.ts';
import type { Call, Route } from '../gate.ts';
import { isObject } from '../types.ts';
import { readObject } from '../validate.ts';
import type { Webhook } from '../webhook-table.ts';
import { webhookShape } from '../webhook-table.ts';
import { webhookScopes } from './scopes.ts';

/** Event subscriptions (reference §5). The caller's profile needs the webhook permission. */
export const WEBHOOK_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/webhooks',
    scopes: webhookScopes('READ'),
    handle: (call) => {
      allowWebhooks(call);
      return list(call.portal.webhooks.list().map(webhookShape));
    },
  },
  {
    method: 'POST',
    path: '/webhooks',
    scopes: webhookScopes('CREATE'),
    handle: async (call) => {
      allowWebhooks(call);
      return ok(webhookShape(await call.portal.webhooks.create(readObject(call.body), call.agent.id)));
    },
  },
  {
    method: 'GET',
    path: '/webhooks/:id',
    scopes: webhookScopes('READ'),
    handle: (call) => ok(webhookShape(findWebhook(call))),
  },
  {
    method: 'PATCH',
    path: '/webhooks/:id',
    scopes: webhookScopes('UPDATE'),
    handle: async (call) => {
      const webhook = findWebhook(call);
      return ok(webhookShape(await call.portal.webhooks.update(webhook, readObject(call.body))));
    },
  },
  {
    method: 'DELETE',
    path: '/webhooks/:id',
    scopes: webhookScopes('DELETE'),
    handle: (call) => {
      call.portal.webhooks.remove(findWebhook(call).id);
      return { status: 200 };
    },
  },
];

function allowWebhooks({ agent }: Call): void {
  const setup = agent.profile.permissions['setup'];
  if (!isObject(setup) || setup['webhooks'] !== true) throw forbidden();
}

function findWebhook(call: Call): Webhook {
  allowWebhooks(call);
  const webhook = call.portal.webhooks.get(call.params['id'] ?? '');
  if (!webhook) throw notFound();
  return webhook;
}
