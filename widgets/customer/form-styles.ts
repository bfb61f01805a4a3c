import { css } from 'lit';

/** Inside of a dialog: fields in one column, buttons at the end. */
export const formStyles = css`
  form,
  .stack {
    display: grid;
    gap: 10px;
  }
  .mistake {
    color: var(--on-danger);
    font-size: var(--small);
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: 8px;
    margin-block-start: 6px;
  }
`;
