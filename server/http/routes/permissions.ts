import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import {
  Access,
  Audit,
  Permissions,
  PermissionsChange,
  PermissionsPreview,
  PermissionsPreviewRequest,
  ProfileEntry,
  ProfileParams,
} from '../../contract/permissions.ts';
import { isHidden } from '../../core/permissions/profile-permissions.ts';
import type { Store } from '../../ports/store.ts';
import type { PreviewPanel } from '../../sync/panel/preview-panel.ts';
import type { ManageProfilePermissions } from '../../sync/profile-permissions.ts';
import { AGENT_LIMIT } from '../agent-limit.ts';
import { asAnswer } from '../as-answer.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';

const AUDIT_ENTRIES = 200;

/** What each Desk profile may see of CRM, and who changed it (S53–S60; administrators). */
export function permissionRoutes(
  store: Store,
  profiles: ManageProfilePermissions,
  preview: PreviewPanel,
  guards: Guards,
): FastifyPluginAsyncZod {
  const onRequest = guards.requireAdministrator;
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.get(
      '/v1/permissions',
      { onRequest, schema: { tags: ['permissions'], response: { 200: Permissions } } },
      async (request) => asAnswer({ profiles: await profiles.list(agentOf(request).orgKey) }),
    );
    app.get(
      '/v1/access',
      { onRequest: guards.requireAgent, schema: { tags: ['permissions'], response: { 200: Access } } },
      async (request) => {
        const { permissions, nothingBecause } = await profiles.access(agentOf(request));
        return { permissions, hidden: isHidden(permissions), nothingBecause };
      },
    );
    app.put(
      '/v1/permissions/:profileId',
      {
        onRequest,
        schema: {
          tags: ['permissions'],
          params: ProfileParams,
          body: PermissionsChange,
          response: { 200: ProfileEntry },
        },
      },
      async (request) => {
        const { permissions, expectedVersion } = request.body;
        return asAnswer(
          await profiles.save(agentOf(request), request.params.profileId, permissions, expectedVersion),
        );
      },
    );
    app.post(
      '/v1/permissions/:profileId/preview',
      {
        onRequest,
        config: AGENT_LIMIT,
        schema: {
          tags: ['permissions'],
          params: ProfileParams,
          body: PermissionsPreviewRequest,
          response: { 200: PermissionsPreview },
        },
      },
      async (request) => {
        const { place, id, permissions } = request.body;
        const wish = { place, deskId: id, permissions };
        return asAnswer({ panel: await preview(agentOf(request), request.params.profileId, wish) });
      },
    );
    app.get(
      '/v1/audit',
      { onRequest, schema: { tags: ['permissions'], response: { 200: Audit } } },
      async (request) => {
        const { audit } = store.forOrg(agentOf(request).orgKey);
        return asAnswer({ entries: await audit.list(AUDIT_ENTRIES) });
      },
    );
  };
}
