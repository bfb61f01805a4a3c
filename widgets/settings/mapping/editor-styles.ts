import { css } from 'lit';

/** Of `<crm-mapping-editor>`. */
export const editorStyles = css`
  .editor {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
  }
  .notices {
    display: grid;
    gap: 8px;
  }
  .notices:not(:has(*)) {
    display: none;
  }
  .end {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    justify-content: flex-end;
    gap: 8px;
  }
  .end > p {
    flex: 1 1 200px;
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .bar {
    position: sticky;
    inset-block-end: 0;
    z-index: 1;
    padding-block: 10px;
    border-block-start: 1px solid var(--border);
    background: var(--bg);
  }
`;
