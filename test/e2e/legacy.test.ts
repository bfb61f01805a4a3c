import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { Browser } from 'playwright-core';
import { buildWidgets } from '../../scripts/build-widgets.ts';
import { stageExtension } from '../../scripts/stage-extension.ts';
import { adoptLegacy } from '../../server/sync/legacy-import.ts';
import { launchChromium } from '../support/chromium.ts';
import { startScenarioApi, type ScenarioApi } from '../support/scenario-api.ts';
import { ADMIN, openPage, openSettings, type SettingsPage } from '../support/setup-world.ts';

describe('an organisation of the scheduled one-way import switches to sync, by keyboard alone', () => {
  let folder: string;
  let api: ScenarioApi;
  let browser: Browser;
  let admin: SettingsPage;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'legacy-world-'));
    api = await startScenarioApi({ seed: 'small', modules: ['accounts', 'contacts'] });
    const { connector, scenario } = api;
    const orgKey = scenario.sandbox.orgPairs[0]?.deskOrgId ?? '';
    // The engine's own set-up is not that of a customer who never mapped anything.
    await scenario.engine.org.transaction(({ erasure }) => erasure.everything());
    await adoptLegacy(
      connector.store,
      orgKey,
      {
        deskDataCenter: 'sandbox',
        imports: [
          { module: 'contacts', viewId: '1', viewName: 'All Contacts', departmentIds: [], everyMinutes: 60 },
        ],
      },
      connector.clock.now(),
    );
    for (const product of ['desk', 'crm'] as const) await connector.authorize(api.adminToken, product, ADMIN);
    const scripts = join(folder, 'scripts');
    const extension = join(folder, 'extension');
    await buildWidgets(scripts);
    await stageExtension(extension, { connector: connector.url, scripts });
    scenario.sandbox.deskPage.install({ folder: extension, connector: connector.url });
    browser = await launchChromium();
    admin = await openSettings(await openPage(browser, ADMIN), scenario.sandbox.urls.deskPage);
    await admin.enter('Sign in with Zoho');
  });
  after(async () => {
    await browser.close();
    await api.stop();
    await rm(folder, { recursive: true, force: true });
  });
  const integration = () => api.get<{ state: string; switchedAt: string | null }>('/v1/integration');

  it('S89, S90: Enable Two-way Sync, the alert, and Cancel leaves the import as it is', async () => {
    await admin.sees('All Contacts');
    await admin.enter('Enable Two-way Sync');
    await admin.sees('you cannot revert to the one-way import');
    await admin.enter('Cancel');
    await admin.sees('All Contacts');
    assert.equal((await integration()).state, 'legacy');
  });

  it('S91–S93: Continue, then sync type, pre-mapped fields, Start Sync; no view can be chosen any more', async () => {
    await admin.enter('Enable Two-way Sync');
    await admin.enter('Continue');
    await admin.sees('Standard fields are mapped already.');
    assert.notEqual((await integration()).switchedAt, null);
    const frame = admin.frame();
    assert.equal(await frame.getByText('All Contacts').count(), 0);
    assert.equal(await frame.getByRole('button', { name: 'Enable Two-way Sync' }).count(), 0);
    await frame.getByText('Zoho Desk Fields').filter({ visible: true }).first().waitFor();
    await admin.enter('Start Sync');
    await frame.locator('crm-planned-module').first().waitFor();
    await admin.enter('Start Sync');
    await admin.sees('Sync Settings');
    assert.equal((await integration()).state, 'active');
  });
});
