import type * as z from 'zod/mini';
import type {
  Permissions,
  PermissionsChange,
  PermissionsPreview,
  PermissionsPreviewRequest,
  ProfileEntry,
} from '../../server/contract/permissions.ts';
import type { ApiClient } from './api-client.ts';
import { isPermissions, isPermissionsPreview, isProfileEntry } from './shapes/permissions-shape.ts';

export type ProfileView = z.infer<typeof ProfileEntry>;

export async function readPermissions(api: ApiClient, signal?: AbortSignal): Promise<Permissions> {
  return api.get('/v1/permissions', isPermissions, {}, signal);
}

/** @throws ApiError `stale-version`, `unknown-profile` */
export async function savePermissions(
  api: ApiClient,
  profileId: string,
  change: z.infer<typeof PermissionsChange>,
): Promise<ProfileView> {
  return api.put(`/v1/permissions/${encodeURIComponent(profileId)}`, isProfileEntry, change);
}

/** What agents of the profile would see. @throws ApiError `unknown-profile`, and those of the panel */
export async function previewPermissions(
  api: ApiClient,
  profileId: string,
  wanted: z.infer<typeof PermissionsPreviewRequest>,
  signal?: AbortSignal,
): Promise<PermissionsPreview> {
  const path = `/v1/permissions/${encodeURIComponent(profileId)}/preview`;
  return api.post(path, isPermissionsPreview, wanted, signal);
}
