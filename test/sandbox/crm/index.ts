import type { FastifyError, FastifyInstance } from 'fastify';
import type { CreateProductApi, ProductApi } from '../kernel/types.ts';
import { CrmError, errorBody, invalidMethod, invalidUrl, mediaType } from './errors.ts';
import { isModuleName } from './modules/module.ts';
import { CrmOrg } from './org.ts';
import { renderFull } from './render.ts';
import { stateOf } from './row.ts';
import { mountBulkRead } from './routes/bulk-read.ts';
import { mountConvert } from './routes/convert.ts';
import { mountCoql } from './routes/coql.ts';
import { mountDeleted } from './routes/deleted.ts';
import { mountMassUpdate } from './routes/mass-update.ts';
import { mountMerge } from './routes/merge.ts';
import { createMount } from './routes/mount.ts';
import { mountOrgAndUsers } from './routes/org-and-users.ts';
import { mountRecordReads } from './routes/record-reads.ts';
import { mountRecordWrites } from './routes/record-writes.ts';
import { mountRecycleBin } from './routes/recycle-bin.ts';
import { mountRelated } from './routes/related.ts';
import { mountSearch } from './routes/search.ts';
import { mountSettings } from './routes/settings.ts';
import { mountWatch } from './routes/watch.ts';
import { loadSeed, SEED_MODULES } from './seed.ts';

const ROUTES = [
  mountOrgAndUsers,
  mountSettings,
  mountRecycleBin,
  mountCoql,
  mountBulkRead,
  mountWatch,
  mountRecordReads,
  mountRecordWrites,
  mountDeleted,
  mountSearch,
  mountMassUpdate,
  mountRelated,
  mountConvert,
  mountMerge,
] as const;

/** The pretend Zoho CRM API v8: `/crm/v8` and `/crm/bulk/v8`, written from `reference/zoho-crm-api.md`. */
export const createCrmApi: CreateProductApi = (world, orgs): ProductApi => {
  const byId = new Map(orgs.map(({ orgId, name }) => [orgId, new CrmOrg(world, orgId, name)]));
  const orgOf = (orgId: string | undefined): CrmOrg => {
    const org = orgId === undefined ? [...byId.values()][0] : byId.get(orgId);
    if (!org) throw new Error(`no CRM organisation ${orgId ?? ''}`);
    return org;
  };
  return {
    register(app) {
      app.addHook('onSend', async (_request, reply, payload) => {
        reply.header('date', new Date(world.clock.now()).toUTCString());
        return Promise.resolve(payload);
      });
      answerErrors(app);
      const mount = createMount(app, byId);
      for (const mountRoutes of ROUTES) mountRoutes(mount);
    },
    load(seed, orgId) {
      loadSeed(orgOf(orgId), seed);
    },
    dump(module, orgId) {
      const org = orgOf(orgId);
      const rows = [...org.table(SEED_MODULES[module]).all()];
      return rows.map((row) => ({ ...renderFull(org, row), _state: stateOf(row, org.now) }));
    },
    setUp(change, orgId) {
      if (!('field' in change)) throw new Error('CRM profiles and users are not played');
      const { module, field, change: edit } = change;
      orgOf(orgId).editField(SEED_MODULES[module], field, edit);
    },
    orgIds: () => [...byId.keys()],
  };
};

/** Every refusal in CRM's own words; what is no refusal is a fault of the sandbox and says so. */
function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | CrmError, _request, reply) => {
    const refusal = error instanceof CrmError ? error : asRefusal(error);
    if (refusal.status >= 500) process.emitWarning(error);
    return reply.code(refusal.status).send(refusal.body);
  });
  app.setNotFoundHandler((request, reply) => {
    const [, base, version, module] = (request.url.split('?')[0] ?? '').split('/');
    const isKnown = base === 'crm' && version === 'v8' && isModuleName(module);
    const { status, body } = isKnown ? invalidMethod() : invalidUrl();
    return reply.code(status).send(body);
  });
}

function asRefusal(error: FastifyError): CrmError {
  if (error.statusCode === 415) return mediaType();
  if (error.statusCode === 413) {
    return new CrmError(413, errorBody('REQUEST_ENTITY_TOO_LARGE', 'the request is too large'));
  }
  if (error.statusCode === 400) {
    const details = { expected_data_type: 'jsonobject' };
    return new CrmError(400, errorBody('INVALID_DATA', 'the body is no valid JSON', details));
  }
  return new CrmError(500, errorBody('INTERNAL_ERROR', 'Internal Server Error'));
}
