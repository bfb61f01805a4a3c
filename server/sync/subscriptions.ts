import { SyncError } from '../core/errors.ts';
import type { Module } from '../core/record.ts';
import { MODULES } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { ChannelAdmin, WebhookAdmin } from '../ports/event-admin.ts';
import type { Logger } from '../ports/logger.ts';
import type { Random } from '../ports/random.ts';
import type { OrgStore, Subscription } from '../ports/store.ts';
import { clearProblem, noteProblem } from './standing-problems.ts';

/** One hour below CRM's week: a longer wish silently becomes one hour (zoho-crm-api §4). */
const CHANNEL_MS = (7 * 24 - 1) * 3_600_000;
/** Marks a path that is known before Desk has told the webhook's id: Desk calls the URL while creating it. */
const PENDING = 'pending:';
const CRM_EVENTS: Readonly<Record<Module, string>> = {
  accounts: 'Accounts.all',
  contacts: 'Contacts.all',
  products: 'Products.all',
};

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
 * Makes both products call us about the configured modules: one Desk webhook, one CRM channel per module. Run
 * before the first read, so that nothing falls between (zoho-crm-api §4, K122), and daily after that: channels
 * live a week, and Desk drops a webhook whose endpoint answered 410. Never fails for Zoho's sake: what cannot be
 * subscribed becomes a standing problem, and polling carries on.
 */
export async function renewSubscriptions(deps: SubscriptionDeps): Promise<void> {
  const modules: Module[] = [];
  for (const module of MODULES) if (await deps.org.configs.current(module)) modules.push(module);
  if (modules.length === 0) return;
  await guarded(deps, 'events-desk', () => keepWebhook(deps));
  await guarded(deps, 'events-crm', async () => {
    for (const module of modules) await keepChannel(deps, module);
  });
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
  const live = new Set(
    (await webhooks.list()).filter((hook) => hook.isEnabled !== false).map(({ id }) => id),
  );
  if (stored.some(({ externalId }) => live.has(externalId))) return;
  for (const { externalId } of stored) await org.subscriptions.delete('desk', externalId);

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

/** The stored channel of a module is known by the module's name in front of its secret. */
async function keepChannel(deps: SubscriptionDeps, module: Module): Promise<void> {
  const { org, channels } = deps;
  const stored = (await org.subscriptions.list('crm')).find((row) => moduleOfChannel(row) === module);
  const wish = { events: [CRM_EVENTS[module]], expiresAt: channelExpiry(deps.clock) };
  if (stored) {
    const { externalId: channelId } = stored;
    try {
      const { expiresAt } = await channels.renew({ channelId, ...wish });
      await org.subscriptions.setExpiry(channelId, 'crm', expiresAt);
      return;
    } catch (error) {
      if (!(error instanceof SyncError && error.code === 'not-found')) throw error;
      await org.subscriptions.delete('crm', channelId);
    }
  }
  await openChannel(deps, module, wish);
}

async function openChannel(
  { org, channels, random, publicUrl, clock }: SubscriptionDeps,
  module: Module,
  wish: { readonly events: readonly string[]; readonly expiresAt: string },
): Promise<void> {
  const channelId = channelNumber(random);
  const pathToken = random.token();
  const secret = channelSecret(module, random);
  // Known before CRM learns it: the first callback may overtake the answer.
  await org.subscriptions.put({
    product: 'crm',
    externalId: channelId,
    pathToken,
    secret,
    expiresAt: clock.now(),
  });
  try {
    const notifyUrl = `${publicUrl}/callbacks/crm/${pathToken}`;
    const { expiresAt } = await channels.enable({ channelId, notifyUrl, token: secret, ...wish });
    await org.subscriptions.setExpiry(channelId, 'crm', expiresAt);
  } catch (error) {
    await org.subscriptions.delete('crm', channelId);
    throw error;
  }
}

/** `contacts.<32 characters>`: at most 50 characters, CRM's limit. */
function channelSecret(module: Module, random: Random): string {
  return `${module}.${random.token().slice(0, 32)}`;
}

export function moduleOfChannel({ secret }: Pick<Subscription, 'secret'>): Module | undefined {
  return MODULES.find((module) => secret?.startsWith(`${module}.`));
}

/** 15 digits from a UUID: unique enough within one CRM organisation, and below 2^53. */
function channelNumber(random: Random): string {
  const number = BigInt(`0x${random.uuid().replaceAll('-', '').slice(0, 12)}`);
  return String(100_000_000_000_000n + (number % 900_000_000_000_000n));
}

/** CRM takes no milliseconds. */
function channelExpiry(clock: Clock): string {
  const at = new Date(Date.parse(clock.now()) + CHANNEL_MS).toISOString();
  return `${at.slice(0, 19)}+00:00`;
}
