import type { TemplateResult } from 'lit';
import { svg, html } from 'lit';

/** Outlines on a 16 × 16 grid, drawn by us. */
const PATHS = {
  refresh: 'M13 3v3.5H9.5M3 13V9.5h3.5M12.6 6.5A5 5 0 0 0 4 5M3.4 9.5A5 5 0 0 0 12 11',
  external: 'M6.5 4H3.5v8.5H12v-3M9 3.5h3.5V7M12.2 3.8 7.5 8.5',
  more: 'M8 3.6v.1M8 8v.1M8 12.4v.1',
  plus: 'M8 3.5v9M3.5 8h9',
  chevron: 'm6 4 4 4-4 4',
  close: 'm4 4 8 8M12 4l-8 8',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.3v3.5M8 5.1v.1',
  warning: 'M8 2.5 14 13H2L8 2.5ZM8 6.8v2.7M8 11.3v.1',
  error: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 5v3.8M8 10.9v.1',
  success: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM5.3 8.2l1.9 1.9 3.6-3.9',
  lock: 'M4 7.3h8v6H4zM5.8 7V5.2a2.2 2.2 0 0 1 4.4 0V7',
  person: 'M8 7.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM3 13.5c.4-2.6 2.3-4 5-4s4.6 1.4 5 4',
  building: 'M3.5 13.5v-11h6v11M9.5 6.5h3v7M2.5 13.5h11M5.5 5.2h2M5.5 7.7h2M5.5 10.2h2',
  pause: 'M6 4v8M10 4v8',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.5',
} as const;
export type IconName = keyof typeof PATHS;

/** Decoration: what it means must also stand beside it in words. */
export function icon(name: IconName): TemplateResult {
  return html`<svg
    class="icon"
    viewBox="0 0 16 16"
    width="16"
    height="16"
    aria-hidden="true"
    focusable="false"
  >
    ${svg`<path d=${PATHS[name]} fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round"></path>`}
  </svg>`;
}
