import { css } from 'lit';

/** Of `<crm-mapping-preview>`: a table, in a narrow place one block per field. */
export const previewStyles = css`
  :host {
    container-type: inline-size;
  }
  .choice {
    display: grid;
    grid-template-columns: minmax(0, 160px) minmax(0, 420px);
    gap: 8px 16px;
    align-items: end;
    margin-block-end: 8px;
  }
  .chosen {
    font-weight: var(--weight-medium);
  }
  crm-record-choice {
    align-self: start;
  }
  .choice > label {
    align-self: start;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    table-layout: fixed;
  }
  [aria-busy='true'] {
    opacity: 0.6;
  }
  :is(th, td) {
    padding: 6px 8px;
    border-block-end: 1px solid var(--border);
    text-align: start;
    vertical-align: top;
    overflow-wrap: anywhere;
    font-weight: inherit;
  }
  thead th {
    color: var(--text-secondary);
    font-size: var(--small);
    font-weight: var(--weight-bold);
  }
  tbody th {
    font-weight: var(--weight-medium);
  }
  .problem {
    display: flex;
    gap: 4px;
    color: var(--on-warning);
    font-size: var(--small);
  }
  .label {
    display: none;
  }
  @container (max-inline-size: 640px) {
    .choice {
      grid-template-columns: minmax(0, 1fr);
    }
    thead {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    :is(tr, tbody, table) {
      display: block;
    }
    :is(tbody th, td) {
      display: block;
      border: 0;
      padding: 2px 0;
    }
    tr {
      padding-block: 6px;
      border-block-end: 1px solid var(--border);
    }
    .label {
      display: inline;
      color: var(--text-secondary);
      font-size: var(--small);
    }
    .label::after {
      content: ': ';
    }
  }
`;
