import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { startProbedDesk, type ProbedDesk } from './fixture.ts';

describe('the tables of the demo', () => {
  let desk: ProbedDesk;
  before(async () => (desk = await startProbedDesk()));
  after(async () => await desk.stop());

  it('are a page of their own, which shows the records of both products', async () => {
    const page = await desk.browser.newPage();
    const complaints: string[] = [];
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    await page.goto(`${desk.sandbox.urls.deskPage}/records.html`);
    for (const side of ['desk', 'crm']) await page.locator(`#${side}-body tr`).nth(5).waitFor();
    await page.getByLabel('Contacts').check();
    await page.locator('#desk-body tr', { hasText: 'Berg' }).first().waitFor();
    assert.deepEqual(complaints, []);
    await page.getByRole('link', { name: 'Desk page' }).click();
    await page.getByRole('heading', { name: 'Tickets' }).waitFor();
    await page.close();
  });
});
