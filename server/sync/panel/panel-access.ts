import { SyncError } from '../../core/errors.ts';
import type { ProfilePermissions } from '../../core/permissions/profile-permissions.ts';
import { isHidden } from '../../core/permissions/profile-permissions.ts';
import type { DeskTicketFacts } from '../../ports/desk-tickets.ts';
import type { OpenOrg, OrgConnections } from '../../ports/org-connections.ts';
import type { DeskPersonFacts } from '../../ports/people.ts';
import type { IntegrationState, OrgStore, Store } from '../../ports/store.ts';
import type { AgentIdentity } from '../desk-identity.ts';
import { isActive, isDeskAdministrator } from '../desk-identity.ts';
import type { ManageProfilePermissions } from '../profile-permissions.ts';
import { Refusal } from '../refusal.ts';

/** States in which agents see CRM: it is connected, and an administrator started the sync or the import. */
export type ShownState = Extract<IntegrationState, 'active' | 'paused' | 'legacy'>;

/** An active agent of an organisation that shows CRM, whatever the agent's profile may see. */
export interface PanelGate {
  readonly agent: AgentIdentity;
  /** As Desk shows the agent, at most a minute ago. */
  readonly person: DeskPersonFacts;
  readonly state: ShownState;
  readonly org: OrgStore;
  readonly connections: OrgConnections;
}
/** An agent who may see something of CRM, now. */
export interface PanelAccess extends PanelGate {
  readonly permissions: ProfilePermissions;
}

export interface PanelAccessDeps {
  readonly store: Store;
  readonly openOrg: OpenOrg;
  /** See `createAgentDirectory`. */
  readonly findAgent: (orgKey: string, agentId: string) => Promise<DeskPersonFacts | null | undefined>;
  readonly profiles: Pick<ManageProfilePermissions, 'access'>;
}

/**
 * Who asks, and whether there is anything to see for anybody. Asked at every request, so an agent who was deactivated
 * and an integration that was deleted count at once; the former when Desk's event arrives, or within a minute (S86).
 *
 * @throws Refusal `not-integrated` with the state, `desk-unavailable`, `session-ended`
 */
export function createPanelGate({ store, openOrg, findAgent }: Omit<PanelAccessDeps, 'profiles'>) {
  return async function gate(agent: AgentIdentity): Promise<PanelGate> {
    const org = store.forOrg(agent.orgKey);
    const state = (await org.integration.get())?.state ?? 'none';
    if (!isShown(state)) throw new Refusal('not-integrated', 'Zoho CRM is not integrated', { state });
    const person = await findAgent(agent.orgKey, agent.agentId);
    if (person === undefined) throw new Refusal('desk-unavailable', 'Zoho Desk cannot be asked who this is');
    if (person === null || !isActive(person)) {
      throw new Refusal('session-ended', 'This agent is no longer active in Zoho Desk');
    }
    const connections = await fromDesk(openOrg(agent.orgKey));
    return { agent, person, state, org, connections };
  };
}
export type OpenPanelGate = ReturnType<typeof createPanelGate>;

/**
 * The gate of everything agents see. Permissions are asked for at every request too, so a changed one counts at once
 * (S55, S61).
 *
 * @throws Refusal those of `createPanelGate`, and `crm-hidden`
 */
export function createPanelAccess({ profiles, ...deps }: PanelAccessDeps) {
  const gate = createPanelGate(deps);
  return async function access(agent: AgentIdentity): Promise<PanelAccess> {
    const open = await gate(agent);
    const profileId = open.person.profileId ?? agent.profileId;
    const { permissions, nothingBecause } = await profiles.access({ ...agent, profileId });
    if (isHidden(permissions)) {
      throw new Refusal('crm-hidden', 'This profile sees nothing of Zoho CRM', { because: nothingBecause });
    }
    return { ...open, permissions };
  };
}
export type OpenPanelAccess = ReturnType<typeof createPanelAccess>;

/**
 * Whether Desk lets the agent see the ticket: it is in one of the agent's departments, and agents whose role is limited
 * to their own tickets are its assignee. Administrators see all. Contacts and accounts belong to no department: every
 * agent sees them.
 */
export function maySeeTicket(
  person: DeskPersonFacts,
  { departmentId, assigneeId }: Pick<DeskTicketFacts, 'departmentId' | 'assigneeId'>,
): boolean {
  if (!worksIn(person, departmentId)) return false;
  return isLimitedToOwn(person) ? assigneeId === person.id : true;
}

export function worksIn(person: DeskPersonFacts, departmentId: string): boolean {
  return isDeskAdministrator(person) || (person.associatedDepartmentIds ?? []).includes(departmentId);
}

/** `AgentTeamPersonal` also sees its team's tickets; Desk does not say here whose team it is, so these stay hidden. */
function isLimitedToOwn({ rolePermissionType }: DeskPersonFacts): boolean {
  return rolePermissionType === 'AgentPersonal' || rolePermissionType === 'AgentTeamPersonal';
}

/** @throws Refusal `desk-unavailable` when Desk cannot be asked */
export async function fromDesk<T>(read: Promise<T>): Promise<T> {
  try {
    return await read;
  } catch (error) {
    if (!(error instanceof SyncError)) throw error;
    const cause = { cause: error };
    throw new Refusal(
      'desk-unavailable',
      'Zoho Desk cannot be reached at the moment',
      { reason: error.code },
      cause,
    );
  }
}

function isShown(state: IntegrationState): state is ShownState {
  return state === 'active' || state === 'paused' || state === 'legacy';
}
