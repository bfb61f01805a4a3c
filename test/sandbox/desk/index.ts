import type { CreateProductApi, ProductApi, Seed } from '../kernel/types.ts';
import { mountRoutes } from './gate.ts';
import type { Route } from './gate.ts';
import { createPageData } from './page-data.ts';
import type { PageData } from './page-data.ts';
import { Portal } from './portal.ts';
import { sweepBins } from './record-writer.ts';
import { LOOKUP_ROUTES, trashRoute, updateManyRoute } from './routes/mass-actions.ts';
import { mergeRoute } from './routes/merge.ts';
import { organizationRoutes } from './routes/organization.ts';
import { PEOPLE_ROUTES } from './routes/people.ts';
import { PRODUCT_RELATION_ROUTES } from './routes/product-relations.ts';
import { recordRoutes } from './routes/records.ts';
import { RECYCLE_BIN_ROUTES } from './routes/recycle-bin.ts';
import { RELATION_ROUTES } from './routes/relations.ts';
import { TICKET_ROUTES } from './routes/tickets.ts';
import { WEBHOOK_ROUTES } from './routes/webhooks.ts';
import { loadSeed } from './seed-load.ts';
import { fullRecord } from './shapes.ts';
import { MODULES } from './types.ts';
import type { Json, Module, Row } from './types.ts';
import { checkVariantNames } from './variants.ts';
import { setUp } from './set-up.ts';
import { WebhookSigner } from './webhook-signer.ts';

/** The Desk API, and what Desk's own web page reads without calling it. */
export interface DeskApi extends ProductApi {
  readonly pageData: PageData;
}

/**
 * The pretend Zoho Desk REST API v1, one portal per organisation: `/api/v1/…` and `/.well-known/jwks.json`.
 * README.md says where the documents contradict each other and which variant is played.
 */
export const createDeskApi = ((world, orgs): DeskApi => {
  const portals = new Map(orgs.map(({ orgId, name }) => [orgId, new Portal(world, orgId, name)]));
  const signer = new WebhookSigner(world);
  for (const portal of portals.values()) portal.webhooks.useSigner(signer);
  const routes: readonly Route[] = [
    ...organizationRoutes(portals),
    ...PEOPLE_ROUTES,
    ...MODULES.flatMap((module) => [...recordRoutes(module), trashRoute(module)]),
    updateManyRoute('contacts'),
    updateManyRoute('accounts'),
    mergeRoute('contacts'),
    mergeRoute('accounts'),
    ...LOOKUP_ROUTES,
    ...RELATION_ROUTES,
    ...PRODUCT_RELATION_ROUTES,
    ...RECYCLE_BIN_ROUTES,
    ...TICKET_ROUTES,
    ...WEBHOOK_ROUTES,
  ];

  function requirePortal(orgId: string): Portal {
    const portal = portals.get(orgId);
    if (!portal) throw new Error(`There is no Desk organisation ${orgId}`);
    return portal;
  }

  return {
    register(app) {
      app.get('/.well-known/jwks.json', async () => signer.jwks());
      app.register(
        (scope, _options, done) => {
          mountRoutes(scope, world, portals, routes);
          done();
        },
        { prefix: '/api/v1' },
      );
    },
    load(seed: Seed, orgId: string) {
      checkVariantNames(world.settings);
      requirePortal(orgId).disabledAgents.clear();
      loadSeed(requirePortal(orgId), seed);
    },
    dump(module, orgId = orgs[0]?.orgId ?? '') {
      return dumpRecords(requirePortal(orgId), module);
    },
    setUp(change, orgId = orgs[0]?.orgId ?? '') {
      setUp(requirePortal(orgId), change);
    },
    orgIds: () => [...portals.keys()],
    pageData: createPageData(portals),
  };
}) satisfies CreateProductApi;

/** Every record there ever was, in the shape of a get, with its state. */
function dumpRecords(portal: Portal, module: Module): Json[] {
  sweepBins(portal);
  const table = portal.tables[module];
  const shape = (row: Row, state: 'live' | 'bin' | 'purged'): Json => ({
    ...fullRecord(portal, module, row, { inBin: state !== 'live' }),
    _state: state,
  });
  return [
    ...table.live.byCreated.rows.map((row) => shape(row, 'live')),
    ...[...table.bin.values()].map(({ row }) => shape(row, 'bin')),
    ...[...table.purged.values()].map((row) => shape(row, 'purged')),
  ];
}
