/** Modules of each service that scopes may name (`service.module[.sub].OP`), from the references' scope tables. */
// prettier-ignore
const MODULES: Readonly<Record<string, readonly string[]>> = {
  Desk: [
    'contacts', 'accounts', 'products', 'search', 'tickets', 'basic', 'settings', 'events', 'webhooks', 'imports',
    'exports', 'tasks', 'activities', 'calls', 'articles', 'community', 'contracts', 'extensions',
  ],
  ZohoCRM: [
    'modules', 'settings', 'users', 'org', 'notifications', 'bulk', 'coql', 'mass_update', 'files', 'features', 'change_owner',
    'composite_requests', 'send_mail', 'signals', 'share',
  ],
  ZohoFiles: ['files'],
  ZohoSearch: ['securesearch'],
  AaaServer: ['profile'],
};

/** Finer parts of the two CRM scopes that have any. */
// prettier-ignore
const CRM_PARTS: Readonly<Record<string, readonly string[]>> = {
  modules: [
    'contacts', 'accounts', 'products', 'deals', 'leads', 'notes', 'tasks', 'events', 'calls', 'campaigns', 'vendors',
    'activities', 'cases', 'custom',
  ],
  settings: [
    'modules', 'fields', 'layouts', 'related_lists', 'custom_views', 'pipeline', 'recycle_bin', 'roles', 'profiles',
    'territories', 'global_picklist', 'layout_rules', 'tags', 'record_locking_configurations',
  ],
};

const OPERATIONS = ['READ', 'CREATE', 'UPDATE', 'DELETE', 'WRITE', 'ALL', 'CUSTOM'];

/** Everything; for the human of `POST /_sandbox/token`. */
export const ALL_SCOPES: readonly string[] = [
  ...(MODULES['Desk'] ?? []).map((module) => `Desk.${module}.ALL`),
  'Desk.imports.CUSTOM',
  'Desk.exports.CUSTOM',
  ...(MODULES['ZohoCRM'] ?? []).map((module) => `ZohoCRM.${module}.ALL`),
  'ZohoCRM.bulk.READ',
  'ZohoCRM.coql.READ',
  'ZohoCRM.org.READ',
  'ZohoCRM.users.READ',
  'ZohoFiles.files.ALL',
  'ZohoSearch.securesearch.READ',
  'AaaServer.profile.READ',
];

/** Splits the `scope` parameter: commas by the book, spaces as OAuth 2.0 has them. */
export function splitScopes(text: string): string[] {
  return text.split(/[\s,]+/).filter((scope) => scope !== '');
}

/**
 * True for a scope Zoho knows; one unknown scope fails the whole authorize step.
 *
 * @param webhookScopes which of `Desk.events.*` and `Desk.webhooks.*` exist: the documents disagree
 */
export function isKnownScope(scope: string, webhookScopes: string): boolean {
  const [service = '', module = '', ...rest] = scope.split('.');
  const operation = rest.pop() ?? '';
  if (!OPERATIONS.includes(operation) || !MODULES[service]?.includes(module)) return false;
  if (service === 'Desk' && module === 'events' && webhookScopes === 'webhooks') return false;
  if (service === 'Desk' && module === 'webhooks' && webhookScopes === 'events') return false;
  const [part, ...deeper] = rest;
  if (part === undefined) return true;
  return service === 'ZohoCRM' && deeper.length === 0 && (CRM_PARTS[module]?.includes(part) ?? false);
}
