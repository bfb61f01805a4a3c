import { css } from 'lit';

/** Records side by side, below each other where there is no room. */
export const matchStyles = css`
  .records {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(210px, 100%), 1fr));
    gap: 8px;
    margin-block-start: 8px;
  }
  .record {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 4px;
    padding: 10px;
    border: 1px solid var(--border);
    border-radius: var(--radius-large);
    overflow-wrap: anywhere;
    min-inline-size: 0;
  }
  .record.own {
    border-color: var(--brand);
    background: var(--bg-raised);
  }
  h5 {
    margin: 0;
    font-size: inherit;
    font-weight: var(--weight-bold);
  }
  dl {
    flex: 1;
    inline-size: 100%;
  }
  dl > div {
    padding-block: 3px;
    border-block-start: 1px solid var(--border);
  }
  dt {
    color: var(--text-secondary);
    font-size: var(--small);
  }
  .differs {
    color: var(--on-warning);
    font-weight: var(--weight-medium);
  }
`;
