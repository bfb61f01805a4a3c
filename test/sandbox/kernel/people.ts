import type { Person } from './types.ts';

/** One Desk organisation and the CRM organisation of the same company. */
export interface OrgPair {
  readonly name: string;
  readonly domain: string;
  readonly deskOrgId: string;
  readonly crmOrgId: string;
}

const COMPANIES = [
  { name: 'Zylker', domain: 'zylker.example' },
  { name: 'Nordlicht Handel', domain: 'nordlicht.example' },
  { name: 'Sakura Works', domain: 'sakura.example' },
] as const;

/** The organisations of a sandbox; ids look like Zoho's and never repeat. */
export function createOrgPairs(count: number): OrgPair[] {
  return Array.from({ length: count }, (_, index) => {
    const company = COMPANIES[index] ?? {
      name: `Company ${index + 1}`,
      domain: `company-${index + 1}.example`,
    };
    return {
      ...company,
      deskOrgId: String(60_012_809_521 + index * 1111),
      crmOrgId: String(70_034_517_301 + index * 1111),
    };
  });
}

/**
 * The people of one company: who may connect, who works, who may only look.
 *
 * The first is administrator of both products (step 1A of the help article); the second of CRM only (step 1B).
 */
export function createPeople(pair: OrgPair, index: number): Person[] {
  const desk = (profile: 'Support Administrator' | 'Agent' | 'Light Agent') => [
    { orgId: pair.deskOrgId, profile },
  ];
  const crm = (profile: 'Administrator' | 'Standard') => [{ orgId: pair.crmOrgId, profile }];
  const person = (number: number, firstName: string, lastName: string, member: Partial<Person>): Person => ({
    zuid: String(10_000_100 + index * 100 + number),
    email: `${firstName}.${lastName}@${pair.domain}`.toLowerCase(),
    firstName,
    lastName,
    timeZone: 'Europe/Berlin',
    langCode: 'en_US',
    ...member,
  });
  return [
    person(1, 'Ada', 'Admin', { desk: desk('Support Administrator'), crm: crm('Administrator') }),
    person(2, 'Carla', 'Crm', { crm: crm('Administrator') }),
    person(3, 'Otto', 'Agent', { desk: desk('Agent') }),
    person(4, 'Mia', 'Agent', { desk: desk('Agent'), crm: crm('Standard'), timeZone: 'America/New_York' }),
    person(5, 'Lin', 'Light', { desk: desk('Light Agent'), langCode: 'de_DE' }),
  ];
}
