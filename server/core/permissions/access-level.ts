import { ACTIVITIES, ITEMS, isOn, type EntityPermissions } from './profile-permissions.ts';

/** Full Access or Restricted Access; the words are the translations' (S57). */
export type AccessLevel = 'full' | 'restricted';

/** State of a switch above others: `some` is drawn as mixed (S59). */
export type ParentState = 'all' | 'some' | 'none';

/**
 * The level of one entity: full when each of its items is on (S57). Whether the entity is shown is a switch beside
 * the label, not an item under it.
 */
export function accessLevel(entity: EntityPermissions): AccessLevel {
  return ITEMS.every((item) => isOn(entity, item)) ? 'full' : 'restricted';
}

/** The state of the Activities switch, from Calls, Events and Tasks (S59). */
export function activitiesState(entity: EntityPermissions): ParentState {
  const on = ACTIVITIES.filter((activity) => entity.activities[activity]).length;
  if (on === 0) return 'none';
  return on === ACTIVITIES.length ? 'all' : 'some';
}
