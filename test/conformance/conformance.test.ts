import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { describeCoverage } from './coverage.ts';
import { createExamination } from './examine.ts';
import { KNOWN_DEFECTS } from './known-defects/all.ts';
import { renderTable, withoutPadding } from './known-defects/table.ts';
import { readLibrary } from './oas/library.ts';
import { asObject } from './oas/json.ts';
import { recordTraffic } from './traffic/record-traffic.ts';
import type { Exchange } from './traffic/exchange.ts';

const folder = process.env['ZOHO_OAS_DIR'];

void test('README.md shows the table of known defects as it is', () => {
  const readme = readFileSync(new URL('README.md', import.meta.url), 'utf8');
  const isShown = withoutPadding(readme).includes(withoutPadding(renderTable(KNOWN_DEFECTS)));
  assert.ok(isShown, 'The table in README.md is out of date: run `node test/conformance/write-table.ts`.');
});

if (folder === undefined || folder === '') {
  const reason =
    'skipped: set ZOHO_OAS_DIR to the folder that holds desk-oas/ and crm-oas/ (the OpenAPI files of Zoho)';
  void test('traffic conforms to Zoho’s OpenAPI files', (t) => {
    process.stdout.write(`conformance ${reason}\n`);
    t.skip(reason);
  });
} else {
  void test('traffic conforms to Zoho’s OpenAPI files', { timeout: 120_000 }, async (t) => {
    const library = readLibrary(folder);
    const { exchanges, routes, untouched } = await recordTraffic();
    const examination = createExamination(library, KNOWN_DEFECTS);
    const complaints = examination.complaintsAbout(exchanges);
    const stale = examination.stale();
    t.diagnostic(
      `${exchanges.length} exchanges on ${routes.length} routes; references that lead nowhere: ${[...library.deadRefs].join(', ')}`,
    );
    for (const line of describeCoverage(examination)) t.diagnostic(line);

    await t.test('every request and every answer', () => {
      assert.equal(complaints.join('\n'), '');
    });
    await t.test('every route of the sandbox was called', () => {
      assert.ok(routes.includes('GET /api/v1/contacts/:id') && routes.includes('POST /crm/v8/:module'));
      assert.deepEqual(untouched, []);
    });
    await t.test('every entry of the table of known defects is needed', () => {
      const advice = 'Stale entries: nothing needs them any more, remove them from known-defects/';
      assert.equal(stale.join('\n'), '', advice);
    });

    const complaintsAbout = (changed: Exchange | undefined): readonly string[] => {
      assert.ok(changed, 'the exchange to be spoilt was not recorded');
      return examination.complaintsAbout([changed]);
    };
    const find = (method: string, path: RegExp, status: number): Exchange | undefined =>
      exchanges.find((each) => each.method === method && path.test(each.path) && each.status === status);

    await t.test('a wrong answer of Desk is caught', () => {
      const good = find('GET', /^\/api\/v1\/contacts\/\d+$/, 200);
      const answer = asObject(good?.answerBody);
      const spoil = (answerBody: unknown) => complaintsAbout(good && { ...good, answerBody });
      assert.deepEqual(spoil(answer), []);
      assert.match(spoil({ ...answer, lastName: 42 }).join(), /answer 200 \$\.lastName \| type: integer/);
      assert.match(spoil({ ...answer, surname: 'x' }).join(), /additionalProperties: surname/);
      const { modifiedTime: _, ...withoutTime } = answer;
      assert.match(spoil(withoutTime).join(), /required: modifiedTime/);
      assert.match(
        complaintsAbout(good && { ...good, status: 418 }).join(),
        /status {2}\| undocumented: 418/,
      );
    });

    await t.test('a wrong request to Desk is caught', () => {
      const good = find('POST', /^\/api\/v1\/contacts$/, 200);
      const spoil = (change: Partial<Exchange>) => complaintsAbout(good && { ...good, ...change });
      const body = asObject(good?.requestBody);
      assert.deepEqual(spoil({}), []);
      assert.match(spoil({ requestBody: { ...body, lastName: 42 } }).join(), /request \$\.lastName \| type/);
      const { lastName: _, ...nameless } = body;
      assert.match(spoil({ requestBody: nameless }).join(), /request \$ \| required: lastName/);
      assert.match(spoil({ requestBody: { ...body, surname: 'x' } }).join(), /additionalProperties: surname/);
      assert.match(spoil({ query: [['colour', 'red']] }).join(), /query colour \| undocumented/);
      const list = find('GET', /^\/api\/v1\/contacts$/, 200);
      assert.match(
        complaintsAbout(list && { ...list, query: [['limit', '500']] }).join(),
        /query limit \| maximum: 99/,
      );
      assert.match(complaintsAbout(list && { ...list, path: '/api/v1/contakts' }).join(), /undocumented/);
    });

    await t.test('a wrong answer of CRM, and a wrong request to it, are caught', () => {
      const created = find('POST', /^\/crm\/v8\/Contacts$/, 201);
      const spoil = (change: Partial<Exchange>) => complaintsAbout(created && { ...created, ...change });
      assert.deepEqual(spoil({}), []);
      assert.match(spoil({ answerBody: { data: [{ code: 'FINE' }] } }).join('\n'), /answer 201 \$\.data\[\]/);
      assert.match(spoil({ requestBody: { rows: [] } }).join(), /additionalProperties: rows/);
      const fields = find('GET', /settings\/fields$/, 200);
      const query = [['modul', 'Contacts']] as const;
      assert.match(complaintsAbout(fields && { ...fields, query }).join(), /required: module/);
      assert.match(complaintsAbout(fields && { ...fields, query }).join(), /undocumented: modul/);
    });

    await t.test('an entry too many is told', () => {
      const [first] = KNOWN_DEFECTS;
      assert.ok(first);
      const superfluous = { ...first, operations: ['desk TRACE *'] };
      const other = createExamination(library, [superfluous]);
      assert.notEqual(other.complaintsAbout(exchanges.slice(0, 1)).length, 0);
      assert.equal(other.stale().length, 2);
    });
  });
}
