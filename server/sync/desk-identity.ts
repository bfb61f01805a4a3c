import type { DeskOrganizationFacts, DeskPeople, DeskPersonFacts } from '../ports/people.ts';
import { Refusal } from './refusal.ts';

/** Who an agent is, as Desk says (never as the browser says). */
export interface AgentIdentity {
  /** Desk organisation. */
  readonly orgKey: string;
  readonly agentId: string;
  readonly profileId: string | null;
  readonly email: string | null;
  readonly name: string | null;
  readonly administrator: boolean;
  /** Data center id. */
  readonly dataCenter: string;
}

/** S7. Light and custom agents with a powerful profile are still no administrators. */
export function isDeskAdministrator(person: DeskPersonFacts): boolean {
  return person.rolePermissionType === 'Admin' && isActive(person);
}

export function isActive({ status }: DeskPersonFacts): boolean {
  return !status || status === 'ACTIVE';
}

/**
 * The organisation an agent works in: the wished one if they belong to it, else their default one.
 *
 * @throws Refusal `no-desk-organisation`, `wrong-organisation`
 */
export function pickOrganisation(
  organizations: readonly DeskOrganizationFacts[],
  wishedId: string | null,
): DeskOrganizationFacts {
  const fallback = organizations.find(({ isDefault }) => isDefault === true) ?? organizations[0];
  if (!fallback)
    throw new Refusal('no-desk-organisation', 'This person belongs to no Zoho Desk organisation');
  if (wishedId === null) return fallback;
  const wished = organizations.find(({ id }) => id === wishedId);
  if (wished) return wished;
  throw new Refusal('wrong-organisation', 'This person belongs to another Zoho Desk organisation', {
    expected: wishedId,
  });
}

/** @throws Refusal `agent-inactive`; SyncError when Desk cannot be asked */
export async function readIdentity(
  people: DeskPeople,
  orgKey: string,
  dataCenter: string,
): Promise<AgentIdentity> {
  const me = await people.myInfo();
  if (!isActive(me)) throw new Refusal('agent-inactive', 'This agent is deactivated in Zoho Desk');
  return {
    orgKey,
    agentId: me.id,
    profileId: me.profileId ?? null,
    email: me.emailId ?? null,
    name: me.name ?? null,
    administrator: isDeskAdministrator(me),
    dataCenter,
  };
}
