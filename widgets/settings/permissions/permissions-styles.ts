import { css } from 'lit';

/** Of `<crm-permissions>`: a table, in a narrow place one block per profile. */
export const permissionsStyles = css`
  :host {
    container-type: inline-size;
  }
  table {
    inline-size: 100%;
    margin-block-start: 8px;
    border-collapse: collapse;
  }
  :is(th, td) {
    padding: 8px;
    border-block-end: 1px solid var(--border);
    text-align: start;
    vertical-align: middle;
    font-weight: inherit;
  }
  thead th {
    color: var(--text-secondary);
    font-size: var(--small);
    font-weight: var(--weight-bold);
  }
  tbody th {
    font-weight: var(--weight-medium);
    overflow-wrap: anywhere;
  }
  [aria-busy='true'] {
    opacity: 0.7;
  }
  .last {
    text-align: end;
  }
  .entity,
  .switch {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 28px;
  }
  input {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    margin: 0;
    accent-color: var(--button);
    cursor: pointer;
  }
  [role='switch'] {
    appearance: none;
    position: relative;
    inline-size: 32px;
    block-size: 18px;
    border: 1px solid var(--border-strong);
    border-radius: 9px;
    background: var(--bg-sunken);
    transition: background-color var(--motion);
  }
  [role='switch']::before {
    content: '';
    position: absolute;
    inset-block-start: 2px;
    inset-inline-start: 2px;
    inline-size: 12px;
    block-size: 12px;
    border-radius: 50%;
    background: var(--border-strong);
  }
  [role='switch']:checked {
    border-color: var(--button);
    background: var(--button);
  }
  [role='switch']:checked::before {
    inset-inline: auto 2px;
    background: var(--on-button);
  }
  [role='switch']:disabled {
    opacity: 0.5;
    cursor: default;
  }
  .link {
    min-block-size: 24px;
    padding: 0;
    border: 0;
    background: none;
    color: var(--link);
    font: inherit;
    text-decoration: underline;
    cursor: pointer;
  }
  .link:disabled {
    color: var(--text-secondary);
    text-decoration: none;
    cursor: default;
  }
  .label {
    display: none;
  }
  @media (forced-colors: active) {
    [role='switch'] {
      appearance: auto;
      inline-size: 16px;
    }
    [role='switch']::before {
      content: none;
    }
  }
  @container (max-inline-size: 640px) {
    thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    :is(table, tbody, tr, tbody th, td) {
      display: block;
    }
    :is(tbody th, td) {
      border: 0;
      padding: 3px 0;
    }
    tr {
      padding-block: 8px;
      border-block-end: 1px solid var(--border);
    }
    .last {
      text-align: start;
    }
    .label {
      display: inline;
    }
  }
`;
