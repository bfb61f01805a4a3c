import { SyncError } from '../core/errors.ts';
import type { Side } from '../core/record.ts';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { OAuthPort } from '../ports/oauth-port.ts';
import type { OrgConnections } from '../ports/org-connections.ts';
import type { RecordGateway } from '../ports/record-gateway.ts';
import type { Credential, OrgStore, Store, ZohoProduct } from '../ports/store.ts';
import type { TokenProvider } from '../ports/token-provider.ts';
import type { Config } from '../config.ts';
import { createFieldCatalogue, type FieldCatalogue } from '../sync/load-modules.ts';
import { createTokenProvider } from '../sync/token-provider.ts';
import { createCrmClient, createDeskClient } from '../zoho/clients.ts';
import { createCrmBrowser } from '../zoho/crm/crm-browse.ts';
import { createCrmChannels } from '../zoho/crm/channels.ts';
import { createCrmGateway } from '../zoho/crm/crm-gateway.ts';
import { createCrmViews } from '../zoho/crm/crm-views.ts';
import { createCustomers } from '../zoho/crm/customers/customers.ts';
import type { DataCenters } from '../zoho/data-centers.ts';
import { createDeskBrowser } from '../zoho/desk/desk-browse.ts';
import { createDeskGateway } from '../zoho/desk/desk-gateway.ts';
import { createDeskTickets } from '../zoho/desk/desk-tickets.ts';
import { createDeskPeople } from '../zoho/desk/people.ts';
import { createDeskWebhooks } from '../zoho/desk/webhooks.ts';
import type { CallReport } from '../zoho/http-client.ts';
import { createLimiter, type Limiter } from '../zoho/limits.ts';
import { crmPages, deskPages } from '../zoho/record-pages.ts';

/** Everything one connected organisation needs of Zoho; kept per process, so limits and connections are shared. */
export interface ConnectedOrg extends OrgConnections {
  readonly gateways: Readonly<Record<Side, RecordGateway>>;
  readonly catalogue: FieldCatalogue;
}

export interface ZohoConnectionsDeps {
  readonly config: Config;
  readonly dataCenters: DataCenters;
  readonly oauth: OAuthPort;
  readonly store: Store;
  readonly clock: Clock;
  readonly log: Logger;
  readonly newSourceId: () => string;
  readonly onCall: (orgKey: string, product: ZohoProduct, report: CallReport) => void;
}

/** Opens connected organisations for the sync and for administrators. */
export function createZohoConnections(deps: ZohoConnectionsDeps) {
  const { config, dataCenters, store, clock } = deps;
  const kept = new Map<string, { readonly fingerprint: string; readonly org: ConnectedOrg }>();
  const limiters = new Map<string, Readonly<Record<ZohoProduct, Limiter>>>();

  function limiter(maxConcurrent: number) {
    return createLimiter({
      maxConcurrent,
      reserveCredits: config.limits.creditReserve,
      now: () => Date.parse(clock.now()),
      sleep: (ms) => clock.sleep(ms),
    });
  }
  function dataCenter(id: string) {
    const found = dataCenters.byId(id);
    if (!found)
      throw new SyncError('bad-parameter', `Data center ${id} is not in resources/data-centers.json`);
    return found;
  }
  function storedTokens(org: OrgStore, product: ZohoProduct): TokenProvider {
    const { oauth, log } = deps;
    return createTokenProvider({
      credentials: org.credentials,
      product,
      oauth,
      client: config.clients[product],
      clock,
      log,
    });
  }

  async function open(orgKey: string): Promise<ConnectedOrg> {
    const org = store.forOrg(orgKey);
    const integration = await org.integration.get();
    const desk = await credentialOf(org, 'desk');
    const crm = await credentialOf(org, 'crm');
    const fingerprint = JSON.stringify([
      desk.dataCenter,
      crm.dataCenter,
      crm.apiDomain,
      integration?.crmOrgId,
    ]);
    const known = kept.get(orgKey);
    if (known?.fingerprint === fingerprint) return known.org;

    const limits = {
      desk: limiter(config.limits.deskConcurrency),
      crm: limiter(config.limits.crmConcurrency),
    };
    limiters.set(orgKey, limits);
    const deskHttp = createDeskClient({
      deskUrl: dataCenter(desk.dataCenter).desk,
      orgId: integration?.deskOrgId ?? orgKey,
      tokens: storedTokens(org, 'desk'),
      limiter: limits.desk,
      onCall: (report) => deps.onCall(orgKey, 'desk', report),
    });
    const crmHttp = createCrmClient({
      apiUrl: crm.apiDomain ?? dataCenter(crm.dataCenter).crm,
      tokens: storedTokens(org, 'crm'),
      limiter: limits.crm,
      onCall: (report) => deps.onCall(orgKey, 'crm', report),
    });
    const sourceId = await sourceIdOf(org);
    const now = () => Date.parse(clock.now());
    const crmWebUrl = `${dataCenter(crm.dataCenter).crmWeb}/crm/org${integration?.crmOrgId ?? ''}`;
    const gateways = {
      desk: createDeskGateway({ http: deskHttp, sourceId }),
      crm: createCrmGateway({ http: crmHttp }),
    };
    const catalogue = createFieldCatalogue(gateways, clock);
    const deskPeople = createDeskPeople(deskHttp);
    const deskOrgId = integration?.deskOrgId ?? orgKey;
    const connected: ConnectedOrg = {
      gateways,
      catalogue,
      fields: (module) => catalogue.fields(module),
      deskPeople,
      browse: {
        desk: createDeskBrowser(deskHttp, gateways.desk),
        crm: createCrmBrowser(crmHttp, gateways.crm),
      },
      creditsLeft: (side) => limits[side].state().remainingCredits,
      views: createCrmViews(crmHttp),
      webhooks: createDeskWebhooks(deskHttp),
      channels: createCrmChannels({ http: crmHttp }),
      deskTickets: createDeskTickets(deskHttp, now),
      ...createCustomers({ http: crmHttp, webUrl: crmWebUrl, now }),
      deskPages: () =>
        deskPages({ people: deskPeople, orgId: deskOrgId, deskUrl: dataCenter(desk.dataCenter).desk }),
      crmPages: () => crmPages(crmWebUrl),
      sourceId,
    };
    kept.set(orgKey, { fingerprint, org: connected });
    return connected;
  }

  /** Written once, then the same for ever: the webhook ignores calls that carry it. */
  async function sourceIdOf(org: OrgStore): Promise<string> {
    return await org.transaction(async ({ cursors }) => {
      const known = await cursors.get('desk-source-id');
      if (known !== null) return known;
      const fresh = deps.newSourceId();
      await cursors.set('desk-source-id', fresh);
      return fresh;
    });
  }

  /** Where every organisation that was opened stands with its limits. */
  function limits() {
    return [...limiters.values()].flatMap((of) =>
      (['desk', 'crm'] as const).map((product) => ({ product, ...of[product].state() })),
    );
  }

  return { open, limits };
}

async function credentialOf(org: OrgStore, product: ZohoProduct): Promise<Credential> {
  const credential = await org.credentials.get(product);
  if (credential) return credential;
  throw new SyncError('reauthorization-required', `${product} is not connected`);
}
