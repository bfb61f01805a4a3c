import type { OpenOrg } from '../ports/org-connections.ts';
import { createAmbiguousInbox } from './ambiguous-inbox.ts';
import type { AuthorizationDeps } from './authorization.ts';
import type { Connect } from './connect.ts';
import { createDecideMatch } from './decide-match.ts';
import { createMappingCheck } from './mapping-check.ts';
import { createMappingDrafts } from './mapping-drafts.ts';
import { createPreflight } from './preflight.ts';
import { createRecordPages } from './record-pages.ts';
import { createUndoConflict } from './undo-conflict.ts';
import { createZscConnect } from './zsc-connect.ts';
import type { ZscKeys } from './zsc-keys.ts';

export interface AdministrationDeps extends AuthorizationDeps {
  readonly openOrg: OpenOrg;
  readonly connect: Connect;
  readonly zscKeys: ZscKeys;
  /** Takes the same time whatever the texts hold. */
  readonly sameSecret: (a: string, b: string) => boolean;
  readonly wake: (orgKey: string) => Promise<void>;
  /** Credits per day that the sync leaves to people and other integrations. */
  readonly creditReserve: number;
}

/** The use cases that only the settings page has; `compose.ts` builds them in one go. */
export function createAdministration(deps: AdministrationDeps) {
  return {
    zscKeys: deps.zscKeys,
    connectByKey: createZscConnect(deps),
    preflight: createPreflight(deps),
    mappingCheck: createMappingCheck(deps),
    mappingDrafts: createMappingDrafts(deps),
    ambiguousInbox: createAmbiguousInbox(deps),
    decideMatch: createDecideMatch(deps),
    undoConflict: createUndoConflict({ ...deps, newId: () => deps.random.uuid() }),
    recordPages: createRecordPages(deps),
    creditReserve: deps.creditReserve,
  };
}
export type Administration = ReturnType<typeof createAdministration>;
