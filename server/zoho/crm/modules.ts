import type { Module } from '../../core/record.ts';

/** Paths below the client's base URL `{api}/crm`. */
export const CRM_API = '/v8';
export const CRM_BULK_API = '/bulk/v8';

export const CRM_MODULE: Readonly<Record<Module, string>> = {
  contacts: 'Contacts',
  accounts: 'Accounts',
  products: 'Products',
};

/** Field of the match key (S33–S35); also CRM's own duplicate-check field (zoho-crm-api §2.2). */
export const CRM_KEY_FIELD: Readonly<Record<Module, string>> = {
  contacts: 'Email',
  accounts: 'Account_Name',
  products: 'Product_Name',
};

/** Fields every read needs beside the mapped ones; they count towards the 50 of a list call. */
export const TIME_FIELDS: readonly string[] = ['Created_Time', 'Modified_Time'];
export const FIELDS_PER_CALL = 50 - TIME_FIELDS.length;
export const PER_PAGE = 200;
/** The `ids` parameter takes 1,024 characters: 50 ids of 19 digits with commas. */
export const IDS_PER_CALL = 50;
export const ROWS_PER_WRITE = 100;
/** Writes of more rows count against the sub-concurrency cap. */
export const HEAVY_ABOVE_ROWS = 10;
