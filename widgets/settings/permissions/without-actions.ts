import type { Panel, PanelBlock } from '../../../server/contract/panel.ts';

const NOTHING = { link: false, unlink: false, create: false, add: [] };

/**
 * A panel to look at: nothing to press, for an action would be the administrator's own, and so would be the next page
 * of a list.
 */
export function withoutActions(panel: Panel): Panel {
  const { contact, account, can } = panel;
  return {
    ...panel,
    ...(contact === undefined ? {} : { contact: onlyFirstPage(contact) }),
    ...(account === undefined ? {} : { account: onlyFirstPage(account) }),
    can: Object.fromEntries(Object.keys(can).map((entity) => [entity, NOTHING])),
  };
}

function onlyFirstPage(block: PanelBlock | null): PanelBlock | null {
  if (block === null) return null;
  const { record, ...sections } = block;
  const shown: Record<string, unknown> = {};
  for (const [item, section] of Object.entries<PanelBlock[keyof typeof sections]>(sections)) {
    shown[item] = section?.state === 'ready' ? { ...section, hasMore: false } : section;
  }
  return { record, ...(shown as typeof sections) };
}
