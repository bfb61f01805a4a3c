import { css } from 'lit';

/** The board's page. */
export const boardStyles = css`
  main {
    padding: 12px 16px 24px;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
    margin-block-end: 10px;
  }
  h1 {
    flex: 1;
    font-size: 1.125rem;
    font-weight: var(--weight-bold);
  }
  .notices {
    display: grid;
    gap: 8px;
    margin-block: 10px;
  }
  .summary {
    margin-block: 10px;
    color: var(--text-secondary);
    font-size: var(--small);
  }
`;
