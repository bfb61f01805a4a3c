import { expect, fixture, html } from '@open-wc/testing';
import { accessible } from './accessible.ts';
import { plainPage } from './mount.ts';

const problemsOf = async (element: Element) =>
  accessible(element).then(
    () => '',
    (error: unknown) => String(error),
  );

describe('the check for accessibility', () => {
  before(() => plainPage());

  it('finds a button without a name', async () => {
    expect(await problemsOf(await fixture(html`<div><button></button></div>`))).to.match(/button-name/);
  });
  it('finds text that cannot be read on its background, in the look where it is so', async () => {
    const element = await fixture<HTMLElement>(html`<p>Grey</p>`);
    element.style.color = '#5b5f61';
    const problems = await problemsOf(element);
    expect(problems).to.match(/dark rtl color-contrast/);
    expect(problems).not.to.match(/light ltr color-contrast/);
  });
  it('finds what is too wide for a panel', async () => {
    const element = await fixture<HTMLElement>(html`<div><p>wide</p></div>`);
    (element.firstElementChild as HTMLElement).style.inlineSize = '400px';
    expect(await problemsOf(element)).to.match(/is 400 px wide in/);
  });
  it('finds nothing wrong with what is well', async () => {
    expect(await problemsOf(await fixture(html`<p>Well</p>`))).to.equal('');
  });
});
