import type * as z from 'zod/mini';
import type { ConnectionStarted } from '../../../server/contract/connections.ts';
import type {
  Integration,
  IntegrationDeleted,
  SwitchedToSync,
} from '../../../server/contract/integration.ts';
import { anyObject, flag, list, nullable, object, oneOf, text, whole } from './guard.ts';

type Connection = Integration['connections'][number];
type ModuleState = Integration['modules'][number];
export type IntegrationState = Integration['state'];

export const isModuleName = oneOf('accounts', 'contacts', 'products');
export const isSideName = oneOf('desk', 'crm');
export const isIntegrationState = oneOf(
  'none',
  'connecting',
  'configured',
  'active',
  'paused',
  'deleted',
  'legacy',
);
export const connectionParts = {
  product: isSideName,
  status: oneOf('none', 'valid', 'reauthorization-required'),
  accountEmail: nullable(text),
  dataCenter: nullable(text),
  organizationId: nullable(text),
} as const;
export const moduleParts = {
  module: isModuleName,
  state: oneOf('unset', 'configured', 'syncing', 'synced'),
  configVersion: whole,
  syncType: nullable(oneOf('two-way', 'crm-to-desk')),
} as const;

export const isIntegration = object<Integration>({
  state: isIntegrationState,
  step: oneOf(
    'integrate',
    'connect-desk',
    'connect-crm',
    'contacts-accounts',
    'products',
    'start',
    'running',
    'legacy',
  ),
  connections: list(object<Connection>(connectionParts)),
  modules: list(object<ModuleState>(moduleParts)),
  problems: list(
    object<Integration['problems'][number]>({
      topic: oneOf(
        'connect-desk',
        'connect-crm',
        'events-desk',
        'events-crm',
        'deletions-accounts',
        'deletions-contacts',
        'deletions-products',
        'mapping-accounts',
        'mapping-contacts',
        'mapping-products',
        'import-accounts',
        'import-contacts',
        'import-products',
      ),
      code: text,
      message: text,
      details: anyObject,
      since: text,
    }),
  ),
  legacyImports: list(
    object<Integration['legacyImports'][number]>({
      module: isModuleName,
      viewId: text,
      viewName: text,
      everyMinutes: whole,
      importedAt: nullable(text),
    }),
  ),
  switchedAt: nullable(text),
  suggestedCrmAccount: nullable(text),
  suggestedCrmAccounts: list(text),
});

export const isConnectionStarted = object<ConnectionStarted>({ authorizeUrl: text });
export const isSwitched = object<z.infer<typeof SwitchedToSync>>({
  state: isIntegrationState,
  switchedAt: text,
});
export const isDeleted = object<z.infer<typeof IntegrationDeleted>>({
  state: oneOf('deleted'),
  finished: flag,
});
