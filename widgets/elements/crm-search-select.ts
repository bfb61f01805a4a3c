import { LitElement, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { t } from '../i18n/messages.ts';
import { fieldStyles, sharedStyles } from '../styles/shared-styles.ts';
import { icon } from './icon.ts';
import { placeBelow } from './place-below.ts';
import { searchSelectStyles } from './search-select-styles.ts';

export interface SelectOption {
  readonly id: string;
  readonly text: string;
  /** What tells it apart from others, in small print below. */
  readonly note?: string;
  /** Found by, beside what is shown. */
  readonly alias?: string;
  readonly disabled?: boolean;
}

const PAGE = 8;

/**
 * A drop-down with a search field, for lists too long to scroll. Closed it is one button; its list exists only while it
 * is open, so that hundreds of them cost little.
 *
 * Keys in the list: arrows, Page up and down, Home, End, Enter, Escape; anything else searches.
 *
 * @fires crm-choose - `detail.id` of the chosen option
 */
@customElement('crm-search-select')
export class CrmSearchSelect extends LitElement {
  static override styles = [sharedStyles, fieldStyles, searchSelectStyles];

  /** What is chosen here, for screen readers. */
  @property() label = '';
  @property() value = '';
  @property({ attribute: false }) options: readonly SelectOption[] = [];
  /** Shown while nothing is chosen. */
  @property() placeholder = '';
  /** Shown for a value that is no option (any more). */
  @property() missing = '';
  @property({ type: Boolean }) invalid = false;

  @state() private open = false;
  @state() private search = '';
  /** Id of the option that Enter takes. */
  @state() private active = '';
  @query('.closed') private button!: HTMLButtonElement;
  @query('[popover]') private list?: HTMLElement;

  override disconnectedCallback() {
    super.disconnectedCallback();
    this.hide(false);
  }

  override focus() {
    this.button.focus();
  }

  override render() {
    const chosen = this.options.find(({ id }) => id === this.value);
    const text = chosen?.text ?? (this.value === '' ? this.placeholder : this.missing || this.value);
    const note = chosen?.note;
    return html`<button
        type="button"
        class="closed ${this.invalid ? 'invalid' : ''}"
        aria-label="${this.label}: ${text}${note ? `, ${note}` : ''}"
        aria-haspopup="dialog"
        aria-expanded=${this.open ? 'true' : 'false'}
        @click=${this.toggle}
        @keydown=${this.openByKey}
      >
        <span class="words">
          <bdi class=${chosen ? 'text' : 'text none'}>${text}</bdi>
          ${note ? html`<span class="note">${note}</span>` : nothing}
        </span>
        ${icon('chevron')}
      </button>
      ${this.open ? this.renderList() : nothing}`;
  }

  private renderList() {
    const found = this.found;
    return html`<div popover="manual" role="dialog" aria-label=${this.label} @focusout=${this.leave}>
      <input
        type="text"
        dir="auto"
        role="combobox"
        aria-label=${t('select.search')}
        placeholder=${t('select.search')}
        aria-autocomplete="list"
        aria-expanded="true"
        aria-controls="list"
        aria-activedescendant=${this.active === '' ? nothing : idOf(this.active)}
        autocomplete="off"
        spellcheck="false"
        .value=${this.search}
        @input=${this.searchFor}
        @keydown=${this.move}
      />
      <div role="status" class="visually-hidden">${found.length === 0 ? t('select.none') : nothing}</div>
      <div id="list" role="listbox" aria-label=${this.label} tabindex="-1">
        ${repeat(
          found,
          ({ id }) => id,
          (option) => this.renderOption(option),
        )}
      </div>
      ${found.length === 0 ? html`<p class="empty" aria-hidden="true">${t('select.none')}</p>` : nothing}
    </div>`;
  }
  /** The keys are the search field's, which names the active option. */
  private renderOption({ id, text, note, disabled = false }: SelectOption) {
    // eslint-disable-next-line lit-a11y/click-events-have-key-events -- see above
    return html`<div
      id=${idOf(id)}
      role="option"
      class=${id === this.active ? 'active' : ''}
      aria-selected=${id === this.value ? 'true' : 'false'}
      aria-disabled=${disabled ? 'true' : 'false'}
      @mousedown=${(event: Event) => event.preventDefault()}
      @click=${() => this.choose(id)}
    >
      <bdi>${text}</bdi>${note ? html`<span class="note">${note}</span>` : nothing}
    </div>`;
  }

  private get found(): readonly SelectOption[] {
    const words = fold(this.search).split(/\s+/);
    return this.options.filter(({ text, alias = '' }) => {
      const name = `${fold(text)} ${fold(alias)}`;
      return words.every((word) => name.includes(word));
    });
  }

  private toggle() {
    if (this.open) this.hide(true);
    else void this.show();
  }
  private openByKey(event: KeyboardEvent) {
    if (this.open || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
    event.preventDefault();
    void this.show();
  }
  private async show() {
    this.search = '';
    this.active = this.value;
    this.open = true;
    await this.updateComplete;
    const { list } = this;
    if (!list) return;
    list.showPopover();
    placeBelow(list, this.button);
    list.querySelector('input')?.focus();
    this.reveal();
    window.addEventListener('resize', this.follow);
    document.addEventListener('scroll', this.follow, { capture: true, passive: true });
  }
  private hide(focusButton: boolean) {
    window.removeEventListener('resize', this.follow);
    document.removeEventListener('scroll', this.follow, { capture: true });
    this.open = false;
    if (focusButton) this.button.focus();
  }
  private readonly follow = (event: Event) => {
    if (!this.list || event.composedPath().includes(this.list)) return;
    placeBelow(this.list, this.button);
  };
  private leave({ relatedTarget }: FocusEvent) {
    // A window that loses the focus gives it back; only another control means that this one is done with.
    if (relatedTarget instanceof Node && !this.renderRoot.contains(relatedTarget)) this.hide(false);
  }

  private searchFor(event: InputEvent) {
    this.search = (event.target as HTMLInputElement).value;
    this.active = this.found.find(({ disabled }) => !disabled)?.id ?? '';
    this.reveal();
  }
  private move(event: KeyboardEvent) {
    if (event.key === 'Tab') {
      this.hide(true);
      return;
    }
    if (!['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'Enter', 'Escape'].includes(event.key))
      return;
    event.preventDefault();
    // The dialog around us stays.
    event.stopPropagation();
    if (event.key === 'Escape') this.hide(true);
    else if (event.key === 'Enter') this.choose(this.active);
    else this.activate(event.key);
  }
  private activate(key: string) {
    const { found } = this;
    const now = found.findIndex(({ id }) => id === this.active);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: now + 1,
      ArrowUp: now - 1,
      PageDown: now + PAGE,
      PageUp: now - PAGE,
      Home: 0,
      End: found.length - 1,
    };
    const next = Math.min(Math.max(steps[key] ?? 0, 0), found.length - 1);
    this.active = found[next]?.id ?? '';
    this.reveal();
  }
  private reveal() {
    void this.updateComplete.then(() => {
      this.renderRoot.querySelector('.active')?.scrollIntoView({ block: 'nearest' });
    });
  }
  private choose(id: string) {
    const option = this.found.find((each) => each.id === id);
    if (!option || option.disabled === true) return;
    this.hide(true);
    if (id === this.value) return;
    this.dispatchEvent(new CustomEvent('crm-choose', { detail: { id }, bubbles: true, composed: true }));
  }
}

/** Element ids may not hold spaces. */
function idOf(id: string): string {
  return `option-${encodeURIComponent(id)}`;
}
function fold(text: string): string {
  return text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().trim();
}
declare global {
  interface HTMLElementTagNameMap {
    'crm-search-select': CrmSearchSelect;
  }
}
