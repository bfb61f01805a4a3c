import type { Clock } from '../ports/clock.ts';
import type { IntegrationState, Store } from '../ports/store.ts';
import type { AgentIdentity } from './desk-identity.ts';
import { checkStep, takeStep } from './integration-state.ts';
import { Refusal } from './refusal.ts';

/**
 * Enable Two-way Sync (S90–S93): ends the scheduled import for good. What it imported stays paired; its views are
 * forgotten, and sync type and mapping are chosen as for a new integration. There is no way back (S91).
 *
 * @throws Refusal `not-connected`, `illegal-transition`; nothing has changed then
 */
export function createSwitchToSync({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
  return async function switchToSync(admin: AgentIdentity): Promise<{
    readonly state: IntegrationState;
    readonly switchedAt: string;
  }> {
    return await store.forOrg(admin.orgKey).transaction(async (repositories) => {
      const { integration, credentials, legacyImports, audit } = repositories;
      const found = await integration.get();
      const state = found?.state ?? 'none';
      if (found?.switchedAt) return { state, switchedAt: found.switchedAt };
      if (state !== 'legacy') {
        throw new Refusal('illegal-transition', 'There is no scheduled import to switch from', {
          state,
          step: 'switch',
        });
      }
      checkStep(state, 'switch');
      for (const product of ['desk', 'crm'] as const) {
        if ((await credentials.get(product))?.status !== 'valid') {
          const name = product === 'desk' ? 'Desk' : 'CRM';
          throw new Refusal('not-connected', `Connect ${name} first`, { product });
        }
      }
      const at = clock.now();
      await takeStep(integration, 'switch', at);
      await integration.markSwitched(at);
      const views = (await legacyImports.list()).map(({ module, viewName }) => ({ module, viewName }));
      await legacyImports.clear();
      const { agentId } = admin;
      await audit.append({ at, agentId, action: 'switched-to-sync', details: { views } });
      return { state: 'configured', switchedAt: at };
    });
  };
}
export type SwitchToSync = ReturnType<typeof createSwitchToSync>;
