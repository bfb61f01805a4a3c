import { expect, html } from '@open-wc/testing';
import { restore, spy, useFakeTimers } from 'sinon';
import '../../../widgets/elements/crm-age.ts';
import type { CrmAge } from '../../../widgets/elements/crm-age.ts';
import '../../../widgets/elements/crm-badge.ts';
import '../../../widgets/elements/crm-disclosure.ts';
import type { CrmDisclosure } from '../../../widgets/elements/crm-disclosure.ts';
import '../../../widgets/elements/crm-more.ts';
import type { CrmMore } from '../../../widgets/elements/crm-more.ts';
import type { CrmNotice, NoticeKind } from '../../../widgets/elements/crm-notice.ts';
import '../../../widgets/elements/crm-notice.ts';
import '../../../widgets/elements/crm-skeleton.ts';
import { externalLink } from '../../../widgets/elements/external-link.ts';
import { accessible } from '../support/accessible.ts';
import { HUGE, MARKUP, SCRIPT_LINK } from '../support/hostile.ts';
import { mount } from '../support/mount.ts';
import { control, deep, deepAll, textOf } from '../support/seen.ts';

afterEach(() => restore());

describe('<crm-notice>', () => {
  const kinds: readonly NoticeKind[] = ['info', 'success', 'warning', 'error', 'restricted', 'paused'];
  for (const kind of kinds) {
    it(`${kind}: shows heading, text and action, and tells when it is pressed`, async () => {
      const pressed = spy();
      const { element } = await mount<CrmNotice>(
        html`<crm-notice
          .kind=${kind}
          heading="Heading"
          text="Some text"
          action="Do it"
          @crm-action=${pressed}
        ></crm-notice>`,
      );
      expect(textOf(element)).to.equal('Heading Some text Do it');
      control(element, 'Do it').click();
      expect(pressed.callCount).to.equal(1);
      expect(deepAll(element, '[role="alert"]')).to.have.length(kind === 'error' ? 1 : 0);
      await accessible(element);
    });
  }
  it('has no button without an action', async () => {
    const { element } = await mount(html`<crm-notice text=${HUGE.slice(0, 2000)}></crm-notice>`);
    expect(deepAll(element, 'button')).to.have.length(0);
    await accessible(element);
  });
});

describe('<crm-disclosure>', () => {
  it('opens and closes its content by a button that says so, and tells', async () => {
    const told: boolean[] = [];
    const { element } = await mount<CrmDisclosure>(
      html`<crm-disclosure
        heading="Notes"
        count="3"
        @crm-toggle=${(event: CustomEvent<{ open: boolean }>) => told.push(event.detail.open)}
        ><p>Inside</p>
        <button slot="action">Add</button></crm-disclosure
      >`,
    );
    const button = control(element, 'Notes');
    expect(button.getAttribute('aria-expanded')).to.equal('false');
    expect(textOf(element)).not.to.contain('Inside');
    await accessible(element);
    button.click();
    await element.updateComplete;
    expect(button.getAttribute('aria-expanded')).to.equal('true');
    expect(textOf(element)).to.contain('Notes 3').and.to.contain('Inside');
    await accessible(element);
    button.click();
    expect(told).to.deep.equal([true, false]);
  });
});

describe('<crm-more>', () => {
  it('asks for more, but not while it is busy', async () => {
    const asked = spy();
    const { element } = await mount<CrmMore>(html`<crm-more label="Notes" @crm-more=${asked}></crm-more>`);
    control(element, 'Show more: Notes').click();
    element.busy = true;
    await element.updateComplete;
    control(element, 'Show more: Notes').click();
    expect(asked.callCount).to.equal(1);
    await accessible(element);
  });
  it('says why the last try failed', async () => {
    const { element } = await mount(html`<crm-more label="Notes" problem="No network"></crm-more>`);
    expect(textOf(element)).to.contain('No network');
    await accessible(element);
  });
});

describe('<crm-age>', () => {
  it('stays true while it is shown', async () => {
    const clock = useFakeTimers({
      now: Date.parse('2026-12-01T12:00:00Z'),
      toFake: ['Date', 'setInterval', 'clearInterval'],
    });
    const { element } = await mount<CrmAge>(html`<crm-age at="2026-12-01T11:59:50Z"></crm-age>`);
    expect(textOf(element)).to.equal('Updated now');
    clock.tick(3 * 60_000);
    await element.updateComplete;
    expect(textOf(element)).to.equal('Updated 3 minutes ago');
    expect(deep(element, 'time').title.replace(/\s/g, ' ')).to.equal('Dec 1, 2026, 11:59 AM');
  });
  it('stops when it is taken away', async () => {
    const clock = useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    const { element } = await mount(html`<crm-age at="2026-12-01T11:59:50Z"></crm-age>`);
    element.remove();
    expect(clock.countTimers()).to.equal(0);
  });
});

describe('<crm-badge> and <crm-skeleton>', () => {
  for (const tone of ['plain', 'good', 'warm', 'cool'] as const) {
    it(`a ${tone} badge can be read in every look`, async () => {
      const { element } = await mount(html`<crm-badge .tone=${tone}>Customer</crm-badge>`);
      expect(textOf(element)).to.equal('Customer');
      await accessible(element);
    });
  }
  it('a skeleton says what is loading, to screen readers alone', async () => {
    const { element } = await mount(html`<crm-skeleton label="Loading notes"></crm-skeleton>`);
    expect(textOf(deep(element, '[role="status"]'))).to.equal('Loading notes');
    expect(deepAll(element, '.line')).to.have.length(4);
    await accessible(element);
  });
});

describe('externalLink', () => {
  it('leads to http and https alone, in a tab that knows nothing of ours', async () => {
    const { element } = await mount(html`<p>${externalLink('https://crm.test/1', 'Maria')}</p>`);
    const link = deep<HTMLAnchorElement>(element, 'a');
    expect([link.href, link.target, link.rel]).to.deep.equal([
      'https://crm.test/1',
      '_blank',
      'noopener noreferrer',
    ]);
  });
  it('is text when the address is a trap, and never markup', async () => {
    const { element } = await mount(html`<p>${externalLink(SCRIPT_LINK, MARKUP)}</p>`);
    expect(deepAll(element, 'a, img, script')).to.have.length(0);
    expect(textOf(element)).to.equal(MARKUP);
  });
});
