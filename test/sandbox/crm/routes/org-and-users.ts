import { invalidData } from '../errors.ts';
import { noContent, ok } from '../call.ts';
import type { Answer, CrmCall } from '../call.ts';
import type { JsonObject } from '../json.ts';
import { positiveNumber } from '../listing.ts';
import type { CrmOrg } from '../org.ts';
import type { CrmUser } from '../users.ts';
import type { Mount } from './mount.ts';

const USER_TYPES = [
  'AllUsers',
  'ActiveUsers',
  'DeactiveUsers',
  'ConfirmedUsers',
  'NotConfirmedUsers',
  'DeletedUsers',
  'ActiveConfirmedUsers',
  'AdminUsers',
  'ActiveConfirmedAdmins',
  'CurrentUser',
] as const;
type UserType = (typeof USER_TYPES)[number];

export function mountOrgAndUsers(mount: Mount): void {
  const users = () => ['ZohoCRM.users.READ'];
  mount({ method: 'GET', path: '/crm/v8/org', scopes: () => ['ZohoCRM.org.READ'], handle: readOrg });
  mount({ method: 'GET', path: '/crm/v8/users', scopes: users, handle: listUsers });
  mount({ method: 'GET', path: '/crm/v8/users/:id', scopes: users, handle: readUser });
}

function readOrg({ org }: CrmCall): Answer {
  const first = org.users.first();
  return ok({
    org: [
      {
        country: 'Germany',
        photo_id: null,
        city: null,
        description: null,
        type: 'production',
        created_time: org.formatTime(Date.UTC(2020, 0, 7, 9)),
        mc_status: false,
        gapps_enabled: false,
        translation_enabled: false,
        street: null,
        domain_name: `org${org.id}`,
        alias: null,
        currency: 'Euro',
        id: org.idOf('org'),
        employee_count: null,
        state: null,
        fax: null,
        zip: null,
        website: null,
        currency_symbol: '€',
        mobile: null,
        currency_locale: 'de_DE',
        primary_zuid: first.person.zuid,
        zia_portal_id: null,
        time_zone: org.timeZone,
        zgid: org.id,
        country_code: 'DE',
        license_details: {
          paid_expiry: null,
          users_license_purchased: org.users.all().length,
          trial_type: null,
          trial_expiry: null,
          paid: org.world.settings.crmEdition.toLowerCase() !== 'free',
          paid_type: org.world.settings.crmEdition.toLowerCase(),
          portal_users_license_purchased: 0,
        },
        hierarchy_preferences: { type: 'Role_Hierarchy', strictly_reporting: null },
        phone: null,
        company_name: org.name,
        privacy_settings: false,
        primary_email: first.person.email,
        iso_code: 'EUR',
        hipaa_compliance_enabled: false,
        lite_users_enabled: false,
      },
    ],
  });
}

function renderUserFull(org: CrmOrg, user: CrmUser): JsonObject {
  const { person } = user;
  const isAdmin = user.profile === 'Administrator';
  const role = isAdmin ? 'CEO' : 'Manager';
  return {
    confirm: true,
    email: person.email,
    first_name: person.firstName,
    full_name: user.fullName,
    id: user.id,
    last_name: person.lastName,
    type__s: 'Regular User',
    profile: { name: user.profile, id: org.idOf(`profile:${user.profile}`) },
    role: { name: role, id: org.idOf(`role:${role}`) },
    status: 'active',
    zuid: person.zuid,
    alias: null,
    locale: person.langCode,
    microsoft: false,
    country: null,
    phone: null,
    mobile: null,
    time_zone: person.timeZone,
    time_format: 'HH:mm',
    date_format: 'dd.MM.yyyy',
    personal_account: false,
    Reporting_To: null,
  };
}

function listUsers(call: CrmCall): Answer {
  const { org } = call;
  const type = call.query['type'] ?? 'AllUsers';
  if (!USER_TYPES.some((known) => known === type)) {
    throw invalidData({ param_name: 'type', supported_values: USER_TYPES });
  }
  const page = positiveNumber(call, 'page', 1);
  const perPage = positiveNumber(call, 'per_page', 200, 200);
  const found = usersOf(call, type as UserType);
  const shown = found.slice((page - 1) * perPage, page * perPage);
  if (shown.length === 0) return noContent;
  return ok({
    users: shown.map((user) => renderUserFull(org, user)),
    info: { per_page: perPage, count: shown.length, page, more_records: found.length > page * perPage },
  });
}

function usersOf({ org, user }: CrmCall, type: UserType): readonly CrmUser[] {
  switch (type) {
    case 'CurrentUser':
      return [user];
    case 'AdminUsers':
    case 'ActiveConfirmedAdmins':
      return org.users.all().filter((one) => one.profile === 'Administrator');
    case 'DeactiveUsers':
    case 'NotConfirmedUsers':
    case 'DeletedUsers':
      return [];
    case 'AllUsers':
    case 'ActiveUsers':
    case 'ConfirmedUsers':
    case 'ActiveConfirmedUsers':
      return org.users.all();
  }
}

function readUser(call: CrmCall): Answer {
  const user = call.org.users.find(call.param('id'));
  return user ? ok({ users: [renderUserFull(call.org, user)] }) : noContent;
}
