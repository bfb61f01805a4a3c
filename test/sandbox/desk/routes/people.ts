import { badQuery, notFound } from '../errors.ts';
import { list, ok, pagePrice } from '../gate.ts';
import type { Call, Route } from '../gate.ts';
import { readPage } from '../paging.ts';
import type { Agent, Department, Profile, ProfileType, Role } from '../people.ts';
import type { Portal } from '../portal.ts';
import { fold } from '../record-view.ts';
import type { Json } from '../types.ts';
import { staffing } from '../variants.ts';
import { BASIC_READ } from './scopes.ts';

const AGENT_RULES = { base: 1, maxLimit: 200 } as const;
const ROLE_RULES = { base: 1, maxLimit: 500 } as const;

/** Agents, roles and profiles (reference §6). */
export const PEOPLE_ROUTES: readonly Route[] = [
  {
    method: 'GET',
    path: '/myinfo',
    scopes: BASIC_READ,
    handle: (call) =>
      ok({ ...agentShape(call.portal, call.agent), isZiaAgent: false, ...included(call, call.agent) }),
  },
  {
    method: 'GET',
    path: '/agents',
    scopes: BASIC_READ,
    credits: pagePrice(({ query }) => readPage(query, AGENT_RULES)),
    handle: (call) => {
      const { offset, limit } = readPage(call.query, AGENT_RULES);
      const found = call.portal.agents().filter((agent) => fits(agent, call));
      const agents = found.slice(offset, offset + limit);
      return list(agents.map((agent) => ({ ...agentShape(call.portal, agent), isZiaAgent: false })));
    },
  },
  {
    method: 'GET',
    path: '/agents/:id',
    scopes: BASIC_READ,
    handle: (call) => {
      const agent = call.portal.staff.agents.get(call.params['id'] ?? '');
      if (!agent) throw notFound();
      return ok({ ...agentShape(call.portal, agent), ...included(call, agent) });
    },
  },
  {
    method: 'GET',
    path: '/agentsByIds',
    scopes: BASIC_READ,
    handle: ({ portal, query }) => {
      if (!query['agentIds']) throw badQuery('agentIds');
      const agents = query['agentIds'].split(',').flatMap((id) => portal.staff.agents.get(id.trim()) ?? []);
      return list(agents.map((agent) => slimAgentShape(portal, agent)));
    },
  },
  {
    method: 'GET',
    path: '/roles',
    scopes: BASIC_READ,
    credits: pagePrice(({ query }) => readPage(query, ROLE_RULES)),
    handle: ({ portal, query }) => {
      const { offset, limit } = readPage(query, ROLE_RULES);
      return list(portal.staff.roles.slice(offset, offset + limit).map((role) => roleShape(portal, role)));
    },
  },
  {
    method: 'GET',
    path: '/profiles',
    scopes: BASIC_READ,
    handle: ({ portal, query }) => {
      const wanted = fold(query['searchStr'] ?? '');
      const profiles = portal.staff.profiles.filter((profile) => fold(profile.name).includes(wanted));
      return ok({ data: profiles.map(profileShape) });
    },
  },
  {
    method: 'GET',
    path: '/profiles/:id',
    scopes: BASIC_READ,
    handle: ({ portal, params }) => {
      const profile = portal.staff.profiles.find((candidate) => candidate.id === params['id']);
      if (!profile) throw notFound();
      return ok(profileShape(profile));
    },
  },
  {
    method: 'GET',
    path: '/myProfile',
    scopes: BASIC_READ,
    handle: ({ agent }) => ok(profileShape(agent.profile)),
  },
  {
    method: 'GET',
    path: '/lightAgentProfile',
    scopes: BASIC_READ,
    handle: ({ portal }) => {
      const profile = portal.staff.profiles.find((candidate) => candidate.type === 'Light');
      if (!profile) throw notFound();
      return ok(profileShape(profile));
    },
  },
];

function statusOf(portal: Portal, { id }: Agent): 'ACTIVE' | 'DISABLED' {
  return portal.disabledAgents.has(id) ? 'DISABLED' : 'ACTIVE';
}

