import type { TemplateResult } from 'lit';
import { html } from 'lit';
import { plain, safeUrl } from '../i18n/plain-text.ts';

/** A link out of Desk in a new tab; text alone when the address is none of http or https. */
export function externalLink(url: string, text: string): TemplateResult {
  const address = safeUrl(url);
  const words = html`<bdi>${plain(text)}</bdi>`;
  return address === undefined
    ? words
    : html`<a href=${address} target="_blank" rel="noopener noreferrer">${words}</a>`;
}
