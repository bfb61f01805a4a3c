import { fileURLToPath } from 'node:url';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { PageData } from '../desk/page-data.ts';
import { SandboxError } from '../kernel/sandbox-error.ts';
import { describeIssues } from '../kernel/settings.ts';
import type { World } from '../kernel/types.ts';
import { mountExtensionRoutes } from './extension-routes.ts';
import type { Installation } from './installation.ts';
import { mountPageRoutes } from './page-routes.ts';
import { sendFile } from './static-file.ts';

const FOLDERS = {
  page: fileURLToPath(new URL('page', import.meta.url)),
  records: fileURLToPath(new URL('records', import.meta.url)),
};

/** Serves Desk's page (`/`), the demo's tables (`/records.html`), and what both read. */
export function createDeskPageServer(
  world: World,
  pageData: PageData,
  installation: () => Installation | null,
): FastifyInstance {
  const app = fastify({ logger: false, forceCloseConnections: true });
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof SandboxError) return reply.code(400).send({ error: error.message });
    if (error instanceof z.ZodError) return reply.code(400).send({ error: describeIssues(error) });
    return reply.code(500).send({ error: error instanceof Error ? error.message : String(error) });
  });
  app.addHook('onSend', async (_request, reply) => {
    reply.header('content-security-policy', pagePolicy(world));
    await Promise.resolve();
  });

  app.get('/', async (_request, reply) => await sendFile(reply, FOLDERS.page, 'index.html'));
  app.get('/records.html', async (_request, reply) => await sendFile(reply, FOLDERS.records, 'records.html'));
  for (const [name, folder] of Object.entries(FOLDERS)) {
    app.get<{ Params: { '*': string } }>(
      `/${name}/*`,
      async ({ params }, reply) => await sendFile(reply, folder, params['*']),
    );
  }
  app.get('/sandbox.json', () => world.urls);
  mountPageRoutes(app, world, pageData);
  mountExtensionRoutes(app, world, pageData, installation);
  return app;
}

/** The tables also read the control API and the connector, wherever on this machine it is. */
function pagePolicy(world: World): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `img-src 'self' data: ${world.urls.widgets}`,
    "connect-src 'self' http://127.0.0.1:* http://localhost:*",
    `frame-src 'self' ${world.urls.widgets}`,
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
}
