import type { Module } from './types.ts';

/** Field types of `organizationFields` (Field.json) that this portal uses. */
export type DeskType =
  | 'Text'
  | 'Textarea'
  | 'Email'
  | 'Phone'
  | 'URL'
  | 'Number'
  | 'Decimal'
  | 'Currency'
  | 'Percent'
  | 'Boolean'
  | 'Date'
  | 'DateTime'
  | 'Picklist'
  | 'Multiselect'
  | 'LookUp';

export interface StandardField {
  readonly apiName: string;
  readonly label: string;
  readonly type: DeskType;
  readonly maxLength: number | null;
  /** Length in the older Postman edition, where it differs (variant `desk.lengths`). */
  readonly postmanLength?: number;
  readonly mandatory?: boolean;
  readonly options?: readonly string[];
  readonly lookup?: 'accounts' | 'agents';
}

/** Reference §2.1; lengths are those of the OpenAPI files. */
export const STANDARD_FIELDS: Readonly<Record<Module, readonly StandardField[]>> = {
  contacts: [
    { apiName: 'firstName', label: 'First Name', type: 'Text', maxLength: 40 },
    { apiName: 'lastName', label: 'Last Name', type: 'Text', maxLength: 200, mandatory: true },
    { apiName: 'email', label: 'Email', type: 'Email', maxLength: 255 },
    { apiName: 'secondaryEmail', label: 'Secondary Email', type: 'Email', maxLength: 100 },
    { apiName: 'phone', label: 'Phone', type: 'Phone', maxLength: 50 },
    { apiName: 'mobile', label: 'Mobile', type: 'Phone', maxLength: 50 },
    {
      apiName: 'type',
      label: 'Type',
      type: 'Picklist',
      maxLength: 120,
      options: ['paidUser', 'trialUser', 'partner'],
    },
    { apiName: 'title', label: 'Title', type: 'Text', maxLength: 100 },
    { apiName: 'accountId', label: 'Account Name', type: 'LookUp', maxLength: null, lookup: 'accounts' },
    { apiName: 'ownerId', label: 'Contact Owner', type: 'LookUp', maxLength: null, lookup: 'agents' },
    { apiName: 'street', label: 'Street', type: 'Text', maxLength: 250 },
    { apiName: 'city', label: 'City', type: 'Text', maxLength: 30, postmanLength: 100 },
    { apiName: 'state', label: 'State', type: 'Text', maxLength: 30, postmanLength: 100 },
    { apiName: 'zip', label: 'Zip', type: 'Text', maxLength: 30 },
    { apiName: 'country', label: 'Country', type: 'Text', maxLength: 30, postmanLength: 100 },
    { apiName: 'twitter', label: 'Twitter', type: 'Text', maxLength: 100 },
    { apiName: 'facebook', label: 'Facebook', type: 'Text', maxLength: 100 },
    { apiName: 'description', label: 'Description', type: 'Textarea', maxLength: 65535 },
  ],
  accounts: [
    { apiName: 'accountName', label: 'Account Name', type: 'Text', maxLength: 200, mandatory: true },
    { apiName: 'email', label: 'Email', type: 'Email', maxLength: 255, postmanLength: 150 },
    { apiName: 'website', label: 'Website', type: 'URL', maxLength: 120 },
    { apiName: 'phone', label: 'Phone', type: 'Phone', maxLength: 30, postmanLength: 100 },
    { apiName: 'fax', label: 'Fax', type: 'Phone', maxLength: 30, postmanLength: 100 },
    { apiName: 'industry', label: 'Industry', type: 'Text', maxLength: 120 },
    { apiName: 'annualrevenue', label: 'Annual Revenue', type: 'Currency', maxLength: 16 },
    { apiName: 'ownerId', label: 'Account Owner', type: 'LookUp', maxLength: null, lookup: 'agents' },
    { apiName: 'street', label: 'Street', type: 'Text', maxLength: 250 },
    { apiName: 'city', label: 'City', type: 'Text', maxLength: 30, postmanLength: 100 },
    { apiName: 'state', label: 'State', type: 'Text', maxLength: 30, postmanLength: 100 },
    { apiName: 'code', label: 'Code', type: 'Text', maxLength: 30 },
    { apiName: 'country', label: 'Country', type: 'Text', maxLength: 30, postmanLength: 100 },
    { apiName: 'description', label: 'Description', type: 'Textarea', maxLength: 65535 },
  ],
  products: [
    { apiName: 'productName', label: 'Product Name', type: 'Text', maxLength: 200, mandatory: true },
    { apiName: 'productCode', label: 'Product Code', type: 'Text', maxLength: 200 },
    { apiName: 'productCategory', label: 'Product Category', type: 'Text', maxLength: 200 },
    { apiName: 'manufacturer', label: 'Manufacturer', type: 'Text', maxLength: 200 },
    { apiName: 'unitPrice', label: 'Unit Price', type: 'Currency', maxLength: 16 },
    { apiName: 'ownerId', label: 'Product Owner', type: 'LookUp', maxLength: null, lookup: 'agents' },
    { apiName: 'description', label: 'Description', type: 'Textarea', maxLength: 65535 },
  ],
};
