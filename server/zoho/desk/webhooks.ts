import { SyncError } from '../../core/errors.ts';
import type { HttpClient } from '../http-client.ts';
import { parseAnswer } from '../parse-answer.ts';
import { DeskWebhook, DeskWebhookList } from './wire.ts';

/**
 * Desk has no product events (zoho-desk-api §5), so products are polled. Those of agents end the access of one who was
 * deactivated.
 */
const EVENTS = [
  'Contact_Add',
  'Contact_Update',
  'Contact_Delete',
  'Account_Add',
  'Account_Update',
  'Account_Delete',
  'Agent_Update',
  'Agent_Delete',
];

export interface WebhookRequest {
  readonly name: string;
  /** At most 100 characters; must answer Desk's GET with 200 while this call runs. */
  readonly url: string;
  /** UUID whose API calls cause no event. */
  readonly ignoreSourceId: string;
}

/** Whether it brings all that `subscribe` asks for today; true when Desk does not say. */
type ListedWebhook = DeskWebhook & { readonly isComplete: boolean };

export interface DeskWebhooks {
  /** @throws SyncError `permission` when the edition or profile allows no webhook, `bad-parameter` when Desk cannot reach the URL */
  subscribe(request: WebhookRequest): Promise<DeskWebhook>;
  list(): Promise<readonly ListedWebhook[]>;
  /** A subscription that is gone already is no error. */
  delete(id: string): Promise<void>;
}

export function createDeskWebhooks(http: HttpClient): DeskWebhooks {
  async function post(request: WebhookRequest, withIgnore: boolean): Promise<DeskWebhook> {
    const { name, url, ignoreSourceId } = request;
    const { data } = await http.request({
      method: 'POST',
      path: '/webhooks',
      idempotent: false,
      data: {
        name,
        url,
        isEnabled: true,
        subscriptions: Object.fromEntries(EVENTS.map((event) => [event, null])),
        includeEventsFrom: ['AUTOMATION'],
        ...(withIgnore ? { ignoreSourceId } : {}),
      },
    });
    return parseAnswer(DeskWebhook, data, 'POST /webhooks');
  }

  return {
    async subscribe(request) {
      try {
        return await post(request, true);
      } catch (error) {
        // Live portals refused well-formed UUIDs here; echoes are recognised by the base anyway.
        const isSourceId = error instanceof SyncError && error.field === 'ignoreSourceId';
        if (!isSourceId) throw error;
        return await post(request, false);
      }
    },
    async list() {
      const { data } = await http.request({ method: 'GET', path: '/webhooks' });
      if (data === null) return [];
      return parseAnswer(DeskWebhookList, data, 'GET /webhooks').data.map((webhook) => {
        const { subscriptions } = webhook;
        return { ...webhook, isComplete: !subscriptions || EVENTS.every((event) => event in subscriptions) };
      });
    },
    async delete(id) {
      try {
        await http.request({ method: 'DELETE', path: `/webhooks/${encodeURIComponent(id)}` });
      } catch (error) {
        if (!(error instanceof SyncError && error.code === 'not-found')) throw error;
      }
    },
  };
}
