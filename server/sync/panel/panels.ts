import type { Clock } from '../../ports/clock.ts';
import type { Logger } from '../../ports/logger.ts';
import { createHandshakeBoard } from '../handshake/handshake-board.ts';
import { createCustomerViews } from './customer-views.ts';
import { createFindCandidates } from './find-candidates.ts';
import { createOpenPanel } from './open-panel.ts';
import type { PanelAccessDeps } from './panel-access.ts';
import { createPanelAccess } from './panel-access.ts';
import { createPanelActions } from './panel-actions.ts';
import { createPanelOptions } from './panel-options.ts';
import { createSavePanelSettings } from './panel-settings.ts';
import { createReadSubject } from './panel-subject.ts';
import { createRunAction } from './run-action.ts';

export interface PanelsDeps extends PanelAccessDeps {
  readonly clock: Clock;
  readonly log: Logger;
  readonly wake: (orgKey: string) => Promise<void>;
  /** Digest of any text. */
  readonly digest: (text: string) => string;
  readonly newId: () => string;
  /** See `SyncSettings.intentGraceMs`. */
  readonly graceMs: number;
}

/** Everything agents see and do of CRM, over one gate and one cache. */
export function createPanels(deps: PanelsDeps) {
  const { store, clock, log } = deps;
  const access = createPanelAccess(deps);
  const views = createCustomerViews({ clock, log });
  const readSubject = createReadSubject(clock);
  const panel = createOpenPanel({ access, readSubject, views, clock });
  const runAction = createRunAction(deps);
  const actions = createPanelActions({ ...deps, access, readSubject, panel, runAction });
  return {
    panel,
    actions,
    findCandidates: createFindCandidates(actions),
    options: createPanelOptions(access),
    board: createHandshakeBoard({ access, views, clock }),
    saveSettings: createSavePanelSettings({ store, clock }),
  };
}
export type Panels = ReturnType<typeof createPanels>;
