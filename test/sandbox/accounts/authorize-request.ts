import type { Person, World } from '../kernel/types.ts';
import type { OAuthClient } from './clients.ts';
import type { Parameters } from './parameters.ts';
import { isKnownScope, splitScopes } from './scopes.ts';

/** A request for consent whose every parameter was found good. */
export interface AuthorizeRequest {
  readonly client: OAuthClient;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly state: string | null;
  readonly challenge: string | null;
  readonly offline: boolean;
  readonly forceConsent: boolean;
  /** `soid=ZohoCRM.<zgid>` or `Desk.<orgId>`: the organisation the client wants, by service. */
  readonly orgHints: Readonly<Record<string, string>>;
}

export interface AuthorizeRefusal {
  readonly error:
    'invalid_client' | 'invalid_redirect_uri' | 'invalid_response_type' | 'invalid_scope' | 'invalid_request';
  readonly message: string;
}

/**
 * Reads `GET /oauth/v2/auth`. A refusal is shown to the user and never redirected:
 * before client and redirect address are known to fit, the browser must not be sent anywhere.
 */
export function readAuthorizeRequest(
  parameters: Parameters,
  clients: readonly OAuthClient[],
  world: World,
): AuthorizeRequest | AuthorizeRefusal {
  const client = clients.find(({ clientId }) => clientId === parameters['client_id']);
  if (!client) return { error: 'invalid_client', message: 'The client id is not registered.' };
  const redirectUri = parameters['redirect_uri'] ?? '';
  if (!client.redirectUris.includes(redirectUri)) {
    return { error: 'invalid_redirect_uri', message: 'The redirect URI does not match the one registered.' };
  }
  if (parameters['response_type'] !== 'code') {
    return { error: 'invalid_response_type', message: 'The response type must be code.' };
  }
  const scopes = splitScopes(parameters['scope'] ?? '');
  const webhookScopes = world.settings.variants['desk.webhookScopes'] ?? 'any';
  const unknown = scopes.find((scope) => !isKnownScope(scope, webhookScopes));
  if (scopes.length === 0 || unknown !== undefined) {
    return { error: 'invalid_scope', message: `Scope does not exist: ${unknown ?? '(none given)'}` };
  }
  const challenge = parameters['code_challenge'] ?? null;
  if (challenge !== null && parameters['code_challenge_method'] !== 'S256') {
    return { error: 'invalid_request', message: 'The code challenge method must be S256.' };
  }
  return {
    client,
    redirectUri,
    scopes,
    state: parameters['state'] ?? null,
    challenge,
    offline: parameters['access_type'] === 'offline',
    forceConsent: splitScopes(parameters['prompt'] ?? '').includes('consent'),
    orgHints: readOrgHints(parameters['soid'] ?? ''),
  };
}

export function isRefusal(request: AuthorizeRequest | AuthorizeRefusal): request is AuthorizeRefusal {
  return 'error' in request;
}

function readOrgHints(soid: string): Record<string, string> {
  return Object.fromEntries(
    splitScopes(soid).map((hint) => [hint.slice(0, hint.indexOf('.')), hint.slice(hint.indexOf('.') + 1)]),
  );
}

/**
 * The organisations a grant is bound to: the one asked for where the person belongs to it, else the only
 * (CRM: the first) one. A Desk token of a person with several portals stays open until `orgId` names one.
 */
export function boundOrgs(
  person: Person,
  hints: AuthorizeRequest['orgHints'],
): { readonly deskOrgId: string | null; readonly crmOrgId: string | null } {
  const desk = (person.desk ?? []).map(({ orgId }) => orgId);
  const crm = (person.crm ?? []).map(({ orgId }) => orgId);
  const wanted = (own: readonly string[], hint: string | undefined) => own.find((orgId) => orgId === hint);
  return {
    deskOrgId: wanted(desk, hints['Desk']) ?? (desk.length === 1 ? (desk[0] ?? null) : null),
    crmOrgId: wanted(crm, hints['ZohoCRM']) ?? crm[0] ?? null,
  };
}
