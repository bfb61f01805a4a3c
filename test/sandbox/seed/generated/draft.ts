import type { Seed, SeedModule, SeedRecord, SideSeed } from '../../kernel/types.ts';
import { customFieldsOf, customName, sideValue } from './custom-fields.ts';

type Side = 'desk' | 'crm';
const SIDES: readonly Side[] = ['desk', 'crm'];
const DAY_MS = 86_400_000;

/** The same fact under its two names; `null` where a side has no such field. */
const NAMES: Readonly<
  Record<SeedModule, Readonly<Record<string, readonly [desk: string | null, crm: string | null]>>>
> = {
  accounts: {
    name: ['accountName', 'Account_Name'],
    website: ['website', 'Website'],
    phone: ['phone', 'Phone'],
    fax: ['fax', 'Fax'],
    email: ['email', null],
    industry: ['industry', 'Industry'],
    revenue: ['annualrevenue', 'Annual_Revenue'],
    employees: [null, 'Employees'],
    street: ['street', 'Billing_Street'],
    city: ['city', 'Billing_City'],
    state: ['state', 'Billing_State'],
    zip: ['code', 'Billing_Code'],
    country: ['country', 'Billing_Country'],
    description: ['description', 'Description'],
  },
  contacts: {
    firstName: ['firstName', 'First_Name'],
    lastName: ['lastName', 'Last_Name'],
    email: ['email', 'Email'],
    secondaryEmail: ['secondaryEmail', 'Secondary_Email'],
    phone: ['phone', 'Phone'],
    mobile: ['mobile', 'Mobile'],
    title: ['title', 'Title'],
    department: [null, 'Department'],
    leadSource: [null, 'Lead_Source'],
    type: ['type', null],
    street: ['street', 'Mailing_Street'],
    city: ['city', 'Mailing_City'],
    state: ['state', 'Mailing_State'],
    zip: ['zip', 'Mailing_Zip'],
    country: ['country', 'Mailing_Country'],
    description: ['description', 'Description'],
  },
  products: {
    name: ['productName', 'Product_Name'],
    code: ['productCode', 'Product_Code'],
    price: ['unitPrice', 'Unit_Price'],
    category: ['productCategory', 'Product_Category'],
    manufacturer: ['manufacturer', 'Manufacturer'],
    active: [null, 'Product_Active'],
    stock: [null, 'Qty_in_Stock'],
    description: ['description', 'Description'],
  },
};

/** Facts by neutral name; names that are none of the module's standard ones are labels of custom fields. */
export type Facts = Readonly<Record<string, unknown>>;

/** One customer, company or article, as one or both sides know it. */
export interface DraftRecord {
  readonly module: SeedModule;
  readonly facts: Facts;
  /** What a side knows differently; a side that is absent here and below does not have the record. */
  readonly differs?: Readonly<Partial<Record<Side, Facts>>>;
  /** Age in days on each side that has the record. */
  readonly daysAgo: Readonly<Partial<Record<Side, number>>>;
  /** Contacts: the name of the account, where it is the same on both sides; else see `accountBySide`. */
  readonly account?: string;
  readonly accountBySide?: Readonly<Partial<Record<Side, string>>>;
  readonly departments?: readonly string[];
}

/** Collects records and turns them into a seed of both sides. */
export class Draft {
  private readonly nowMs: number;
  private readonly records: Readonly<Record<Side, Record<SeedModule, SeedRecord[]>>> = {
    desk: { accounts: [], contacts: [], products: [] },
    crm: { accounts: [], contacts: [], products: [] },
  };

  constructor(nowMs: number) {
    this.nowMs = nowMs;
  }

  add(record: DraftRecord): void {
    for (const side of SIDES) {
      const daysAgo = record.daysAgo[side];
      if (daysAgo === undefined) continue;
      const facts = { ...record.facts, ...record.differs?.[side] };
      const accountName = record.accountBySide?.[side] ?? record.account;
      this.records[side][record.module].push({
        values: sideValues(side, record.module, facts),
        createdAt: new Date(Math.round(this.nowMs - daysAgo * DAY_MS)).toISOString(),
        ...(accountName === undefined ? {} : { accountName }),
        ...(side === 'desk' && record.module === 'products' ? { departments: record.departments ?? [] } : {}),
      });
    }
  }

  finish(departments: readonly string[]): Seed {
    const sideSeed = (side: Side): SideSeed => ({
      customFields: {
        accounts: customFieldsOf(side, 'accounts'),
        contacts: customFieldsOf(side, 'contacts'),
        products: customFieldsOf(side, 'products'),
      },
      records: this.records[side],
    });
    return { desk: { ...sideSeed('desk'), departments }, crm: sideSeed('crm') };
  }
}

function sideValues(side: Side, module: SeedModule, facts: Facts): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [fact, value] of Object.entries(facts)) {
    if (value === undefined || value === null || value === '') continue;
    const names = NAMES[module][fact];
    const apiName = names ? names[side === 'desk' ? 0 : 1] : customName(side, fact);
    if (apiName !== null) values[apiName] = sideValue(side, value);
  }
  return values;
}
