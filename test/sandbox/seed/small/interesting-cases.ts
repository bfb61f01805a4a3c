import type { DraftRecord } from '../generated/draft.ts';

/** Unicode in full: combining marks, right-to-left, emoji beyond the basic plane, and a long name. */
const LONG_NAME =
  'Donaudampfschifffahrtsgesellschaft für Überseetransporte, Škoda-Ersatzteile & Ünïcödé-Prüfungen mbH & Co. KGaA «Zürich – 東京 – São Paulo»';

const EVERY_KIND = {
  'Customer Number': 'P-0000042',
  'Loyalty Points': 1200,
  'Satisfaction Score': 8.75,
  'Credit Limit': 15000.5,
  'Discount Rate': 12.5,
  Newsletter: true,
  'First Purchase': '2024-02-29',
  'Last Visit': new Date('2026-03-29T01:30:00.000Z'),
  Tier: 'Gold',
  Interests: ['Training', 'Spare Parts'],
  'Delivery Notes': 'Ring twice.\nSecond floor, door "B".\nNo deliveries, please, before 9:00.',
  'Profile Page': 'https://people.cobalt.example/anna-berg?tab=1&lang=sv',
  'Assistant Email': 'assistant@cobalt.example',
  'Emergency Phone': '+46 8 123 456',
} as const;

// prettier-ignore
const ACCOUNTS: readonly DraftRecord[] = [
  // The same name, spelt differently: one pair.
  { module: 'accounts', facts: { name: 'Cobalt Marine', website: 'https://cobalt.example', phone: '+46 8 555 010', industry: 'Large Enterprise', city: 'Göteborg', country: 'Sweden', 'Customer Code': '000117', Seats: 40, 'Contract Value': 125000.5, 'Renewal Date': '2027-02-28', Region: 'Europe', 'Key Account': true }, differs: { desk: { name: '  COBALT   marine ' } }, daysAgo: { desk: 200, crm: 210 } },
  // Two accounts of one name on the same side: ambiguous for the other side's.
  { module: 'accounts', facts: { name: 'Twin Peaks Trading', phone: '+1 206 555 0101', city: 'Seattle' }, daysAgo: { crm: 90 } },
  { module: 'accounts', facts: { name: 'Twin Peaks Trading', phone: '+1 206 555 0199', city: 'Spokane' }, daysAgo: { desk: 80, crm: 60 } },
  { module: 'accounts', facts: { name: 'Double Desk GmbH', city: 'Bonn' }, daysAgo: { desk: 70 } },
  { module: 'accounts', facts: { name: 'double desk gmbh', city: 'Köln' }, daysAgo: { desk: 50 } },
  // Older than a year on each side, and around the boundary.
  { module: 'accounts', facts: { name: 'Old Mill Antiques', city: 'York', country: 'United Kingdom' }, daysAgo: { crm: 800 } },
  { module: 'accounts', facts: { name: 'Vintage Vinyl Vault', city: 'Austin', country: 'United States' }, daysAgo: { desk: 900 } },
  { module: 'accounts', facts: { name: 'Evergreen Estates', city: 'Portland' }, daysAgo: { desk: 1200, crm: 1300 } },
  { module: 'accounts', facts: { name: 'Just Inside Ltd' }, daysAgo: { crm: 364 } },
  { module: 'accounts', facts: { name: 'Just Outside Ltd' }, daysAgo: { crm: 367 } },
  // Long and Unicode; composed on one side, decomposed on the other.
  { module: 'accounts', facts: { name: LONG_NAME, city: 'Zürich' }, daysAgo: { crm: 33 } },
  { module: 'accounts', facts: { name: 'Café Médoc', city: 'Bordeaux', country: 'France' }, differs: { desk: { name: 'Cafe\u0301 Me\u0301doc' } }, daysAgo: { desk: 44, crm: 45 } },
  { module: 'accounts', facts: { name: 'شركة النخيل للتجارة', city: 'دبي', country: 'United Arab Emirates' }, daysAgo: { desk: 21 } },
];

