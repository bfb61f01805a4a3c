import { SyncError } from '../core/errors.ts';
import { MODULES } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { ChannelAdmin, WebhookAdmin } from '../ports/event-admin.ts';
import type { Logger } from '../ports/logger.ts';
import type { Random } from '../ports/random.ts';
import type { OrgStore } from '../ports/store.ts';
import { clearProblem, noteProblem } from './standing-problems.ts';

/** A channel with less life than this is replaced; CRM gives a week at most (zoho-crm-api §4). */
const REPLACE_BELOW_MS = 3 * 24 * 3_600_000;
/** Marks a path that is known before Desk has told the webhook's id: Desk calls the URL while creating it. */
const PENDING = 'pending:';

export interface SubscriptionDeps {
  readonly org: OrgStore;
  readonly webhooks: WebhookAdmin;
  readonly channels: ChannelAdmin;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Logger;
  readonly publicUrl: string;
  /** UUID that our own writes to Desk carry. */
  readonly sourceId: string;
}

export function isPending(externalId: string): boolean {
  return externalId.startsWith(PENDING);
}

/**
 * Makes both products call us about changes: one Desk webhook, one CRM channel. Run before the first read, so that
 * nothing falls between (zoho-crm-api §4, K122), and hourly to daily after that: channels live a week, and Desk
 * drops a webhook whose endpoint answered 410. Cheap when all is well. Never fails for Zoho's sake: what cannot be
 * subscribed becomes a standing problem, and polling carries on.
 */
export async function renewSubscriptions(deps: SubscriptionDeps): Promise<void> {
  const configs = await Promise.all(MODULES.map((module) => deps.org.configs.current(module)));
  if (configs.every((config) => config === null)) return;
  await guarded(deps, 'events-desk', () => keepWebhook(deps));
  await guarded(deps, 'events-crm', () => keepChannel(deps));
}

async function guarded(
  { org, clock, log }: SubscriptionDeps,
  topic: 'events-desk' | 'events-crm',
  work: () => Promise<void>,
): Promise<void> {
  try {
    await work();
    await clearProblem(org.cursors, topic);
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    const { code, message, providerCode } = error;
    log.warn({ orgKey: org.orgKey, topic, code, providerCode }, 'Not subscribed to changes; polling goes on');
    const details = { providerCode: providerCode ?? null };
    await noteProblem(org.cursors, { topic, code, message, details, since: clock.now() });
  }
}

async function keepWebhook(deps: SubscriptionDeps): Promise<void> {
  const { org, webhooks, random } = deps;
  const stored = await org.subscriptions.list('desk');
  const listed = await webhooks.list();
  const live = new Set(
    listed.filter((hook) => hook.isEnabled !== false && hook.isComplete).map(({ id }) => id),
  );
  if (stored.some(({ externalId }) => live.has(externalId))) return;
  const known = new Set(listed.map(({ id }) => id));
  for (const { externalId } of stored) {
    if (known.has(externalId)) await webhooks.delete(externalId);
    await org.subscriptions.delete('desk', externalId);
  }

  const pathToken = random.token();
  const common = { product: 'desk', pathToken, secret: null, expiresAt: null } as const;
  const pendingId = `${PENDING}${random.uuid()}`;
  await org.subscriptions.put({ ...common, externalId: pendingId });
  try {
    const { id } = await webhooks.subscribe({
      name: 'Zoho CRM sync',
      url: `${deps.publicUrl}/callbacks/desk/${pathToken}`,
      ignoreSourceId: deps.sourceId,
    });
    await org.transaction(async ({ subscriptions }) => {
      await subscriptions.delete('desk', pendingId);
      await subscriptions.put({ ...common, externalId: id });
    });
  } catch (error) {
    await org.subscriptions.delete('desk', pendingId);
    throw error;
  }
}

/**
 * One channel for all modules. It is replaced rather than extended: its path is stored hashed, so it cannot be
 * told to CRM again. The old one goes when the new one stands; what both deliver is one mark in the inbox.
 */
async function keepChannel(deps: SubscriptionDeps): Promise<void> {
  const { org, channels, clock } = deps;
  const stored = await org.subscriptions.list('crm');
  const healthyUntil = Date.parse(clock.now()) + REPLACE_BELOW_MS;
  for (const { externalId, expiresAt } of stored) {
    const isLongLived = expiresAt !== null && Date.parse(expiresAt) > healthyUntil;
    if (isLongLived && (await channels.find(externalId))) return;
  }
  await openChannel(deps);
  for (const { externalId } of stored) {
    await channels.disable(externalId);
    await org.subscriptions.delete('crm', externalId);
  }
}

async function openChannel({ org, channels, random, publicUrl, clock }: SubscriptionDeps): Promise<void> {
  const channelId = channelNumber(random);
  const pathToken = random.token();
  const secret = random.token();
  // Known before CRM learns it: the first callback may overtake the answer.
  const expiresAt = clock.now();
  await org.subscriptions.put({ product: 'crm', externalId: channelId, pathToken, secret, expiresAt });
  try {
    const notifyUrl = `${publicUrl}/callbacks/crm/${pathToken}`;
    const granted = await channels.enable({ channelId, notifyUrl, token: secret });
    await org.subscriptions.setExpiry(channelId, 'crm', granted.expiresAt);
  } catch (error) {
    await org.subscriptions.delete('crm', channelId);
    throw error;
  }
}

/** 15 digits from a UUID: unique enough within one CRM organisation, and below 2^53. */
function channelNumber(random: Random): string {
  const number = BigInt(`0x${random.uuid().replaceAll('-', '').slice(0, 12)}`);
  return String(100_000_000_000_000n + (number % 900_000_000_000_000n));
}
