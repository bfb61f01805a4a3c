import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { CursorRepository, Store } from '../ports/store.ts';
import type { DeleteIntegration } from './delete-integration.ts';

/** What Desk told of the extension's installation in one organisation. All ISO 8601 UTC, null until it happened. */
export interface Installation {
  readonly installedAt: string | null;
  readonly authorisedAt: string | null;
  /** Of the last new version. */
  readonly updatedAt: string | null;
}

export interface InstallationDeps {
  readonly store: Store;
  readonly deleteIntegration: Pick<DeleteIntegration, 'beginUninstall' | 'uninstall'>;
  readonly clock: Clock;
  readonly log: Logger;
}

const NAME = 'installation';
const NOTHING: Installation = { installedAt: null, authorisedAt: null, updatedAt: null };

/** Which event sets which time, and whether a repetition sets it again. */
const NOTED: Readonly<Record<string, { readonly key: keyof Installation; readonly again: boolean }>> = {
  onInstall: { key: 'installedAt', again: false },
  onZohoAuthorise: { key: 'authorisedAt', again: false },
  onUpdate: { key: 'updatedAt', again: true },
};

/**
 * The extension's lifecycle callbacks (desk-extension-platform §6.1, §7). Install, authorise and update are noted,
 * for the doctor; agents prove who they are by signing in, so nothing is unlocked by them. The event's
 * `securityContext`, which could act for the organisation, is not needed and therefore not kept. Uninstall ends all.
 * Each event may come twice, and in any order.
 */
export function createInstallations({ store, deleteIntegration, clock, log }: InstallationDeps) {
  /** Answers as soon as the event is stored: Desk waits a few seconds at most. What takes longer goes on after it. */
  return async function receive(orgKey: string, event: string): Promise<void> {
    log.info({ event, orgKey }, 'lifecycle event of the extension');
    if (event === 'onUninstall') {
      await deleteIntegration.beginUninstall(orgKey);
      void finish(orgKey);
      return;
    }
    const noted = Object.hasOwn(NOTED, event) ? NOTED[event] : undefined;
    if (!noted) return;
    const { cursors } = store.forOrg(orgKey);
    const before = (await installationOf(cursors)) ?? NOTHING;
    if (before[noted.key] !== null && !noted.again) return;
    await cursors.set(NAME, JSON.stringify({ ...before, [noted.key]: clock.now() }));
  };

  /** A process that ends meanwhile leaves the rest to `finishAll`. */
  async function finish(orgKey: string): Promise<void> {
    try {
      await deleteIntegration.uninstall(orgKey);
    } catch (error) {
      log.warn({ err: error, orgKey }, 'the uninstall could not be finished and will be tried again');
    }
  }
}
export type ReceiveLifecycleEvent = ReturnType<typeof createInstallations>;

/** Null when Desk never told of it. */
export async function installationOf(cursors: CursorRepository): Promise<Installation | null> {
  const text = await cursors.get(NAME);
  return text === null ? null : (JSON.parse(text) as Installation);
}
