import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import '../../elements/crm-notice.ts';
import { t } from '../../i18n/messages.ts';
import { sharedStyles } from '../../styles/shared-styles.ts';
import { careText } from '../records/problem.ts';
import { partStyles } from '../records/table-styles.ts';
import './crm-conflict-inbox.ts';
import './crm-deletion-inbox.ts';
import './crm-match-inbox.ts';
import type { Decision } from './decision.ts';

type Told =
  | { readonly kind: 'decided'; readonly decision: Decision }
  | { readonly kind: 'undone'; readonly text: string }
  | { readonly kind: 'failed'; readonly error: unknown };

const PARTS = ['conflicts', 'deletions', 'ambiguous'] as const;

/**
 * What waits for an administrator: conflicts, deletions, and records whose partner is not clear. The last decision
 * stands in a notice with Undo until the next one; earlier ones can be taken back in the lists.
 */
@customElement('crm-inboxes')
export class CrmInboxes extends LitElement {
  static override styles = [
    sharedStyles,
    partStyles,
    css`
      .told {
        position: sticky;
        inset-block-end: 8px;
        z-index: 1;
      }
      .told crm-notice {
        border-radius: var(--radius);
        background: var(--bg);
        box-shadow: var(--shadow);
      }
    `,
  ];

  /** The one that stands first: `conflicts`, `deletions` or `ambiguous`; anything else leaves the order. */
  @property() inbox = '';
  @state() private told: Told | null = null;
  @state() private undoing = false;
  @query('.told') private notice!: HTMLElement;

  override render() {
    return html`<div @crm-decided=${this.tell}>
      <div class="part">
        <h2>${t('inboxes.heading')}</h2>
        <span class="grow secondary small">${t('inboxes.covers')}</span>
      </div>
      ${repeat(
        [...PARTS].sort((a, b) => Number(b === this.inbox) - Number(a === this.inbox)),
        (part) => part,
        (part) => this.renderPart(part),
      )}
      <div class="told" tabindex="-1">${this.renderTold()}</div>
    </div>`;
  }

  private renderPart(part: (typeof PARTS)[number]) {
    switch (part) {
      case 'conflicts':
        return html`<crm-conflict-inbox></crm-conflict-inbox>`;
      case 'deletions':
        return html`<crm-deletion-inbox></crm-deletion-inbox>`;
      case 'ambiguous':
        return html`<crm-match-inbox></crm-match-inbox>`;
    }
  }
  private renderTold() {
    const { told } = this;
    if (!told) return nothing;
    if (told.kind === 'failed')
      return html`<crm-notice kind="error" .text=${careText(told.error)}></crm-notice>`;
    if (told.kind === 'undone') return html`<crm-notice kind="info" .text=${told.text}></crm-notice>`;
    const { text, undo } = told.decision;
    return html`<crm-notice
      kind="success"
      .text=${text}
      .action=${undo === null ? '' : t('inboxes.undo')}
      @crm-action=${this.undo}
    ></crm-notice>`;
  }

  private async tell({ detail }: CustomEvent<Decision>) {
    this.told = { kind: 'decided', decision: detail };
    await this.updateComplete;
    // What was decided is gone, and the focus with it.
    this.notice.focus({ preventScroll: true });
  }
  private async undo() {
    const { told } = this;
    if (told?.kind !== 'decided' || told.decision.undo === null || this.undoing) return;
    this.undoing = true;
    try {
      this.told = { kind: 'undone', text: await told.decision.undo() };
    } catch (error) {
      this.told = { kind: 'failed', error };
    } finally {
      this.undoing = false;
    }
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-inboxes': CrmInboxes;
  }
}
