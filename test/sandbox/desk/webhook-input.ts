import { invalidData } from './errors.ts';
import type { FieldError } from './errors.ts';
import { isObject } from './types.ts';
import type { Json } from './types.ts';
import { SUBSCRIBABLE } from './webhook-events.ts';

/** Filter of one subscribed event; `null` in the body means none. */
export interface EventFilter {
  readonly departmentIds?: readonly string[];
  readonly fields?: readonly string[];
  readonly includePrevState?: boolean;
}

/** What a caller may set on a webhook. */
export interface WebhookInput {
  readonly name: string;
  readonly description: string;
  readonly url: string;
  readonly isEnabled: boolean;
  readonly subscriptions: Readonly<Record<string, EventFilter | null>>;
  readonly includeEventsFrom: readonly string[];
  readonly ignoreSourceId: string | null;
}

const URL_PATTERN = /^https?:\/\/[^\s]+$/;
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Reads a create body, or a patch on top of the webhook there is (limits of Webhook.json, reference §5).
 *
 * @throws DeskError INVALID_DATA naming every field at fault
 */
export function readWebhook(body: Json, current: WebhookInput | null, rejectV4: boolean): WebhookInput {
  const errors: FieldError[] = [];
  const check = (key: string, valid: (value: unknown) => boolean): void => {
    if (key in body && !valid(body[key])) errors.push({ fieldName: `/${key}`, errorType: 'invalid' });
  };
  const text = (maxLength: number) => (value: unknown) =>
    value === null || (typeof value === 'string' && value.length <= maxLength);
  check('name', text(100));
  check('description', text(3000));
  check('url', (value) => typeof value === 'string' && value.length <= 100 && URL_PATTERN.test(value));
  check('isEnabled', (value) => typeof value === 'boolean');
  check('includeEventsFrom', (value) => value === null || Array.isArray(value));
  check('ignoreSourceId', (value) => isSourceId(value, rejectV4));
  if ('subscriptions' in body) errors.push(...subscriptionErrors(body['subscriptions']));
  if (!current) {
    for (const key of ['url', 'subscriptions']) {
      if (!(key in body)) errors.push({ fieldName: `/${key}`, errorType: 'missing' });
    }
  }
  if (errors.length > 0) throw invalidData(errors);
  return {
    name: textOr(body['name'], current?.name ?? ''),
    description: textOr(body['description'], current?.description ?? ''),
    url: textOr(body['url'], current?.url ?? ''),
    isEnabled: typeof body['isEnabled'] === 'boolean' ? body['isEnabled'] : (current?.isEnabled ?? true),
    subscriptions: isObject(body['subscriptions'])
      ? readSubscriptions(body['subscriptions'])
      : (current?.subscriptions ?? {}),
    includeEventsFrom: Array.isArray(body['includeEventsFrom'])
      ? body['includeEventsFrom'].map(String)
      : (current?.includeEventsFrom ?? []),
    ignoreSourceId: readSourceId(body, current),
  };
}

function textOr(value: unknown, fallback: string): string {
  return typeof value === 'string' ? value : fallback;
}

function readSourceId(body: Json, current: WebhookInput | null): string | null {
  if (!('ignoreSourceId' in body)) return current?.ignoreSourceId ?? null;
  return textOr(body['ignoreSourceId'], '') || null;
}

function isSourceId(value: unknown, rejectV4: boolean): boolean {
  if (value === null || value === '') return true;
  const version = typeof value === 'string' ? UUID.exec(value)?.[1] : undefined;
  return version !== undefined && !(rejectV4 && version === '4');
}

function subscriptionErrors(sent: unknown): FieldError[] {
  if (!isObject(sent)) return [{ fieldName: '/subscriptions', errorType: 'invalid' }];
  if (Object.keys(sent).length === 0) return [{ fieldName: '/subscriptions', errorType: 'missing' }];
  return Object.entries(sent).flatMap(([event, filter]): FieldError[] => {
    const fieldName = `/subscriptions/${event}`;
    if (!SUBSCRIBABLE.has(event) || (filter !== null && !isObject(filter))) {
      return [{ fieldName, errorType: 'invalid' }];
    }
    const fields = filter?.['fields'];
    const tooMany = fields !== undefined && fields !== null && (!Array.isArray(fields) || fields.length > 5);
    return tooMany ? [{ fieldName: `${fieldName}/fields`, errorType: 'invalid' }] : [];
  });
}

function readSubscriptions(sent: Json): Record<string, EventFilter | null> {
  return Object.fromEntries(
    Object.entries(sent).map(([event, filter]) => {
      if (!isObject(filter)) return [event, null];
      const list = (key: string): string[] | undefined =>
        Array.isArray(filter[key]) ? filter[key].map(String) : undefined;
      const departmentIds = list('departmentIds');
      const fields = list('fields');
      const read: EventFilter = {
        ...(departmentIds && { departmentIds }),
        ...(fields && { fields }),
        ...(typeof filter['includePrevState'] === 'boolean' && {
          includePrevState: filter['includePrevState'],
        }),
      };
      return [event, read];
    }),
  );
}
