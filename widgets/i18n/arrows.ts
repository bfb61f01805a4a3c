/** The way the text runs, so that it points from what is named first to what is named next. */
export function onward(): '→' | '←' {
  return document.documentElement.dir === 'rtl' ? '←' : '→';
}
/** The way back. */
export function backward(): '→' | '←' {
  return document.documentElement.dir === 'rtl' ? '→' : '←';
}
