import { consume } from '@lit/context';
import { LitElement, html } from 'lit';
import { property, state } from 'lit/decorators.js';
import type { PanelPlace } from '../../server/contract/panel.ts';
import '../elements/crm-notice.ts';
import '../elements/crm-skeleton.ts';
import type { DeskHost, RecordKind } from '../host/desk-host.ts';
import { hostContext } from '../host/host-context.ts';
import { watchRecord } from '../host/watch-record.ts';
import { t } from '../i18n/messages.ts';
import '../page/crm-problem.ts';
import './crm-customer-panel.ts';

const KINDS: Readonly<Record<PanelPlace, RecordKind>> = {
  tickets: 'ticket',
  contacts: 'contact',
  accounts: 'account',
};

/** Base of the three panels: follows which Desk record is open, and shows its customer. */
export abstract class DeskRecordPanel extends LitElement {
  protected abstract readonly place: PanelPlace;

  @consume({ context: hostContext })
  @property({ attribute: false })
  desk!: DeskHost;

  /** Undefined until Desk has said it. */
  @state() private deskId: string | null | undefined;
  @state() private problem: unknown;
  #stop = () => {};

  override connectedCallback() {
    super.connectedCallback();
    this.watch();
  }
  override disconnectedCallback() {
    super.disconnectedCallback();
    this.#stop();
  }

  override render() {
    if (this.problem)
      return html`<crm-problem .error=${this.problem} @crm-retry=${this.watch}></crm-problem>`;
    if (this.deskId === undefined)
      return html`<crm-skeleton .label=${t('loading.customer')} lines="8"></crm-skeleton>`;
    if (this.deskId === null) {
      return html`<crm-notice
        .heading=${t('empty.customer.heading')}
        .text=${t('empty.customer.text')}
      ></crm-notice>`;
    }
    return html`<crm-customer-panel .place=${this.place} .deskId=${this.deskId}></crm-customer-panel>`;
  }

  private watch() {
    this.#stop();
    this.problem = undefined;
    this.#stop = watchRecord(
      this.desk,
      KINDS[this.place],
      (id) => {
        this.problem = undefined;
        this.deskId = id;
      },
      (error) => (this.problem = error),
    );
  }
}
