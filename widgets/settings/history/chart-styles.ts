import { css } from 'lit';

/** The chart: no kind of bar differs by its colour alone, failed ones are dashed. */
export const chartStyles = css`
  figure {
    margin: 0;
    padding: 10px 12px;
    border: 1px solid var(--border);
    border-radius: var(--radius-large);
  }
  figcaption {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 16px;
    font-size: var(--small);
  }
  .title {
    flex: 1 1 160px;
    font-weight: var(--weight-medium);
  }
  .key::before {
    content: '';
    display: inline-block;
    inline-size: 10px;
    block-size: 10px;
    margin-inline-end: 6px;
    border-radius: 2px;
  }
  .key.added::before {
    background: var(--success);
  }
  .key.updated::before {
    background: var(--brand);
  }
  .key.failed::before {
    background: var(--danger);
    outline: 1px dashed var(--text);
    outline-offset: -1px;
  }
  .scale,
  .days {
    font-size: var(--small);
  }
  svg {
    display: block;
    inline-size: 100%;
    block-size: 110px;
    border-block: 1px solid var(--border);
  }
  :host(:dir(rtl)) svg {
    scale: -1 1;
  }
  rect.added {
    fill: var(--success);
  }
  rect.updated {
    fill: var(--brand);
  }
  rect.failed {
    fill: var(--danger);
    stroke: var(--text);
    stroke-dasharray: 3 2;
    vector-effect: non-scaling-stroke;
  }
  .days {
    display: flex;
  }
  .days > span {
    flex: 1;
    min-inline-size: 0;
    padding-block: 2px 6px;
    text-align: center;
  }
  summary {
    inline-size: fit-content;
    color: var(--link);
    font-size: var(--small);
    cursor: pointer;
  }
`;
