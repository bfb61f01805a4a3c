import type { ModuleName, SideName } from '../../../server/contract/common.ts';
import { t } from '../../i18n/messages.ts';

/** In the order of the article's own list (S66). */
export const MODULE_NAMES: readonly ModuleName[] = ['contacts', 'accounts', 'products'];

/** "Contacts" */
export function moduleName(module: ModuleName): string {
  return t(`history.module.${module}`);
}
/** "Zoho Desk" */
export function sideName(side: SideName): string {
  return t(`history.side.${side}`);
}
export function otherSide(side: SideName): SideName {
  return side === 'desk' ? 'crm' : 'desk';
}
/** "Zoho Desk → Zoho CRM": the arrow turns with the direction of reading. */
export function direction(source: SideName, target: SideName): string {
  return t('history.direction', { source: sideName(source), target: sideName(target) });
}
