import assert from 'node:assert/strict';
import { after, before, it } from 'node:test';
import { startPostgres } from '../support/postgres.ts';
import { openNamed } from './processes/open.ts';

let host = '';
before(async () => {
  host = new URL((await startPostgres()).url).host;
});
after(async () => (await startPostgres()).stop());

const cases = [
  { what: 'no URL', url: () => 'postgresql:nonsense:x', says: /DATABASE_URL is not of the form postgresql:/ },
  {
    what: 'nothing listening',
    url: () => 'postgresql://u:hush@127.0.0.1:1/x',
    says: /nothing listens there; start/,
  },
  {
    what: 'no such database',
    url: () => `postgresql://postgres:hush@${host}/nowhere`,
    says: /no such database; create it/,
  },
  {
    what: 'no such user',
    url: () => `postgresql://nobody:hush@${host}/postgres`,
    says: /refuses the user; correct/,
  },
];
for (const { what, url, says } of cases) {
  it(`DATABASE_URL with ${what} is one line that says what to do, without the password`, async () => {
    await assert.rejects(openNamed(url()), (error) => {
      assert.ok(error instanceof Error && error.name === 'StartupError');
      assert.match(error.message, says);
      assert.doesNotMatch(error.message, /hush|\n/);
      return true;
    });
  });
}
