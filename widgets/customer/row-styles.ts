import { css } from 'lit';

/** Rows of potentials, notes and activities, and the profile's fields. */
export const rowStyles = css`
  li {
    padding-block: 6px;
    overflow-wrap: anywhere;
  }
  li + li {
    border-block-start: 1px solid var(--border);
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    column-gap: 12px;
  }
  .name {
    display: -webkit-box;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 3;
    overflow: hidden;
    flex: 1 1 60%;
    min-inline-size: 0;
    font-weight: var(--weight-medium);
  }
  .amount {
    font-weight: var(--weight-bold);
    font-variant-numeric: tabular-nums;
  }
  .facts {
    display: flex;
    flex-wrap: wrap;
    margin-block-start: 1px;
    color: var(--text-secondary);
    font-size: var(--small);
  }
  .facts > bdi + bdi::before {
    content: '·';
    margin-inline: 5px;
  }
  dl {
    display: grid;
    grid-template-columns: minmax(84px, 2fr) 3fr;
    gap: 6px 10px;
  }
  dt {
    color: var(--text-secondary);
    overflow-wrap: anywhere;
  }
  dd {
    overflow-wrap: anywhere;
    min-inline-size: 0;
  }
  h5 {
    margin: 8px 0 2px;
    color: var(--text-secondary);
    font-size: var(--small);
    font-weight: var(--weight-medium);
  }
`;
