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
    flex: 1 1 45%;
    min-inline-size: 0;
    font-weight: var(--weight-medium);
  }
  .amount {
    margin-inline-start: auto;
    min-inline-size: 0;
    font-weight: var(--weight-bold);
    font-variant-numeric: tabular-nums;
  }
  /* A dot stands before every fact; the first of each line is clipped away. */
  .facts {
    overflow: hidden;
    margin-block-start: 1px;
    color: var(--text-secondary);
    font-size: var(--small);
  }
  .flow {
    display: flex;
    flex-wrap: wrap;
    margin-inline-start: -13px;
  }
  .flow > span::before {
    content: '·';
    display: inline-block;
    inline-size: 13px;
    text-align: center;
  }
  dl {
    display: grid;
    grid-template-columns: minmax(84px, min(40%, 200px)) 1fr;
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
