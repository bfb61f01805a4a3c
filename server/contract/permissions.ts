import * as z from 'zod/mini';
import { Instant, ZohoId } from './common.ts';
import { Panel, PanelParams } from './panel.ts';

export const EntityPermissions = z.strictObject({
  shown: z.boolean(),
  information: z.boolean(),
  potentials: z.boolean(),
  notes: z.boolean(),
  activities: z.strictObject({ calls: z.boolean(), events: z.boolean(), tasks: z.boolean() }),
});
/** What agents with one Desk profile see of CRM (S53–S59). A switch under one that is off keeps its value, unused. */
export const ProfilePermissions = z.strictObject({
  visible: z.boolean(),
  accounts: EntityPermissions,
  contacts: EntityPermissions,
});
export type ProfilePermissions = z.infer<typeof ProfilePermissions>;

const EntitySummary = z.object({
  /** Full Access or Restricted Access (S57). */
  access: z.enum(['full', 'restricted']),
  /** The switch above calls, events and tasks; `some` is drawn as mixed (S59). */
  activities: z.enum(['all', 'some', 'none']),
});
export const ProfileEntry = z.object({
  profileId: z.string(),
  /** Null when Desk has the profile no more. */
  name: z.nullable(z.string()),
  version: z.int(),
  permissions: ProfilePermissions,
  /** Agents with this profile see nothing of CRM. */
  hidden: z.boolean(),
  summary: z.object({ accounts: EntitySummary, contacts: EntitySummary }),
});

/** GET /v1/permissions (administrators). */
export const Permissions = z.object({ profiles: z.array(ProfileEntry) });
export type Permissions = z.infer<typeof Permissions>;

/** GET /v1/access (agents): what the caller may see of CRM, and why it is nothing. */
export const Access = z.object({
  permissions: ProfilePermissions,
  hidden: z.boolean(),
  /** `profile-deleted`: an administrator must give the agent another Desk profile. */
  nothingBecause: z.nullable(z.enum(['no-profile', 'profile-deleted'])),
});
export type Access = z.infer<typeof Access>;

export const ProfileParams = z.object({ profileId: ZohoId });
/** PUT /v1/permissions/:profileId (administrators); `expectedVersion` 0: never changed before. */
export const PermissionsChange = z.object({
  permissions: ProfilePermissions,
  expectedVersion: z.int().check(z.gte(0)),
});

/**
 * POST /v1/permissions/:profileId/preview (administrators): what agents of that profile would see beside one ticket,
 * contact or account. Without `permissions`, with those that are stored; with them, as if they were saved. The answer
 * offers nothing to do: `can` is the profile's, and actions are the caller's own.
 *
 * Problems: 404 `unknown-profile`, and those of the panel but `crm-hidden`, which is `panel: null` here.
 */
export const PermissionsPreviewRequest = z.object({
  place: PanelParams.shape.place,
  id: PanelParams.shape.id,
  permissions: z.optional(ProfilePermissions),
});
export const PermissionsPreview = z.object({ panel: z.nullable(Panel) });
export type PermissionsPreview = z.infer<typeof PermissionsPreview>;

/** GET /v1/audit (administrators): who changed what, newest first, at most 200 (S60). */
export const Audit = z.object({
  entries: z.array(
    z.object({
      at: Instant,
      agentId: z.string(),
      action: z.string(),
      details: z.record(z.string(), z.unknown()),
    }),
  ),
});
