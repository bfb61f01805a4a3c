import type { SeedField, SeedModule } from '../../kernel/types.ts';

type Side = 'desk' | 'crm';
type Kind = SeedField['kind'];

interface CustomField {
  readonly label: string;
  readonly kind: Kind;
  readonly options?: readonly string[];
}

const TIERS = ['Bronze', 'Silver', 'Gold', 'Platinum'] as const;
const INTERESTS = ['Spare Parts', 'Training', 'Events', 'Newsletter', 'Beta Programme'] as const;
const REGIONS = ['Americas', 'Europe', 'Middle East', 'Asia Pacific'] as const;

/** Custom fields both sides have under the same label; contacts show every kind there is. */
export const CUSTOM_FIELDS: Readonly<Record<SeedModule, readonly CustomField[]>> = {
  accounts: [
    { label: 'Customer Code', kind: 'text' },
    { label: 'Seats', kind: 'integer' },
    { label: 'Contract Value', kind: 'currency' },
    { label: 'Renewal Date', kind: 'date' },
    { label: 'Region', kind: 'picklist', options: REGIONS },
    { label: 'Key Account', kind: 'boolean' },
  ],
  contacts: [
    { label: 'Customer Number', kind: 'text' },
    { label: 'Loyalty Points', kind: 'integer' },
    { label: 'Satisfaction Score', kind: 'decimal' },
    { label: 'Credit Limit', kind: 'currency' },
    { label: 'Discount Rate', kind: 'percent' },
    { label: 'Newsletter', kind: 'boolean' },
    { label: 'First Purchase', kind: 'date' },
    { label: 'Last Visit', kind: 'datetime' },
    { label: 'Tier', kind: 'picklist', options: TIERS },
    { label: 'Interests', kind: 'multiselect', options: INTERESTS },
    { label: 'Delivery Notes', kind: 'textarea' },
    { label: 'Profile Page', kind: 'url' },
    { label: 'Assistant Email', kind: 'email' },
    { label: 'Emergency Phone', kind: 'phone' },
  ],
  products: [
    { label: 'Article Number', kind: 'text' },
    { label: 'Warranty Months', kind: 'integer' },
    { label: 'Weight', kind: 'decimal' },
    { label: 'Discontinued', kind: 'boolean' },
    { label: 'Available From', kind: 'date' },
    { label: 'Packaging', kind: 'picklist', options: ['Box', 'Bag', 'Pallet'] },
  ],
};

export function customFieldsOf(side: Side, module: SeedModule): SeedField[] {
  return CUSTOM_FIELDS[module].map(({ label, kind, options }) => ({
    apiName: customName(side, label),
    label,
    kind,
    ...(options ? { options } : {}),
  }));
}

export function customName(side: Side, label: string): string {
  const name = label.replaceAll(' ', '_');
  return side === 'desk' ? `cf_${name.toLowerCase()}` : name;
}

/** A value in the form in which the side's API answers it; dates and times come as ISO 8601 UTC. */
export function sideValue(side: Side, value: unknown): unknown {
  if (Array.isArray(value)) return side === 'desk' ? value.join(';') : value;
  if (value instanceof Date) {
    return side === 'desk' ? value.toISOString() : value.toISOString().replace(/\.\d{3}Z$/, '+00:00');
  }
  return value;
}
