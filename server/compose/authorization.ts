import { createHash } from 'node:crypto';
import type { Config } from '../config.ts';
import type { AuthorizationDeps } from '../sync/authorization.ts';
import type { DataCenters } from '../zoho/data-centers.ts';
import { createIntroduction } from '../zoho/introduction.ts';
import { CRM_SCOPES, DESK_SCOPES, DESK_SIGN_IN_SCOPES } from '../zoho/scopes.ts';

type Parts = Pick<AuthorizationDeps, 'store' | 'oauth' | 'clock' | 'random' | 'log'>;

/** What signing in and connecting share: the configured clients and scopes, and where Zoho sends people back to. */
export function authorizationDeps(
  config: Config,
  { dataCenters, ...parts }: Parts & { readonly dataCenters: DataCenters },
): AuthorizationDeps {
  return {
    ...parts,
    introduce: createIntroduction({ dataCenters }),
    sha256: (text) => createHash('sha256').update(text, 'ascii').digest('base64url'),
    clients: config.clients,
    scopes: {
      desk: config.scopes.desk ?? DESK_SCOPES,
      crm: config.scopes.crm ?? CRM_SCOPES,
      signIn: DESK_SIGN_IN_SCOPES,
    },
    dataCenter: config.dataCenter,
    redirectUri: config.redirectUri,
    deskEditions: config.deskEditions,
  };
}
