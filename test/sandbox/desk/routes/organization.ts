import { badQuery, notFound } from '../errors.ts';
import { fieldRow } from '../fields.ts';
import { list, ok, pagePrice } from '../gate.ts';
import type { Call, Portals, Route, Scopes } from '../gate.ts';
import { readPage } from '../paging.ts';
import type { Portal } from '../portal.ts';
import { isoTime } from '../shapes.ts';
import { ticketStatuses } from '../tickets.ts';
import type { Json } from '../types.ts';
import { BASIC_READ, SETTINGS_READ } from './scopes.ts';

const DEPARTMENT_RULES = { base: 1, maxLimit: 200 } as const;
const MODULE_NAMES = {
  accounts: { label: 'Accounts', singular: 'Account', nameField: 'accountName', perDepartment: false },
  contacts: { label: 'Contacts', singular: 'Contact', nameField: 'lastName', perDepartment: false },
  products: { label: 'Products', singular: 'Product', nameField: 'productName', perDepartment: true },
  tickets: { label: 'Tickets', singular: 'Ticket', nameField: 'subject', perDepartment: true },
} as const;
/** A token without any Desk scope but `basic` may still ask what portals it has. */
const FIELDS_READ: Scopes = SETTINGS_READ;

/** The portal itself: organisation, departments, modules, fields, plan (reference §2.9, §6). */
export function organizationRoutes(portals: Portals): Route[] {
  const own = ({ grant }: Call): Portal[] =>
    [...portals.values()].filter((portal) => portal.staff.byPerson.has(grant.person.zuid));
  return [
    {
      method: 'GET',
      path: '/organizations',
      scopes: BASIC_READ,
      handle: (call) =>
        ok({ data: own(call).map((portal, index) => organization(portal, call, index === 0)) }),
    },
    {
      method: 'GET',
      path: '/accessibleOrganizations',
      scopes: BASIC_READ,
      handle: (call) => {
        const bound = call.grant.deskOrgId;
        const accessible = own(call).filter((portal) => bound === null || portal.orgId === bound);
        return ok({ data: accessible.map((portal, index) => organization(portal, call, index === 0)) });
      },
    },
    {
      method: 'GET',
      path: '/organizations/:id',
      scopes: BASIC_READ,
      handle: (call) => {
        const portal = own(call).find((candidate) => candidate.orgId === call.params['id']);
        if (!portal) throw notFound();
        return ok(organization(portal, call, true));
      },
    },
    {
      method: 'GET',
      path: '/departments',
      scopes: BASIC_READ,
      credits: pagePrice(({ query }) => readPage(query, DEPARTMENT_RULES)),
      handle: ({ portal, query }) => {
        const { offset, limit } = readPage(query, DEPARTMENT_RULES);
        if (query['isEnabled'] === 'false') return list([]);
        return list(
          portal.departments.slice(offset, offset + limit).map((item) => department(portal, item.id)),
        );
      },
    },
    {
      method: 'GET',
      path: '/departments/:id',
      scopes: BASIC_READ,
      handle: ({ portal, params }) => ok(department(portal, params['id'] ?? '')),
    },
    {
      method: 'GET',
      path: '/organizationModules',
      scopes: SETTINGS_READ,
      handle: ({ portal }) => list(modules(portal)),
    },
    {
      method: 'GET',
      path: '/organizationFields',
      scopes: FIELDS_READ,
      handle: ({ portal, query }) => {
        const module = query['module'];
        if (module === 'tickets') return ok({ data: [statusField(portal)] });
        if (module !== 'contacts' && module !== 'accounts' && module !== 'products') throw badQuery('module');
        return ok({ data: portal.fields[module].all.map(fieldRow) });
      },
    },
    {
      method: 'GET',
      path: '/licenses/plan',
      scopes: BASIC_READ,
      handle: ({ portal }) => {
        const plan = portal.settings.deskEdition;
        return ok({
          planName: plan.charAt(0) + plan.slice(1).toLowerCase(),
          planCode: plan,
          planStatus: 'ACTIVE',
          expiryDate: portal.now() + 365 * 86_400_000,
          billingCycle: 'YEARLY',
        });
      },
    },
  ];
}

/** Of a ticket's fields, the one that customer data needs: which statuses there are, and of which type. */
function statusField(portal: Portal): Json {
  return {
    id: portal.moduleIds.tickets,
    name: 'status',
    apiName: 'status',
    displayLabel: 'Status',
    i18NLabel: 'Status',
    type: 'Picklist',
    isCustomField: false,
    isMandatory: false,
    isEncryptedField: false,
    isTrackLastActivityTime: false,
    maxLength: 120,
    allowedValues: ticketStatuses(),
  };
}

/** Organization.json `organizationListArray`. */
function organization(portal: Portal, call: Call, isDefault: boolean): Json {
  const agent = portal.staff.byPerson.get(call.grant.person.zuid);
  return {
    id: portal.orgId,
    companyName: portal.name,
    portalName: portal.portalName,
    alias: portal.name,
    portalURL: `${portal.baseUrl}/support/${portal.portalName}/ShowHomePage.do`,
    edition: portal.settings.deskEdition,
    isDefault,
    isAdminInOrg: agent?.rolePermissionType === 'Admin',
    isSandboxPortal: false,
    isPayloadEncryptionEnabled: false,
    employeeCount: String(portal.staff.agents.size),
    currencyCode: 'USD',
    currencySymbol: '$',
    currencyLocale: 'US',
    primaryContact: portal.administrator()?.person.email ?? null,
    description: null,
    country: null,
    city: null,
    street: null,
    state: null,
    zip: null,
    fax: null,
    website: null,
    mobile: null,
    phoneNumber: null,
    logoURL: null,
    faviconURL: null,
  };
}

/** Department.json `departmentListViewArray`. */
function department(portal: Portal, id: string): Json {
  const found = portal.department(id);
  if (!found) throw notFound();
  return {
    id: found.id,
    name: found.name,
    sanitizedName: found.name.toLowerCase().replace(/[^a-z0-9]+/g, '-'),
    nameInCustomerPortal: found.name,
    description: null,
    isDefault: found.isDefault,
    isEnabled: true,
    isVisibleInCustomerPortal: true,
    isAssignToTeamEnabled: false,
    hasLogo: false,
    chatStatus: 'NOT_CREATED',
    creatorId: portal.administrator()?.id ?? null,
    createdTime: isoTime(found.createdAt),
  };
}

/** Module.json `getOrganizationModulesResponse`. */
function modules(portal: Portal): Json[] {
  return (['accounts', 'contacts', 'products', 'tickets'] as const).map((apiName) => {
    const names = MODULE_NAMES[apiName];
    return {
      id: portal.moduleIds[apiName],
      apiName,
      displayLabel: names.label,
      pluralLabel: names.label,
      singularLabel: names.singular,
      nameField: names.nameField,
      description: null,
      hasRecycleBin: true,
      isCustomModule: false,
      isDeptSpecific: names.perDepartment,
      createdBy: null,
      createdTime: '2000-01-01T00:00:00.000Z',
      modifiedBy: null,
      modifiedTime: '2000-01-01T00:00:00.000Z',
      modifier: null,
    };
  });
}
