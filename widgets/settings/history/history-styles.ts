import { css } from 'lit';

/** The Sync History's page. */
export const historyStyles = css`
  .summary {
    margin-block: 10px 4px;
    color: var(--text-secondary);
    font-size: var(--small);
  }
  td.failed {
    color: var(--on-danger);
    font-weight: var(--weight-bold);
  }
  tr.open > td {
    border-block-end-color: transparent;
  }
  tr.details > td {
    padding-block: 0 12px;
  }
  crm-notice {
    margin-block: 4px;
  }
`;
