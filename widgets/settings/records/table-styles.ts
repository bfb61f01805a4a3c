import { css } from 'lit';

/**
 * Tables that become cards when their container is narrow: every cell then names itself by `data-label`. The element
 * around must be a container (`container-type: inline-size`).
 */
export const tableStyles = css`
  .wide {
    container-type: inline-size;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 7px 8px;
    border-block-end: 1px solid var(--border);
    text-align: start;
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  th {
    color: var(--text-secondary);
    font-size: var(--small);
    font-weight: var(--weight-medium);
    overflow-wrap: normal;
  }
  .number {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .actions {
    padding-block: 2px;
    text-align: end;
    white-space: nowrap;
  }
  @container (max-width: 560px) {
    table,
    tbody,
    tr,
    td {
      display: block;
    }
    thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    tr {
      padding-block: 6px;
      border-block-end: 1px solid var(--border);
    }
    td {
      display: grid;
      grid-template-columns: minmax(90px, 35%) 1fr;
      gap: 8px;
      padding: 3px 0;
      border: 0;
      text-align: start;
    }
    td.number {
      text-align: start;
    }
    td[data-label]::before {
      content: attr(data-label);
      color: var(--text-secondary);
      font-size: var(--small);
    }
    td.whole,
    td.actions {
      display: block;
      white-space: normal;
    }
  }
`;

/** The head of each of these parts: its name, what it is about, and its tools. */
export const partStyles = css`
  .part {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 12px;
    margin-block-end: 10px;
  }
  h2 {
    font-size: 1.125rem;
    font-weight: var(--weight-bold);
  }
  .grow {
    flex: 1 1 200px;
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px 12px;
    margin-block: 10px;
  }
  .tools label {
    flex: 0 1 170px;
    min-inline-size: 120px;
  }
  .notices {
    display: grid;
    gap: 8px;
    margin-block: 10px;
  }
  .notices:empty {
    display: none;
  }
`;
