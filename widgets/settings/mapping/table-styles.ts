import { css } from 'lit';

/** Of `<crm-mapping-table>`. */
export const tableStyles = css`
  h3 {
    flex: 1 1 160px;
    font-size: var(--large);
    font-weight: var(--weight-bold);
  }
  .tools {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 6px 16px;
  }
  .search {
    flex: 0 1 220px;
  }
  .search input {
    margin: 0;
  }
  .check {
    display: flex;
    align-items: center;
    gap: 6px;
    min-block-size: 24px;
    color: var(--text);
    font-size: var(--normal);
  }
  .check input {
    inline-size: 16px;
    block-size: 16px;
    min-block-size: 0;
    margin: 0;
    accent-color: var(--button);
  }
  section > .button {
    margin-block-start: 10px;
  }
`;
