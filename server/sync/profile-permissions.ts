import { accessLevel, activitiesState } from '../core/permissions/access-level.ts';
import { NEW_PROFILE, isHidden } from '../core/permissions/profile-permissions.ts';
import type { EntityPermissions, ProfilePermissions } from '../core/permissions/profile-permissions.ts';
import type { Clock } from '../ports/clock.ts';
import type { OpenOrg } from '../ports/org-connections.ts';
import type { OrgStore, Store } from '../ports/store.ts';
import type { AgentIdentity } from './desk-identity.ts';
import { createProfileDirectory, type HasProfile } from './profile-directory.ts';
import { Refusal } from './refusal.ts';

export interface ProfilePermissionsDeps {
  readonly store: Store;
  readonly openOrg: OpenOrg;
  readonly clock: Clock;
}

/** A profile as the Permissions page shows it. */
export interface ProfileView {
  readonly profileId: string;
  /** Null when Desk has the profile no more: its settings stay until somebody looks. */
  readonly name: string | null;
  readonly version: number;
  readonly permissions: ProfilePermissions;
}

/** What each Desk profile may see of CRM (S53–S60). */
export function createProfilePermissions({ store, openOrg, clock }: ProfilePermissionsDeps) {
  const hasProfile = createProfileDirectory(openOrg, clock);
  const profilesOf = async (orgKey: string) => (await openOrg(orgKey)).deskPeople.profiles();

  /** Desk's profiles in Desk's order, then those whose settings outlived them. A new one sees everything (S53). */
  async function list(orgKey: string) {
    const stored = await store.forOrg(orgKey).permissions.all();
    const profiles = await profilesOf(orgKey);
    const known = new Set(profiles.map(({ id }) => id));
    const gone = [...stored.keys()].filter((id) => !known.has(id)).map((id) => ({ id, name: null }));
    return [...profiles, ...gone].map(({ id, name }) => {
      const { version, permissions } = stored.get(id) ?? { version: 0, permissions: NEW_PROFILE };
      return describe({ profileId: id, name, version, permissions });
    });
  }

  /**
   * Stores the settings and who changed them, in one commit (S60).
   * @throws Refusal `unknown-profile`, `stale-version`
   */
  async function save(
    admin: AgentIdentity,
    profileId: string,
    permissions: ProfilePermissions,
    expectedVersion: number,
  ) {
    const profile = (await profilesOf(admin.orgKey)).find(({ id }) => id === profileId);
    if (!profile) throw new Refusal('unknown-profile', 'Desk has no such profile (any more)', { profileId });
    await store.forOrg(admin.orgKey).transaction(async (repositories) => {
      const before = await repositories.permissions.get(profileId);
      if (!(await repositories.permissions.save(profileId, permissions, expectedVersion))) {
        throw new Refusal('stale-version', 'Another administrator saved meanwhile', { expectedVersion });
      }
      await repositories.audit.append({
        at: clock.now(),
        agentId: admin.agentId,
        action: 'permissions-changed',
        details: { profileId, from: before?.permissions ?? NEW_PROFILE, to: permissions },
      });
    });
    return describe({ profileId, name: profile.name, version: expectedVersion + 1, permissions });
  }

  /** What was decided for one of Desk's profiles; null when Desk has it no more. */
  async function of(orgKey: string, profileId: string): Promise<ProfilePermissions | null> {
    const isKnown = (await profilesOf(orgKey)).some(({ id }) => id === profileId);
    return isKnown ? await permissionsOf(store.forOrg(orgKey), profileId) : null;
  }

  /** What the agent may see now. */
  async function access({ orgKey, profileId }: AgentIdentity): Promise<AgentAccess> {
    return await accessOf(store.forOrg(orgKey), profileId, hasProfile);
  }

  return { list, save, of, access };
}
export type ManageProfilePermissions = ReturnType<typeof createProfilePermissions>;

/** What was decided for a profile; who asks for an agent uses `accessOf`, which knows profiles that are gone. */
export async function permissionsOf(
  { permissions }: Pick<OrgStore, 'permissions'>,
  profileId: string | null,
): Promise<ProfilePermissions> {
  if (profileId === null) return { ...NEW_PROFILE, visible: false };
  return (await permissions.get(profileId))?.permissions ?? NEW_PROFILE;
}

/** What an agent sees, and why it is nothing. */
export interface AgentAccess {
  readonly permissions: ProfilePermissions;
  /** `profile-deleted`: Desk has the agent's profile no more; an administrator must give the agent another one. */
  readonly nothingBecause: 'no-profile' | 'profile-deleted' | null;
}

/**
 * What an agent with this profile may see. Nobody decided what a profile that is gone may see, so it sees nothing;
 * while Desk cannot be asked, what was decided last holds.
 */
export async function accessOf(
  org: Pick<OrgStore, 'orgKey' | 'permissions'>,
  profileId: string | null,
  hasProfile: HasProfile,
): Promise<AgentAccess> {
  const nothing = { ...NEW_PROFILE, visible: false };
  if (profileId === null) return { permissions: nothing, nothingBecause: 'no-profile' };
  if ((await hasProfile(org.orgKey, profileId)) === false) {
    return { permissions: nothing, nothingBecause: 'profile-deleted' };
  }
  return { permissions: await permissionsOf(org, profileId), nothingBecause: null };
}

function describe(view: ProfileView) {
  const { permissions } = view;
  const summary = { accounts: summarise(permissions.accounts), contacts: summarise(permissions.contacts) };
  return { ...view, hidden: isHidden(permissions), summary };
}

function summarise(entity: EntityPermissions) {
  return { access: accessLevel(entity), activities: activitiesState(entity) };
}
