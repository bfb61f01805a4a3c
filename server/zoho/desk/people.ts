import type * as z from 'zod';
import type { HttpClient } from '../http-client.ts';
import { parseAnswer } from '../parse-answer.ts';
import {
  DeskAgentList,
  DeskDepartmentList,
  DeskMyInfo,
  DeskOrganizationList,
  DeskProfileList,
} from './wire.ts';
import type { DeskAgent, DeskDepartment, DeskOrganization, DeskProfile } from './wire.ts';

const PAGE = 200;
/** Answers of `/profiles` ignore paging on some portals; a page seen twice ends the reading. */
const MAX_PAGES = 100;

/** Organisation, people and departments of one Desk portal (zoho-desk-api §6). */
export interface DeskPeople {
  /** The portals that the token's user belongs to. */
  organizations(): Promise<readonly DeskOrganization[]>;
  /** Who the token stands for. */
  myInfo(): Promise<DeskMyInfo>;
  agents(): Promise<readonly DeskAgent[]>;
  profiles(): Promise<readonly DeskProfile[]>;
  departments(): Promise<readonly DeskDepartment[]>;
}

/** S7: who may set the integration up. */
export function isDeskAdministrator(info: DeskMyInfo): boolean {
  return info.rolePermissionType === 'Admin' && info.status === 'ACTIVE';
}

export function createDeskPeople(http: HttpClient): DeskPeople {
  async function single<T extends z.ZodType>(
    schema: T,
    path: string,
    params?: Record<string, string>,
  ): Promise<z.infer<T>> {
    const { data } = await http.request({
      method: 'GET',
      path,
      ...(params ? { params } : {}),
      priority: 'interactive',
    });
    return parseAnswer(schema, data ?? { data: [] }, path);
  }

  async function paged<T extends { readonly id: string }>(
    schema: z.ZodType<{ readonly data: T[] }>,
    path: string,
  ): Promise<readonly T[]> {
    const byId = new Map<string, T>();
    for (let page = 0; page < MAX_PAGES; page += 1) {
      const before = byId.size;
      const params = { from: page * PAGE + 1, limit: PAGE };
      const { data } = await http.request({ method: 'GET', path, params });
      const rows = data === null ? [] : parseAnswer(schema, data, path).data;
      for (const row of rows) byId.set(row.id, row);
      if (rows.length < PAGE || byId.size === before) break;
    }
    return [...byId.values()];
  }

  return {
    organizations: async () => (await single(DeskOrganizationList, '/organizations')).data,
    myInfo: () => single(DeskMyInfo, '/myinfo', { include: 'profile,role,associatedDepartments' }),
    agents: () => paged(DeskAgentList, '/agents'),
    profiles: async () => (await single(DeskProfileList, '/profiles')).data,
    departments: () => paged(DeskDepartmentList, '/departments'),
  };
}
