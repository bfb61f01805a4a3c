import type { AuthorizationDeps } from './authorization.ts';
import type { Connect } from './connect.ts';
import { createZscConnect } from './zsc-connect.ts';
import type { ZscKeys } from './zsc-keys.ts';

export interface AdministrationDeps extends AuthorizationDeps {
  readonly connect: Connect;
  readonly zscKeys: ZscKeys;
  /** Takes the same time whatever the texts hold. */
  readonly sameSecret: (a: string, b: string) => boolean;
}

/** The use cases behind the settings page that have no other owner; `compose.ts` builds them in one go. */
export function createAdministration(deps: AdministrationDeps) {
  return {
    zscKeys: deps.zscKeys,
    connectByKey: createZscConnect(deps),
  };
}
export type Administration = ReturnType<typeof createAdministration>;
