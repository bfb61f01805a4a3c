/** What of Desk's preferences `app/css/desk.css` knows: `data-…` attributes of `<html>`. */
export interface Look {
  readonly appearance: 'light' | 'dark' | 'pureDark' | 'auto';
  readonly theme: string;
  readonly font: string;
}

const darkSystem = () => matchMedia('(prefers-color-scheme: dark)');

/** `auto` follows the system, now and when it changes, until the next call. */
export function createLookApplier(): (look: Look) => void {
  let stop = () => {};
  return (look) => {
    stop();
    const system = darkSystem();
    const apply = () => {
      const { dataset } = document.documentElement;
      const dark = system.matches ? 'dark' : 'light';
      dataset['appearance'] = look.appearance === 'auto' ? dark : look.appearance;
      dataset['theme'] = look.theme;
      dataset['font'] = look.font;
    };
    system.addEventListener('change', apply);
    stop = () => system.removeEventListener('change', apply);
    apply();
  };
}
