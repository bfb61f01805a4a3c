import { DeskError, invalidField } from './errors.ts';
import { editionLimits } from './limits.ts';
import type { Portal } from './portal.ts';
import { isoTime } from './shapes.ts';
import type { Json } from './types.ts';
import { numberVariant, variant } from './variants.ts';
import type { DeskEvent, EventType } from './webhook-events.ts';
import type { WebhookInput } from './webhook-input.ts';
import { readWebhook } from './webhook-input.ts';
import { DEADLINE_MS, deliverEvents, urlAnswers } from './webhook-delivery.ts';
import { WebhookSigner } from './webhook-signer.ts';

/** One event subscription of a portal. */
export interface Webhook extends WebhookInput {
  readonly id: string;
  readonly createdAt: number;
  readonly modifiedAt: number;
  readonly createdBy: string;
}

/** How long a batch waits for more events, virtual ms (only with `desk.webhookBatch` above 1). */
const BATCH_WAIT_MS = 200;

/** The subscriptions of a portal: their rules, and the events on their way. */
export class WebhookTable {
  readonly #webhooks = new Map<string, Webhook>();
  readonly #batches = new Map<string, Json[]>();
  readonly #portal: Portal;
  #signer: WebhookSigner | undefined;

  constructor(portal: Portal) {
    this.#portal = portal;
  }

  /** Shares one key among all portals of the host. */
  useSigner(signer: WebhookSigner): void {
    this.#signer = signer;
  }

