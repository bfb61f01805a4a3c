import type { Entity, EntityPermissions, Item, ProfilePermissions } from './profile-permissions.ts';

/** A switch an administrator can move on an entity; `activities` moves the three under it (S59). */
export type EntitySwitch = 'shown' | 'activities' | Item;

/** The permissions after one switch of an entity was moved; no other switch moves. Never changes its input. */
export function switchItem(
  permissions: ProfilePermissions,
  entity: Entity,
  moved: EntitySwitch,
  on: boolean,
): ProfilePermissions {
  return { ...permissions, [entity]: switchEntity(permissions[entity], moved, on) };
}

function switchEntity(entity: EntityPermissions, moved: EntitySwitch, on: boolean): EntityPermissions {
  switch (moved) {
    case 'activities':
      return { ...entity, activities: { calls: on, events: on, tasks: on } };
    case 'calls':
    case 'events':
    case 'tasks':
      return { ...entity, activities: { ...entity.activities, [moved]: on } };
    case 'shown':
    case 'information':
    case 'potentials':
    case 'notes':
      return { ...entity, [moved]: on };
  }
}
