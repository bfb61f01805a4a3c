import type { Seed } from '../../kernel/types.ts';
import { Draft } from '../generated/draft.ts';
import { createFakes } from '../generated/fakes.ts';
import { DEPARTMENTS } from '../generated/generate-company.ts';
import type { SeedContext } from '../load-seed.ts';
import { INTERESTING_CASES } from './interesting-cases.ts';
import { createRelated } from './related-records.ts';
import { createTickets } from './tickets.ts';

const BACKGROUND_ACCOUNTS = 28;
const CONTACTS_EACH = 2;
const BACKGROUND_PRODUCTS = 8;

/** The demo company: every interesting case by name, among ordinary customers that fill the tables. */
export function createSmallCompany({ nowMs, random }: SeedContext): Seed {
  const draft = new Draft(nowMs);
  for (const record of INTERESTING_CASES) draft.add(record);

  const fakes = createFakes(random, nowMs);
  const days = (): number => fakes.faker.number.int({ min: 2, max: 340 });
  const daysAgo = (index: number) => {
    const age = days();
    if (index % 5 < 3) return { desk: age, crm: age };
    return index % 5 === 3 ? { desk: age } : { crm: age };
  };
  for (let index = 0; index < BACKGROUND_ACCOUNTS; index += 1) {
    const { domain, ...facts } = fakes.account(index);
    draft.add({ module: 'accounts', facts, daysAgo: daysAgo(index) });
    for (let contact = 0; contact < CONTACTS_EACH; contact += 1) {
      draft.add({
        module: 'contacts',
        facts: fakes.contact(index * CONTACTS_EACH + contact, domain),
        daysAgo: daysAgo(index),
        account: facts.name,
      });
    }
  }
  for (let index = 0; index < BACKGROUND_PRODUCTS; index += 1) {
    const departments = [DEPARTMENTS[index % 2] ?? 'Support'];
    draft.add({ module: 'products', facts: fakes.product(index), daysAgo: daysAgo(index), departments });
  }

  const seed = draft.finish(DEPARTMENTS);
  return {
    desk: { ...seed.desk, tickets: createTickets(nowMs) },
    crm: { ...seed.crm, related: createRelated(nowMs) },
  };
}
