import type { Preferences } from './desk-host.ts';

const APPEARANCES: readonly Preferences['appearance'][] = ['light', 'dark', 'pureDark', 'auto'];
const THEMES: readonly Preferences['theme'][] = ['red', 'green', 'blue', 'yellow', 'orange'];
const FONTS: readonly Preferences['font'][] = ['Puvi', 'Lato', 'Roboto'];

/** Desk's preferences with what is missing or unknown set to Desk's own default. */
export function readPreferences(value: Readonly<Record<string, unknown>>): Preferences {
  return {
    appearance: oneOf(APPEARANCES, value['appearance']) ?? 'light',
    theme: oneOf(THEMES, value['theme']) ?? 'blue',
    font: oneOf(FONTS, value['fontFamily']) ?? 'Puvi',
  };
}

function oneOf<T>(known: readonly T[], value: unknown): T | undefined {
  return known.find((entry) => entry === value);
}
