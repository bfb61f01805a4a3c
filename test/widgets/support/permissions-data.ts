import type { ProfilePermissions } from '../../../server/contract/permissions.ts';
import type { ProfileView } from '../../../widgets/api/permissions-api.ts';
import type { EntitySettings } from '../../../widgets/settings/permissions/access-summary.ts';
import { accessOf, activitiesOf, seesNothing } from '../../../widgets/settings/permissions/access-summary.ts';
import type { Asked } from './fake-connector.ts';
import { FakeConnector, Refuse } from './fake-connector.ts';

export const FULL_ENTITY: EntitySettings = {
  shown: true,
  information: true,
  potentials: true,
  notes: true,
  activities: { calls: true, events: true, tasks: true },
};
export const FULL: ProfilePermissions = { visible: true, accounts: FULL_ENTITY, contacts: FULL_ENTITY };

export function profile(
  profileId: string,
  name: string | null,
  change: Partial<ProfileView> = {},
): ProfileView {
  const permissions = change.permissions ?? FULL;
  const summary = (settings: EntitySettings) => ({
    access: accessOf(settings),
    activities: activitiesOf(settings),
  });
  return {
    profileId,
    name,
    version: 0,
    permissions,
    hidden: seesNothing(permissions),
    summary: { accounts: summary(permissions.accounts), contacts: summary(permissions.contacts) },
    ...change,
  };
}

/** A connector that stores permissions and refuses what is based on an older version. */
export class FakePermissions {
  profiles: ProfileView[];
  readonly connector: FakeConnector;

  constructor(
    profiles: ProfileView[] = [
      profile('1', 'Administrator'),
      profile('2', 'Agent', {
        version: 4,
        permissions: {
          ...FULL,
          contacts: { ...FULL_ENTITY, activities: { calls: true, events: false, tasks: true } },
        },
      }),
      profile('3', 'Light Agent'),
    ],
  ) {
    this.profiles = profiles;
    this.connector = new FakeConnector()
      .on(/GET \/v1\/permissions$/, () => ({ profiles: this.profiles }))
      .on(/PUT \/v1\/permissions\/\d+$/, (asked: Asked) => this.save(asked));
  }

  private save({ path, body }: Asked) {
    const { permissions, expectedVersion } = body as {
      permissions: ProfilePermissions;
      expectedVersion: number;
    };
    const at = this.profiles.findIndex(({ profileId }) => path.endsWith(`/${profileId}`));
    const stored = this.profiles[at];
    if (!stored) return new Refuse(404, 'unknown-profile');
    if (stored.version !== expectedVersion) return new Refuse(409, 'stale-version');
    const saved = profile(stored.profileId, stored.name, { permissions, version: stored.version + 1 });
    this.profiles = this.profiles.with(at, saved);
    return saved;
  }
}
