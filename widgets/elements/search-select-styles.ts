import { css } from 'lit';

/** Of `<crm-search-select>`. */
export const searchSelectStyles = css`
  .closed {
    display: flex;
    align-items: center;
    gap: 4px;
    inline-size: 100%;
    min-block-size: 40px;
    padding: 3px 8px;
    border: 1px solid var(--border-strong);
    border-radius: var(--radius);
    background: var(--bg);
    color: var(--text);
    font: inherit;
    text-align: start;
    cursor: pointer;
  }
  .closed:hover {
    background: var(--bg-raised);
  }
  .closed.invalid {
    border-color: var(--danger);
  }
  .words {
    flex: 1;
    min-inline-size: 0;
  }
  .words > * {
    display: block;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .none {
    color: var(--text-secondary);
  }
  .note {
    color: var(--text-secondary);
    font-size: var(--small);
  }
  .closed .icon {
    rotate: 90deg;
    color: var(--text-secondary);
  }
  [popover] {
    position: fixed;
    inset: auto;
    margin: 0;
    padding: 6px;
    flex-direction: column;
    gap: 4px;
    border: 1px solid var(--border);
    border-radius: var(--radius-large);
    background: var(--bg);
    color: var(--text);
    box-shadow: var(--shadow);
    overflow: hidden;
  }
  [popover]:popover-open {
    display: flex;
  }
  [popover] input {
    flex: none;
    margin: 0;
  }
  #list {
    min-block-size: 0;
    max-block-size: 320px;
    overflow: auto;
  }
  [role='option'] {
    padding: 5px 8px;
    border-radius: var(--radius);
    overflow-wrap: anywhere;
    cursor: pointer;
    content-visibility: auto;
    contain-intrinsic-size: auto 44px;
  }
  [role='option'] > * {
    display: block;
  }
  [role='option']:hover {
    background: var(--bg-raised);
  }
  [role='option'].active {
    background: var(--bg-sunken);
    outline: 2px solid var(--focus);
    outline-offset: -2px;
  }
  [role='option'].active .note {
    color: var(--text);
  }
  [aria-selected='true'] {
    font-weight: var(--weight-bold);
  }
  [aria-disabled='true'] {
    color: var(--text-secondary);
    cursor: default;
  }
  .empty {
    padding: 6px 8px;
    color: var(--text-secondary);
  }
`;
