import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { PageData } from '../desk/page-data.ts';
import { SandboxError } from '../kernel/sandbox-error.ts';
import type { World } from '../kernel/types.ts';
import { EXTENSION_ID, readTranslations } from './extension.ts';
import type { Extension } from './extension.ts';
import { INSTALLATION_ID } from './installation.ts';
import type { Installation } from './installation.ts';
import { agentOf } from './page-routes.ts';
import { Refusal } from './refusal.ts';
import { proxyRequest } from './request-proxy.ts';

const ConfigBody = z.object({ name: z.unknown(), value: z.unknown(), byUser: z.boolean().optional() });
const PermissionBody = z.object({ profile: z.string(), apiName: z.string(), isEnabled: z.boolean() });
const RequestBody = z.object({
  options: z.unknown(),
  faults: z.unknown().optional(),
  ticketId: z.string().optional(),
});

/** Answer to the page for one promise of a widget. */
type Outcome = { readonly isSuccess: boolean; readonly data: unknown };

/** What Desk's server keeps and does for the installed extension, under `/_desk/extension`. */
export function mountExtensionRoutes(
  app: FastifyInstance,
  world: World,
  pageData: PageData,
  installation: () => Installation | null,
): void {
  const installed = async (): Promise<{ own: Installation; extension: Extension }> => {
    const own = installation();
    if (!own) throw new SandboxError('No extension is installed here');
    return { own, extension: await own.extension() };
  };

  app.get('/_desk/extension', async () => {
    try {
      const { own, extension } = await installed();
      const { path, widgets, locales, storage, permissions } = extension;
      const base = `${world.urls.widgets}${path}`;
      return {
        extensionId: EXTENSION_ID,
        installationId: INSTALLATION_ID,
        base,
        widgets,
        locales,
        storage,
        permissions,
        connector: own.options.connector,
      };
    } catch (error) {
      if (error instanceof SandboxError)
        return { missing: error.message, connector: installation()?.options.connector };
      throw error;
    }
  });
  app.get<{ Params: { locale: string } }>(
    '/_desk/extension/translations/:locale',
    async ({ params }, reply) => {
      const { extension } = await installed();
      return await reply
        .type('application/json')
        .send(JSON.stringify((await readTranslations(extension, params.locale)) ?? null));
    },
  );
  app.get('/_desk/extension/permissions', async ({ query }) => {
    const { own, extension } = await installed();
    return own.permissions(extension, agentOf(pageData, query).agent.profile.name);
  });
  app.post('/_desk/extension/permissions', async ({ body }) => {
    const { own } = await installed();
    const { profile, apiName, isEnabled } = PermissionBody.parse(body);
    own.setPermission(profile, apiName, isEnabled);
    return { ok: true };
  });
  app.get('/_desk/extension/config', async () => {
    const { own, extension } = await installed();
    return own.config(extension);
  });
  app.post('/_desk/extension/config', async ({ body }) => {
    const { own, extension } = await installed();
    const { name, value, byUser } = ConfigBody.parse(body);
    return await outcome(() => {
      own.setConfig(extension, name, value, byUser);
      return { name, value };
    });
  });
  for (const action of ['set', 'get', 'delete'] as const) {
    app.post(`/_desk/extension/database/${action}`, async ({ body }) => {
      const { own, extension } = await installed();
      if (!extension.storage)
        return { isSuccess: false, data: { errMsg: 'Storage is not enabled for this extension' } };
      return await outcome(() => own.database[action](body));
    });
  }
  app.post('/_desk/extension/request', async ({ body }) => {
    const { own, extension } = await installed();
    const { options, faults, ticketId } = RequestBody.parse(body);
    const placeholder = (name: string): string | undefined => {
      if (name === 'installationId' || name === 'sigmaInstallId') return INSTALLATION_ID;
      return name === 'ticket.id' ? ticketId : own.secret(extension, name);
    };
    return await outcome(() =>
      proxyRequest(options, { whiteList: own.whiteList(extension), placeholder }, faults),
    );
  });
}

async function outcome(work: () => unknown): Promise<Outcome> {
  try {
    return { isSuccess: true, data: await work() };
  } catch (error) {
    if (error instanceof Refusal) return { isSuccess: false, data: error.data };
    throw error;
  }
}
