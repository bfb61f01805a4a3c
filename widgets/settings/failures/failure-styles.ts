import { css } from 'lit';

/** The Failure Log's page. */
export const failureStyles = css`
  section {
    margin-block: 4px 12px;
    padding: 10px 12px;
    border: 1px solid var(--border);
    border-radius: var(--radius-large);
    overflow-wrap: anywhere;
  }
  .cause {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 12px;
  }
  h4 {
    flex: 1 1 200px;
    margin: 0;
    font-size: inherit;
    font-weight: var(--weight-bold);
    overflow-wrap: anywhere;
  }
  .count {
    padding-inline: 6px;
    border-radius: 9px;
    background: var(--bg-sunken);
    font-size: var(--small);
    font-weight: var(--weight-medium);
  }
  crm-failure-records {
    margin-block-start: 8px;
  }
`;
