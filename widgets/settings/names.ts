import type { MessageKey } from '../i18n/messages.ts';
import { t } from '../i18n/messages.ts';

const MODULES = {
  accounts: 'settings.module.accounts',
  contacts: 'settings.module.contacts',
  products: 'settings.module.products',
} as const satisfies Readonly<Record<string, MessageKey>>;
export type ModuleName = keyof typeof MODULES;

/** In the order in which they sync. */
export const MODULE_NAMES: readonly ModuleName[] = ['accounts', 'contacts', 'products'];

export function moduleName(module: ModuleName): string {
  return t(MODULES[module]);
}

/** Names of products are no words to translate. */
export const SIDE_NAMES = { desk: 'Zoho Desk', crm: 'Zoho CRM' } as const;
export type Side = keyof typeof SIDE_NAMES;
