import { readFile } from 'node:fs/promises';
import { fastify } from 'fastify';
import type { FastifyInstance } from 'fastify';
import type { World } from '../kernel/types.ts';

const FILES: Readonly<Record<string, { readonly file: string; readonly type: string }>> = {
  '/': { file: 'index.html', type: 'text/html; charset=utf-8' },
  '/desk-page.js': { file: 'desk-page.js', type: 'text/javascript; charset=utf-8' },
  '/desk-page.css': { file: 'desk-page.css', type: 'text/css; charset=utf-8' },
};

/** Serves the demo's page, and tells it where the control API is. */
export function createDeskPageServer(world: World): FastifyInstance {
  const app = fastify({ logger: false, forceCloseConnections: true });
  for (const [path, { file, type }] of Object.entries(FILES)) {
    app.get(path, async (_request, reply) =>
      reply
        .type(type)
        .header('cache-control', 'no-store')
        .send(await readFile(new URL(file, import.meta.url))),
    );
  }
  app.get('/sandbox.json', () => world.urls);
  return app;
}
