import type { ProfilePermissions } from '../../../server/contract/permissions.ts';

export type Entity = 'contacts' | 'accounts';
export type EntitySettings = ProfilePermissions[Entity];
export type Activity = keyof EntitySettings['activities'];
/** A switch below an entity; `activities` moves the three below it (S58, S59). */
export type ItemSwitch = 'information' | 'potentials' | 'notes' | 'activities' | Activity;

export const ENTITIES: readonly Entity[] = ['accounts', 'contacts'];
export const ACTIVITIES: readonly Activity[] = ['calls', 'events', 'tasks'];

/** The switch above calls, events and tasks (S59). */
export function activitiesOf({ activities }: EntitySettings): 'all' | 'some' | 'none' {
  const on = ACTIVITIES.filter((activity) => activities[activity]).length;
  return on === 0 ? 'none' : on === ACTIVITIES.length ? 'all' : 'some';
}

/** Full Access exactly when every item is on (S57). The connector says the same of what is stored. */
export function accessOf(settings: EntitySettings): 'full' | 'restricted' {
  const { information, potentials, notes } = settings;
  return information && potentials && notes && activitiesOf(settings) === 'all' ? 'full' : 'restricted';
}

/** Moves one switch and no other. */
export function switched(settings: EntitySettings, item: ItemSwitch, on: boolean): EntitySettings {
  switch (item) {
    case 'activities':
      return { ...settings, activities: { calls: on, events: on, tasks: on } };
    case 'calls':
    case 'events':
    case 'tasks':
      return { ...settings, activities: { ...settings.activities, [item]: on } };
    case 'information':
    case 'potentials':
    case 'notes':
      return { ...settings, [item]: on };
  }
}

/** Whether agents with these permissions see nothing of CRM at all (S55, S56). */
export function seesNothing({ visible, accounts, contacts }: ProfilePermissions): boolean {
  return !visible || (!accounts.shown && !contacts.shown);
}
