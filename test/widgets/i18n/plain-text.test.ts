import { expect } from '@open-wc/testing';
import { plain, safeUrl } from '../../../widgets/i18n/plain-text.ts';
import { BIDI, HUGE } from '../support/hostile.ts';

describe('plain', () => {
  it('takes away what turns the direction of text', () => {
    expect(plain(BIDI)).to.equal('invoicefdp.exe');
    expect(plain('\u2066a\u2069\u200Fb')).to.equal('ab');
  });
  it('keeps line breaks and honest letters of any script', () => {
    expect(plain('مرحبا\nGrüße\t日本')).to.equal('مرحبا\nGrüße\t日本');
  });
  it('replaces control characters and broken surrogates', () => {
    expect(plain('a\u0000b\u001B')).to.equal('a b ');
    expect(plain('a\uD83D')).to.equal('a\uFFFD');
  });
  it('cuts what is longer than anybody reads', () => {
    expect(plain(HUGE)).to.have.length(301);
    expect(plain(HUGE, 10)).to.equal('WWWWWWWWWW…');
  });
});

describe('safeUrl', () => {
  for (const address of [
    'https://crm.example.com/a?b=c#d',
    'http://127.0.0.1:4300/x',
    'HTTPS://CRM.EXAMPLE.COM/',
  ]) {
    it(`lets a link lead to ${address}`, () => expect(safeUrl(address)).to.equal(address));
  }
  for (const address of [
    'javascript:alert(1)',
    ' javascript:alert(1)',
    'java\nscript:alert(1)',
    'data:text/html,<script>',
    'vbscript:x',
    'file:///etc/passwd',
    '//evil.example',
    'https://',
    'blob:https://x.test/1',
    '',
    `https://x.test/${'a'.repeat(3000)}`,
  ]) {
    it(`lets none lead to ${JSON.stringify(address.slice(0, 40))}`, () =>
      expect(safeUrl(address)).to.equal(undefined));
  }
});
