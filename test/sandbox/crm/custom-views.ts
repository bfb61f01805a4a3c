import type { ModuleInfo } from './module-info.ts';
import type { CrmOrg } from './org.ts';
import type { Row } from './row.ts';
import { DAY_MS } from './time.ts';
import type { CrmUser } from './users.ts';

export interface CustomView {
  readonly id: string;
  readonly name: string;
  readonly systemName: string;
  readonly isDefault: boolean;
  readonly holds: (row: Row, user: CrmUser, now: number) => boolean;
}

/** The views that CRM itself defines for every module. */
export function customViews(org: CrmOrg, module: ModuleInfo): readonly CustomView[] {
  const view = (
    name: string,
    systemName: string,
    holds: CustomView['holds'],
    isDefault = false,
  ): CustomView => ({
    id: org.idOf(`view:${module.apiName}.${systemName}`),
    name,
    systemName: systemName.toUpperCase(),
    isDefault,
    holds,
  });
  const { plural } = module;
  return [
    view(`All ${plural}`, `allview_${plural}`, () => true, true),
    view(`My ${plural}`, `myview_${plural}`, (row, user) => row.ownerId === user.id),
    view(`New This Week`, `newthisweek_${plural}`, (row, _user, now) => now - row.createdMs < 7 * DAY_MS),
    view(
      `Recently Modified ${plural}`,
      `recentmodified_${plural}`,
      (row, _user, now) => now - row.modifiedMs < 30 * DAY_MS,
    ),
  ];
}

export function findCustomView(org: CrmOrg, module: ModuleInfo, id: string): CustomView | undefined {
  return customViews(org, module).find((view) => view.id === id);
}