  list(): readonly Webhook[] {
    return [...this.#webhooks.values()];
  }

  get(id: string): Webhook | undefined {
    return this.#webhooks.get(id);
  }

  remove(id: string): boolean {
    return this.#webhooks.delete(id);
  }

  clear(): void {
    this.#webhooks.clear();
    this.#batches.clear();
  }

  /** @throws DeskError INVALID_DATA, or LICENSE_ACCESS_LIMITED when the edition allows no more */
  async create(body: Json, agentId: string): Promise<Webhook> {
    const input = readWebhook(body, null, this.#rejectsV4());
    this.#checkCounts(input, null);
    await this.#checkUrl(input.url);
    this.#checkCounts(input, null);
    const at = this.#portal.now();
    const webhook = {
      ...input,
      id: this.#portal.world.nextId(),
      createdAt: at,
      modifiedAt: at,
      createdBy: agentId,
    };
    this.#webhooks.set(webhook.id, webhook);
    return webhook;
  }

  async update(webhook: Webhook, body: Json): Promise<Webhook> {
    const input = readWebhook(body, webhook, this.#rejectsV4());
    this.#checkCounts(input, webhook);
    if (input.url !== webhook.url) await this.#checkUrl(input.url);
    const next = { ...webhook, ...input, modifiedAt: this.#portal.now() };
    this.#webhooks.set(next.id, next);
    return next;
  }

  /** Whether any subscription wants this event: what nobody wants need not be built. */
  wants(type: EventType): boolean {
    for (const webhook of this.#webhooks.values()) {
      if (webhook.isEnabled && type in webhook.subscriptions) return true;
    }
    return false;
  }

  emit(type: EventType, build: () => Omit<DeskEvent, 'type'>): void {
    if (!this.wants(type)) return;
    const event: DeskEvent = { type, ...build() };
    for (const webhook of this.#webhooks.values()) {
      if (!this.#takes(webhook, event)) continue;
      const withPrevState = webhook.subscriptions[type]?.includePrevState === true;
      this.#enqueue(webhook, {
        eventType: type,
        eventTime: this.#eventTime(),
        orgId: this.#portal.orgId,
        payload: event.payload,
        prevState: withPrevState ? event.prevState : null,
      });
    }
  }

  #takes(webhook: Webhook, event: DeskEvent): boolean {
    if (!webhook.isEnabled || !(event.type in webhook.subscriptions)) return false;
    const filter = webhook.subscriptions[event.type];
    if (filter?.departmentIds && !filter.departmentIds.includes(event.departmentId ?? '')) return false;
    if (filter?.fields && event.changed && !event.changed.some((field) => filter.fields?.includes(field)))
      return false;
    if (variant(this.#portal.settings, 'desk.ignoreSourceId') === 'ineffective') return true;
    const { ignoreSourceId } = webhook;
    return ignoreSourceId === null || ignoreSourceId.toLowerCase() !== event.sourceId?.toLowerCase();
  }

  #enqueue(webhook: Webhook, event: Json): void {
    const size = numberVariant(this.#portal.settings, 'desk.webhookBatch');
    if (size <= 1) {
      this.#send(webhook.id, [event]);
      return;
    }
    const waiting = this.#batches.get(webhook.id);
    const batch = waiting ?? [];
    batch.push(event);
    if (!waiting) {
      this.#batches.set(webhook.id, batch);
      this.#portal.world.clock.after(BATCH_WAIT_MS, () => this.#flush(webhook.id, batch));
    }
    if (batch.length >= size) this.#flush(webhook.id, batch);
  }

  #flush(webhookId: string, batch: Json[]): void {
    if (this.#batches.get(webhookId) !== batch) return;
    this.#batches.delete(webhookId);
    this.#send(webhookId, batch);
  }

  #send(webhookId: string, events: readonly Json[]): void {
    const { world, orgId } = this.#portal;
    world.deliver(async () => {
      const webhook = this.#webhooks.get(webhookId);
      if (!webhook) return;
      const token = await this.#requireSigner().sign(orgId, webhookId);
      const outcome = await deliverEvents(webhook.url, token, events, this.#deadlineMs());
      if (outcome === 'gone') this.#webhooks.delete(webhookId);
    });
  }

  #requireSigner(): WebhookSigner {
    this.#signer ??= new WebhookSigner(this.#portal.world);
    return this.#signer;
  }

  #eventTime(): string {
    const at = this.#portal.now();
    return variant(this.#portal.settings, 'desk.eventTime') === 'iso' ? isoTime(at) : String(at);
  }

  #deadlineMs(): number {
    return numberVariant(this.#portal.settings, 'desk.webhookDeadlineMs') || DEADLINE_MS;
  }

  #rejectsV4(): boolean {
    return variant(this.#portal.settings, 'desk.ignoreSourceId') === 'reject-v4';
  }

  async #checkUrl(url: string): Promise<void> {
    if (await urlAnswers(url, this.#deadlineMs())) return;
    throw invalidField('/url', 'The URL did not answer with status 200.');
  }

  #checkCounts(input: WebhookInput, current: Webhook | null): void {
    const { settings } = this.#portal;
    const limits = editionLimits(settings.deskEdition).webhooks;
    const override = numberVariant(settings, 'desk.webhookLimit');
    const enabledMax = override || limits.enabled;
    const others = this.list().filter((webhook) => webhook.id !== current?.id);
    const enabled = others.filter((webhook) => webhook.isEnabled).length + (input.isEnabled ? 1 : 0);
    const configured = others.length + 1;
    if (enabledMax > 0 && enabled <= enabledMax && configured <= Math.max(limits.configured, override))
      return;
    throw new DeskError(
      403,
      'LICENSE_ACCESS_LIMITED',
      'Your Zoho Desk Edition does not support this feature/operation.',
      {
        feature: 'WEBHOOKS',
        editionType: settings.deskEdition.toUpperCase(),
        maxAllowedEntity: String(enabledMax),
        isTrial: false,
      },
    );
  }
}

/** The answer's shape (Webhook.json `webhookResponse`). */
export function webhookShape(webhook: Webhook): Json {
  const { createdAt, modifiedAt, ...rest } = webhook;
  return {
    ...rest,
    type: 'CUSTOMER_WEBHOOK',
    createdTime: isoTime(createdAt),
    modifiedTime: isoTime(modifiedAt),
  };
}
