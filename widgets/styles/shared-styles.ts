import { css } from 'lit';

/** What every element starts from: box model, focus ring, text for screen readers only, links. */
export const sharedStyles = css`
  :host {
    display: block;
  }
  :host([hidden]) {
    display: none;
  }
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :focus-visible {
    outline: 2px solid var(--focus);
    outline-offset: 1px;
  }
  :focus:not(:focus-visible) {
    outline: none;
  }
  a {
    color: var(--link);
    text-decoration: none;
  }
  a:hover {
    color: var(--link-pressed);
    text-decoration: underline;
  }
  p,
  h1,
  h2,
  h3,
  ul,
  dl,
  dd {
    margin: 0;
    padding: 0;
  }
  ul {
    list-style: none;
  }
  .visually-hidden {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .secondary {
    color: var(--text-secondary);
  }
  .small {
    font-size: var(--small);
  }
`;

/** Fields of forms and filters. */
export const fieldStyles = css`
  label {
    display: block;
    font-size: var(--small);
    color: var(--text-secondary);
  }
  input,
  select,
  textarea {
    display: block;
    inline-size: 100%;
    min-block-size: 30px;
    margin-block-start: 2px;
    padding: 4px 8px;
    border: 1px solid var(--border-strong);
    border-radius: var(--radius);
    background: var(--bg);
    color: var(--text);
    font: inherit;
    font-size: var(--normal);
  }
  textarea {
    min-block-size: 80px;
    resize: vertical;
  }
  :is(input, select, textarea):disabled {
    background: var(--bg-sunken);
    color: var(--text-secondary);
  }
  :is(input, select, textarea):user-invalid {
    border-color: var(--danger);
  }
`;