// prettier-ignore
const CONTACTS: readonly DraftRecord[] = [
  // The same e-mail in another case: one pair. Every kind of custom field, filled on one side each time.
  { module: 'contacts', facts: { firstName: 'Anna', lastName: 'Berg', email: 'anna.berg@cobalt.example', phone: '+46 8 555 011', title: 'Head of Purchasing' }, differs: { desk: { email: 'Anna.Berg@COBALT.example' }, crm: EVERY_KIND }, daysAgo: { desk: 120, crm: 118 }, accountBySide: { desk: '  COBALT   marine ', crm: 'Cobalt Marine' } },
  { module: 'contacts', facts: { firstName: 'Björn', lastName: 'Ek', email: 'bjorn.ek@cobalt.example', ...EVERY_KIND, 'Customer Number': 'P-0000043', Tier: 'Silver', Newsletter: false }, daysAgo: { desk: 25 }, account: '  COBALT   marine ' },
  // Different values on both sides under one pair.
  { module: 'contacts', facts: { firstName: 'Cleo', lastName: 'Dahl', email: 'cleo.dahl@cobalt.example' }, differs: { desk: { phone: '+46 8 555 020', mobile: '+46 70 111 222' }, crm: { phone: '+46 8 555 021', title: 'Engineer', department: 'Quality' } }, daysAgo: { desk: 60, crm: 61 }, accountBySide: { desk: '  COBALT   marine ', crm: 'Cobalt Marine' } },
  // No e-mail; two of one name.
  { module: 'contacts', facts: { firstName: 'Nora', lastName: 'Nomail', phone: '+1 206 555 0111' }, daysAgo: { crm: 40 } },
  { module: 'contacts', facts: { firstName: 'Noel', lastName: 'Nomail', mobile: '+1 206 555 0112' }, daysAgo: { desk: 41 } },
  { module: 'contacts', facts: { lastName: 'Nomail', phone: '+1 206 555 0113' }, daysAgo: { desk: 10, crm: 12 } },
  // Two CRM contacts with one e-mail: ambiguous for the Desk contact.
  { module: 'contacts', facts: { firstName: 'Dora', lastName: 'Double', email: 'dora@twinpeaks.example' }, daysAgo: { desk: 30, crm: 31 } },
  { module: 'contacts', facts: { firstName: 'Dorothea', lastName: 'Double', email: 'DORA@twinpeaks.example' }, daysAgo: { crm: 29 } },
  // Secondary e-mails; one side's secondary is the other's primary.
  { module: 'contacts', facts: { firstName: 'Sven', lastName: 'Second', email: 'sven@home.example', secondaryEmail: 'sven.second@work.example' }, daysAgo: { desk: 55 } },
  { module: 'contacts', facts: { firstName: 'Sven', lastName: 'Second', email: 'sven.second@work.example' }, daysAgo: { crm: 57 } },
  // Plus tags are other addresses.
  { module: 'contacts', facts: { firstName: 'Pia', lastName: 'Plus', email: 'pia@plus.example' }, daysAgo: { desk: 15 } },
  { module: 'contacts', facts: { firstName: 'Pia', lastName: 'Plus', email: 'pia+shop@plus.example' }, daysAgo: { crm: 15 } },
  // Older than a year.
  { module: 'contacts', facts: { firstName: 'Olga', lastName: 'Old', email: 'olga@oldmill.example' }, daysAgo: { crm: 700 }, account: 'Old Mill Antiques' },
  { module: 'contacts', facts: { firstName: 'Viktor', lastName: 'Vinyl', email: 'viktor@vinyl.example' }, daysAgo: { desk: 720 }, account: 'Vintage Vinyl Vault' },
  { module: 'contacts', facts: { firstName: 'Eva', lastName: 'Evergreen', email: 'eva@evergreen.example' }, daysAgo: { desk: 1000, crm: 1001 }, account: 'Evergreen Estates' },
  { module: 'contacts', facts: { firstName: 'Ian', lastName: 'Inside', email: 'ian@inside.example' }, daysAgo: { crm: 364 }, account: 'Just Inside Ltd' },
  { module: 'contacts', facts: { firstName: 'Otis', lastName: 'Outside', email: 'otis@outside.example' }, daysAgo: { crm: 367 }, account: 'Just Outside Ltd' },
  // Young contacts whose account is older than a year.
  { module: 'contacts', facts: { firstName: 'Yuki', lastName: 'Young', email: 'yuki@oldmill.example' }, daysAgo: { crm: 20 }, account: 'Old Mill Antiques' },
  { module: 'contacts', facts: { firstName: 'Yannick', lastName: 'Young', email: 'yannick@vinyl.example' }, daysAgo: { desk: 22 }, account: 'Vintage Vinyl Vault' },
  // Names.
  { module: 'contacts', facts: { firstName: 'María José de la Concepción', lastName: 'Fernández-Álvarez y Wąchock-Žižek', email: 'mariajose@long.example', city: 'México D.F.' }, daysAgo: { crm: 34 }, account: LONG_NAME },
  { module: 'contacts', facts: { firstName: '太郎', lastName: '山田 👩🏽‍🔧', email: 'taro.yamada@long.example', description: 'Überstunden: 残業 😀' }, daysAgo: { desk: 36 } },
  { module: 'contacts', facts: { firstName: 'نور', lastName: 'الدين', email: 'nour@nakheel.example' }, daysAgo: { desk: 18 }, account: 'شركة النخيل للتجارة' },
  // The person of won, lost and open deals (customer type).
  { module: 'contacts', facts: { firstName: 'Wanda', lastName: 'Won', email: 'wanda@customers.example', phone: '+1 303 555 0101' }, daysAgo: { desk: 75, crm: 76 }, account: 'Café Médoc', accountBySide: { desk: 'Cafe\u0301 Me\u0301doc' } },
  { module: 'contacts', facts: { firstName: 'Petra', lastName: 'Prospect', email: 'petra@prospects.example' }, daysAgo: { desk: 65, crm: 66 } },
  { module: 'contacts', facts: { firstName: 'Luis', lastName: 'Lost', email: 'luis@lost.example' }, daysAgo: { desk: 64, crm: 64 } },
];

