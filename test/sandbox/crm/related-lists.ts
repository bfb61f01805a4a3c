import type { ModuleName } from './modules/module.ts';
import type { CrmOrg } from './org.ts';
import type { Row } from './row.ts';

export interface RelatedList {
  readonly apiName: string;
  readonly label: string;
  /** Modules of its records; several for the chronological views. */
  readonly modules: readonly ModuleName[];
  /** Field of those records that points to the parent. */
  readonly via: string;
  readonly holds: (row: Row, now: number) => boolean;
}

const always = () => true;

/** True while an activity is still to be done. */
function isOpen(row: Row, now: number): boolean {
  if (row.module === 'Tasks') return row.values['Status'] !== 'Completed';
  if (row.module === 'Events') return Date.parse(String(row.values['End_DateTime'])) > now;
  return row.values['Outgoing_Call_Status'] === 'Scheduled';
}
const isClosed = (row: Row, now: number) => !isOpen(row, now);

function activityLists(via: 'Who_Id' | 'What_Id'): RelatedList[] {
  const all = ['Tasks', 'Events', 'Calls'] as const;
  const single = all.flatMap((module) => [
    { apiName: module, label: `Open ${module}`, modules: [module], via, holds: isOpen },
    { apiName: `${module}_History`, label: `Closed ${module}`, modules: [module], via, holds: isClosed },
  ]);
  return [
    {
      apiName: 'Activities_Chronological_View',
      label: 'Open Activities',
      modules: all,
      via,
      holds: isOpen,
    },
    {
      apiName: 'Activities_Chronological_View_History',
      label: 'Closed Activities',
      modules: all,
      via,
      holds: isClosed,
    },
    ...single,
  ];
}

const NOTES: RelatedList = {
  apiName: 'Notes',
  label: 'Notes',
  modules: ['Notes'],
  via: 'Parent_Id',
  holds: always,
};
const deals = (via: string): RelatedList => ({
  apiName: 'Deals',
  label: 'Deals',
  modules: ['Deals'],
  via,
  holds: always,
});

const LISTS: Readonly<Partial<Record<ModuleName, readonly RelatedList[]>>> = {
  Contacts: [NOTES, deals('Contact_Name'), ...activityLists('Who_Id')],
  Accounts: [
    NOTES,
    deals('Account_Name'),
    { apiName: 'Contacts', label: 'Contacts', modules: ['Contacts'], via: 'Account_Name', holds: always },
    {
      apiName: 'Child_Accounts',
      label: 'Member Accounts',
      modules: ['Accounts'],
      via: 'Parent_Account',
      holds: always,
    },
    ...activityLists('What_Id'),
  ],
  Deals: [NOTES, ...activityLists('What_Id')],
  Leads: [NOTES, ...activityLists('What_Id')],
  Products: [NOTES],
};

export function relatedLists(module: ModuleName): readonly RelatedList[] {
  return LISTS[module] ?? [];
}

/** Live rows of the list under one parent. */
export function relatedRows(org: CrmOrg, list: RelatedList, parent: Row): Row[] {
  const { now } = org;
  return list.modules
    .flatMap((module) => [...org.table(module).find(list.via, parent.id)])
    .filter((row) => list.holds(row, now));
}
