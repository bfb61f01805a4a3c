import type { IntegrationView } from './describe-integration.ts';

export type WizardStep =
  | 'integrate'
  | 'connect-desk'
  | 'connect-crm'
  | 'contacts-accounts'
  | 'products'
  | 'start'
  | 'running'
  | 'legacy';

/**
 * Where the wizard goes on (S10–S27). Nothing is stored for it: each step leaves its result behind, and the first one
 * whose result is missing is the step. Products may be skipped, so Start Sync is possible from `products` on. Pure.
 */
export function wizardStep({
  state,
  connections,
  modules,
}: Pick<IntegrationView, 'state' | 'connections' | 'modules'>): WizardStep {
  if (state === 'none' || state === 'deleted') return 'integrate';
  if (state === 'legacy') return 'legacy';
  if (state === 'active' || state === 'paused') return 'running';
  const isConnected = (side: 'desk' | 'crm') =>
    connections.some(({ product, status }) => product === side && status === 'valid');
  if (!isConnected('desk')) return 'connect-desk';
  if (!isConnected('crm')) return 'connect-crm';
  const unset = new Set(modules.filter((module) => module.state === 'unset').map(({ module }) => module));
  if (unset.has('contacts') || unset.has('accounts')) return 'contacts-accounts';
  return unset.has('products') ? 'products' : 'start';
}

/**
 * CRM accounts to offer before any input (S11), best first: the one that was connected already, then the
 * administrator's own e-mail, then the one Desk was connected with. Without a choice of these, Zoho asks (S12).
 */
export function suggestedAccounts(
  connections: IntegrationView['connections'],
  ownEmail: string | null,
): readonly string[] {
  const emailOf = (side: 'desk' | 'crm') => connections.find(({ product }) => product === side)?.accountEmail;
  const offered = [emailOf('crm'), ownEmail, emailOf('desk')];
  return [...new Set(offered.filter((email) => email !== null && email !== undefined))];
}
