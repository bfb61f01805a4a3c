import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { ModuleParams } from '../../contract/common.ts';
import { Departments, ModuleFields } from '../../contract/fields.ts';
import { ModuleConfigChange, ModuleMapping as ModuleMappingAnswer } from '../../contract/mapping.ts';
import type { ModuleMapping } from '../../sync/module-mapping.ts';
import type { Guards } from '../authentication.ts';
import { agentOf } from '../authentication.ts';
import { asAnswer } from '../as-answer.ts';
import { fieldMapping } from './mapping-check.ts';

/** The mapping editor (administrators; S16–S26). */
export function mappingRoutes(editor: ModuleMapping, guards: Guards): FastifyPluginAsyncZod {
  const onRequest = guards.requireAdministrator;
  // eslint-disable-next-line @typescript-eslint/require-await -- Fastify's plugin signature
  return async (app) => {
    app.get(
      '/v1/modules/:module/fields',
      { onRequest, schema: { tags: ['mapping'], params: ModuleParams, response: { 200: ModuleFields } } },
      async (request) => {
        const { module } = request.params;
        const { desk, crm } = await editor.fields(agentOf(request).orgKey, module);
        return asAnswer({ module, desk, crm });
      },
    );
    app.get(
      '/v1/modules/:module/mapping',
      {
        onRequest,
        schema: { tags: ['mapping'], params: ModuleParams, response: { 200: ModuleMappingAnswer } },
      },
      async (request) => asAnswer(await editor.read(agentOf(request).orgKey, request.params.module)),
    );
    app.put(
      '/v1/modules/:module/config',
      {
        onRequest,
        schema: {
          tags: ['mapping'],
          params: ModuleParams,
          body: ModuleConfigChange,
          response: { 200: ModuleMappingAnswer },
        },
      },
      async (request) => {
        const { module } = request.params;
        const { syncType, departmentIds, expectedVersion } = request.body;
        const mappings = request.body.mappings.map(fieldMapping);
        const change = { module, syncType, mappings, departmentIds };
        return asAnswer(await editor.save(agentOf(request), change, expectedVersion));
      },
    );
    app.get(
      '/v1/departments',
      { onRequest, schema: { tags: ['mapping'], response: { 200: Departments } } },
      async (request) => ({ departments: await editor.departments(agentOf(request).orgKey) }),
    );
  };
}
