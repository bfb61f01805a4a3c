import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { buttonStyles } from '../styles/button-styles.ts';
import { sharedStyles } from '../styles/shared-styles.ts';
import { icon } from './icon.ts';

export interface MenuItem {
  readonly id: string;
  readonly text: string;
}

/**
 * A button with three dots and its menu: arrow keys, Home, End, Escape, first letters.
 *
 * @fires crm-choose - `detail.id` of the chosen item
 */
@customElement('crm-menu')
export class CrmMenu extends LitElement {
  static override styles = [
    sharedStyles,
    buttonStyles,
    css`
      :host {
        position: relative;
        display: inline-block;
      }
      [role='menu'] {
        position: absolute;
        inset-block-start: calc(100% + 2px);
        inset-inline-end: 0;
        z-index: 2;
        min-inline-size: 160px;
        max-inline-size: 240px;
        padding-block: 4px;
        border: 1px solid var(--border);
        border-radius: var(--radius-large);
        background: var(--bg);
        box-shadow: var(--shadow);
      }
      [role='menuitem'] {
        display: block;
        inline-size: 100%;
        padding: 7px 14px;
        border: 0;
        background: none;
        color: var(--text);
        font: inherit;
        text-align: start;
        cursor: pointer;
      }
      [role='menuitem']:is(:hover, :focus-visible) {
        background: var(--bg-sunken);
        outline-offset: -2px;
      }
    `,
  ];

  @property() label = '';
  @property({ attribute: false }) items: readonly MenuItem[] = [];
  @state() private open = false;

  override render() {
    if (this.items.length === 0) return nothing;
    return html`<button
        type="button"
        class="button icon-only"
        aria-label=${this.label}
        title=${this.label}
        aria-haspopup="menu"
        aria-expanded=${this.open ? 'true' : 'false'}
        @click=${this.toggle}
        @keydown=${this.openByKey}
      >
        ${icon('more')}
      </button>
      ${
        this.open
          ? html`<div
              role="menu"
              aria-label=${this.label}
              tabindex="-1"
              @keydown=${this.move}
              @focusout=${this.leave}
            >
              ${this.items.map(
                ({ id, text }) =>
                  html`<button type="button" role="menuitem" tabindex="-1" @click=${() => this.choose(id)}>
                    ${text}
                  </button>`,
              )}
            </div>`
          : nothing
      }`;
  }

  private get entries(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('[role="menuitem"]')];
  }

  private async show(last = false) {
    this.open = true;
    await this.updateComplete;
    this.entries.at(last ? -1 : 0)?.focus();
  }
  private hide(focusButton: boolean) {
    this.open = false;
    if (focusButton) this.renderRoot.querySelector('button')?.focus();
  }
  private toggle() {
    if (this.open) this.hide(false);
    else void this.show();
  }
  private openByKey(event: KeyboardEvent) {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    void this.show(event.key === 'ArrowUp');
  }
  private move(event: KeyboardEvent) {
    if (event.key === 'Escape') {
      event.stopPropagation();
      this.hide(true);
      return;
    }
    const { entries } = this;
    const now = entries.findIndex((entry) => entry.matches(':focus'));
    const target = this.targetOf(event.key, now, entries);
    if (!target) return;
    event.preventDefault();
    target.focus();
  }
  private targetOf(key: string, now: number, entries: HTMLElement[]): HTMLElement | undefined {
    if (key === 'ArrowDown') return entries[(now + 1) % entries.length];
    if (key === 'ArrowUp') return entries.at(now - 1);
    if (key === 'Home') return entries[0];
    if (key === 'End') return entries.at(-1);
    if (key.length !== 1 || key === ' ') return undefined;
    const after = [...entries.slice(now + 1), ...entries.slice(0, now + 1)];
    return after.find((entry) => entry.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
  }
  private leave(event: FocusEvent) {
    const goesTo = event.relatedTarget;
    if (!(goesTo instanceof Node) || !this.renderRoot.contains(goesTo)) this.hide(false);
  }
  private choose(id: string) {
    this.hide(true);
    this.dispatchEvent(new CustomEvent('crm-choose', { detail: { id }, bubbles: true, composed: true }));
  }
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-menu': CrmMenu;
  }
}
