import { expect } from '@open-wc/testing';
import { restore, stub } from 'sinon';
import { createLookApplier } from '../../../widgets/styles/apply-preferences.ts';
import { plainPage } from '../support/mount.ts';

const look = (appearance: 'light' | 'dark' | 'pureDark' | 'auto') => ({
  appearance,
  theme: 'green',
  font: 'Lato',
});
const background = () => getComputedStyle(document.documentElement).backgroundColor;

describe('Desk’s preferences', () => {
  afterEach(() => {
    restore();
    plainPage();
  });

  it('set the page’s colours and its font', () => {
    const apply = createLookApplier();
    apply(look('dark'));
    expect(background()).to.equal('rgb(35, 43, 56)');
    apply(look('pureDark'));
    expect(background()).to.equal('rgb(33, 33, 33)');
    apply(look('light'));
    expect(background()).to.equal('rgb(255, 255, 255)');
    expect(getComputedStyle(document.body).fontFamily).to.match(/^Lato/);
  });

  it('follow the system where Desk does, until Desk says otherwise', () => {
    const system = new EventTarget() as MediaQueryList & { matches: boolean };
    system.matches = true;
    stub(window, 'matchMedia').returns(system);
    const apply = createLookApplier();
    apply(look('auto'));
    expect(background()).to.equal('rgb(35, 43, 56)');
    system.matches = false;
    system.dispatchEvent(new Event('change'));
    expect(background()).to.equal('rgb(255, 255, 255)');
    apply(look('light'));
    system.matches = true;
    system.dispatchEvent(new Event('change'));
    expect(background()).to.equal('rgb(255, 255, 255)');
  });
});
