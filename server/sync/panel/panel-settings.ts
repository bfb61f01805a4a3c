import type { Clock } from '../../ports/clock.ts';
import type { CursorRepository, Store } from '../../ports/store.ts';
import type { AgentIdentity } from '../desk-identity.ts';

export interface PanelSettings {
  /** Whether the deals of a contact's account make its type too (S107). */
  readonly countAccountDeals: boolean;
}

/** Kept beside the cursors, as one small value per organisation. */
const NAME = 'setting:count-account-deals';

export async function panelSettings({
  cursors,
}: {
  readonly cursors: CursorRepository;
}): Promise<PanelSettings> {
  return { countAccountDeals: (await cursors.get(NAME)) === 'yes' };
}

/** Stores the settings and who changed them, in one commit. */
export function createSavePanelSettings({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
  return async function save(admin: AgentIdentity, to: PanelSettings): Promise<PanelSettings> {
    await store.forOrg(admin.orgKey).transaction(async ({ cursors, audit }) => {
      const from = await panelSettings({ cursors });
      if (from.countAccountDeals === to.countAccountDeals) return;
      await cursors.set(NAME, to.countAccountDeals ? 'yes' : 'no');
      const { agentId } = admin;
      await audit.append({
        at: clock.now(),
        agentId,
        action: 'panel-settings-changed',
        details: { from, to },
      });
    });
    return to;
  };
}
export type SavePanelSettings = ReturnType<typeof createSavePanelSettings>;
