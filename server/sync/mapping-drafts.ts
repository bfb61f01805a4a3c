import type { Module } from '../core/record.ts';
import type { MappingDraft } from '../ports/administration-store.ts';
import type { Clock } from '../ports/clock.ts';
import type { OrgStore, Store } from '../ports/store.ts';
import type { AgentIdentity } from './desk-identity.ts';

/**
 * What an administrator edited and did not save, one draft per administrator and module: two administrators do not
 * write over each other's work, and a closed tab loses nothing. A draft has no effect; saving the configuration
 * deletes the saver's, and makes those of others stale.
 */
export function createMappingDrafts({ store, clock }: { readonly store: Store; readonly clock: Clock }) {
  async function read({ orgKey, agentId }: AgentIdentity, module: Module) {
    const org = store.forOrg(orgKey);
    const draft = await org.drafts.get(module, agentId);
    return draft ? await described(org, draft) : null;
  }
  /** The last one counts: it is one person's. */
  async function save({ orgKey, agentId }: AgentIdentity, draft: Omit<MappingDraft, 'savedAt'>) {
    const org = store.forOrg(orgKey);
    const saved = { ...draft, savedAt: clock.now() };
    await org.drafts.put(agentId, saved);
    return await described(org, saved);
  }
  async function discard({ orgKey, agentId }: AgentIdentity, module: Module): Promise<void> {
    await store.forOrg(orgKey).drafts.delete(module, agentId);
  }
  return { read, save, discard };
}
export type MappingDrafts = ReturnType<typeof createMappingDrafts>;

async function described(org: OrgStore, draft: MappingDraft) {
  const version = (await org.configs.current(draft.module))?.version ?? 0;
  return { ...draft, stale: version !== draft.basedOn };
}
