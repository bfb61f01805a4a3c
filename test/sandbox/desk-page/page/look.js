/** Puts the chosen language, direction, appearance, colour and font on the page. */
export function applyLook(desk) {
  const { appearance, theme, fontFamily } = desk.preferences;
  const dark = matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
  const root = document.documentElement;
  root.lang = desk.locale;
  root.dir = desk.direction;
  root.dataset.appearance = appearance === 'auto' ? dark : appearance;
  root.dataset.theme = theme;
  root.dataset.font = fontFamily;
}
