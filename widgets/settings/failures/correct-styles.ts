import { css } from 'lit';

/** The form that corrects a value. */
export const correctStyles = css`
  form {
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
  }
`;
