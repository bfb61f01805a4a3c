import type { ProfilePermissions } from '../../core/permissions/profile-permissions.ts';
import { isHidden } from '../../core/permissions/profile-permissions.ts';
import type { Clock } from '../../ports/clock.ts';
import type { AgentIdentity } from '../desk-identity.ts';
import type { ManageProfilePermissions } from '../profile-permissions.ts';
import { Refusal } from '../refusal.ts';
import type { OpenPanel, PanelAnswer } from './open-panel.ts';
import type { OpenPanelGate } from './panel-access.ts';
import type { Place } from './panel-subject.ts';

export interface PreviewPanelDeps {
  readonly gate: OpenPanelGate;
  readonly panel: Pick<OpenPanel, 'answerFor'>;
  readonly profiles: Pick<ManageProfilePermissions, 'of'>;
  readonly clock: Clock;
}

/** What an administrator wants to look at, and as whom. */
export interface PreviewWish {
  readonly place: Place;
  readonly deskId: string;
  /** As they stand in the editor; undefined: as they are stored. */
  readonly permissions?: ProfilePermissions | undefined;
}

/**
 * What agents of a profile would see of one ticket, contact or account (S53–S59): the panel's own answer, made with
 * the profile's permissions in place of the administrator's. Who looked at what as whom is written down, for an
 * administrator may so see what the own profile hides, as by changing it (S60).
 *
 * @returns null when the profile sees nothing of CRM
 * @throws Refusal `unknown-profile`, those of `createPanelGate` and of the panel
 */
export function createPreviewPanel({ gate, panel, profiles, clock }: PreviewPanelDeps) {
  return async function preview(
    admin: AgentIdentity,
    profileId: string,
    { place, deskId, permissions: edited }: PreviewWish,
  ): Promise<PanelAnswer | null> {
    const open = await gate(admin);
    const stored = await profiles.of(admin.orgKey, profileId);
    if (stored === null) {
      throw new Refusal('unknown-profile', 'Desk has no such profile (any more)', { profileId });
    }
    const permissions = edited ?? stored;
    if (isHidden(permissions)) return null;
    const answer = await panel.answerFor({ ...open, permissions }, place, deskId);
    await open.org.audit.append({
      at: clock.now(),
      agentId: admin.agentId,
      action: 'permissions-previewed',
      details: { profileId, place, deskId, permissions },
    });
    return answer;
  };
}
export type PreviewPanel = ReturnType<typeof createPreviewPanel>;
