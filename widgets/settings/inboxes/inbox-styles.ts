import { css } from 'lit';

/** What the three inboxes look like. */
export const inboxStyles = css`
  section {
    margin-block-end: 28px;
  }
  h3 {
    margin-block-end: 4px;
    font-size: var(--large);
    font-weight: var(--weight-bold);
  }
  h4 {
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
  .card {
    overflow-wrap: anywhere;
    margin-block: 8px;
    padding: 10px 12px;
    border: 1px solid var(--border);
    border-radius: var(--radius-large);
  }
  .card.held {
    border-color: var(--warning);
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 2px 12px;
  }
  .sides {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(180px, 100%), 1fr));
    gap: 8px;
    margin-block-start: 8px;
  }
  .value {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 6px;
    padding: 8px 10px;
    border-radius: var(--radius);
    background: var(--bg-raised);
    overflow-wrap: anywhere;
    min-inline-size: 0;
  }
  .value > .is {
    flex: 1;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin-block-start: 10px;
  }
  crm-notice {
    margin-block: 8px;
  }
`;
