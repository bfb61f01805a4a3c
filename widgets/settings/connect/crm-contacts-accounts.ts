import { consume } from '@lit/context';
import { Task } from '@lit/task';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Integration } from '../../../server/contract/integration.ts';
import type { ApiClient } from '../../api/api-client.ts';
import { apiContext } from '../../api/api-client.ts';
import { readDraft } from '../../api/drafts-api.ts';
import '../../elements/crm-skeleton.ts';
import { t } from '../../i18n/messages.ts';
import '../../page/crm-problem.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import '../mapping/crm-mapping-editor.ts';
import type { CrmMappingEditor } from '../mapping/crm-mapping-editor.ts';
import '../mapping/crm-sync-type.ts';
import { moduleName } from '../names.ts';
import { settingsStyles } from '../settings-styles.ts';

const MODULES = ['contacts', 'accounts'] as const;
type SyncType = 'two-way' | 'crm-to-desk';

/**
 * One sync type for contacts and accounts, as administrators think of it, and the mapping of each. Where the two were
 * stored with different types, each editor asks for its own, so that neither changes unasked.
 */
@customElement('crm-contacts-accounts')
export class CrmContactsAccounts extends LitElement {
  static override styles = [sharedStyles, settingsStyles];

  @consume({ context: apiContext })
  private api!: ApiClient;
  @property({ attribute: false }) modules: Integration['modules'] = [];
  /** Null: not known yet, or each has its own. */
  @state() private syncType: SyncType | null = null;

  /** What was chosen before the tab was closed is in the draft. */
  private readonly reading = new Task(this, {
    args: () => [this.api] as const,
    task: async ([api], { signal }) => {
      const drafts = await Promise.all(MODULES.map((module) => readDraft(api, module, signal)));
      const [contacts, accounts] = MODULES.map(
        (module, at): SyncType => drafts[at]?.draft?.syncType ?? this.stored(module) ?? 'two-way',
      );
      return contacts !== undefined && contacts === accounts ? contacts : null;
    },
    onComplete: (syncType) => (this.syncType = syncType),
  });

  /**
   * Waits for what is being read; what is changed while it saves is saved, too.
   * @returns whether both are saved as they are shown; if not, the editors say why
   */
  async save(): Promise<boolean> {
    await this.updateComplete;
    await this.reading.taskComplete.catch(() => undefined);
    await this.updateComplete;
    const editors = [...this.renderRoot.querySelectorAll<CrmMappingEditor>('crm-mapping-editor')];
    let saved = editors.length === MODULES.length;
    do {
      // One after the other: the second must be tried even when the first was refused, so that both say what is wrong.
      for (const editor of editors) saved = (await editor.save()) && saved;
    } while (saved && editors.some(({ dirty }) => dirty));
    return saved;
  }

  override render() {
    return this.reading.render({
      pending: () => html`<crm-skeleton .label=${t('loading')} lines="12"></crm-skeleton>`,
      error: (error) =>
        html`<crm-problem .error=${error} @crm-retry=${() => this.reading.run()}></crm-problem>`,
      complete: (shared) =>
        html`<div class="cards">
          ${
            shared === null
              ? nothing
              : html`<crm-sync-type
                  .value=${this.syncType ?? shared}
                  @crm-sync-type=${({ detail }: CustomEvent<SyncType>) => (this.syncType = detail)}
                ></crm-sync-type>`
          }
          ${MODULES.map(
            (module) =>
              html`<section class="cards" aria-label=${moduleName(module)}>
                <h2>${moduleName(module)}</h2>
                <crm-mapping-editor
                  embedded
                  .module=${module}
                  .syncType=${this.syncType}
                ></crm-mapping-editor>
              </section>`,
          )}
        </div>`,
    });
  }

  private stored(wanted: (typeof MODULES)[number]): SyncType | null {
    return this.modules.find(({ module }) => module === wanted)?.syncType ?? null;
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-contacts-accounts': CrmContactsAccounts;
  }
}
