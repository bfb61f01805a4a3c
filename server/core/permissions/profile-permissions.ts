/** The two kinds of CRM record whose data a panel shows. */
export type Entity = 'accounts' | 'contacts';
export const ENTITIES: readonly Entity[] = ['accounts', 'contacts'];

export type Activity = 'calls' | 'events' | 'tasks';
export const ACTIVITIES: readonly Activity[] = ['calls', 'events', 'tasks'];

/** Everything of an entity that can be denied by itself (S58, S59). */
export type Item = 'information' | 'potentials' | 'notes' | Activity;
export const ITEMS: readonly Item[] = ['information', 'potentials', 'notes', ...ACTIVITIES];

export interface EntityPermissions {
  /** Whether the entity's block is there at all (S56). */
  readonly shown: boolean;
  readonly information: boolean;
  readonly potentials: boolean;
  readonly notes: boolean;
  /** There is no switch of its own above these three: its state is computed, so it cannot contradict them. */
  readonly activities: Readonly<Record<Activity, boolean>>;
}

/** What agents with one Desk profile see of CRM (S53). A switch below one that is off keeps its value, unused. */
export interface ProfilePermissions extends Readonly<Record<Entity, EntityPermissions>> {
  /** Off hides the whole integration from the profile (S55). */
  readonly visible: boolean;
}

const FULL_ENTITY: EntityPermissions = {
  shown: true,
  information: true,
  potentials: true,
  notes: true,
  activities: { calls: true, events: true, tasks: true },
};

/** What a profile starts with until an administrator changes it: Visible, Full Access (S53). */
export const NEW_PROFILE: ProfilePermissions = {
  visible: true,
  accounts: FULL_ENTITY,
  contacts: FULL_ENTITY,
};

/** Whether the profile sees nothing of CRM: not visible (S55), or neither entity shown (S56). */
export function isHidden(permissions: ProfilePermissions): boolean {
  return !permissions.visible || !ENTITIES.some((entity) => permissions[entity].shown);
}

/** Whether the entity's block appears. */
export function showsEntity(permissions: ProfilePermissions, entity: Entity): boolean {
  return permissions.visible && permissions[entity].shown;
}

/** Whether the profile may see one item; a parent that is off denies it whatever its own switch says. */
export function allows(permissions: ProfilePermissions, entity: Entity, item: Item): boolean {
  return showsEntity(permissions, entity) && isOn(permissions[entity], item);
}

/** The items to read for the profile, in the order of {@link ITEMS}: what is denied need not be fetched. */
export function allowedItems(permissions: ProfilePermissions, entity: Entity): readonly Item[] {
  return ITEMS.filter((item) => allows(permissions, entity, item));
}

/**
 * Whether the profile may know its customers' type, and so see the handshake board. The type tells whether deals are
 * open or won: it is for profiles that may see the potentials it is made of.
 *
 * @param countAccountDeals the organisation's setting by which the type was made (S107)
 */
export function allowsCustomerType(permissions: ProfilePermissions, countAccountDeals: boolean): boolean {
  if (!allows(permissions, 'contacts', 'potentials')) return false;
  return !countAccountDeals || allows(permissions, 'accounts', 'potentials');
}

/** An item's own switch, whatever its parents say. */
export function isOn(entity: EntityPermissions, item: Item): boolean {
  switch (item) {
    case 'calls':
    case 'events':
    case 'tasks':
      return entity.activities[item];
    case 'information':
    case 'potentials':
    case 'notes':
      return entity[item];
  }
}
