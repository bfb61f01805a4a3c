import { css } from 'lit';

/** Groups of radio buttons and checkboxes, each with a line of explanation. */
export const choiceStyles = css`
  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 24px;
    margin: 0;
    padding: 0;
    border: 0;
    min-inline-size: 0;
  }
  legend {
    padding: 0;
    margin-block-end: 6px;
    font-weight: var(--weight-bold);
  }
  label {
    display: flex;
    flex: 1 1 240px;
    gap: 8px;
    align-items: flex-start;
    max-inline-size: 420px;
    min-block-size: 24px;
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  input {
    flex: none;
    inline-size: 16px;
    block-size: 16px;
    margin: 2px 0 0;
    accent-color: var(--button);
  }
  strong {
    display: block;
    font-weight: var(--weight-medium);
  }
`;
