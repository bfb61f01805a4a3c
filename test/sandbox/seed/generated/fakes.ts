import type { Faker } from '@faker-js/faker';
import { faker as de } from '@faker-js/faker/locale/de';
import { faker as en } from '@faker-js/faker/locale/en';
import { faker as es } from '@faker-js/faker/locale/es';
import { faker as ja } from '@faker-js/faker/locale/ja';
import { faker as pl } from '@faker-js/faker/locale/pl';
import type { Facts } from './draft.ts';

/** English first: it stands for the larger part of the customers. */
const LOCALES: readonly Faker[] = [en, de, es, pl, ja];

/** Options the standard CRM fields have. */
const INDUSTRIES = [
  'Large Enterprise',
  'Small/Medium Enterprise',
  'Service Provider',
  'Systems Integrator',
] as const;
const LEAD_SOURCES = [
  'Advertisement',
  'Cold Call',
  'Employee Referral',
  'Online Store',
  'Partner',
  'Trade Show',
] as const;
const CATEGORIES = ['Hardware', 'Software', 'CRM Applications'] as const;
const MANUFACTURERS = ['AltvetPet Inc.', 'LexPon Inc.', 'MetBeat Corp.'] as const;

/** Invented people, companies and articles; the same seed and time invent the same ones. */
export interface Fakes {
  readonly faker: Faker;
  account(index: number): Facts & { readonly name: string; readonly domain: string };
  contact(index: number, domain: string): Facts;
  product(index: number): Facts;
}

export function createFakes(random: number, nowMs: number): Fakes {
  for (const [index, locale] of LOCALES.entries()) {
    locale.seed(random * 31 + index);
    locale.setDefaultRefDate(new Date(nowMs));
  }
  const names = new Set<string>();

  /** Names are match keys, so they never repeat, whatever their case. */
  function unique(name: string, index: number): string {
    const found = names.has(name.toLowerCase()) ? `${name} ${index + 1}` : name;
    names.add(found.toLowerCase());
    return found;
  }
  const pickLocale = (): Faker => (en.number.float() < 0.6 ? en : en.helpers.arrayElement(LOCALES));
  const phone = (): string =>
    `+${en.number.int({ min: 1, max: 98 })} ${en.string.numeric(3)} ${en.string.numeric(6)}`;
  const maybe = <T>(share: number, make: () => T): T | undefined =>
    en.number.float() < share ? make() : undefined;
  const address = (locale: Faker): Facts => ({
    street: locale.location.streetAddress(),
    city: locale.location.city().slice(0, 30),
    state: maybe(0.5, () => locale.location.state().slice(0, 30)),
    zip: locale.location.zipCode(),
    country: en.location.country().slice(0, 30),
  });
  const day = (maxDays: number): string =>
    new Date(nowMs - en.number.int({ min: 1, max: maxDays }) * 86_400_000).toISOString().slice(0, 10);

  return {
    faker: en,
    account(index) {
      const locale = pickLocale();
      const name = unique(locale.company.name(), index);
      const domain = `company-${index + 1}.example`;
      return {
        ...address(locale),
        name,
        domain,
        website: `https://www.${domain}`,
        phone: phone(),
        fax: maybe(0.3, phone),
        industry: en.helpers.arrayElement(INDUSTRIES),
        revenue: maybe(0.6, () => en.number.int({ min: 1, max: 900 }) * 10_000),
        employees: maybe(0.6, () => en.number.int({ min: 1, max: 5_000 })),
        description: maybe(0.3, () => locale.lorem.sentence()),
        'Customer Code': `C-${String(index + 1).padStart(6, '0')}`,
        Seats: maybe(0.5, () => en.number.int({ min: 1, max: 500 })),
        'Contract Value': maybe(0.4, () => en.number.int({ min: 1_000, max: 900_000 }) / 100),
        'Renewal Date': maybe(0.4, () => day(300)),
        Region: en.helpers.arrayElement(['Americas', 'Europe', 'Middle East', 'Asia Pacific']),
        'Key Account': en.datatype.boolean({ probability: 0.2 }),
      };
    },
    contact(index, domain) {
      const locale = pickLocale();
      const firstName = locale.person.firstName().slice(0, 40);
      const lastName = locale.person.lastName().slice(0, 80);
      const local = `${
        en.helpers
          .slugify(`${firstName} ${lastName}`)
          .toLowerCase()
          .replace(/[^a-z]+/g, '') || 'contact'
      }.${index + 1}`;
      return {
        ...address(locale),
        firstName,
        lastName,
        email: `${local}@${domain}`,
        secondaryEmail: maybe(0.05, () => `${local}@private.example`),
        phone: maybe(0.8, phone),
        mobile: maybe(0.5, phone),
        title: maybe(0.7, () => en.person.jobTitle().slice(0, 100)),
        leadSource: en.helpers.arrayElement(LEAD_SOURCES),
        description: maybe(0.2, () => locale.lorem.paragraph()),
        'Customer Number': `P-${String(index + 1).padStart(7, '0')}`,
        'Loyalty Points': maybe(0.4, () => en.number.int({ min: 0, max: 9_999 })),
        'Satisfaction Score': maybe(0.3, () => en.number.int({ min: 0, max: 1_000 }) / 100),
        'Credit Limit': maybe(0.2, () => en.number.int({ min: 1, max: 500 }) * 100),
        Newsletter: en.datatype.boolean(),
        'First Purchase': maybe(0.3, () => day(900)),
        Tier: maybe(0.4, () => en.helpers.arrayElement(['Bronze', 'Silver', 'Gold', 'Platinum'])),
        Interests: maybe(0.2, () =>
          en.helpers.arrayElements(['Spare Parts', 'Training', 'Events'], { min: 1, max: 3 }),
        ),
      };
    },
    product(index) {
      return {
        name: unique(en.commerce.productName(), index),
        code: `A-${String(index + 1).padStart(5, '0')}`,
        price: en.number.int({ min: 99, max: 99_999 }) / 100,
        category: en.helpers.arrayElement(CATEGORIES),
        manufacturer: en.helpers.arrayElement(MANUFACTURERS),
        active: true,
        stock: maybe(0.5, () => en.number.int({ min: 0, max: 500 })),
        description: maybe(0.5, () => en.commerce.productDescription()),
        'Article Number': `EAN${en.string.numeric(10)}`,
        'Warranty Months': maybe(0.5, () => en.helpers.arrayElement([6, 12, 24, 36])),
        Weight: maybe(0.5, () => en.number.int({ min: 1, max: 9_000 }) / 100),
      };
    },
  };
}
