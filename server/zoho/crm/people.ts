import { SyncError } from '../../core/errors.ts';
import type { HttpClient } from '../http-client.ts';
import { below } from '../http-client.ts';
import { parseAnswer } from '../parse-answer.ts';
import { CRM_API } from './modules.ts';
import type { CrmOrg, CrmUser } from './wire.ts';
import { CrmOrgList, CrmUserList } from './wire.ts';

/** Organisation and user that a CRM token stands for (zoho-crm-api §1.4). */
export interface CrmPeople {
  org(): Promise<CrmOrg>;
  currentUser(): Promise<CrmUser>;
}

/** S8: who may connect CRM. */
export function isCrmAdministrator(user: CrmUser): boolean {
  return user.profile.name === 'Administrator' && (user.status ?? 'active') === 'active';
}

/** @param client from `createCrmClient` */
export function createCrmPeople(client: HttpClient): CrmPeople {
  const http = below(client, CRM_API);
  return {
    async org() {
      const { data } = await http.request({ method: 'GET', path: '/org', priority: 'interactive' });
      return first(parseAnswer(CrmOrgList, data, '/org').org, 'organisation');
    },
    async currentUser() {
      const params = { type: 'CurrentUser' };
      const { data } = await http.request({ method: 'GET', path: '/users', params, priority: 'interactive' });
      return first(parseAnswer(CrmUserList, data, '/users').users, 'user');
    },
  };
}

function first<T>(items: readonly T[], what: string): T {
  const [item] = items;
  if (item === undefined) throw new SyncError('provider', `CRM names no ${what}`);
  return item;
}
