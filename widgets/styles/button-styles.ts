import { css } from 'lit';

/** Native `<button class="button">`, also `primary`, `danger`, `quiet` (text only) and `icon-only`. */
export const buttonStyles = css`
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 4px;
    min-block-size: 28px;
    padding: 3px 12px;
    border: 1px solid var(--border-strong);
    border-radius: var(--radius);
    background: var(--bg);
    color: var(--text);
    font: inherit;
    font-size: var(--small);
    font-weight: var(--weight-medium);
    line-height: 1.3;
    text-align: center;
    text-decoration: none;
    cursor: pointer;
    transition: background-color var(--motion);
  }
  .button:hover {
    background: var(--bg-sunken);
    text-decoration: none;
    color: var(--text);
  }
  .button.primary {
    border-color: var(--button);
    background: var(--button);
    color: var(--on-button);
  }
  .button.primary:hover {
    border-color: var(--button-hover);
    background: var(--button-hover);
    color: var(--on-button);
  }
  .button.danger {
    border-color: var(--danger);
    color: var(--on-danger);
  }
  .button.quiet {
    border-color: transparent;
    background: none;
    color: var(--link);
  }
  .button.quiet:hover {
    background: var(--bg-sunken);
    color: var(--link-pressed);
  }
  .button.icon-only {
    inline-size: 28px;
    padding: 0;
    border-color: transparent;
    background: none;
    color: var(--text-secondary);
  }
  .button.icon-only:hover {
    background: var(--bg-sunken);
    color: var(--text);
  }
  .button[aria-disabled='true'],
  .button:disabled {
    cursor: default;
    border-color: var(--border);
    background: var(--bg-sunken);
    color: var(--text-secondary);
  }
  .icon {
    flex: none;
  }
  [aria-busy='true'] > .icon {
    animation: turn 1s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    [aria-busy='true'] > .icon {
      animation: none;
      opacity: 0.5;
    }
  }
`;
