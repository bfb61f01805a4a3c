import type { Person } from '../kernel/types.ts';
import type { Json } from './types.ts';

export type RolePermission = 'Admin' | 'AgentPublic' | 'Light';
export type ProfileType = 'Administrator' | 'Standard' | 'Light';

export interface Profile {
  readonly id: string;
  readonly name: string;
  readonly type: ProfileType;
  readonly permissions: Json;
}
export interface Role {
  readonly id: string;
  readonly name: string;
  readonly reportsTo: string | null;
  readonly adminRole: boolean;
}
export interface Agent {
  readonly id: string;
  readonly person: Person;
  readonly profile: Profile;
  readonly role: Role;
  readonly rolePermissionType: RolePermission;
}
export interface Department {
  readonly id: string;
  readonly name: string;
  readonly isDefault: boolean;
  readonly createdAt: number;
}

/** The 12 keys of the native integration's permission screen (reference §6). */
export const CRM_PERMISSIONS = ['Contacts', 'Accounts'].flatMap((entity) =>
  ['Info', 'Potentials', 'Notes', 'ActivityTasks', 'ActivityEvents', 'ActivityCalls'].map(
    (item) => `crm${entity}${item}`,
  ),
);

const CRUD = ['view', 'create', 'edit', 'delete', 'import', 'export'] as const;

/** What a profile may do: administrators all, agents all but set-up and deletion, light agents look only. */
function permissionsOf(type: ProfileType): Json {
  const may = (action: string): boolean =>
    type === 'Administrator' ||
    action === 'view' ||
    (type === 'Standard' && (action === 'create' || action === 'edit'));
  const entity = Object.fromEntries(CRUD.map((action) => [action, may(action)]));
  const admin = type === 'Administrator';
  return {
    crmInteg: Object.fromEntries(CRM_PERMISSIONS.map((key) => [key, true])),
    tickets: entity,
    contacts: entity,
    accounts: entity,
    products: type === 'Standard' ? { ...entity, create: false, edit: false } : entity,
    setup: {
      recycleBin: admin,
      manageMarketplace: admin,
      permission: admin,
      tabsAndFields: admin,
      webhooks: admin,
      department: admin,
      manageAgents: admin,
    },
  };
}

export interface Staff {
  readonly profiles: readonly Profile[];
  readonly roles: readonly Role[];
  readonly agents: ReadonlyMap<string, Agent>;
  readonly byPerson: ReadonlyMap<string, Agent>;
}

/** Profiles, roles and agents of a portal: every person who is its member becomes an agent. */
export function buildStaff(orgId: string, people: Iterable<Person>, nextId: () => string): Staff {
  const profile = (name: string, type: ProfileType): Profile => ({
    id: nextId(),
    name,
    type,
    permissions: permissionsOf(type),
  });
  const profiles = [
    profile('Support Administrator', 'Administrator'),
    profile('Agent', 'Standard'),
    profile('Light Agent', 'Light'),
  ];
  const ceo: Role = { id: nextId(), name: 'CEO', reportsTo: null, adminRole: true };
  const support: Role = { id: nextId(), name: 'Support Agent', reportsTo: ceo.id, adminRole: false };
  const agents = [...people].flatMap((person): Agent[] => {
    const member = person.desk?.find((membership) => membership.orgId === orgId);
    const own = profiles.find((candidate) => candidate.name === member?.profile);
    if (!own) return [];
    const admin = own.type === 'Administrator';
    return [
      {
        id: nextId(),
        person,
        profile: own,
        role: admin ? ceo : support,
        rolePermissionType: admin ? 'Admin' : own.type === 'Light' ? 'Light' : 'AgentPublic',
      },
    ];
  });
  return {
    profiles,
    roles: [ceo, support],
    agents: new Map(agents.map((agent) => [agent.id, agent])),
    byPerson: new Map(agents.map((agent) => [agent.person.zuid, agent])),
  };
}
