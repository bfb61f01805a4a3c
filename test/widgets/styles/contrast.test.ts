import { expect } from '@open-wc/testing';
import { plainPage } from '../support/mount.ts';

/** Text and what it stands on, by name of the custom property. */
const PAIRS: readonly (readonly [text: string, background: string])[] = [
  ...['--bg', '--bg-raised', '--bg-sunken'].flatMap((background) => [
    ['--text', background] as const,
    ['--text-secondary', background] as const,
  ]),
  ['--link', '--bg'],
  ['--link', '--bg-raised'],
  ['--link-pressed', '--bg-sunken'],
  ['--link', '--brand-tint'],
  ['--on-button', '--button'],
  ['--on-button', '--button-hover'],
  ['--on-success', '--success-tint'],
  ['--on-warning', '--warning-tint'],
  ['--on-danger', '--danger-tint'],
  ['--on-danger', '--bg'],
  ['--text', '--success-tint'],
  ['--text', '--warning-tint'],
  ['--text', '--danger-tint'],
  ['--text', '--brand-tint'],
];
/** WCAG 2.2, 1.4.3: small text. */
const LEAST = 4.5;

describe('the colours', () => {
  afterEach(() => plainPage());
  for (const appearance of ['light', 'dark', 'pureDark']) {
    for (const theme of ['blue', 'red', 'green', 'orange', 'yellow']) {
      it(`of ${appearance} ${theme}: every text has a contrast of at least ${String(LEAST)}`, () => {
        Object.assign(document.documentElement.dataset, { appearance, theme });
        const poor = PAIRS.map(([text, background]) => ({
          text,
          background,
          ratio: contrast(text, background),
        }))
          .filter(({ ratio }) => !(ratio >= LEAST))
          .map(({ text, background, ratio }) => `${text} on ${background}: ${ratio.toFixed(2)}`);
        expect(poor).to.deep.equal([]);
      });
    }
  }
});

function contrast(one: string, other: string): number {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
}
/** WCAG's relative luminance of a custom property's colour. */
function luminance(name: string): number {
  const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const full = hex.length === 4 ? hex.replace(/[0-9a-f]/gi, '$&$&') : hex;
  const [red = 0, green = 0, blue = 0] = [1, 3, 5]
    .map((at) => Number.parseInt(full.slice(at, at + 2), 16) / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
