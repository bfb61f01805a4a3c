import { css } from 'lit';

/** Columns of the mapping table: wide side by side, narrow one below the other. */
export const mappingColumns = css`
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 4fr) minmax(0, 2.4fr) minmax(0, 4fr) minmax(0, 4fr) 60px;
    gap: 6px 10px;
  }
`;

export const mappingRowStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 4fr) minmax(0, 2.4fr) minmax(0, 4fr) minmax(0, 4fr) 60px;
    gap: 6px 10px;
    align-items: start;
    padding-block: 8px;
    min-block-size: 57px;
    border-block-end: 1px solid var(--border);
  }
  @container (max-inline-size: 640px) {
    :host {
      grid-template-columns: minmax(0, 1fr) auto;
    }
    .field,
    .direction,
    .check {
      grid-column: 1;
    }
    .tools {
      grid-column: 2;
      grid-row: 1;
    }
  }
  .direction select {
    margin: 0;
    min-block-size: 40px;
  }
  .fixed {
    display: inline-block;
    padding-block: 10px;
  }
  .arrow {
    color: var(--text-secondary);
  }
  .check {
    padding-block: 4px;
    overflow-wrap: anywhere;
  }
  .finding {
    display: flex;
    gap: 4px;
  }
  .finding .icon {
    margin-block-start: 1px;
  }
  .finding.success .icon {
    color: var(--on-success);
  }
  .finding.warning .icon {
    color: var(--on-warning);
  }
  .finding.error {
    color: var(--on-danger);
  }
  .sample {
    padding-inline-start: 20px;
  }
  .tools {
    display: flex;
    justify-content: flex-end;
    padding-block: 6px;
  }
  .tools [aria-expanded] .icon {
    rotate: 90deg;
    transition: rotate var(--motion);
  }
  .tools .turned .icon {
    rotate: -90deg;
  }
  .details {
    grid-column: 1 / -1;
  }
`;
