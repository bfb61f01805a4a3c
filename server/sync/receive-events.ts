import type { Module } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { WebhookVerifier } from '../ports/event-admin.ts';
import type { Logger } from '../ports/logger.ts';
import type { Store, Subscription } from '../ports/store.ts';
import { SyncError } from '../core/errors.ts';
import { AGENTS_CHANGED } from './agent-directory.ts';
import { Refusal } from './refusal.ts';
import { isPending } from './subscriptions.ts';

export interface ReceiveEventsDeps {
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  /** By data center id. */
  readonly verifier: (dataCenter: string) => WebhookVerifier;
  /** Takes the same time whatever the texts hold. */
  readonly sameSecret: (a: string, b: string) => boolean;
  readonly wake: (orgKey: string) => Promise<void>;
}

export interface DeskEvent {
  readonly eventType: string;
  /** Null when the event names no record. */
  readonly recordId: string | null;
}
export interface CrmEvent {
  readonly module: string;
  readonly ids: readonly string[];
  readonly channelId: string;
  readonly token: string | null;
}

const DESK_MODULES: readonly (readonly [prefix: string, module: Module])[] = [
  ['Contact_', 'contacts'],
  ['Account_', 'accounts'],
];
const CRM_MODULES: Readonly<Record<string, Module>> = {
  Contacts: 'contacts',
  Accounts: 'accounts',
  Products: 'products',
};
/** States in which changes are remembered: also while paused, so that nothing is forgotten (P18). */
const LISTENING = new Set(['configured', 'active', 'paused']);

/** When a product last told of a change. */
export function lastEventCursor(side: 'desk' | 'crm'): string {
  return `event-at.${side}`;
}

type Found = Subscription & { readonly orgKey: string };

/**
 * Takes Zoho's callbacks in. An event only says "look at this record" (architecture.md §1): it is stored before it
 * is acknowledged, and the record is read afresh later, so forged, doubled and reordered events do no harm.
 */
export function createReceiveEvents({ store, clock, log, verifier, sameSecret, wake }: ReceiveEventsDeps) {
  /** Desk looks whether the address answers before the webhook exists. */
  async function isKnown(product: 'desk' | 'crm', pathToken: string): Promise<boolean> {
    return (await find(product, pathToken)) !== null;
  }

  /** @throws Refusal `callback-unknown`, `callback-not-ready`, `callback-forged` */
  async function fromDesk(
    pathToken: string,
    jwt: string | undefined,
    events: readonly DeskEvent[],
  ): Promise<void> {
    const { orgKey, externalId: webhookId } = await known('desk', pathToken);
    if (isPending(webhookId)) throw new Refusal('callback-not-ready', 'This webhook is being created');
    const integration = await store.forOrg(orgKey).integration.get();
    if (!integration) throw new Refusal('callback-unknown', 'No such callback');
    try {
      await verifier(integration.deskDataCenter).verify(jwt, { orgId: integration.deskOrgId, webhookId });
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      log.warn(
        { orgKey, code: error.code, providerCode: error.providerCode },
        'A Desk callback was turned away',
      );
      throw error.code === 'permission'
        ? new Refusal('callback-forged', 'This delivery is not from Zoho Desk')
        : new Refusal('callback-not-ready', "Desk's keys cannot be fetched at the moment");
    }
    if (events.some(({ eventType }) => eventType.startsWith('Agent_'))) {
      await store.forOrg(orgKey).cursors.set(AGENTS_CHANGED, clock.now());
    }
    const marks = events.flatMap(({ eventType, recordId }) => {
      const module = DESK_MODULES.find(([prefix]) => eventType.startsWith(prefix))?.[1];
      return module && recordId !== null ? [{ module, recordId }] : [];
    });
    await mark(orgKey, 'desk', marks);
  }

  /** @throws Refusal `callback-unknown`, `callback-forged` */
  async function fromCrm(pathToken: string, event: CrmEvent): Promise<void> {
    const subscription = await known('crm', pathToken);
    const isOurs =
      subscription.externalId === event.channelId &&
      subscription.secret !== null &&
      sameSecret(subscription.secret, event.token ?? '');
    if (!isOurs) {
      log.warn({ orgKey: subscription.orgKey }, 'A CRM callback was turned away');
      throw new Refusal('callback-forged', 'This notification is not from Zoho CRM');
    }
    const module = CRM_MODULES[event.module];
    if (!module) return;
    await mark(
      subscription.orgKey,
      'crm',
      event.ids.map((recordId) => ({ module, recordId })),
    );
  }

  async function mark(
    orgKey: string,
    side: 'desk' | 'crm',
    rows: readonly { readonly module: Module; readonly recordId: string }[],
  ): Promise<void> {
    if (rows.length === 0) return;
    const org = store.forOrg(orgKey);
    const state = (await org.integration.get())?.state ?? 'none';
    if (!LISTENING.has(state)) return;
    await org.cursors.set(lastEventCursor(side), clock.now());
    // One channel and one webhook speak of all modules, also of those that are not set up.
    const unset = new Set<Module>();
    for (const module of new Set(rows.map((row) => row.module))) {
      if (!(await org.configs.current(module))) unset.add(module);
    }
    const wanted = rows.filter(({ module }) => !unset.has(module));
    const unique = new Map(wanted.map((row) => [`${row.module}:${row.recordId}`, row]));
    if (unique.size === 0) return;
    const marks = [...unique.values()].map((row) => ({ ...row, side, reason: 'event' as const }));
    await org.inbox.mark(marks, clock.now());
    if (state === 'active') await wake(orgKey);
  }

  async function known(product: 'desk' | 'crm', pathToken: string): Promise<Found> {
    const found = await find(product, pathToken);
    if (found) return found;
    throw new Refusal('callback-unknown', 'No such callback');
  }

  async function find(product: 'desk' | 'crm', pathToken: string): Promise<Found | null> {
    const found = await store.findSubscription(pathToken);
    return found?.product === product ? found : null;
  }

  return { isKnown, fromDesk, fromCrm };
}
export type ReceiveEvents = ReturnType<typeof createReceiveEvents>;
