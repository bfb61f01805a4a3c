import type { Entity, Item, ProfilePermissions } from '../../core/permissions/profile-permissions.ts';
import { allowedItems, allows, showsEntity } from '../../core/permissions/profile-permissions.ts';
import type { CustomerRef } from '../../ports/customer-reader.ts';
import type { Link } from '../../ports/store.ts';
import type { CustomerMatch } from './read-customer.ts';

export type AddedItem = Exclude<Item, 'information'>;

/** What an agent may do with one block; see `contract/panel.ts`. */
export interface PanelCan {
  readonly link: boolean;
  readonly unlink: boolean;
  readonly create: boolean;
  readonly add: readonly AddedItem[];
}

/**
 * What the profile may do, as far as the moment allows it. Who may not see an item may not add to it; who may not see who
 * the customer is may not say who it is.
 *
 * @param subjectIsThere whether Desk names a contact, or account, at this place
 */
export function canDo(
  permissions: ProfilePermissions,
  entity: Entity,
  now: {
    readonly subjectIsThere: boolean;
    readonly pair: Link | null;
    readonly match: CustomerMatch;
    readonly record: Pick<CustomerRef, 'module'> | null;
  },
): PanelCan {
  const { subjectIsThere, pair, match, record } = now;
  const maySayWho = subjectIsThere && mayLink(permissions, entity);
  return {
    link: maySayWho && pair === null,
    unlink: maySayWho && pair !== null,
    create: maySayWho && pair === null && match.outcome === 'not-in-crm',
    add: record === null ? [] : addable(permissions, entity, record),
  };
}

export function mayLink(permissions: ProfilePermissions, entity: Entity): boolean {
  return showsEntity(permissions, entity) && allows(permissions, entity, 'information');
}

function addable(
  permissions: ProfilePermissions,
  entity: Entity,
  { module }: Pick<CustomerRef, 'module'>,
): readonly AddedItem[] {
  return allowedItems(permissions, entity)
    .filter((item): item is AddedItem => item !== 'information')
    .filter((item) => item !== 'potentials' || module !== 'leads');
}
