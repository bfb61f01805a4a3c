import { css } from 'lit';

/** The page around everything: its width, its head. */
export const pageStyles = css`
  main {
    display: grid;
    gap: 16px;
    max-inline-size: 1000px;
    min-inline-size: 0;
    padding: 16px;
  }
  main > * {
    min-inline-size: 0;
  }
  header {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 8px;
  }
  h1 {
    flex: 1;
    font-size: 1.125rem;
    font-weight: var(--weight-bold);
  }
  .dots {
    padding-inline-start: 18px;
    list-style: disc;
  }
`;
