import { fastify } from 'fastify';
import { createCrmApi } from '../../sandbox/crm/index.ts';
import { createDeskApi } from '../../sandbox/desk/index.ts';
import type { World } from '../../sandbox/kernel/types.ts';

/** Every route of Zoho's APIs that the pretend Desk and CRM offer, `<method> <template>`. */
export async function sandboxRoutes(world: World): Promise<readonly string[]> {
  const app = fastify();
  const routes: string[] = [];
  app.decorateRequest('sandbox', null as never);
  app.addHook('onRoute', ({ method, url }) => {
    for (const each of [method].flat()) if (each !== 'HEAD') routes.push(`${each} ${url}`);
  });
  createDeskApi(world, [{ orgId: '1', name: 'Routes' }]).register(app);
  createCrmApi(world, [{ orgId: '2', name: 'Routes' }]).register(app);
  await app.ready();
  await app.close();
  return [...new Set(routes)].filter((route) => !route.includes('/.well-known/'));
}
