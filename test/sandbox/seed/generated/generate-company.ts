import type { Seed } from '../../kernel/types.ts';
import type { SeedContext } from '../load-seed.ts';
import { Draft } from './draft.ts';
import type { DraftRecord } from './draft.ts';
import { createFakes } from './fakes.ts';

export const DEPARTMENTS: readonly string[] = ['Support', 'Returns', 'Field Service'];

/** One account for five contacts, one product for twenty-five, as in a trading company. */
const CONTACTS_PER_ACCOUNT = 5;
const CONTACTS_PER_PRODUCT = 25;

/**
 * A company of any size: `contacts` people in the union of both sides.
 *
 * Three fifths are known to both sides (one in ten of these in another spelling), one fifth to each side alone.
 * One in seven is older than a year. Names and addresses never repeat, so every record has at most one partner.
 */
export function generateCompany(contacts: number, { nowMs, random }: SeedContext): Seed {
  const draft = new Draft(nowMs);
  const fakes = createFakes(random, nowMs);
  const chance = (share: number): boolean => fakes.faker.number.float() < share;
  const age = (): number =>
    chance(1 / 7)
      ? fakes.faker.number.int({ min: 380, max: 1_500 })
      : fakes.faker.number.int({ min: 1, max: 350 });
  const daysAgo = (presence: number): DraftRecord['daysAgo'] => {
    const days = age();
    if (presence < 3) return { desk: days, crm: days };
    return presence === 3 ? { desk: days } : { crm: days };
  };

  const accounts = Array.from({ length: Math.ceil(contacts / CONTACTS_PER_ACCOUNT) }, (_, index) => {
    const { domain, ...facts } = fakes.account(index);
    const presence = index % 5;
    const deskName = presence < 3 && chance(0.1) ? ` ${facts.name.toUpperCase()} ` : facts.name;
    draft.add({
      module: 'accounts',
      facts,
      differs: { desk: { name: deskName } },
      daysAgo: daysAgo(presence),
    });
    return { domain, presence, crm: facts.name, desk: deskName };
  });

  for (let index = 0; index < contacts; index += 1) {
    // Contacts of one account share its presence; these are spread evenly over 0…4.
    const account = accounts[index % accounts.length];
    if (!account) continue;
    const facts = fakes.contact(index, account.domain);
    const email = chance(0.08) ? undefined : String(facts['email']);
    const shared = account.presence < 3;
    draft.add({
      module: 'contacts',
      facts: { ...facts, email: shared ? (email ?? facts['email']) : email },
      ...(shared && chance(0.1)
        ? { differs: { desk: { email: String(facts['email']).toUpperCase() } } }
        : {}),
      daysAgo: daysAgo(account.presence),
      accountBySide: { desk: account.desk, crm: account.crm },
    });
  }

  const products = Math.max(Math.ceil(contacts / CONTACTS_PER_PRODUCT), contacts > 0 ? 5 : 0);
  for (let index = 0; index < products; index += 1) {
    draft.add({
      module: 'products',
      facts: fakes.product(index),
      daysAgo: daysAgo(index % 5),
      departments: [DEPARTMENTS[index % DEPARTMENTS.length] ?? 'Support'],
    });
  }
  return draft.finish(DEPARTMENTS);
}
