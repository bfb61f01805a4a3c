import type { Module } from '../../core/record.ts';

/** Search field of the match key (S33–S35). Paths, module names and match keys differ by nothing else. */
export const DESK_KEY_FIELD: Readonly<Record<Module, string>> = {
  contacts: 'email',
  accounts: 'accountName',
  products: 'productName',
};

/** Largest list page (zoho-desk-api §2.3): 99 is safe on every revision of the contacts and accounts lists. */
export const DESK_LIST_LIMIT: Readonly<Record<Module, number>> = {
  contacts: 99,
  accounts: 99,
  products: 100,
};

/** Largest search page, the highest first row it takes, and the offset up to which a page costs 3 credits. */
export const DESK_SEARCH = { limit: 100, maxFrom: 4_999, cheapRows: 2_000 } as const;
