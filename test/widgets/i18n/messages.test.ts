import { expect } from '@open-wc/testing';
import ar from '../../../app/translations/ar.json';
import en from '../../../app/translations/en.json';
import {
  loadEnglish,
  localeTag,
  setLocale,
  setTimeZone,
  t,
  tCount,
  tMaybe,
  viewerTimeZone,
} from '../../../widgets/i18n/messages.ts';
import { plainPage } from '../support/mount.ts';

describe('messages', () => {
  beforeEach(() => plainPage());
  after(() => plainPage());

  it('come from what Desk handed over, with the values filled in', () => {
    setLocale({ code: 'de', messages: { updated: 'Stand: {age}' }, timeZone: null });
    expect(t('updated', { age: 'gestern' })).to.equal('Stand: gestern');
    expect(document.documentElement.lang).to.equal('de');
  });

  it('fill in no value twice and keep an unknown place as it is', () => {
    expect(t('updated', { age: '{age}' })).to.equal('Updated {age}');
    expect(t('updated')).to.equal('Updated {age}');
  });

  it('count in the forms of the language', () => {
    expect(tCount('board.tickets', 1)).to.equal('1 open ticket');
    expect(tCount('board.tickets', 1234)).to.equal('1,234 open tickets');
    setLocale({ code: 'ar', messages: ar, timeZone: null });
    expect(tCount('board.tickets', 2)).to.equal(ar['board.tickets.two'].replace('{count}', '2'));
    expect(tCount('board.tickets', 5)).to.contain('تذاكر');
  });

  it('mark a page of a right-to-left language as such', () => {
    setLocale({ code: 'ar', messages: ar, timeZone: null });
    expect(document.documentElement.dir).to.equal('rtl');
    setLocale({ code: 'fr', messages: {}, timeZone: null });
    expect(document.documentElement.dir).to.equal('ltr');
  });

  it('survive a language and a time zone that the browser does not know', () => {
    setLocale({ code: '!!', messages: en, timeZone: 'Mars/Olympus' });
    expect(localeTag()).to.equal('en');
    expect(viewerTimeZone()).to.equal(undefined);
    setTimeZone('Asia/Tokyo');
    expect(viewerTimeZone()).to.equal('Asia/Tokyo');
  });

  it('know Desk’s own codes for Chinese', () => {
    setLocale({ code: 'tw', messages: en, timeZone: null });
    expect(localeTag()).to.equal('zh-TW');
  });

  it('are English when Desk handed over none', async () => {
    setLocale({ code: 'de', messages: {}, timeZone: null });
    expect(tMaybe('retry')).to.equal(undefined);
    await loadEnglish();
    expect(t('retry')).to.equal('Try again');
    expect(document.documentElement.lang).to.equal('en');
  });
});
