import type { SeedModule } from '../../kernel/types.ts';

export type SeedSide = 'desk' | 'crm';
export type ColumnKind = 'text' | 'integer' | 'number' | 'boolean' | 'date';

const ADDRESS = ['Street', 'City', 'State', 'Country'];
const part = (prefix: string, zip: string): string[] => [...ADDRESS, zip].map((name) => `${prefix}_${name}`);

/** Writable standard fields that hold plain values: Desk reference §2.1, CRM reference §5.1. */
const TEXTS: Readonly<Record<SeedSide, Readonly<Record<SeedModule, readonly string[]>>>> = {
  desk: {
    accounts: [
      ...['accountName', 'email', 'website', 'phone', 'fax', 'industry', 'code'],
      ...['street', 'city', 'state', 'country', 'description'],
    ],
    contacts: [
      ...['lastName', 'firstName', 'email', 'secondaryEmail', 'phone', 'mobile', 'type', 'title'],
      ...['street', 'city', 'state', 'country', 'zip', 'twitter', 'facebook', 'description'],
    ],
    products: ['productName', 'productCode', 'productCategory', 'manufacturer', 'description'],
  },
  crm: {
    accounts: [
      ...[
        'Account_Name',
        'Account_Number',
        'Account_Site',
        'Account_Type',
        'Industry',
        'Ownership',
        'Rating',
      ],
      ...['Ticker_Symbol', 'Phone', 'Fax', 'Website', 'Description'],
      ...part('Billing', 'Code'),
      ...part('Shipping', 'Code'),
    ],
    contacts: [
      ...[
        'Salutation',
        'First_Name',
        'Last_Name',
        'Email',
        'Secondary_Email',
        'Phone',
        'Mobile',
        'Home_Phone',
      ],
      ...[
        'Other_Phone',
        'Fax',
        'Title',
        'Department',
        'Lead_Source',
        'Assistant',
        'Asst_Phone',
        'Skype_ID',
        'Twitter',
      ],
      ...part('Mailing', 'Zip'),
      ...part('Other', 'Zip'),
      'Description',
    ],
    products: [
      'Product_Name',
      'Product_Code',
      'Product_Category',
      'Manufacturer',
      'Usage_Unit',
      'Description',
    ],
  },
};

/** Standard fields that are no text. */
const OTHERS: Readonly<Record<SeedSide, Readonly<Record<SeedModule, Readonly<Record<string, ColumnKind>>>>>> =
  {
    desk: { accounts: { annualrevenue: 'number' }, contacts: {}, products: { unitPrice: 'number' } },
    crm: {
      accounts: { Employees: 'integer', SIC_Code: 'integer', Annual_Revenue: 'number' },
      contacts: { Date_of_Birth: 'date', Email_Opt_Out: 'boolean' },
      products: {
        Unit_Price: 'number',
        Commission_Rate: 'number',
        Qty_in_Stock: 'number',
        Qty_in_Demand: 'number',
        Qty_Ordered: 'number',
        Reorder_Level: 'number',
        Product_Active: 'boolean',
        Taxable: 'boolean',
        Sales_Start_Date: 'date',
        Sales_End_Date: 'date',
        Support_Start_Date: 'date',
        Support_Expiry_Date: 'date',
      },
    },
  };

/** The field without which a row is no record. */
export const NAME_COLUMN: Readonly<Record<SeedSide, Readonly<Record<SeedModule, string>>>> = {
  desk: { accounts: 'accountName', contacts: 'lastName', products: 'productName' },
  crm: { accounts: 'Account_Name', contacts: 'Last_Name', products: 'Product_Name' },
};

/** Columns an export has but a writer does not set; they are left out. */
const READ_ONLY: readonly string[] = [
  ...[
    'id',
    'createdTime',
    'modifiedTime',
    'webUrl',
    'photoURL',
    'ownerId',
    'accountId',
    'layoutId',
    'isDeleted',
  ],
  ...['Created_Time', 'Modified_Time', 'Created_By', 'Modified_By', 'Full_Name', 'Owner', 'Tag', 'Layout'],
  ...[
    'Last_Activity_Time',
    'Record_Status__s',
    'Locked__s',
    'Change_Log_Time__s',
    'Vendor_Name',
    'Reporting_To',
  ],
  ...['Parent_Account', 'Handler'],
];

/** The kind of a known standard column, `'ignored'` for a read-only one, undefined for a custom field. */
export function standardKind(
  side: SeedSide,
  module: SeedModule,
  column: string,
): ColumnKind | 'ignored' | undefined {
  if (TEXTS[side][module].includes(column)) return 'text';
  return OTHERS[side][module][column] ?? (READ_ONLY.includes(column) ? 'ignored' : undefined);
}
