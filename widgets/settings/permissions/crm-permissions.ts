import { consume } from '@lit/context';
import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { ProfilePermissions } from '../../../server/contract/permissions.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import type { ProfileView } from '../../api/permissions-api.ts';
import { readPermissions, savePermissions } from '../../api/permissions-api.ts';
import '../../elements/crm-badge.ts';
import '../../elements/crm-dialog.ts';
import '../../elements/crm-notice.ts';
import '../../elements/crm-skeleton.ts';
import { t, tMaybe } from '../../i18n/messages.ts';
import { plain } from '../../i18n/plain-text.ts';
import '../../page/crm-problem.ts';
import { problemCode, problemText } from '../../page/problem-text.ts';
import { buttonStyles } from '../../styles/button-styles.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import type { Entity } from './access-summary.ts';
import { ENTITIES, accessOf, seesNothing } from './access-summary.ts';
import './crm-access-dialog.ts';
import './crm-profile-preview.ts';
import { permissionsStyles } from './permissions-styles.ts';
import { ProfileSaver } from './profile-saver.ts';

type Opened =
  | { readonly kind: 'access'; readonly profileId: string; readonly entity: Entity }
  | { readonly kind: 'preview'; readonly profileId: string };

/** The Permissions tab: what agents of each Desk profile see of CRM (S53–S60). Every switch is saved at once. */
@customElement('crm-permissions')
export class CrmPermissions extends LitElement {
  static override styles = [sharedStyles, buttonStyles, permissionsStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;
  @state() private profiles: readonly ProfileView[] = [];
  @state() private opened: Opened | null = null;
  /** What became of the last switch. */
  @state() private outcome: { readonly name: string; readonly error: unknown } | null = null;

  private readonly saver: ProfileSaver = new ProfileSaver(this, (stored, permissions) =>
    savePermissions(this.api, stored.profileId, { permissions, expectedVersion: stored.version }),
  );
  private readonly reading = new Task(this, {
    args: () => [],
    task: async (_args, { signal }) => (await readPermissions(this.api, signal)).profiles,
    onComplete: (profiles) => {
      this.profiles = profiles;
      this.saver.know(profiles);
    },
  });

  override render() {
    // What is shown stays while it is read again.
    if (this.profiles.length > 0) return this.renderProfiles();
    return this.reading.render({
      pending: () => html`<crm-skeleton .label=${t('loading')} lines="8"></crm-skeleton>`,
      error: (error) =>
        html`<crm-problem .error=${error} @crm-retry=${() => this.reading.run()}></crm-problem>`,
      complete: () => html`<crm-notice .text=${t('permissions.none')}></crm-notice>`,
    });
  }

  private renderProfiles() {
    return html`<p class="secondary">${t('permissions.hint')}</p>
      <div aria-live="polite">${this.renderOutcome()}</div>
      <table>
        <thead>
          <tr>
            <th scope="col">${t('permissions.profile')}</th>
            <th scope="col">${t('permissions.visible')}</th>
            ${ENTITIES.map((entity) => html`<th scope="col">${t(`permissions.${entity}`)}</th>`)}
            <th scope="col"><span class="visually-hidden">${t('permissions.see-as')}</span></th>
          </tr>
        </thead>
        <tbody>
          ${repeat(
            this.profiles,
            ({ profileId }) => profileId,
            (profile) => this.renderProfile(profile),
          )}
        </tbody>
      </table>
      ${this.renderOpened()}`;
  }
  private renderOutcome() {
    if (!this.outcome) return nothing;
    const { name, error } = this.outcome;
    if (error === null) return html`<p class="small secondary">${t('permissions.saved', { name })}</p>`;
    return html`<crm-notice
      kind="error"
      .heading=${name}
      .text=${tMaybe(`permissions.refused.${problemCode(error)}`) ?? problemText(error)}
    ></crm-notice>`;
  }

  private renderProfile(profile: ProfileView) {
    if (profile.name === null) return this.renderGone(profile);
    const name = plain(profile.name, 120);
    const permissions = this.saver.shown(profile);
    return html`<tr aria-busy=${this.saver.isBusy(profile.profileId) ? 'true' : 'false'}>
      <th scope="row">
        <bdi>${name}</bdi>
        ${seesNothing(permissions) ? html`<crm-badge>${t('permissions.hidden')}</crm-badge>` : nothing}
      </th>
      <td>
        <label class="switch">
          <input
            type="checkbox"
            aria-label="${name}: ${t('permissions.visible')}"
            .checked=${permissions.visible}
            @change=${(event: Event) => this.save(profile, { ...permissions, visible: isOn(event) })}
          /><span class="label" aria-hidden="true">${t('permissions.visible')}</span></label
        >
      </td>
      ${ENTITIES.map((entity) => this.renderEntity(profile, name, permissions, entity))}
      <td class="last">
        <button
          type="button"
          class="button"
          aria-label="${t('permissions.see-as')}: ${name}"
          @click=${() => (this.opened = { kind: 'preview', profileId: profile.profileId })}
        >
          ${t('permissions.see-as')}
        </button>
      </td>
    </tr>`;
  }
  private renderEntity(profile: ProfileView, name: string, permissions: ProfilePermissions, entity: Entity) {
    const { shown } = permissions[entity];
    const access = t(`permissions.access.${accessOf(permissions[entity])}`);
    return html`<td>
      <div class="entity">
        <input
          type="checkbox"
          role="switch"
          aria-checked=${shown ? 'true' : 'false'}
          aria-label="${name}: ${t(`permissions.${entity}`)}"
          ?disabled=${!permissions.visible}
          .checked=${shown}
          @change=${(event: Event) =>
            this.save(profile, { ...permissions, [entity]: { ...permissions[entity], shown: isOn(event) } })}
        />
        <span class="label" aria-hidden="true">${t(`permissions.${entity}`)}</span>
        <button
          type="button"
          class="link"
          aria-label="${name}, ${t(`permissions.${entity}`)}: ${access}"
          ?disabled=${!permissions.visible || !shown}
          @click=${() => (this.opened = { kind: 'access', profileId: profile.profileId, entity })}
        >
          ${access}
        </button>
      </div>
    </td>`;
  }
  /** Its agents see nothing, whatever is stored; Desk has to give them another profile. */
  private renderGone({ profileId }: ProfileView) {
    return html`<tr class="gone">
      <th scope="row">${t('permissions.gone', { id: profileId })}</th>
      <td colspan="4">
        <crm-notice kind="warning" .text=${t('permissions.gone.text')}></crm-notice>
      </td>
    </tr>`;
  }

  private renderOpened() {
    const { opened } = this;
    const profile = this.profiles.find(({ profileId }) => profileId === opened?.profileId);
    if (!opened || !profile) return nothing;
    const name = plain(profile.name ?? profile.profileId, 120);
    const close = () => (this.opened = null);
    if (opened.kind === 'preview') {
      return html`<crm-dialog .heading="${t('permissions.see-as')}: ${name}" @crm-close=${close}>
        <crm-profile-preview .profileId=${profile.profileId}></crm-profile-preview>
      </crm-dialog>`;
    }
    return html`<crm-access-dialog
      .profileId=${profile.profileId}
      .profileName=${name}
      .entity=${opened.entity}
      .permissions=${this.saver.shown(profile)}
      @crm-permissions=${({ detail }: CustomEvent<ProfilePermissions>) => this.save(profile, detail)}
      @crm-close=${close}
    ></crm-access-dialog>`;
  }

  private async save(profile: ProfileView, permissions: ProfilePermissions) {
    const name = plain(profile.name ?? profile.profileId, 120);
    this.outcome = null;
    try {
      await this.saver.save(profile.profileId, permissions);
      this.outcome = { name, error: null };
    } catch (error) {
      this.outcome = { name, error };
      // Whatever it was: what holds now is what is stored.
      await this.reading.run();
    }
  }
}

function isOn(event: Event): boolean {
  return (event.target as HTMLInputElement).checked;
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-permissions': CrmPermissions;
  }
}