function fits(agent: Agent, { portal, query }: Call): boolean {
  const { rolePermissionType, profileIds, status, searchStr } = query;
  if (rolePermissionType && agent.rolePermissionType !== rolePermissionType) return false;
  if (profileIds && !profileIds.split(',').includes(agent.profile.id)) return false;
  if (status && status !== statusOf(portal, agent)) return false;
  if (!searchStr) return true;
  const { firstName, lastName, email } = agent.person;
  return fold(`${firstName} ${lastName} ${email}`).includes(fold(searchStr.replaceAll('*', '')));
}

/** Every agent works in all departments unless a setting names some. */
function departmentsOf(portal: Portal, { person }: Agent): readonly Department[] {
  const names = staffing(portal.settings, 'desk.agentDepartments', person.email)?.split(',');
  return portal.departments.filter(({ name }) => names?.includes(name) ?? true);
}

/** Agent.json `getAgentResponse`. */
export function agentShape(portal: Portal, agent: Agent): Json {
  const { person } = agent;
  return {
    id: agent.id,
    zuid: person.zuid,
    emailId: person.email,
    name: `${person.firstName} ${person.lastName}`,
    firstName: person.firstName,
    lastName: person.lastName,
    profileId: agent.profile.id,
    roleId: agent.role.id,
    rolePermissionType:
      staffing(portal.settings, 'desk.agentRanks', person.email) ?? agent.rolePermissionType,
    status: statusOf(portal, agent),
    isConfirmed: true,
    associatedDepartmentIds: departmentsOf(portal, agent).map((department) => department.id),
    associatedChatDepartmentIds: [],
    langCode: person.langCode,
    timeZone: person.timeZone,
    countryCode: person.langCode,
    extn: '',
    phone: '',
    mobile: '',
    aboutInfo: null,
    photoURL: null,
    channelExpert: [],
  };
}

/** Agent.json `agentsByIds` leaves out what is personal. */
function slimAgentShape(portal: Portal, agent: Agent): Json {
  const { associatedChatDepartmentIds: _chats, countryCode: _country, ...rest } = agentShape(portal, agent);
  const { langCode: _language, name: _name, timeZone: _zone, ...slim } = rest;
  return slim;
}

/** Types of an included profile; `/profiles` spells them otherwise. */
const INCLUDED_TYPES: Readonly<Record<ProfileType, string>> = {
  Administrator: 'ADMIN',
  Standard: 'STANDARD',
  Light: 'LIGHT',
};

function included({ portal, query }: Call, agent: Agent): Json {
  const include = new Set((query['include'] ?? '').split(',').map((part) => part.trim()));
  return {
    ...(include.has('profile') && {
      profile: { id: agent.profile.id, name: agent.profile.name, type: INCLUDED_TYPES[agent.profile.type] },
    }),
    ...(include.has('role') && {
      role: { id: agent.role.id, name: agent.role.name, adminRole: agent.role.adminRole },
    }),
    ...(include.has('associatedDepartments') && {
      associatedDepartments: departmentsOf(portal, agent).map(({ id, name }) => ({
        id,
        name,
        sanitizedName: name,
      })),
    }),
  };
}

/** Role.json `roleResponseArray`. */
function roleShape(portal: Portal, role: Role): Json {
  return {
    id: role.id,
    name: role.name,
    description: null,
    reportsTo: role.reportsTo,
    adminRole: role.adminRole,
    isDefault: role.adminRole,
    isVisible: true,
    shareDataWithPeers: true,
    immediateSubRoles: portal.staff.roles
      .filter((other) => other.reportsTo === role.id)
      .map((other) => other.id),
  };
}

/** Profile.json `commonProfileResponse`, with the permission blocks that matter here. */
function profileShape(profile: Profile): Json {
  return {
    id: profile.id,
    name: profile.name,
    description: null,
    default: true,
    isVisible: true,
    type: profile.type,
    permissions: profile.permissions,
  };
}
