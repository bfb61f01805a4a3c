import type { CustomerType } from '../handshake/customer-type.ts';
import type { PanelBlock, PanelData, PanelRecord } from './panel-data.ts';
import {
  allowedItems,
  allowsCustomerType,
  isHidden,
  showsEntity,
  type Entity,
  type Item,
  type ProfilePermissions,
} from './profile-permissions.ts';

/** A block without its denied items: their keys are absent, which a widget draws as restricted (S116). */
export type VisibleBlock = { readonly record: PanelRecord } & Partial<Pick<PanelBlock, Item>>;

/** What one profile may see of a panel. An absent key is denied; `null` is allowed, and CRM has nothing. */
export interface VisiblePanel {
  readonly readAt: string;
  readonly customerType?: CustomerType | null;
  readonly contact?: VisibleBlock | null;
  readonly account?: VisibleBlock | null;
}

/**
 * Removes everything a profile may not see, before anything is serialised (S54, P21): two panels that differ only in
 * denied data become equal. What is allowed is picked, so data nobody thought of does not pass.
 *
 * @returns null when the profile sees nothing of CRM: the answer is 403 (S55)
 */
export function filterPanel(permissions: ProfilePermissions, panel: PanelData): VisiblePanel | null {
  if (isHidden(permissions)) return null;
  return {
    readAt: panel.readAt,
    ...visibleType(permissions, panel),
    ...(showsEntity(permissions, 'contacts') && { contact: pick(permissions, 'contacts', panel.contact) }),
    ...(showsEntity(permissions, 'accounts') && { account: pick(permissions, 'accounts', panel.account) }),
  };
}

/**
 * An organisation whose types count account deals denies the type to profiles without them; whether this panel's
 * type was made so is the organisation's setting, no customer's data. Without a type, only what is denied under
 * either setting is absent.
 */
function visibleType(
  permissions: ProfilePermissions,
  { customerType }: PanelData,
): Pick<VisiblePanel, 'customerType'> {
  if (!allowsCustomerType(permissions, customerType?.countsAccountDeals ?? false)) return {};
  return { customerType: customerType?.type ?? null };
}

function pick(
  permissions: ProfilePermissions,
  entity: Entity,
  block: PanelBlock | null,
): VisibleBlock | null {
  if (block === null) return null;
  const { module, id, url } = block.record;
  const items = allowedItems(permissions, entity).map((item) => [item, block[item]] as const);
  return { record: { module, id, url }, ...Object.fromEntries(items) };
}
