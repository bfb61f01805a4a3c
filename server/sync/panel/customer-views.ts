import { SyncError } from '../../core/errors.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import type { OrgStore } from '../../ports/store.ts';
import { Refusal } from '../refusal.ts';

/** Younger views are shown without asking CRM; of those that lack a section, only very young ones. */
const FRESH_MS = { good: 60_000, partial: 15_000 };
/** A refresh by hand of a view that young changes nothing. */
const REFRESH_AFTER_MS = 5_000;
/** Failures that are remembered, to say that what is shown is stale. */
const MOST_FAILURES = 1_000;

export interface ShownView<T> {
  readonly view: T;
  readonly readAt: string;
  /** Why CRM could not be read when it last was tried; null while it can. */
  readonly stale: string | null;
  /** CRM is being read; the next answer may be newer. */
  readonly refreshing: boolean;
}

export interface ViewRequest<T> {
  readonly org: OrgStore;
  readonly key: string;
  /** Reads CRM. @throws SyncError when it cannot */
  readonly read: () => Promise<{ readonly view: T; readonly readAt: string }>;
  /** Whether a kept view is about whom is asked for, and worth showing before reading again. */
  readonly judge: (view: T) => 'good' | 'partial' | 'read-again' | 'of-another';
  /** Reads of one key that answer different questions, e.g. for different pairs. */
  readonly variant: string;
  readonly refresh: boolean;
  /** `readAt` of what the asker shows. */
  readonly since: string | undefined;
}

/**
 * What was read of CRM, kept encrypted and unfiltered (S120): served at once while it is read anew, and as last known
 * when CRM cannot be reached. However many agents look at a customer, a process reads it once at a time.
 */
export function createCustomerViews({ clock, log }: { readonly clock: Clock; readonly log: Logger }) {
  const reading = new Map<string, { readonly since: string; readonly view: Promise<unknown> }>();
  const failures = new Map<string, string>();

  /** The read under way that began after `expiredAt`: an older one may have missed what was changed then. */
  function readUnderWay(name: string, expiredAt: string | null): Promise<unknown> | undefined {
    const known = reading.get(name);
    return known && (expiredAt === null || expiredAt < known.since) ? known.view : undefined;
  }

  /** One read per organisation and key; whoever comes meanwhile gets the same. */
  function readOnce<T>(
    request: ViewRequest<T>,
    expiredAt: string | null,
  ): Promise<{ view: T; readAt: string }> {
    const { org, key, read } = request;
    const name = nameOf(request);
    const known = readUnderWay(name, expiredAt) as Promise<{ view: T; readAt: string }> | undefined;
    if (known) return known;
    const mine = readAndKeep().finally(() => {
      if (reading.get(name)?.view === mine) reading.delete(name);
    });
    reading.set(name, { since: clock.now(), view: mine });
    return mine;

    async function readAndKeep(): Promise<{ view: T; readAt: string }> {
      try {
        const { view, readAt } = await read();
        failures.delete(name);
        await keep(org, key, view, readAt);
        return { view, readAt };
      } catch (error) {
        if (error instanceof SyncError) noteFailure(name, error.code);
        throw error;
      }
    }
  }

  function noteFailure(name: string, code: string): void {
    failures.delete(name);
    failures.set(name, code);
    const [oldest] = failures.keys();
    if (failures.size > MOST_FAILURES && oldest !== undefined) failures.delete(oldest);
  }

  /** Nothing is kept of an integration that was deleted meanwhile (S86). */
  async function keep(org: OrgStore, key: string, view: unknown, readAt: string): Promise<void> {
    await org.transaction(async ({ integration, panelCache }) => {
      const state = (await integration.get())?.state;
      if (state === 'active' || state === 'paused' || state === 'legacy') {
        await panelCache.put(key, view, readAt);
      }
    });
  }

  function readBehind<T>(request: ViewRequest<T>, expiredAt: string | null): void {
    readOnce(request, expiredAt).catch((error: unknown) => {
      const code = error instanceof SyncError ? error.code : 'internal-error';
      log.warn({ orgKey: request.org.orgKey, code }, 'a view of CRM could not be refreshed');
    });
  }

  /** @throws Refusal `crm-unavailable` when CRM cannot be read and nothing is known from before */
  async function show<T>(request: ViewRequest<T>): Promise<ShownView<T>> {
    const { org, key, judge, refresh, since } = request;
    const name = nameOf(request);
    const kept = await org.panelCache.get(key);
    const view = kept?.value as T | undefined;
    const expiredAt = kept?.expiredAt ?? null;
    const verdict = view === undefined ? 'of-another' : judge(view);
    if (kept && view !== undefined && (verdict === 'good' || verdict === 'partial')) {
      const age = Date.parse(clock.now()) - Date.parse(kept.readAt);
      const isExpired = expiredAt !== null && expiredAt >= kept.readAt;
      const isFresh = !isExpired && age < FRESH_MS[verdict];
      const shown = { view, readAt: kept.readAt, stale: failures.get(name) ?? null };
      const isNews = !isExpired && since !== undefined && kept.readAt > since;
      const mustRead = refresh && (isExpired || age >= REFRESH_AFTER_MS || shown.stale !== null);
      const mayWait = since !== undefined && (reading.has(name) || !isFresh);
      if (isNews || (!mustRead && !mayWait)) {
        if (isFresh || isNews) return { ...shown, refreshing: reading.has(name) };
        readBehind(request, expiredAt);
        return { ...shown, refreshing: true };
      }
    }
    try {
      return { ...(await readOnce(request, expiredAt)), stale: null, refreshing: false };
    } catch (error) {
      if (!(error instanceof SyncError)) throw error;
      if (kept && view !== undefined && verdict !== 'of-another') {
        return { view, readAt: kept.readAt, stale: error.code, refreshing: false };
      }
      const facts = { reason: error.code };
      throw new Refusal('crm-unavailable', 'Zoho CRM cannot be reached at the moment', facts, {
        cause: error,
      });
    }
  }

  return { show };
}

function nameOf({ org, key, variant }: Pick<ViewRequest<unknown>, 'org' | 'key' | 'variant'>): string {
  return `${org.orgKey} ${key} ${variant}`;
}

export type CustomerViews = ReturnType<typeof createCustomerViews>;
