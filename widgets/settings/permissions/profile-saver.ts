import type { ReactiveControllerHost } from 'lit';
import type { ProfilePermissions } from '../../../server/contract/permissions.ts';
import type { ProfileView } from '../../api/permissions-api.ts';

interface Work {
  /** As the viewer set it. */
  readonly wanted: ProfilePermissions;
  /** Resolves when it is stored, or refused. */
  readonly done: Promise<void>;
}
type Send = (stored: ProfileView, permissions: ProfilePermissions) => Promise<ProfileView>;

/**
 * Saves what the viewer switches, per profile one request at a time: what is switched meanwhile goes with the next one.
 * A refusal drops what was wanted, so that what is shown is what holds.
 */
export class ProfileSaver {
  readonly #host: ReactiveControllerHost;
  readonly #send: Send;
  readonly #stored = new Map<string, ProfileView>();
  readonly #work = new Map<string, Work>();

  constructor(host: ReactiveControllerHost, send: Send) {
    this.#host = host;
    this.#send = send;
  }

  /** What the connector says; null for a profile that it did not name. */
  stored(profileId: string): ProfileView | null {
    return this.#stored.get(profileId) ?? null;
  }
  know(profiles: readonly ProfileView[]): void {
    this.#stored.clear();
    for (const profile of profiles) this.#stored.set(profile.profileId, profile);
  }
  /** As the viewer wants it, else as it is stored. */
  shown(profile: ProfileView): ProfilePermissions {
    return (
      this.#work.get(profile.profileId)?.wanted ??
      this.stored(profile.profileId)?.permissions ??
      profile.permissions
    );
  }
  isBusy(profileId: string): boolean {
    return this.#work.has(profileId);
  }

  /** @throws ApiError the refusal, once for all that was wanted meanwhile */
  async save(profileId: string, wanted: ProfilePermissions): Promise<void> {
    const running = this.#work.get(profileId);
    const done = running?.done ?? this.#saveAll(profileId);
    this.#work.set(profileId, { wanted, done });
    this.#host.requestUpdate();
    await done;
  }

  async #saveAll(profileId: string): Promise<void> {
    // The wish is noted first.
    await Promise.resolve();
    try {
      for (;;) {
        const stored = this.#stored.get(profileId);
        const work = this.#work.get(profileId);
        if (!stored || !work) return;
        this.#stored.set(profileId, await this.#send(stored, work.wanted));
        if (this.#work.get(profileId)?.wanted === work.wanted) return;
      }
    } finally {
      this.#work.delete(profileId);
      this.#host.requestUpdate();
    }
  }
}
