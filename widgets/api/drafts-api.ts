import type * as z from 'zod/mini';
import type { ModuleName } from '../../server/contract/common.ts';
import type { LatestDraft, MappingDraftChange } from '../../server/contract/drafts.ts';
import type { ApiClient } from './api-client.ts';
import { anyObject } from './shapes/guard.ts';
import { isLatestDraft } from './shapes/mapping-shape.ts';

/** What the viewer edited and did not save. */
export async function readDraft(
  api: ApiClient,
  module: ModuleName,
  signal?: AbortSignal,
): Promise<LatestDraft> {
  return api.get(path(module), isLatestDraft, {}, signal);
}

export async function saveDraft(
  api: ApiClient,
  module: ModuleName,
  draft: z.infer<typeof MappingDraftChange>,
): Promise<LatestDraft> {
  return api.put(path(module), isLatestDraft, draft);
}

export async function discardDraft(api: ApiClient, module: ModuleName): Promise<void> {
  await api.delete(path(module), anyObject);
}

function path(module: ModuleName): string {
  return `/v1/modules/${module}/draft`;
}
