import { expect } from '@open-wc/testing';
import en from '../../../app/translations/en.json';
import {
  formatAge,
  formatDay,
  formatDuration,
  formatInstant,
  formatMoney,
  formatRange,
  formatText,
} from '../../../widgets/i18n/format.ts';
import { setLocale } from '../../../widgets/i18n/messages.ts';
import { fromLocalInput, toLocalInput } from '../../../widgets/i18n/zoned-time.ts';
import { plainPage } from '../support/mount.ts';

/** ICU puts narrow spaces where a person types a plain one. */
const said = (text: string) => text.replace(/[\u00A0\u202F\u2009]/g, ' ');
const viewer = (code: string, timeZone: string) => setLocale({ code, messages: en, timeZone });

describe('dates, numbers and money', () => {
  beforeEach(() => plainPage());
  after(() => plainPage());

  it('a day stays the same day everywhere', () => {
    viewer('en', 'Pacific/Kiritimati');
    expect(formatDay('2026-12-01')).to.equal('Dec 1, 2026');
    viewer('de', 'America/Los_Angeles');
    expect(formatDay('2026-12-01')).to.equal('01.12.2026');
  });

  it('a moment is shown on the viewer’s clock', () => {
    viewer('en', 'Asia/Tokyo');
    expect(said(formatInstant('2026-12-01T20:00:00Z'))).to.equal('Dec 2, 2026, 5:00 AM');
    viewer('de', 'Europe/Berlin');
    expect(said(formatInstant('2026-12-01T20:00:00Z'))).to.equal('01.12.2026, 21:00');
  });

  it('a stretch of time says its day once', () => {
    expect(said(formatRange('2026-12-01T13:00:00Z', '2026-12-01T15:00:00Z'))).to.equal(
      'Dec 1, 2026, 1:00 – 3:00 PM',
    );
    expect(said(formatRange('2026-12-01T13:00:00Z', '2026-12-01T12:00:00Z'))).to.equal(
      'Dec 1, 2026, 1:00 PM',
    );
  });

  it('money keeps every digit and has its currency’s form', () => {
    expect(formatMoney('48250.5', 'EUR')).to.equal('€48,250.50');
    expect(formatMoney('90071992547409931', 'JPY')).to.equal('¥90,071,992,547,409,931');
    viewer('de', 'UTC');
    expect(said(formatMoney('1200000', 'EUR'))).to.equal('1.200.000,00 €');
  });

  it('money without a known currency is a number, and what is no number stays as it is', () => {
    expect(formatMoney('1234.5', null)).to.equal('1,234.5');
    expect(formatMoney('1234.5', '<b>')).to.equal('1,234.5');
    expect(formatMoney('about 5', 'EUR')).to.equal('about 5');
  });

  it('an age is in the largest unit that fits', () => {
    const now = Date.parse('2026-12-01T12:00:00Z');
    expect(formatAge('2026-12-01T11:59:40Z', now)).to.equal('now');
    expect(formatAge('2026-12-01T11:57:00Z', now)).to.equal('3 minutes ago');
    expect(formatAge('2026-12-01T09:30:00Z', now)).to.equal('2 hours ago');
    expect(formatAge('2026-11-29T12:00:00Z', now)).to.equal('2 days ago');
    expect(formatAge('2026-12-01T12:05:00Z', now), 'a clock that is ahead').to.equal('now');
  });

  it('a call’s length is in minutes, then hours', () => {
    expect(formatDuration(1260)).to.equal('21 min');
    expect(formatDuration(3600)).to.equal('1 hr');
    expect(formatDuration(5400)).to.equal('1 hr 30 min');
  });

  it('a value without a type is a day or a moment only when it looks like nothing else', () => {
    expect(formatText('2026-12-01')).to.equal('Dec 1, 2026');
    expect(said(formatText('2026-12-01T13:00:00Z'))).to.equal('Dec 1, 2026, 1:00 PM');
    expect(formatText('0049 30 0074321')).to.equal('0049 30 0074321');
    expect(formatText('2026-13-45')).to.equal('2026-13-45');
  });

  it('what is no date is shown as it came', () => {
    expect(formatDay('soon')).to.equal('soon');
    expect(formatInstant('soon')).to.equal('soon');
  });
});

describe('times in forms', () => {
  after(() => plainPage());
  const moments = [
    '2026-03-29T00:59:00Z',
    '2026-03-29T01:01:00Z',
    '2026-07-01T12:00:00Z',
    '2026-12-31T23:30:00Z',
  ];
  for (const zone of ['UTC', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'Pacific/Kiritimati']) {
    it(`go there and back on a clock in ${zone}`, () => {
      viewer('en', zone);
      for (const moment of moments) {
        expect(fromLocalInput(toLocalInput(new Date(moment)))).to.equal(moment.replace('Z', '.000Z'));
      }
    });
  }
  it('are the viewer’s, not the browser’s', () => {
    viewer('en', 'Europe/Berlin');
    expect(fromLocalInput('2026-12-01T09:00')).to.equal('2026-12-01T08:00:00.000Z');
    expect(fromLocalInput('2026-07-01T09:00')).to.equal('2026-07-01T07:00:00.000Z');
    expect(fromLocalInput('')).to.equal(null);
  });
});
