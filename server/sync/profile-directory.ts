import { SyncError } from '../core/errors.ts';
import type { Clock } from '../ports/clock.ts';
import type { OpenOrg } from '../ports/org-connections.ts';

/** A deleted profile is noticed within this time; one call per organisation pays for all of its agents. */
const FRESH_MS = 10 * 60_000;

/** Which profiles Desk has, asked through the organisation's own connection. */
export function createProfileDirectory(openOrg: OpenOrg, clock: Clock) {
  const kept = new Map<string, { readonly at: number; readonly ids: ReadonlySet<string> }>();

  /** Undefined when Desk cannot be asked. */
  return async function hasProfile(orgKey: string, profileId: string): Promise<boolean | undefined> {
    const now = Date.parse(clock.now());
    const known = kept.get(orgKey);
    if (known && now - known.at < FRESH_MS && known.ids.has(profileId)) return true;
    try {
      const profiles = await (await openOrg(orgKey)).deskPeople.profiles();
      const ids = new Set(profiles.map(({ id }) => id));
      kept.set(orgKey, { at: now, ids });
      return ids.has(profileId);
    } catch (error) {
      if (error instanceof SyncError) return undefined;
      throw error;
    }
  };
}
export type HasProfile = ReturnType<typeof createProfileDirectory>;
