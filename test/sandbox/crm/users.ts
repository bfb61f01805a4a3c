import type { Person, World } from '../kernel/types.ts';

export type Profile = 'Administrator' | 'Standard';

export interface CrmUser {
  readonly id: string;
  readonly person: Person;
  readonly fullName: string;
  readonly profile: Profile;
}

/** Stands in where an organisation has no people, so that every record has an owner. */
const NOBODY: Person = {
  zuid: '0',
  email: 'system@zoho.example',
  firstName: 'Zoho',
  lastName: 'System',
  timeZone: 'UTC',
  langCode: 'en_US',
};

/** The CRM users of one organisation: its members among the sandbox's people, each with an id of its own here. */
export class Users {
  private readonly world: World;
  private readonly orgId: string;
  private readonly byZuid = new Map<string, CrmUser>();
  private readonly byId = new Map<string, CrmUser>();

  constructor(world: World, orgId: string) {
    this.world = world;
    this.orgId = orgId;
  }

  /** Null when the person is no user of this organisation. */
  of(person: Person): CrmUser | null {
    const membership = person.crm?.find((member) => member.orgId === this.orgId);
    return membership ? this.remember(person, membership.profile) : null;
  }

  all(): readonly CrmUser[] {
    const people = new Set(this.world.people.values());
    return [...people].map((person) => this.of(person)).filter((user) => user !== null);
  }

  find(id: string): CrmUser | undefined {
    return this.byId.get(id) ?? this.all().find((user) => user.id === id);
  }

  /** Owner of seeded records: the first administrator. */
  first(): CrmUser {
    const users = this.all();
    return (
      users.find((user) => user.profile === 'Administrator') ??
      users[0] ??
      this.remember(NOBODY, 'Administrator')
    );
  }

  private remember(person: Person, profile: Profile): CrmUser {
    const known = this.byZuid.get(person.zuid);
    if (known?.person === person && known.profile === profile) return known;
    const user: CrmUser = {
      id: known?.id ?? this.world.nextId(),
      person,
      fullName: `${person.firstName} ${person.lastName}`.trim(),
      profile,
    };
    this.byZuid.set(person.zuid, user);
    this.byId.set(user.id, user);
    return user;
  }
}
