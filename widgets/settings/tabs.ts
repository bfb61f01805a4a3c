/** What stands behind the address of the page, so that a tab can be linked to and Back works. */
export const TABS = ['status', 'permissions', 'history', 'failures', 'inboxes'] as const;
export type Tab = (typeof TABS)[number];
/** @property part - below the tab, e.g. `edit/contacts` or `deletions`; empty: the tab itself. */
export interface Place {
  readonly tab: Tab;
  readonly part: string;
}

/** @param hash e.g. `#inboxes/deletions`; what is unknown is the status */
export function placeOf(hash: string): Place {
  const [name = '', ...rest] = hash.replace(/^#/, '').split('/');
  const tab = TABS.find((each) => each === name);
  return tab ? { tab, part: rest.join('/') } : { tab: 'status', part: '' };
}

export function hashOf({ tab, part }: Place): string {
  return part === '' ? `#${tab}` : `#${tab}/${part}`;
}