// prettier-ignore
const PRODUCTS: readonly DraftRecord[] = [
  { module: 'products', facts: { name: 'Bilge Pump 500', code: 'BP-500', price: 189.9, category: 'Hardware', manufacturer: 'MetBeat Corp.', active: true, 'Article Number': '04012345', 'Warranty Months': 24, Weight: 3.25, Discontinued: false, 'Available From': '2025-09-01', Packaging: 'Box' }, differs: { desk: { name: 'BILGE PUMP 500 ' } }, daysAgo: { desk: 140, crm: 150 }, departments: ['Support'] },
  // In a department that is seldom selected, in two, and only there.
  { module: 'products', facts: { name: 'Return Label Kit', code: 'RL-1', price: 4.5 }, daysAgo: { desk: 100 }, departments: ['Returns'] },
  { module: 'products', facts: { name: 'On-site Inspection', code: 'OS-1', price: 420 }, daysAgo: { desk: 95, crm: 96 }, departments: ['Field Service'] },
  { module: 'products', facts: { name: 'Hull Paint 5 l', code: 'HP-5', price: 79 }, daysAgo: { desk: 90 }, departments: ['Support', 'Returns'] },
  { module: 'products', facts: { name: 'Anchor Chain 20 m', code: 'AC-20', price: 310.25, stock: 12, active: true }, daysAgo: { crm: 85 } },
  { module: 'products', facts: { name: 'Discontinued Winch', code: 'DW-1', price: 999, active: false, Discontinued: true }, daysAgo: { crm: 1100 } },
  { module: 'products', facts: { name: 'Retired Radio', code: 'RR-1', price: 55 }, daysAgo: { desk: 1150 }, departments: ['Support'] },
];

/** One record for each case that syncs of customers stumble over; comments say which. */
export const INTERESTING_CASES: readonly DraftRecord[] = [...ACCOUNTS, ...CONTACTS, ...PRODUCTS];
