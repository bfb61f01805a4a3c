import { css } from 'lit';

/** Cards, rows of buttons and tables of the settings page. */
export const settingsStyles = css`
  h2 {
    font-size: var(--large);
    font-weight: var(--weight-bold);
  }
  h3 {
    font-size: inherit;
    font-weight: var(--weight-bold);
  }
  .card {
    display: grid;
    gap: 12px;
    padding: 16px;
    border: 1px solid var(--border);
    border-radius: var(--radius-large);
    background: var(--bg);
    min-inline-size: 0;
  }
  .cards {
    display: grid;
    gap: 16px;
    min-inline-size: 0;
  }
  .cards > * {
    min-inline-size: 0;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  .buttons.end {
    justify-content: flex-end;
  }
  /** Of a long form: always in reach. */
  .buttons.sticky {
    position: sticky;
    inset-block-end: 0;
    z-index: 1;
    margin: 0 -16px -16px;
    padding: 12px 16px;
    border-block-start: 1px solid var(--border);
    border-radius: 0 0 var(--radius-large) var(--radius-large);
    background: var(--bg);
  }
  .push {
    margin-inline-start: auto;
  }
  .scroll {
    overflow-x: auto;
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 8px 12px 8px 0;
    border-block-end: 1px solid var(--border);
    text-align: start;
    vertical-align: top;
    overflow-wrap: anywhere;
  }
  :is(th, td):dir(rtl) {
    padding: 8px 0 8px 12px;
  }
  thead th {
    color: var(--text-secondary);
    font-size: var(--small);
    font-weight: var(--weight-medium);
    overflow-wrap: normal;
  }
  tbody th {
    font-weight: var(--weight-medium);
  }
  td.number,
  th.number {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  tbody tr:last-child > * {
    border-block-end: 0;
  }
  fieldset {
    display: grid;
    gap: 8px;
    min-inline-size: 0;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    margin-block-end: 6px;
    font-weight: var(--weight-bold);
  }
  .choice {
    display: flex;
    align-items: flex-start;
    gap: 8px;
    font-size: var(--normal);
    color: var(--text);
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .choice input {
    flex: none;
    display: inline-block;
    inline-size: 16px;
    block-size: 16px;
    min-block-size: 16px;
    margin: 2px 0 0;
    padding: 0;
    accent-color: var(--button);
  }
  .choice span {
    min-inline-size: 0;
  }
  .choice small {
    display: block;
    color: var(--text-secondary);
    font-size: var(--small);
  }
`;
