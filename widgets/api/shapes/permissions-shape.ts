import type {
  Permissions,
  PermissionsPreview,
  ProfileEntry,
  ProfilePermissions,
} from '../../../server/contract/permissions.ts';
import type * as z from 'zod/mini';
import { flag, list, nullable, object, oneOf, text, whole } from './guard.ts';
import { isPanel } from './panel-shape.ts';

type Entry = z.infer<typeof ProfileEntry>;
type Entity = ProfilePermissions['contacts'];
type Summary = Entry['summary']['contacts'];

const isEntity = object<Entity>({
  shown: flag,
  information: flag,
  potentials: flag,
  notes: flag,
  activities: object<Entity['activities']>({ calls: flag, events: flag, tasks: flag }),
});
const isSummary = object<Summary>({
  access: oneOf('full', 'restricted'),
  activities: oneOf('all', 'some', 'none'),
});
export const isProfileEntry = object<Entry>({
  profileId: text,
  name: nullable(text),
  version: whole,
  permissions: object<ProfilePermissions>({ visible: flag, accounts: isEntity, contacts: isEntity }),
  hidden: flag,
  summary: object<Entry['summary']>({ accounts: isSummary, contacts: isSummary }),
});
export const isPermissions = object<Permissions>({ profiles: list(isProfileEntry) });
export const isPermissionsPreview = object<PermissionsPreview>({ panel: nullable(isPanel) });
